"""The cohort of a part whose tables are a cohort's own: checked as whole columns."""

import numpy as np
import pandas as pd
import pyarrow as pa

from srns.cohort.child_keys import child_codes
from srns.cohort.day_zero import with_day_zero
from srns.cohort.dictionary import PATIENTS
from srns.cohort.quantities import BOUNDS, QUANTITIES, find_unit, read_bound
from srns.cohort.tables import EVENTS, INFUSIONS, TREATMENTS, Cohort, empty_table
from srns.cohort.terms import EVENT_SPELLINGS, find_drug, fold
from srns.cohort.wording import join_words
from srns.registry.given_tables import RESULTS
from srns.registry.part_tables import (
    FILE,
    LEFT_OUT,
    ROW,
    SOURCES,
    UNKNOWN,
    PartCohort,
    PartTables,
    SetAside,
    dates_in,
    decoded,
    name_row,
    numbers_of,
    plain_values,
    words_of,
)

_LAST_DAY = 100_000
"""Some 270 years: no day of a child lies further from day 0."""
_DAYS = ("day", "start_day", "stop_day")
_CHECKED = ("date", "day", "number")
_DATES = np.datetime64("1930-01-01"), np.datetime64("2250-12-31")
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
    analyte = _tests(words_of(results["analyte"]))
    unnamed = analyte.codes < 0
    known = np.array([each in QUANTITIES for each in analyte.categories] + [False])[analyte.codes]
    _put_aside(aside, results, RESULTS, "analyte", unnamed, "the test", LEFT_OUT)
    patients = _patients(tables.get("patients"), names, aside)
    asked = ~np.isnan(day) & known
    rows = np.flatnonzero(asked & _of_patients(results, RESULTS, names, asked, patients, aside))
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
        _other(tables.get(name), name, patients, aside)
        for name in ("infusions", "treatments", "events")
    )
    cohort = Cohort(patients, labs, infusions, treatments, events)
    if day_zero:
        cohort = with_day_zero(cohort, day_zero, needed=False)
    return PartCohort(cohort, rows, aside, int((~known & ~unnamed).sum()))


def _tests(words: pd.Categorical) -> pd.Categorical:
    """Return the tests of rows, by their names whatever the case."""
    names = [each.lower() for each in words.categories]
    distinct = list(dict.fromkeys(names))
    codes = np.array([*map(distinct.index, names), -1])[words.codes]
    return pd.Categorical.from_codes(codes, pd.Index(distinct, dtype=object))


def _of_patients(
    table: pa.Table,
    name: str,
    names: pd.Categorical,
    asked: np.ndarray,
    patients: pd.DataFrame,
    aside: list[SetAside],
) -> np.ndarray:
    """Return which rows are of one of the patients; the others are left out, of those asked for."""
    nobody = names.codes < 0
    strangers = asked & ~nobody & (child_codes(patients["patient"], pd.Series(names)) < 0)
    _put_aside(aside, table, name, "patient", nobody, "the child", LEFT_OUT)
    _put_aside(aside, table, name, "patient", strangers, "one of the patients", LEFT_OUT)
    return ~nobody & ~strangers


def _values(
    results: pa.Table, analyte: pd.Categorical, rows: np.ndarray, aside: list[SetAside]
) -> dict[str, object]:
    """Return value, bound and unit of some rows; one that cannot be used is unknown: NaN."""
    value, unreadable = numbers_of(results["value"])
    missing = np.isnan(value) & ~unreadable
    bound = np.full(len(value), BOUNDS.index(""), dtype=np.int8)
    if unreadable.any():
        _read_signs(results["value"], value, bound, unreadable)
    unbound = np.zeros(len(value), dtype=bool)
    if "bound" in results.column_names:
        words = words_of(results["bound"])
        read = [read_bound(f"{each}1") for each in words.categories]
        places = np.array([*(BOUNDS.index(sign) for sign, _ in read), 0], dtype=np.int8)
        bound = np.where(words.codes >= 0, places[words.codes], bound)
        unbound = np.array([*(rest != "1" for _, rest in read), False])[words.codes]
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
        ("bound", unbound, "'<', '>', '<=', '>=' or nothing"),
    ):
        _put_aside(aside, results, RESULTS, column, bad & chosen, expected, UNKNOWN)
    value = np.where(incredible | unbound | (places < 0), np.nan, value)
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
    """Return whole days; NaN, and put aside, where there is none.

    A result or an infusion without a day is left out. A course may have no end, and that an event
    happened is known without its day.
    """
    day, unreadable = numbers_of(table[column])
    with np.errstate(invalid="ignore"):
        odd = unreadable | (day > np.floor(day)) | (np.abs(day) > _LAST_DAY)
    needed = name in (RESULTS, "infusions")
    bad, effect = (odd | np.isnan(day), LEFT_OUT) if needed else (odd, UNKNOWN)
    _put_aside(aside, table, name, column, bad, "a whole day from day 0", effect)
    return np.where(odd, np.nan, day)


