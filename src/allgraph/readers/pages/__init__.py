"""The pages of a PDF: from letters with their places to headings, paragraphs, lists and tables."""
