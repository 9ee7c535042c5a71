"""The blank template in a language: read back as the English one is, without a question."""

import dataclasses
import datetime
import io
from functools import cache

import openpyxl
import pandas as pd
import pytest

from srns.cli import main
from srns.cohort.dictionary import SHEETS, TEMPLATE_VERSION
from srns.cohort.dipstick import GRADES
from srns.dashboard.screens.importing import upload
from srns.languages.current import ENGLISH, language
from srns.languages.messages import translated
from srns.workbook.blank_template import KINDS, heading_of, word_of, write_template
from srns.workbook.files.open_workbook import open_workbook
from srns.workbook.read_workbook import read_workbook
from srns.workbook.recipe.propose import in_template_shape
from srns.workbook.template.headers import match_headers
from tests.languages.catalogues import TRANSLATED

DATES = {
    "index_date": 0,
    "date": 30,
    "start_date": 10,
    "stop_date": 200,
    "last_follow_up_date": 400,
}
ROWS = max(len(column.words) for sheet in SHEETS for column in sheet.columns)
FIRST = datetime.date(2012, 1, 2)


def blank(code, kind="infusions"):
    target = io.BytesIO()
    with language(code):
        write_template(target, kind)
    return target.getvalue()


def value_of(column, row):
    """Return what a column may hold; nothing for a day, since its row has a date.

    Of words to choose from each row has another one, as the language in use shows it.
    """
    if column.kind == "date":
        return FIRST + datetime.timedelta(days=DATES[column.id])
    if column.kind in ("quantity", "number", "number or words"):
        unit = column.quantity.canonical_unit if column.quantity else column.unit
        low, high = column.usual_in(unit) or column.possible_in(unit) or (0, 2)
        return round((low + 2 * high) / 3, 1)
    words = GRADES if column.kind == "dipstick" else column.words
    if words:
        return word_of(column, words[row % len(words)])
    known = {"patient": f"A{row}", "day": None, "drug": "tacrolimus"}
    return known.get(column.kind, "as typed")


def filled(code, kind):
    """Return a template of a language with a child for each word that can be chosen."""
    book = openpyxl.load_workbook(io.BytesIO(blank(code, kind)))
    by_name = {sheet.name: sheet for sheet in SHEETS}
    for name in KINDS[kind].sheets:
        kept = [
            one for one in by_name[name].columns if f"{name}.{one.id}" not in KINDS[kind].left_out
        ]
        for row in range(ROWS):
            for number, column in enumerate(kept, 1):
                with language(code):
                    book[name].cell(10 + row, number, value_of(column, row))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


@cache
def read_english(kind):
    return read_workbook(filled(ENGLISH, kind))


def tables_of(cohort):
    named = {each.name: getattr(cohort, each.name) for each in dataclasses.fields(cohort)}
    return {
        name: each.drop(columns="typed", errors="ignore")  # a cell as it is typed
        for name, each in named.items()
        if isinstance(each, pd.DataFrame)
    }


@pytest.mark.parametrize("code", TRANSLATED)
@pytest.mark.parametrize("kind", ["infusions", "diary"])
def test_a_filled_template_gives_the_cohort_of_the_english_one(code, kind):
    content, english = filled(code, kind), read_english(kind)
    reading = read_workbook(content)

    assert in_template_shape(open_workbook(content, "filled.xlsx"))
    assert reading.template_version == TEMPLATE_VERSION
    assert [(one.severity, one.place) for one in reading.problems] == [
        (one.severity, one.place) for one in english.problems
    ]
    assert not reading.errors
    assert reading.ledger.as_dict() == english.ledger.as_dict()
    mine, theirs = tables_of(reading.cohort), tables_of(english.cohort)
    assert mine.keys() == theirs.keys()
    for name in mine:
        pd.testing.assert_frame_equal(mine[name], theirs[name])


@pytest.mark.parametrize("code", TRANSLATED)
def test_every_heading_of_the_dictionary_is_read_back(code):
    """Also of columns that the templates leave out; a translation that is not fails here."""
    for sheet in SHEETS:
        with language(code):
            headings = [heading_of(column) for column in sheet.columns]
        book = openpyxl.Workbook()
        book.worksheets[0].append(headings)
        target = io.BytesIO()
        book.save(target)
        headers = match_headers(open_workbook(target.getvalue(), "a.xlsx").sheets[0], sheet)

        assert headers.problems == ()
        assert [one.column for one in headers.matched] == list(sheet.columns)
        units = [one.quantity.canonical_unit if one.quantity else "" for one in sheet.columns]
        assert [one.unit if one.column.quantity else "" for one in headers.matched] == units


@pytest.mark.parametrize("code", TRANSLATED)
def test_every_column_is_explained_in_the_language(code):
    rows = list(open_workbook(blank(code), "a.xlsx").sheets[-2].rows)[2:]
    english = {column.description for sheet in SHEETS for column in sheet.columns}

    assert len(rows) == sum(len(sheet.columns) for sheet in SHEETS)
    assert [row[3] for row in rows if row[3] in english] == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_every_word_to_choose_from_is_read_in_the_language(code):
    """`word_of` falls back to English where a translation is no spelling that is read."""
    with language(code):
        english = [
            (sheet.name, column.id, word)
            for sheet in SHEETS
            for column in sheet.columns
            for word in (GRADES if column.kind == "dipstick" else column.words)
            if word_of(column, word) != translated(word)
        ]

    assert english == []


def test_the_command_writes_a_template_in_german(tmp_path):
    main(["template", str(tmp_path / "vorlage.xlsx"), "--language", "de"])

    book = openpyxl.load_workbook(tmp_path / "vorlage.xlsx")
    assert [cell.value for cell in book["Labs"][1]][:5] == [
        "Patient", "Datum", "Tag (Tage)", "Up/c (mg/mg)", "Albumin (g/dL)",
    ]  # fmt: skip
    definitions = [[cell.value for cell in row] for row in book["Definitions"].iter_rows(max_row=4)]
    assert definitions[1] == [
        "Blatt", "Spalte", "Erforderlich", "Bedeutung", "Zulässiger Inhalt", "Synonyme",
    ]  # fmt: skip
    assert definitions[3][:5] == [
        "Patients", "Geschlecht", None, "Männlich oder weiblich.",
        "männlich, weiblich",
    ]  # fmt: skip


def test_the_page_offers_a_template_in_its_language_to_each_visitor():
    (name, *_) = upload.TEMPLATES
    headings = {
        code: openpyxl.load_workbook(io.BytesIO(upload._template(name, code)))["Labs"]["A1"].value
        for code in (ENGLISH, "es", "zh")
    }

    assert headings == {ENGLISH: "patient", "es": "paciente", "zh": "患者"}