def _patients(table: pa.Table | None, names: pd.Categorical, aside: list[SetAside]) -> pd.DataFrame:
    """Return the children of a part, each once, sorted by name."""
    if table is None:
        present = np.unique(names.codes[names.codes >= 0])
        return pd.DataFrame(
            {"patient": np.sort(np.asarray(names.categories, dtype=object)[present])}
        )
    own = words_of(table["patient"])
    frame = pd.DataFrame({"patient": np.asarray(own.astype(object))})
    repeated = frame["patient"].duplicated().to_numpy() & (own.codes >= 0)
    _put_aside(aside, table, "patients", "patient", own.codes < 0, "the child", LEFT_OUT)
    _put_aside(aside, table, "patients", "patient", repeated, "each child once", LEFT_OUT)
    for column in (each for each in table.column_names if each not in ("patient", *SOURCES)):
        frame[column] = _of_children(table, column, aside)
    frame = frame[(own.codes >= 0) & ~repeated].sort_values("patient", kind="stable")
    return frame.reset_index(drop=True)


def _of_children(table: pa.Table, column: str, aside: list[SetAside]) -> pd.Series:
    """Return a column of the patients by its kind in the data dictionary; unknown where it is odd.

    A column that the dictionary does not have stays as it is.
    """
    known = next((each for each in PATIENTS.columns if each.id == column), None)
    if known is None or known.kind not in _CHECKED:
        return decoded(table.select([column])).to_pandas()[column]
    if known.kind == "date":
        words = words_of(table[column])
        read = np.append(dates_in(list(words.categories)), np.datetime64("NaT"))[words.codes]
        bad = ((read < _DATES[0]) | (read > _DATES[1])) | (np.isnat(read) & (words.codes >= 0))
        _put_aside(aside, table, "patients", column, bad, "a date such as 2005-06-17", UNKNOWN)
        return pd.Series(np.where(bad, np.datetime64("NaT"), read).astype("datetime64[s]"))
    if known.kind == "day":
        return pd.Series(_days(table, column, "patients", aside), dtype="Int64")
    number, unreadable = numbers_of(table[column])
    bad = unreadable | np.isinf(number)
    _put_aside(aside, table, "patients", column, bad, "a number", UNKNOWN)
    return pd.Series(np.where(bad, np.nan, number))


def _other(
    table: pa.Table | None, name: str, patients: pd.DataFrame, aside: list[SetAside]
) -> pd.DataFrame:
    """Return infusions, treatments or events with every column that a cohort's own has."""
    if table is None or not table.num_rows:
        return empty_table(_OTHERS[name])
    names = words_of(table["patient"])
    every = np.ones(len(names), dtype=bool)
    kept = _of_patients(table, name, names, every, patients, aside)
    frame = decoded(table.drop_columns([each for each in _DAYS if each in table.column_names]))
    frame = frame.to_pandas().assign(patient=np.asarray(names.astype(object)))
    for column in _DAYS:
        if column in table.column_names:
            frame[column] = pd.array(_days(table, column, name, aside), dtype="Int64")
    kept &= _named(frame, table, name, aside)
    for column in _OTHERS[name]:
        if column not in frame:
            frame[column] = "" if column in ("cell", "detail", "purpose") else np.nan
    frame["cell"] = [
        str(each) if each and each == each else name_row(name, row)
        for each, row in zip(frame["cell"], frame[ROW], strict=True)
    ]
    return frame[kept].drop(columns=[FILE, ROW]).reset_index(drop=True)


def _named(frame: pd.DataFrame, table: pa.Table, name: str, aside: list[SetAside]) -> np.ndarray:
    """Name what each row is in our words, in place; return which rows have a name."""
    if name == "infusions":
        return frame["day"].notna().to_numpy()
    if name == "treatments":
        drugs = words_of(table["drug"])
        meant = [find_drug(each) or each for each in drugs.categories]
        frame["drug_typed"] = frame["drug"]
        frame["drug"] = np.array([*meant, None], dtype=object)[drugs.codes]
        _put_aside(aside, table, name, "drug", drugs.codes < 0, "the drug", LEFT_OUT)
        return drugs.codes >= 0
    words = words_of(table["event"])
    happened = [EVENT_SPELLINGS.get(fold(each)) for each in words.categories]
    frame["event"] = np.array([*happened, None], dtype=object)[words.codes]
    strange = frame["event"].isna().to_numpy()
    _put_aside(aside, table, name, "event", strange, "an event such as death", LEFT_OUT)
    return ~strange


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
    found = plain_values(table[column].take(pa.array(rows)))
    if column == "unit":
        analytes = list(_tests(words_of(table["analyte"].take(pa.array(rows)))))
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
