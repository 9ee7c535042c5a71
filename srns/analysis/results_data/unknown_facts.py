"""What stayed unknown as rows: of how many children, visits, results, courses and events."""

from srns.analysis.results_data.rows import WHOLE, Row, Stat, Subject, rows_about
from srns.analysis.unknowns import unknowns
from srns.rules.classification import Classification


def unknown_rows(classification: Classification) -> list[Row]:
    """Return of how many what is unknown, among how many, with the children concerned."""
    return [
        row
        for each in unknowns(classification)
        for name, n, children in (("N_miss", each.n, each.children), ("N_obs", each.of, ()))
        for row in rows_about(
            Subject("unknown", each.what, None, "missing"), [Stat(name, n, WHOLE)], children
        )
    ]
