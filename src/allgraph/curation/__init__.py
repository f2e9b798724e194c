"""Statement tables and the decisions that curators write into them."""
