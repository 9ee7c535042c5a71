"""The tables of a paper: who the children were, what they were given, what became of each."""
