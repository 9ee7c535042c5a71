"""Cohort analysis: proportions, time to event, tables, regimens, agreement, sensitivity."""
