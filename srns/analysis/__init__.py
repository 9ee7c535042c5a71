"""What became of the cohort: proportions, time to event, agreement."""
