"""The page Comparison."""
