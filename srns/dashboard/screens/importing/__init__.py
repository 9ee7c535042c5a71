"""Cohort page: upload, import settings, problems, marked copy."""
