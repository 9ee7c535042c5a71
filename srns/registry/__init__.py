"""The same rules at registry scale: files of results to files of verdicts, by any engine."""
