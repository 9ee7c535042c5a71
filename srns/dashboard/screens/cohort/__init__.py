"""Cohort page: headline, children beside their intervals, verdicts, courses, time to remission."""
