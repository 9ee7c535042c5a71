"""The cohort of a part whose tables are a cohort's own: checked as whole columns."""

import numpy as np
import pandas as pd
import pyarrow as pa

from srns.cohort.child_keys import child_codes
from srns.cohort.day_zero import with_day_zero
from srns.cohort.quantities import BOUNDS, QUANTITIES, find_unit, read_bound
from srns.cohort.tables import EVENTS, INFUSIONS, TREATMENTS, Cohort, empty_table
from srns.cohort.terms import find_drug
from srns.cohort.wording import join_words
from srns.registry.given_tables import RESULTS
from srns.registry.part_tables import (
    FILE,
    LEFT_OUT,
    ROW,
    UNKNOWN,
    PartCohort,
    PartTables,
    SetAside,
    decoded,
    name_row,
    numbers_of,
    words_of,
)

_LAST_DAY = 100_000
"""Some 270 years: no day of a child lies further from day 0."""
_OTHERS = {"infusions": INFUSIONS, "treatments": TREATMENTS, "events": EVENTS}


def read_tidy_part(tables: PartTables, day_zero: str = "") -> PartCohort:
    """Return the cohort of a part.

    Parameters
    ----------
    tables
        See `srns.registry.given_tables.TIDY`; `bound`, `source` and `specimen` of results may be
        there. Without patients, every child with a result is one.
    day_zero
        Another day 0 than that of the tables; a child without it has no days.

    Returns
    -------
    PartCohort
        A result that cannot be read, in a unit that is not known or outside the credible range is
        unknown on its day, as in a workbook; a row without a child or a day is left out.
    """
    results = tables[RESULTS]
    aside: list[SetAside] = []
    names = words_of(results["patient"])
    day = _days(results, "day", RESULTS, aside)
    analyte = words_of(results["analyte"])
    known = np.array([each in QUANTITIES for each in analyte.categories] + [False])[analyte.codes]
    kept = (names.codes >= 0) & ~np.isnan(day) & known
    _put_aside(aside, results, RESULTS, "patient", names.codes < 0, "the child", LEFT_OUT)
    patients = _patients(tables.get("patients"), names, aside)
    strangers = kept & (child_codes(patients["patient"], pd.Series(names)) < 0)
    _put_aside(aside, results, RESULTS, "patient", strangers, "one of the patients", LEFT_OUT)
    rows = np.flatnonzero(kept & ~strangers)
    labs = pd.DataFrame(
        {
            "patient": names[rows],
            "day": day[rows],
            "analyte": analyte[rows],
            **_values(results, analyte, rows, aside),
            "cell": "",
        }
    )
    for extra in ("source", "specimen"):
        if extra in results.column_names:
            labs[extra] = words_of(results[extra])[rows]
    infusions, treatments, events = (
        _other(tables.get(name), name, aside) for name in ("infusions", "treatments", "events")
    )
    cohort = Cohort(patients, labs, infusions, treatments, events)
    if day_zero:
        cohort = with_day_zero(cohort, day_zero, needed=False)
    return PartCohort(cohort, rows, aside, int((~known).sum()))


def _values(
    results: pa.Table, analyte: pd.Categorical, rows: np.ndarray, aside: list[SetAside]
) -> dict[str, object]:
    """Return value, bound and unit of some rows; one that cannot be used is unknown: NaN."""
    value, unreadable = numbers_of(results["value"])
    missing = np.isnan(value) & ~unreadable
    bound = np.full(len(value), BOUNDS.index(""), dtype=np.int8)
    if unreadable.any():
        _read_signs(results["value"], value, bound, unreadable)
    if "bound" in results.column_names:
        words = words_of(results["bound"])
        spelled = [read_bound(f"{each}1")[0] if each else "" for each in words.categories]
        places = np.array([*map(BOUNDS.index, spelled), BOUNDS.index("")], dtype=np.int8)
        bound = np.where(words.codes >= 0, places[words.codes], bound)
    units, places, allowed = _units(words_of(results["unit"]), analyte)
    low, high = allowed
    with np.errstate(invalid="ignore"):
        incredible = (places >= 0) & ((value < low) | (value > high))
    chosen = np.zeros(len(value), dtype=bool)
    chosen[rows] = True
    for column, bad, expected in (
        ("value", unreadable | missing, "a number"),
        ("unit", chosen & (places < 0), "a unit of the analyte"),
        ("value", incredible, "a credible number in its unit"),
    ):
        _put_aside(aside, results, RESULTS, column, bad & chosen, expected, UNKNOWN)
    value = np.where(incredible | (places < 0), np.nan, value)
    return {
        "value": value[rows],
        "bound": pd.Categorical.from_codes(bound[rows], pd.Index(BOUNDS)),
        "unit": pd.Categorical.from_codes(places[rows], pd.Index(units)),
    }


def _read_signs(
    column: pa.ChunkedArray, value: np.ndarray, bound: np.ndarray, unreadable: np.ndarray
) -> None:
    """Read texts such as ``<0.2`` in place; what is then no number stays unreadable."""
    words = words_of(column)
    for place, text in enumerate(words.categories):
        sign, rest = read_bound(text)
        number = pd.to_numeric(rest, errors="coerce") if sign else np.nan
        if not np.isnan(number):
            mine = words.codes == place
            value[mine], bound[mine], unreadable[mine] = number, BOUNDS.index(sign), False


