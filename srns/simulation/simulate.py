"""Invent a cohort and write it: parquet, csv, a dialect, FHIR or the template's workbook."""

import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from srns.cohort.errors import InputError
from srns.cohort.wording import join_words
from srns.simulation.children import draw_children
from srns.simulation.fhir_lines import fhir_lines
from srns.simulation.lists import LISTS, as_list
from srns.simulation.rates import read_rates
from srns.simulation.records import InventedRecords, record
from srns.simulation.settings import SimulationSettings
from srns.workbook.files.file_types import LARGEST_AREA, LARGEST_FILE, MOST_ROWS
from srns.workbook.files.zip_safety import LARGEST_CONTENT

CHUNK = 20_000
"""Children that are invented at once, each chunk from a seed of its own."""
INVENTED = "invented data: no row is of a real child"
FHIR = "fhir"
FORMATS = ("tidy", *LISTS, FHIR, "xlsx")
_BYTES_OF_A_CELL = 55
"""Unpacked, as openpyxl writes these cells: the most of several cohorts."""
_HEADINGS = {
    "patients": {
        "patient": "patient", "sex": "sex", "histology": "histology",
        "steroid_resistance": "steroid resistance", "index_date": "index date",
        "last_follow_up_day": "last follow-up day",
    },
    "infusions": {
        "patient": "patient", "day": "day",
        "cyclophosphamide_mg_m2": "cyclophosphamide (mg/m2)",
    },
    "treatments": {
        "patient": "patient", "drug": "drug", "start_day": "start day", "stop_day": "stop day",
        "purpose": "purpose",
    },
    "events": {"patient": "patient", "day": "day", "event": "event"},
}  # fmt: skip
"""The headings of the template's sheets for the columns of the tables."""


def invent(settings: SimulationSettings) -> Iterator[InventedRecords]:
    """Invent a cohort, some children at a time."""
    for first in range(1, settings.children + 1, CHUNK):
        count = min(CHUNK, settings.children - first + 1)
        random = np.random.default_rng([settings.seed, first])
        yield record(draw_children(settings, first, count, random), settings, random)


def simulate(
    target: str | Path, settings: SimulationSettings, form: str = "tidy", *, text: bool = False
) -> dict[str, int]:
    """Invent a cohort and write it.

    Parameters
    ----------
    target
        A new or empty folder; for ``xlsx`` the file.
    form
        ``tidy``: a cohort's own tables, the fastest for `srns registry`. ``list``, ``omop``,
        ``pcornet``, ``meds`` or ``sdtm``: results as such a list, the other tables in the
        template's shape. ``fhir``: ndjson of R4, with the patients beside it as a table of the
        template. ``xlsx``: the template's workbook.
    text
        Whether the files are csv in place of parquet.

    Returns
    -------
    dict
        By table (``truth`` among them), the number of rows.

    Raises
    ------
    InputError
        Where there is no such form, or the target cannot be written.
    """
    if form not in FORMATS:
        raise InputError(f"found the form '{form}'; expected {join_words(FORMATS, 'or')}.")
    path = Path(target)
    try:
        if form == "xlsx":
            return _write_workbook(path, settings)
        return _write_folder(path, settings, form, "csv" if text else "parquet")
    except OSError as error:
        raise InputError(
            f"{path} cannot be written: {error.strerror or error}. Name another folder."
        ) from None


def _write_folder(
    folder: Path, settings: SimulationSettings, form: str, kind: str
) -> dict[str, int]:
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise InputError(f"{folder}: found files; expected an empty folder. Name another.")
    (folder / "README.txt").write_text(describe(settings), encoding="utf-8")
    counts: dict[str, int] = {}
    for number, records in enumerate(invent(settings)):
        tables = _tables(records, form)
        if form == FHIR:
            tables = {name: tables[name] for name in ("patients", "truth")}
            for name, lines in fhir_lines(records, _dates(records)):
                place = folder / f"{name}.{number:05}.ndjson"
                place.write_text("\n".join(lines) + "\n", encoding="utf-8")
                counts[name] = counts.get(name, 0) + len(lines)
        for name, frame in tables.items():
            own = folder / name
            own.mkdir(exist_ok=True)
            _write(frame, own / f"part-{number:05}.{kind}", settings)
            counts[name] = counts.get(name, 0) + len(frame)
    return counts


