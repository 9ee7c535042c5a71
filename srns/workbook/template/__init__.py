"""Turn sheets in the template's shape into the tables of a cohort."""
