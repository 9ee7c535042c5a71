"""Methods page: characteristics, data, doses, kidney function, times, lines, manuscript."""
