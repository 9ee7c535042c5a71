"""Workbooks as they come, each with what must be read from it."""
