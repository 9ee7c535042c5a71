"""The Excel door: cells with addresses, problems that say what to mend, the template."""
