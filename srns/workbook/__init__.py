"""Workbooks: any file read into a cohort, with its problems and the fate of every cell."""
