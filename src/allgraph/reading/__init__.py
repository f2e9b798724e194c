"""Reading: from the text of a document to findings, each with its passage."""
