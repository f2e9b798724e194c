"""Whether a graph, and the files it is made from, keep what they promise."""
