"""Read a cell or a column of cells as numbers, dates, words or drugs."""
