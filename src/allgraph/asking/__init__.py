"""Asking: the store, the stored queries and their answers."""
