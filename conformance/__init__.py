"""Conformance suite for confirmed laboratory response: vectors, a runner and engines."""
