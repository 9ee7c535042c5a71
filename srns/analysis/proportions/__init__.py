"""Proportions and rates: intervals, response tables, group contrasts, agreement."""
