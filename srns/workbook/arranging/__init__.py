"""Brings the tables of a workbook in any shape together, as its recipe says."""
