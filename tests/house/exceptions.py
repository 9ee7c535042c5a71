"""What may break a rule of the house, each with the reason."""

COMPLEX: dict[str, str] = {}
"""`path.py: function`, of a cyclomatic complexity above 15."""

LONG: dict[str, str] = {}
"""`path.py: function`, of more than 80 lines."""
