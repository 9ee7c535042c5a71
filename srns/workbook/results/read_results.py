"""Laboratory lists and registry exports, read into tidy results, one test a row."""

import datetime
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from srns.languages.sentences import sentence
from srns.workbook.problems import sort_problems
from srns.workbook.results.dialect import Dialect
from srns.workbook.results.lab_tests import LabTestAnswer
from srns.workbook.results.list_reader import ListReader
from srns.workbook.results.listed_tests import read_answers
from srns.workbook.results.ratios import Ratios, compute_ratios, pair_samples
from srns.workbook.results.results import COLUMNS, LabResults
from srns.workbook.results.row_numbers import read_numbers
from srns.workbook.results.source import make_source
from srns.workbook.results.visit_days import VisitDays


def read_results(
    columns: Mapping[str, Sequence[object]],
    dialect: Dialect,
    *,
    mapping: Mapping[str, LabTestAnswer | str] | None = None,
    sheet: str = "Results",
    first_row: int = 2,
    date_order: str = "",
    decimal: str = "",
    visits: VisitDays | None = None,
) -> LabResults:
    """Read the results of a laboratory list.

    Parameters
    ----------
    columns
        The columns by their headings, in the order of the source, equally long: lists of cells, or
        arrays of numpy, pandas or pyarrow. Texts stay as typed.
    dialect
        What the columns mean, as `recognize` says.
    mapping
        What a person said of tests, by the label under which they were asked: an analyte, one with
        its unit ("upcr in mg/g"), or "none of these".
    sheet
        What problems call the source.
    first_row
        The number of the first row in the source.
    date_order
        The order of text dates that a person decided: "day first", "month first", "year first".
    decimal
        "," where a person said that commas are decimal commas.
    visits
        When the visits were that a column names, where no column says when samples were taken.

    Returns
    -------
    LabResults
        What is used, what became of every row, and what is to be asked.

    Raises
    ------
    ValueError
        If an answer names an analyte that there is not.
    """
    source = make_source(columns, sheet, first_row, dialect.row_word)
    reader = ListReader(source, dialect, read_answers(mapping), date_order, decimal, visits)
    reader.drop_what_does_not_count()
    reader.settle_strips()
    reader.ask_about_tests()
    reader.read_patients()
    reader.read_days()
    reader.supersede()
    read_numbers(reader)
    ratios = _ratios(reader)
    frame = _frame(reader, ratios)
    reader.fates.record(reader.rows[reader.alive], "used", "")
    return LabResults(
        frame,
        reader.fates.fates(),
        _tests(reader),
        tuple(reader.open_tests),
        sort_problems(reader.problems, [sheet]),
    )


def _ratios(reader: ListReader) -> Ratios:
    """Compute Up/c where protein and creatinine of one sample are reported, and Up/c is not."""
    parts = np.isin(reader.analytes, ("urine_protein", "urine_creatinine"))
    usable = reader.alive & reader.in_sample & parts & (reader.units != "")
    keys = reader.patients.codes.astype(np.int64) * (reader.samples.max(initial=0) + 1)
    keys = keys + reader.samples
    reported = np.unique(keys[reader.alive & (reader.analytes == "upcr")])
    usable &= ~np.isin(keys, reported)
    spots = np.flatnonzero(usable)
    protein, creatinine = pair_samples(keys[spots], reader.analytes[spots] == "urine_protein")
    protein, creatinine = spots[protein], spots[creatinine]
    alone = reader.alive & (reader.analytes == "urine_protein")
    alone[protein] = False
    alone &= ~np.isin(keys, reported)  # without a time, any Up/c of the day
    if alone.any():
        heading = reader.test_heading
        reader.problems.append(
            reader.problem(
                alone,
                heading,
                sentence("a urine protein without one urine creatinine of the same sample"),
                sentence("both in one accession, or at the same minute"),
                sentence(
                    "No Up/c is computed of it; add the accession or the Up/c if there is one."
                ),
                "note",
            )
        )
    return compute_ratios(
        protein, creatinine, reader.numbers, reader.bounds.tolist(), reader.units.tolist()
    )


