"""Screens: one module or package for each page, of the same name."""
