"""Invented cohorts of any size with known truth, drawn at published rates. No child is real."""
