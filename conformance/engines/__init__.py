"""Engines that answer the vectors: ours, and others written as their users would write them."""
