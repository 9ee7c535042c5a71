"""Maintenance regimens over time, and relapses on each."""
