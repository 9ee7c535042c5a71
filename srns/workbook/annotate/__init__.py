"""Annotated copy: the user's own workbook with every problem in its cell."""
