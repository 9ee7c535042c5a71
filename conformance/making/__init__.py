"""How the vectors are made: children built around each clause, judged by the oracle."""
