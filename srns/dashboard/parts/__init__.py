"""Figures, tables and widgets that several screens share."""
