"""Saved cohorts, snapshots, links, disclosure control and audit: what is kept, and for whom."""
