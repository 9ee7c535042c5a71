"""Statements as rows: what a formula gives, with its children and cells, and how it is printed."""

from collections.abc import Callable, Iterator

from srns.analysis.proportions.intervals import exact_interval
from srns.analysis.results_data.rows import (
    AS_TEXT,
    PERCENT,
    WHOLE,
    Cells,
    Row,
    Stat,
    Statistic,
    Subject,
    as_table,
    form_of,
    rows_about,
    statistics_of,
    within_limits,
)
from srns.analysis.results_data.source_cells import together
from srns.analysis.statements.evaluate import Counted, FieldSummary
from srns.analysis.statements.fields import Field
from srns.analysis.statements.parse import And, Condition, Expression, FieldTest, Not, Or
from srns.analysis.tables.censored_values import Bounded
from srns.analysis.tables.printed_table import names, show_rounded
from srns.languages.sentences import sentence, term

STATED = "statement"


def computed_rows(
    about: Subject,
    expression: Expression,
    computed: Counted | FieldSummary,
    cells_of: Callable[[str], Cells],
) -> list[Row]:
    """Return what a formula gives as rows.

    Parameters
    ----------
    cells_of
        The cells behind a column of the profile, by child; those of every field of the formula
        stand behind its numbers.
    """
    cells = together(*(cells_of(field.id) for field in _fields(expression)))
    if isinstance(computed, FieldSummary):
        return _rows_of_spread(about, computed, cells)
    (n, at_most), (of, of_at_most) = computed.n, computed.of
    sure, whole = computed.patient_names(), computed.denominator()
    maybe = [*sure, *computed.patient_names(unsure=True)]
    rows = rows_about(about, [Stat("n", n, WHOLE)], sure, cells)
    rows += rows_about(about, [Stat("N", of, WHOLE)], whole, cells)
    if not computed.decided:
        rows += rows_about(about, [Stat("n.max", at_most, WHOLE)], maybe, cells)
        possible = computed.denominator(possible=True)
        rows += rows_about(about, [Stat("N.max", of_at_most, WHOLE)], possible, cells)
    elif of:
        share = form_of(show_rounded(100 * n / of, 0), percent=True)
        stats = [Stat("p", n / of, share)]
        if expression.operation != "count":  # the composition of a cohort is no estimate
            low, high = exact_interval(n, of)
            stats += [Stat("conf.low", low, PERCENT), Stat("conf.high", high, PERCENT)]
        rows += rows_about(about, stats, sure, cells)
    return rows


def show_computed(expression: Expression, rows: list[Row]) -> str:
    """Return the value of a formula as it is printed, from its rows."""
    stats = next(iter(statistics_of(as_table(rows), STATED).values()))
    if expression.amount:
        return _show_spread(expression.operation, stats)
    who = names(stats["n"].patients) or term("none")
    if expression.operation == "children":
        return who
    said: dict[str, object] = {"n": _between(stats, "n"), "of": _between(stats, "N"), "who": who}
    if "p" not in stats:
        return sentence("{n} of {of}: {who}", **said)
    said["percent"] = stats["p"].words
    if "conf.low" not in stats:
        return sentence("{n} of {of} ({percent}): {who}", **said)
    said["interval"] = f"{stats['conf.low'].text}–{stats['conf.high'].text}"
    if expression.operation == "percent":
        return sentence("{percent} ({n} of {of}; 95 % interval {interval}): {who}", **said)
    return sentence("{n} of {of} ({percent}; 95 % interval {interval}): {who}", **said)


def _between(stats: dict[str, Statistic], name: str) -> str:
    low, high = stats[name], stats.get(f"{name}.max", stats[name])
    if low.stat == high.stat:
        return low.text
    return sentence("{low} to {high}", low=low.text, high=high.text)


def _show_spread(operation: str, stats: dict[str, Statistic]) -> str:
    if not stats["N"].stat:
        return sentence("nothing recorded")
    missing = names(stats["N_miss"].patients)
    spread = stats[operation].text
    if operation == "median":
        spread = f"{spread} ({stats['min'].text}–{stats['max'].text})"
    counted = f"{spread}; n = {stats['N'].text}"
    if not missing:
        return counted
    return sentence("{numbers}; not recorded for {children}", numbers=counted, children=missing)


def _rows_of_spread(about: Subject, computed: FieldSummary, cells: Cells) -> list[Row]:
    missing = Stat("N_miss", len(computed.missing), WHOLE)
    rows = [
        *rows_about(about, [Stat("N", computed.n, WHOLE)], computed.measured, cells),
        *rows_about(about, [missing], computed.missing, cells),
    ]
    if computed.median is None or computed.low is None or computed.high is None:
        return rows
    floor = 0.0
    shown = {computed.operation: computed.middle}
    if computed.operation == "median":
        floor = max(0.0, computed.low.high) if not computed.low.known else 0.0
        shown |= {"min": computed.low, "max": computed.high}
    stats = [_stat(name, value, floor) for name, value in shown.items() if value is not None]
    return [*rows, *rows_about(about, stats, computed.measured, cells)]


def _stat(name: str, value: Bounded, floor: float) -> Stat:
    text = value.show(None, floor)
    return Stat(name, value.low, form_of(text)) if value.known else within_limits(name, text)


def _fields(expression: Expression) -> Iterator[Field]:
    """Return the fields that a formula reads."""
    yield from _fields_of(expression.condition)
    yield from _fields_of(expression.where)
    yield from (term.field for term in expression.amount if term.field is not None)


def _fields_of(condition: Condition) -> Iterator[Field]:
    if isinstance(condition, FieldTest):
        yield condition.field
    elif isinstance(condition, Not):
        yield from _fields_of(condition.of)
    elif isinstance(condition, And | Or):
        yield from _fields_of(condition.first)
        yield from _fields_of(condition.second)


def verdict_rows(verdicts: dict[str, int]) -> list[Row]:
    """Return how many statements have each verdict."""
    return [
        row
        for verdict, n in verdicts.items()
        for row in rows_about(Subject("statements", verdict), [Stat("count", n, WHOLE)])
    ]


def claimed(about: Subject, value: str) -> list[Row]:
    """Return what a manuscript states, as typed; nothing where it states no value."""
    return rows_about(about, [Stat("stated", value, AS_TEXT)]) if value.strip() else []
