"""Rules of remission: definitions, verdicts, the course after them, and their reasons."""
