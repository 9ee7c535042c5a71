"""Tables of a paper: characteristics, cases, flow, completeness, exposure, kidney function."""
