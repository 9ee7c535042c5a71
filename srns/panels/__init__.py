"""Panels: every figure and table of the pages by name, from Python as on the screen."""
