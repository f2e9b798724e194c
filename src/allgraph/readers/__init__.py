"""Readers: from the bytes of a file to its text, laid out in lines, with what the file says of itself."""
