"""Values: a cell or a column of cells read as numbers, dates, words or drugs."""
