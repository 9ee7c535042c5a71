"""Judge the children of one part: verdicts, evidence, lines and course, as tables of one shape."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa

from srns.analysis.groups import grouping
from srns.cohort.day_zero import with_a_day
from srns.cohort.quantities import ALBUMIN, BOUNDS, QUANTITIES
from srns.cohort.tables import Cohort
from srns.registry.page_tables import (
    COUNTS,
    WAITS,
    count_children,
    count_waits,
    groups_of_part,
    records_of_children,
)
from srns.registry.part_tables import (
    FILE,
    ROW,
    PartCohort,
    PartTables,
    SetAside,
    in_order,
    rows_read,
    rows_unread,
)
from srns.registry.plan import Plan
from srns.registry.sheet_part import read_sheet_part
from srns.registry.tidy_part import read_tidy_part
from srns.rules.classification import Classification
from srns.rules.classify import classify
from srns.rules.explain import rests_on
from srns.rules.lines import Lines, as_cohort, find_lines
from srns.rules.occasions import Occasions, VisitRules, find_occasions
from srns.rules.rescue import TREATMENT_POLICY
from srns.rules.series import Series
from srns.rules.window import find_window

_TEXT, _DAY, _WORD = pa.string(), pa.int32(), pa.dictionary(pa.int32(), pa.string())
_BASIS = [("definition", _WORD), ("strategy", _WORD)]
_OUTCOME = [
    ("response", _WORD), ("onset_day", _DAY), ("confirmed_day", _DAY), ("onset_date", pa.date32()),
    ("months_from_day_0", pa.float64()), ("months_from_first_infusion", pa.float64()),
    ("months_from_last_infusion", pa.float64()), ("infusions_before", _DAY),
    ("left_open", _WORD), ("relapse_day", _DAY), ("status", _WORD), ("sustained", pa.bool_()),
    ("remission_at_start", pa.bool_()), ("window_end_day", _DAY), ("window_ended_by", _WORD),
]  # fmt: skip
SCHEMAS: dict[str, pa.Schema] = {
    "verdicts": pa.schema([("patient", _TEXT), *_BASIS, *_OUTCOME]),
    "lines": pa.schema(
        [
            ("patient", _TEXT), *_BASIS, ("line", _DAY), ("drug", _WORD), ("mechanism", _WORD),
            ("start_day", _DAY), ("next_day", _DAY), ("starts_in", _TEXT), *_OUTCOME,
        ]
    ),
    "evidence": pa.schema(
        [
            ("patient", _TEXT), *_BASIS, ("visit_day", _DAY), ("analyte", _WORD), ("day", _DAY),
            ("value", pa.float64()), ("bound", _WORD), ("unit", _WORD),
            (FILE, pa.int32()), (ROW, pa.int64()),
        ]
    ),
    "course": pa.schema([("patient", _TEXT), *_BASIS, ("day", _DAY), ("state", _WORD)]),
    "set_aside": pa.schema(
        [
            ("table", _WORD), (FILE, pa.int32()), (ROW, pa.int64()), ("column", _WORD),
            ("found", _TEXT), ("expected", _WORD), ("effect", _WORD),
        ]
    ),
}  # fmt: skip
"""What is written, by table. One row of `verdicts` is a child by one definition and strategy; of
`lines` one line of treatment likewise; of `evidence` one result that a verdict rests on, at one
visit, with the file and row it comes from; of `course` a day on which the state changed; of
`set_aside` a row that could not be used as it stands."""
_NO_GROUP = ("", "")


@dataclass(frozen=True)
class JudgedPart:
    """What is written of one part.

    Attributes
    ----------
    tables
        By name, as in `SCHEMAS`.
    counts
        By definition, strategy, grouping variable, group (both "" for all) and response: the
        number of children.
    dated
        How many children have a day 0.
    rows, other_rows
        How many results there were, and how many of them are other tests'.
    """

    tables: dict[str, pa.Table]
    counts: dict[tuple[str, str, str, str, str], int]
    children: int
    dated: int
    rows: int
    other_rows: int


def judge_part(tables: PartTables, plan: Plan) -> JudgedPart:
    """Judge the children of a part by every definition and strategy of the plan.

    Parameters
    ----------
    tables
        All rows of some children. Their order does not matter.
    """
    whole = {name: in_order(table) for name, table in tables.items()}
    ordered = {name: rows_read(table) for name, table in whole.items()}
    part = _read_part(ordered, plan)
    lines = find_lines(part.cohort) if "lines" in plan.tables else None
    found: dict[str, list[pa.Table]] = {name: [] for name in plan.tables}
    counts: Counter[tuple[str, str, str, str, str]] = Counter()
    groups = _groups(part.cohort)
    shown = groups_of_part(part.cohort) if plan.for_dashboard else None
    for judged, of_lines in _classified(part.cohort, lines, plan):
        for name, table in _tables_of(judged, part, ordered["results"], plan):
            found[name].append(table)
        if lines is not None and of_lines is not None:
            found["lines"].append(_lines(of_lines, lines.table))
        if shown is not None:
            found["counts"].append(count_children(judged, shown))
            found["waits"].append(count_waits(judged, shown))
        counts.update(_counted(judged, groups))
    if shown is not None:
        for name, table in records_of_children(part, ordered["results"]):
            found[name] = [table]
    found["set_aside"] = [*_unread(whole), *(_set_aside(each, ordered) for each in part.set_aside)]
    return JudgedPart(
        {name: _joined(name, own) for name, own in found.items()},
        dict(counts),
        len(part.cohort.patients),
        _count_dated(part.cohort, plan),
        whole["results"].num_rows,
        part.other_rows,
    )


def _unread(tables: PartTables) -> Iterator[pa.Table]:
    for name, table in tables.items():
        for each in rows_unread(name, table):
            yield _set_aside(each, tables)


def _read_part(tables: PartTables, plan: Plan) -> PartCohort:
    if plan.given.tidy:
        return read_tidy_part(tables, plan.day_zero)
    return read_sheet_part(tables, plan.day_zero, plan.given.results.child)


def _count_dated(cohort: Cohort, plan: Plan) -> int:
    return with_a_day(cohort) if plan.finds_day_zero else len(cohort.patients)


def _classified(
    cohort: Cohort, lines: Lines | None, plan: Plan
) -> Iterator[tuple[Classification, Classification | None]]:
    """Return the calls of the children, and of their lines, by each definition and strategy.

    Visits are found once for all definitions that see the same ones.
    """
    window = find_window(cohort)
    visits: dict[VisitRules, Occasions] = {}
    as_children = as_cohort(cohort, lines) if lines is not None and len(lines.table) else None
    for definition in plan.loaded:
        rules = definition.visit_rules
        if rules not in visits:
            visits[rules] = find_occasions(cohort, rules, window)
        for strategy in plan.strategies:
            known = visits[rules] if strategy == TREATMENT_POLICY else None
            judged = classify(cohort, definition, strategy=strategy, window=window, occasions=known)
            own = as_children and classify(as_children, definition, strategy=strategy)
            yield judged, own


def _tables_of(
    judged: Classification, part: PartCohort, results: pa.Table, plan: Plan
) -> Iterator[tuple[str, pa.Table]]:
    """Return the tables of the children by one definition and strategy, as the plan asks."""
    yield "verdicts", _shape("verdicts", judged.outcomes, judged)
    if "evidence" in plan.tables:
        yield "evidence", _evidence(judged, part, results)
    if "course" in plan.tables:
        yield "course", _course(judged)


def _counted(
    judged: Classification, groups: Mapping[tuple[str, str], np.ndarray]
) -> dict[tuple[str, str, str, str, str], int]:
    """Count the children with each response, in all and in each group."""
    responses = judged.outcomes["response"].to_numpy(dtype=str)
    counts = {}
    for group, mine in groups.items():
        found, number = np.unique(responses[mine], return_counts=True)
        for response, count in zip(found.tolist(), number.tolist(), strict=True):
            counts[(judged.definition.id, judged.strategy, *group, response)] = count
    return counts


def _groups(cohort: Cohort) -> dict[tuple[str, str], np.ndarray]:
    """Return which children are in each group: all, and those of each histology if it is known."""
    everyone = np.ones(len(cohort.patients), dtype=bool)
    groups: dict[tuple[str, str], np.ndarray] = {_NO_GROUP: everyone}
    if "histology_group" in cohort.patients:
        histology = grouping(cohort, "histology").astype(str).to_numpy()
        for name in np.unique(histology).tolist():
            groups["histology", str(name)] = histology == name
    return groups


def _shape(name: str, frame: pd.DataFrame, judged: Classification) -> pa.Table:
    """Return a frame as a table of `SCHEMAS`, with the definition and the strategy."""
    schema = SCHEMAS[name]
    known = {"definition": judged.definition.id, "strategy": judged.strategy}
    columns = []
    for field in schema:
        if field.name in known:
            columns.append(_same(known[field.name], len(frame)))
        else:
            columns.append(_column(frame[field.name], field.type))
    return pa.table(columns, schema=schema)


def _same(word: str, length: int) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(np.zeros(length, dtype=np.int32)), [word])


def _column(values: pd.Series, kind: pa.DataType) -> pa.Array:
    if pa.types.is_dictionary(kind):
        return pa.array(values, pa.string(), from_pandas=True).dictionary_encode()
    if pa.types.is_integer(kind):
        return pa.array(values.astype("Int64")).cast(kind)
    if pa.types.is_date(kind):
        return pa.array(pd.to_datetime(values), pa.timestamp("s"), from_pandas=True).cast(kind)
    return pa.array(values, kind, from_pandas=True)


def _joined(name: str, own: list[pa.Table]) -> pa.Table:
    schemas = {**SCHEMAS, "counts": COUNTS, "waits": WAITS}
    return pa.concat_tables(own).unify_dictionaries() if own else schemas[name].empty_table()


def _course(judged: Classification) -> pa.Table:
    changes = judged.course.changes
    patients = judged.cohort.patients["patient"].to_numpy()
    frame = pd.DataFrame(
        {"patient": patients[changes.child], "day": changes.day, "state": changes.state}
    )
    return _shape("course", frame, judged)


def _lines(judged: Classification, table: pd.DataFrame) -> pa.Table:
    frame = judged.outcomes.drop(columns="patient").assign(
        **{name: table[name].to_numpy() for name in ("patient", "line", "drug", "mechanism")},
        start_day=table["start_day"].to_numpy(),
        next_day=table["next_day"].to_numpy(),
        starts_in=table["cell"].to_numpy(),
    )
    return _shape("lines", frame, judged)


def _evidence(judged: Classification, part: PartCohort, results: pa.Table) -> pa.Table:
    """Return the results of the visits that each verdict rests on, and where each comes from."""
    found = judged.found
    visits = np.flatnonzero(rests_on(judged))
    pieces = [
        _results_of(name, series, visits[series.row[visits] >= 0], visits[series.row[visits] >= 0])
        for name, series in found.visits.of_test.items()
    ]
    paired = visits[found.paired[visits] >= 0]
    pieces.append(_results_of(ALBUMIN.analyte, found.albumin, found.paired[paired], paired))
    child = np.concatenate([found.visits.child[visit] for _, visit in pieces])
    visit = np.concatenate([visit for _, visit in pieces])
    frame = pd.concat([piece for piece, _ in pieces], ignore_index=True)
    order = np.argsort(visit, kind="stable")
    lab = frame.pop("row").to_numpy()
    row = part.labs_row[lab]
    frame = frame.assign(
        value=part.cohort.labs["value"].to_numpy(dtype=float)[lab],  # missing if unreadable
        patient=judged.cohort.patients["patient"].to_numpy()[child],
        visit_day=found.visits.day[visit],
        **{name: results[name].to_numpy()[row] for name in (FILE, ROW)},
    )
    return _shape("evidence", frame.iloc[order], judged)


def _results_of(
    name: str, series: Series, at: np.ndarray, visit: np.ndarray
) -> tuple[pd.DataFrame, np.ndarray]:
    """Return the results of one test at some places of its series, and the visit of each."""
    units = np.array(list(QUANTITIES[name].units), dtype=object)
    bounds = np.array(BOUNDS, dtype=object)
    frame = pd.DataFrame(
        {
            "analyte": np.full(len(at), name, dtype=object),
            "day": series.day[at],
            "bound": bounds[series.bound[at]],
            "unit": units[series.unit[at]],
            "row": series.row[at],
        }
    )
    return frame, visit


def _set_aside(each: SetAside, tables: PartTables) -> pa.Table:
    table, rows = tables[each.table], pa.array(each.rows)
    columns = [
        _same(each.table, len(each.rows)),
        table[FILE].take(rows).cast(pa.int32()).combine_chunks(),
        table[ROW].take(rows).cast(pa.int64()).combine_chunks(),
        _same(each.column, len(each.rows)),
        pa.array(each.found, pa.string()),
        _same(each.expected, len(each.rows)),
        _same(each.effect, len(each.rows)),
    ]
    return pa.table(columns, schema=SCHEMAS["set_aside"])
