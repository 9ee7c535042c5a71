"""Cohort data: the data dictionary, quantities, terms, tables and overrides."""
