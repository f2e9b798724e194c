"""From a graph to files for other programs, and back: each export is read again by a parser that did not write it."""
