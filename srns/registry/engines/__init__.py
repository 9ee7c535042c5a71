"""Engines: each deals the children into parts, and hands every part to the same rules."""
