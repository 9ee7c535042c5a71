"""Definition sensitivity: comparison of definitions, tipping points, specification curve."""
