"""Small messy workbooks of SRNS, each with its truth."""
