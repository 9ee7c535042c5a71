"""The five sheets of a workbook, each with its columns."""
