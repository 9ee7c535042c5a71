"""Session state: open cohort, filters, page options, address, caches."""
