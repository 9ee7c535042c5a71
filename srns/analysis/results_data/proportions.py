"""Proportions as rows: a count of children with its share and interval, printed in one way."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from srns.analysis.proportions.intervals import EXACT, METHOD_NAMES
from srns.analysis.results_data.rows import (
    AS_TEXT,
    PERCENT,
    WHOLE,
    Cells,
    Row,
    Stat,
    Statistic,
    Subject,
    rows_about,
)
from srns.cohort.paper_numbers import MISSING
from srns.languages.sentences import sentence

CI = "proportion_ci"


def fraction(percent: float | None) -> float | None:
    """Return a percentage as a fraction; None where there is none."""
    return None if percent is None or percent != percent else percent / 100


def proportion_rows(
    subject: Subject,
    found: Mapping[Any, Any],
    patients: Sequence[str],
    denominator: Iterable[str],
    *,
    cells: Cells | None = None,
    confidence: float = 0.95,
    method: str = METHOD_NAMES[EXACT],
) -> list[Row]:
    """Return a counted proportion as rows.

    Parameters
    ----------
    found
        `n`, `of`, and in percent `percent`, `low` and `high`: as every table of proportions has it.
    patients, denominator
        The children counted, and those of whom.
    """
    share = fraction(found["percent"])
    counted = [Stat("n", found["n"], WHOLE), Stat("p", share, PERCENT)]
    interval = [
        Stat("estimate", share, PERCENT),
        Stat("conf.low", fraction(found["low"]), PERCENT),
        Stat("conf.high", fraction(found["high"]), PERCENT),
        Stat("conf.level", confidence, "xx%"),
        Stat("method", method, AS_TEXT),
    ]
    return [
        *rows_about(subject, [Stat("N", found["of"], WHOLE)], denominator, cells),
        *rows_about(subject, counted, patients, cells),
        *rows_about(replace(subject, context=CI), interval, patients, cells),
    ]


def printed_proportion(stats: Mapping[str, Statistic]) -> dict[str, str]:
    """Return a proportion as tables print it: ``children``, ``%`` and ``95 % interval``."""
    return {
        "children": sentence("{n} of {of}", n=stats["n"].text, of=stats["N"].text),
        "%": stats["p"].text,
        "95 % interval": show_interval(stats),
    }


def show_interval(stats: Mapping[str, Statistic]) -> str:
    """Return the confidence limits of statistics; a dash where there are none."""
    if stats["conf.low"].stat is None or stats["conf.high"].stat is None:
        return MISSING
    return f"{stats['conf.low'].text}–{stats['conf.high'].text}"
