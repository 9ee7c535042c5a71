"""Column headings and names of laboratory tests, understood by all their words."""
