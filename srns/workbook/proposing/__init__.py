"""Proposes what the tables and columns of a workbook mean, and asks what is ambiguous."""
