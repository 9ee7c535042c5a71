"""Statement checks: numbers of a manuscript against the values computed from the cohort."""
