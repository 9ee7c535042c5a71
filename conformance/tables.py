"""Scores as tables, for a terminal and for Markdown."""

from collections.abc import Mapping, Sequence

from conformance.scoring import LEVELS, Score, Tally

HEADINGS = ("attempted", *LEVELS)


def share(tally: Tally, level: str) -> str:
    """Return how many of the attempted vectors are right, with the percentage cut off, not rounded.

    >>> from collections import Counter
    >>> share(Tally(asked=2000, right=Counter(verdict=1999)), "verdict")
    '1999 (99.9 %)'
    >>> share(Tally(asked=3, skipped=3), "verdict")
    '–'
    """
    if not tally.attempted:
        return "–"
    tenths = 1000 * tally.right[level] // tally.attempted
    return f"{tally.right[level]} ({tenths // 10}.{tenths % 10} %)"


def rows_of(tallies: Mapping[str, Tally]) -> list[list[str]]:
    """Return one row for each tally: its name, how many were attempted, and right at each level."""
    return [
        [name, f"{tally.attempted} of {tally.asked}", *(share(tally, level) for level in LEVELS)]
        for name, tally in tallies.items()
    ]


def as_text(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table for a terminal: the first column to the left, the others to the right."""
    every = [list(headings), *map(list, rows)]
    widths = [max(len(row[column]) for row in every) for column in range(len(headings))]
    lines = []
    for row in every:
        cells = [row[0].ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines) + "\n"


def as_markdown(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table in Markdown."""
    lines = [headings, ["---"] * len(headings), *rows]
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)


def show(score: Score) -> str:
    """Return the whole score for a terminal: by definition, by clause, and what was skipped."""
    parts = [
        as_text(("definition", *HEADINGS), rows_of(score.by_definition)),
        as_text(("clause", *HEADINGS), rows_of(score.by_clause)),
        as_text(("all", *HEADINGS), rows_of({"": score.total})),
    ]
    if score.skips:
        skipped = [[reason, str(count)] for reason, count in score.skips.most_common()]
        parts.append(as_text(("not attempted", "vectors"), skipped))
    return "\n".join(parts)


def show_wrong(score: Score, most: int) -> str:
    """List the first vectors that are wrong, with the fields that differ."""
    listed = list(score.failed.items())[:most]
    lines = [f"{name}: {', '.join(fields)}\n" for name, fields in listed]
    if len(score.failed) > len(listed):
        lines.append(f"… and {len(score.failed) - len(listed)} more\n")
    return "".join(lines)
