"""Comparison page: the cohort under all definitions, and how sensitive the verdicts are."""