def _tables(records: InventedRecords, form: str) -> dict[str, pd.DataFrame]:
    """Return the tables of some children in a form."""
    results = records.results
    if form in LISTS:
        results = LISTS[form](results, _dates(records))
    tables = {"results": results, "truth": records.truth}
    for name, headings in _HEADINGS.items():
        frame = getattr(records, name)
        tables[name] = frame if form == "tidy" else frame[list(headings)].rename(columns=headings)
    return tables


def _dates(records: InventedRecords) -> pd.Series:
    """Return the calendar date of each result."""
    index = records.patients.set_index("patient")["index_date"]
    start = records.results["patient"].map(index)
    days = pd.to_timedelta(records.results["day"], unit="D")
    return (start + days).dt.date


def _write(frame: pd.DataFrame, target: Path, settings: SimulationSettings) -> None:
    table = pa.Table.from_pandas(frame, preserve_index=False)
    if target.suffix == ".csv":
        pyarrow.csv.write_csv(table, target)
        return
    said = {"srns": INVENTED, **settings.in_words()}
    pq.write_table(table.replace_schema_metadata(said), target, compression="zstd")


def _write_workbook(target: Path, settings: SimulationSettings) -> dict[str, int]:
    """Write the template's workbook, with results one test a row and the truth beside it."""
    every = list(invent(settings))
    tables: dict[str, pd.DataFrame] = {}
    for name, headings in _HEADINGS.items():
        frame = pd.concat([getattr(each, name) for each in every], ignore_index=True)
        tables[name] = frame[list(headings)].rename(columns=headings)
    tables["results"] = pd.concat([as_list(each.results, _dates(each)) for each in every])
    notes = describe(settings).splitlines()
    area = len(notes) + sum((len(each) + 1) * len(each.columns) for each in tables.values())
    rows = max(map(len, tables.values())) + 1
    bounds = {"cells": (area, LARGEST_AREA), "rows in a sheet": (rows, MOST_ROWS)}
    _require_room(settings, bounds, area * _BYTES_OF_A_CELL)
    book = openpyxl.Workbook(write_only=True)
    note = book.create_sheet("Read me")
    for line in notes:
        note.append([line])
    for name, frame in tables.items():
        sheet = book.create_sheet(name.capitalize())
        sheet.append(list(frame.columns))
        for row in frame.itertuples(index=False):
            sheet.append([_number(each) for each in row])
    partial = target.with_name(f".{target.name}")
    try:
        book.save(partial)
        with zipfile.ZipFile(partial) as written:
            unpacked = sum(each.file_size for each in written.infolist())
        size = partial.stat().st_size
        _require_room(
            settings,
            {"bytes": (size, LARGEST_FILE), "bytes unpacked": (unpacked, LARGEST_CONTENT)},
            unpacked,
        )
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    truth = pd.concat([each.truth for each in every], ignore_index=True)
    truth.to_csv(target.with_name(f"{target.stem}_truth.csv"), index=False)
    return {name: len(each) for name, each in tables.items()} | {"truth": len(truth)}


def _require_room(
    settings: SimulationSettings, needed: Mapping[str, tuple[int, int]], unpacked: int
) -> None:
    """Raise an error where the reader would refuse a workbook: it says how many children fit.

    Parameters
    ----------
    needed
        By what is counted: how many there are, and how many the reader takes at most.
    unpacked
        How many bytes the workbook unpacks to, about.
    """
    what, (found, most) = max(needed.items(), key=lambda each: each[1][0] / each[1][1])
    if found <= most:
        return
    fit = settings.children * min(most / found, LARGEST_CONTENT / unpacked)
    raise InputError(
        f"found {found:,} {what} for {settings.children:,} children; expected at most {most:,}, "
        f"as a workbook is read, which some {int(fit):,} children fit into. Ask for fewer "
        "children, or write parquet with another --form."
    )


def _number(cell: object) -> object:
    """Return a typed number as one: a laboratory's list has numbers and words in one column."""
    if isinstance(cell, str) and cell.replace(".", "", 1).isdigit():
        return float(cell)
    return cell.to_pydatetime() if isinstance(cell, pd.Timestamp) else cell


def describe(settings: SimulationSettings) -> str:
    """Return what stands beside the data: that they are invented, how, and at which rates."""
    lines = [f"Srns {INVENTED}.", "", "Settings:"]
    lines += [f"  {name.replace('_', ' ')}: {value}" for name, value in settings.in_words().items()]
    lines += ["", "Rates, each with its source:"]
    for name, rate in read_rates().items():
        where = f" ({rate.address})" if rate.address else ""
        lines.append(f"  {name}: {rate.value:g}; {rate.certainty}: {rate.source}{where}")
    return "\n".join(lines) + "\n"
