"""Child page: timeline, evidence, override and review of one child."""