def _units(
    words: pd.Categorical, analyte: pd.Categorical
) -> tuple[list[str], np.ndarray, tuple[np.ndarray, np.ndarray]]:
    """Return the units, each row's place among them (-1: not of its analyte), and its limits."""
    spellings, analytes = [*words.categories, ""], list(analyte.categories)
    # A result stands in a unit of its analyte: each pair of words is looked up once.
    pairs = analyte.codes.astype(np.int64) * len(spellings) + (words.codes % len(spellings))
    distinct, place = np.unique(pairs, return_inverse=True)
    units: dict[str, int] = {}
    found, low, high = [], [], []
    for pair in distinct.tolist():
        which, spelled = divmod(pair, len(spellings))
        quantity = QUANTITIES.get(analytes[which]) if which >= 0 else None
        unit = find_unit(quantity, spellings[spelled]) if quantity else None
        found.append(-1 if unit is None else units.setdefault(unit, len(units)))
        limits = quantity.possible_in(unit) if quantity and unit is not None else (0.0, 0.0)
        low.append(limits[0])
        high.append(limits[1])
    return list(units), np.array(found)[place], (np.array(low)[place], np.array(high)[place])


def _days(table: pa.Table, column: str, name: str, aside: list[SetAside]) -> np.ndarray:
    """Return whole days; NaN, and put aside, where there is none."""
    day, unreadable = numbers_of(table[column])
    with np.errstate(invalid="ignore"):
        odd = unreadable | (day != np.floor(day)) | (np.abs(day) > _LAST_DAY)
    missing = np.isnan(day) & (name in (RESULTS, "infusions"))
    _put_aside(aside, table, name, column, odd | missing, "a whole day from day 0", LEFT_OUT)
    return np.where(odd, np.nan, day)


def _patients(table: pa.Table | None, names: pd.Categorical, aside: list[SetAside]) -> pd.DataFrame:
    """Return the children of a part, each once, sorted by name."""
    if table is None:
        present = np.unique(names.codes[names.codes >= 0])
        return pd.DataFrame(
            {"patient": np.sort(np.asarray(names.categories, dtype=object)[present])}
        )
    frame = decoded(table).to_pandas()
    own = words_of(table["patient"])
    frame["patient"] = np.asarray(own.astype(object))
    repeated = frame["patient"].duplicated().to_numpy() & (own.codes >= 0)
    _put_aside(aside, table, "patients", "patient", own.codes < 0, "the child", LEFT_OUT)
    _put_aside(aside, table, "patients", "patient", repeated, "each child once", LEFT_OUT)
    frame = frame[(own.codes >= 0) & ~repeated].sort_values("patient", kind="stable")
    for column in ("last_follow_up_day",):
        if column in frame:
            frame[column] = pd.to_numeric(frame[column], errors="coerce")
    return frame.drop(columns=[FILE, ROW]).reset_index(drop=True)


def _other(table: pa.Table | None, name: str, aside: list[SetAside]) -> pd.DataFrame:
    """Return infusions, treatments or events with every column that a cohort's own has."""
    if table is None or not table.num_rows:
        return empty_table(_OTHERS[name])
    frame = decoded(table).to_pandas()
    frame["patient"] = np.asarray(words_of(table["patient"]).astype(object))
    for column in ("day", "start_day", "stop_day"):
        if column in frame:
            days = _days(table, column, name, aside)
            frame[column] = pd.array(days, dtype="Int64")
    if name == "treatments":
        drugs = words_of(table["drug"])
        meant = np.array(
            [find_drug(each) or each for each in drugs.categories] + [None], dtype=object
        )
        frame["drug_typed"], frame["drug"] = frame["drug"], meant[drugs.codes]
    for column in _OTHERS[name]:
        if column not in frame:
            frame[column] = "" if column in ("cell", "detail", "purpose") else np.nan
    frame["cell"] = [
        each or name_row(name, row) for each, row in zip(frame["cell"], frame[ROW], strict=True)
    ]
    return frame[frame["patient"].notna()].drop(columns=[FILE, ROW]).reset_index(drop=True)


def _put_aside(
    aside: list[SetAside],
    table: pa.Table,
    name: str,
    column: str,
    bad: np.ndarray,
    expected: str,
    effect: str,
) -> None:
    """Note the rows that are bad, with what stands there."""
    rows = np.flatnonzero(bad)
    if not len(rows):
        return
    found = table[column].take(pa.array(rows)).to_pylist()
    if column == "unit":
        analytes = table["analyte"].take(pa.array(rows)).to_pylist()
        expected_units = {
            each: join_words(list(QUANTITIES[each].units), "or") or "no unit"
            for each in set(analytes)
        }
        for each, units in expected_units.items():
            mine = [place for place, one in enumerate(analytes) if one == each]
            texts = ["" if found[place] is None else str(found[place]) for place in mine]
            aside.append(SetAside(name, rows[mine], column, texts, units, effect))
        return
    texts = ["" if each is None else str(each) for each in found]
    aside.append(SetAside(name, rows, column, texts, expected, effect))