def _frame(reader: ListReader, ratios: Ratios) -> pd.DataFrame:
    """Put the results together, each ratio behind the row of its protein."""
    spots = np.flatnonzero(reader.alive)
    computed = ratios.protein
    at = np.concatenate([spots, computed])
    order = np.argsort(at, kind="stable")
    count = len(spots)

    def joined(own: np.ndarray, theirs: np.ndarray) -> np.ndarray:
        return np.concatenate([own[spots], theirs])[order]

    analytes = joined(reader.analytes, np.full(len(computed), "upcr", dtype=object))
    texts = np.where(reader.analytes == "dipstick", _readings(reader), reader.found.texts)
    units = reader.found.units.expand()
    one, two = ratios.protein, ratios.creatinine
    ratio_texts = [
        f"{texts[a]} {units[a]} / {texts[b]} {units[b]}"
        for a, b in zip(one.tolist(), two.tolist(), strict=True)
    ]
    cells = [
        f"{reader.source.cell(int(reader.rows[a]), str(reader.found.headings[a]))} / "
        f"{reader.source.cell(int(reader.rows[b]), str(reader.found.headings[b]))}"
        for a, b in zip(one.tolist(), two.tolist(), strict=True)
    ]
    at = at[order]
    values = joined(reader.numbers, ratios.values)
    return pd.DataFrame(
        {
            "patient": pd.Series(reader.patients.expand()[at], dtype=object),
            "date": pd.Series(_dates(reader.days.days[at]), dtype=object),
            "day": pd.Series(reader.days.relative[at]).astype("Int64"),
            "analyte": pd.Categorical(analytes),
            "value": values,
            "bound": pd.Categorical(joined(reader.bounds, ratios.bounds)),
            "unit": pd.Categorical(joined(reader.units, ratios.units)),
            "text": pd.Series(joined(texts, np.array(ratio_texts, dtype=object)), dtype=object),
            "row": reader.rows[at] + reader.source.first_row,
            "accession": pd.Series(reader.accessions[at], dtype=object),
            "computed_from": np.concatenate(
                [np.full(count, "", dtype=object), np.array(cells, dtype=object)]
            )[order],
        },
        columns=list(COLUMNS),
    )


def _readings(reader: ListReader) -> np.ndarray:
    """Return of test strips the reading; a number in mg/dL stays as typed, with its unit."""
    values = reader.found
    units = values.units.expand()
    typed = np.where(units == "", values.texts, values.texts + " " + units)
    return np.where(
        values.strips != "", values.strips, np.where(values.kinds == "number", typed, values.texts)
    )


def _dates(days: np.ndarray) -> np.ndarray:
    distinct, place = np.unique(days, return_inverse=True)
    table = np.empty(len(distinct), dtype=object)
    table[:] = [
        None if np.isnan(day) else datetime.date.fromordinal(int(day)) for day in distinct.tolist()
    ]
    return table[place]


def _tests(reader: ListReader) -> pd.DataFrame:
    """Return one row for each test and unit of the source."""
    rows = []
    listed = reader.listed
    counts = np.bincount(reader.tests.codes, minlength=len(reader.meanings)).tolist()
    for (test, unit), meaning, count in zip(
        reader.tests.distinct,
        reader.meanings,
        counts,
        strict=True,
    ):
        one = listed.tests[test]
        open_ = bool(meaning.ask or meaning.conflict)
        rows.append(
            (
                one.name,
                one.code,
                one.specimen,
                unit,
                count,
                meaning.analyte,
                meaning.name,
                meaning.by,
                open_,
            )
        )
    others = np.flatnonzero(listed.others != "")
    codes, first, count = np.unique(listed.rows[others], return_index=True, return_counts=True)
    for code, spot, number in zip(codes.tolist(), first.tolist(), count.tolist(), strict=True):
        one = listed.tests[code]
        rows.append(
            (
                one.name,
                one.code,
                one.specimen,
                "",
                number,
                "",
                listed.others[others[spot]],
                "name",
                False,
            )
        )
    names = ["test", "code", "specimen", "unit", "rows", "analyte", "means", "by", "open"]
    return pd.DataFrame(rows, columns=names)
