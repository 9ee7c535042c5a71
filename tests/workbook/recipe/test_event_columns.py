"""A column named for an event: dates, parts of dates, yes and no, in ten languages."""

import datetime

import openpyxl
import pytest

from srns.rules.classify import classify
from srns.rules.load_definition import load_definition
from srns.workbook.files.open_workbook import open_workbook
from srns.workbook.read_workbook import read_workbook
from srns.workbook.recipe.model import LEAVE_OUT, read_recipe, write_recipe
from srns.workbook.recipe.propose import in_template_shape, propose

DATE = datetime.date


@pytest.fixture
def book(tmp_path):
    def write(heading: str, *told: object, dated: bool = False):
        """Write two children with three good samples each, after the event of the second."""
        workbook = openpyxl.Workbook()
        children = workbook.active
        assert children is not None
        children.title = "Children"
        children.append(["ID", "Histology", "Index date", *([] if dated else [heading])])
        for name, cell in zip(("A", "B"), told, strict=True):
            row = [name, "FSGS", DATE(2020, 1, 1)]
            children.append([*row, *([] if dated else [cell])])
        labs = workbook.create_sheet("Urine")
        columns = ["ID", "Date", "UPCR (mg/mg)", "Albumin (g/dL)"]
        labs.append([*columns, *([heading] if dated else [])])
        for name, cell in zip(("A", "B"), told, strict=True):
            for month in (6, 7, 8):
                row = [name, DATE(2020, month, 1), 0.1, 4.0]
                labs.append([*row, *([cell] if dated else [])])
        path = tmp_path / "cohort.xlsx"
        workbook.save(path)
        return path

    return write


def read(path, *answers: str):
    """Read by the proposed recipe, written and read again; answers stand in the order asked."""
    recipe = propose(open_workbook(path))
    asked = recipe.open_questions
    assert len(asked) == len(answers), [each.asks for each in asked]
    recipe = recipe.answered(dict(zip((each.id for each in asked), answers, strict=True)))
    reading = read_workbook(path, recipe=read_recipe(write_recipe(recipe).encode()))
    assert reading.cohort is not None
    columns = ["patient", "event", "day", "cell"]
    events = reading.cohort.events[columns].astype(object)
    return reading, list(events.where(events.notna(), None).itertuples(index=False, name=None))


@pytest.mark.parametrize(
    ("heading", "event"),
    [
        ("Date of death", "death"),
        ("Died", "death"),
        ("died on", "death"),
        ("Todesdatum", "death"),
        ("Sterbedatum", "death"),
        ("Date de décès", "death"),
        ("Fecha de fallecimiento", "death"),
        ("Data do óbito", "death"),
        ("Data decesso", "death"),
        ("Ölüm tarihi", "death"),
        ("死亡日期", "death"),
        ("Transplant date", "transplant"),
        ("Date of kidney transplantation", "transplant"),
        ("Date de greffe", "transplant"),
        ("Datum NTx", "transplant"),
        ("Date of first relapse", "relapse"),
    ],
)
def test_dates_under_the_name_of_an_event_are_its_days(book, heading, event):
    _, events = read(book(heading, None, DATE(2020, 5, 5)))
    assert events == [("B", event, 125, "Children!D3")]


@pytest.mark.parametrize(
    ("heading", "event"),
    [
        ("Date of ESKD", "kidney failure"),
        ("ESRD date", "kidney failure"),
        ("Nierenversagen (Datum)", "kidney failure"),
        ("Dialysis start", "dialysis"),
        ("KRT start date", "dialysis"),
        ("Dialysebeginn", "dialysis"),
        ("Début dialyse", "dialysis"),
    ],
)
def test_what_may_have_recovered_is_asked(book, heading, event):
    path = book(heading, None, DATE(2020, 5, 5))
    assert read(path, event)[1] == [("B", event, 125, "Children!D3")]
    assert read(path, "acute dialysis")[1] == [("B", "acute dialysis", 125, "Children!D3")]
    assert read(path, LEAVE_OUT)[1] == []


@pytest.mark.parametrize("heading", ["AKI date", "CKD stage", "Number of relapses", "Age at death"])
def test_another_quantity_is_no_event(book, heading):
    recipe = propose(open_workbook(book(heading, 1, 2)))
    assert not any(column.event for table in recipe.tables for column in table.columns)


@pytest.mark.parametrize("no", ["no", "alive", "-", "nein", 0, "não", "", "n/a"])
def test_who_has_not_had_it_has_no_event(book, no):
    assert read(book("Died", no, DATE(2020, 5, 5)))[1] == [("B", "death", 125, "Children!D3")]


@pytest.mark.parametrize(("no", "yes"), [("no", "yes"), (0, 1), ("nein", "ja"), ("-", "+")])
def test_yes_is_an_event_without_a_day_once_a_person_says_so(book, no, yes):
    path = book("ESRD", no, yes)
    reading, events = read(path, "kidney failure")
    assert events == [("B", "kidney failure", None, "Children!D3")]
    found = classify(reading.cohort, load_definition("ipna_2022")).verdicts
    assert dict(zip(found["patient"], found["response"], strict=True)) == {
        "A": "complete remission",
        "B": "not evaluable",
    }


def test_yes_at_a_visit_is_dated_by_the_first_row_that_says_so(book):
    path = book("Dialysis (yes/no)", "no", "yes", dated=True)
    _, events = read(path, "dialysis, from the first row that says so")
    assert events == [("B", "dialysis", 152, "Urine!E5")]


def test_a_date_that_every_row_repeats_is_one_event(book):
    _, events = read(book("Date of death", None, DATE(2020, 9, 1), dated=True))
    assert events == [("B", "death", 244, "Urine!E5")]


def test_a_part_of_a_date_is_an_interval(book):
    reading, events = read(book("Date of transplantation", None, "05/2020"))
    assert events == [("B", "transplant", None, "Children!D3")]
    assert any("known only as May 2020" in each.found for each in reading.problems)


def test_words_that_tell_no_day_are_never_dropped_in_silence(book):
    recipe = propose(open_workbook(book("Died", "sepsis in autumn", "no")))
    (asked,) = recipe.open_questions
    assert asked.options == (LEAVE_OUT,)
    assert "list each death in a sheet Events" in asked.why


def test_a_death_ends_what_counts(book):
    reading, _ = read(book("Date of transplantation", None, DATE(2020, 5, 5)))
    found = classify(reading.cohort, load_definition("ipna_2022")).verdicts
    assert dict(zip(found["patient"], found["response"], strict=True)) == {
        "A": "complete remission",
        "B": "not evaluable",
    }


@pytest.mark.parametrize("told", [DATE(2020, 5, 5), "yes", "05/2020"])
def test_in_the_template_it_is_an_error_until_somebody_says_what_it_is(book, told):
    path = book("Date of death", None, told)
    workbook = openpyxl.load_workbook(path)
    workbook["Children"].title, workbook["Urine"].title = "Patients", "Labs"
    for cell, header in zip(workbook["Patients"][1], ("patient", "histology"), strict=False):
        cell.value = header
    workbook["Labs"]["A1"] = "patient"
    workbook.save(path)

    (error,) = read_workbook(path).errors

    assert (error.sheet, error.cell) == ("Patients", "D1")
    assert error.found == "the column 'Date of death', which seems to tell of death"
    assert not in_template_shape(open_workbook(path))
