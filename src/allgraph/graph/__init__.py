"""The graph: from findings to OWL individuals, edges and what follows from them."""
