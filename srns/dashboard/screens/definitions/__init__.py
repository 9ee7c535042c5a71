"""Definitions page: text, gaps, trial patient, own definition."""
