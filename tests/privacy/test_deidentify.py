"""What could tell who a child is is not stored, and a person sees what goes before it goes."""

import io
from dataclasses import replace
from functools import partial

import openpyxl
import pandas as pd
import pytest
from openpyxl.comments import Comment

from srns.analysis.groups import maintenance
from srns.cohort.canonical_json import read_cohort, write_cohort
from srns.cohort.errors import GateError
from srns.cohort.tables import TABLES, Cohort
from srns.privacy import deidentify
from srns.privacy.find_identifiers import Private, find_private
from srns.privacy.screening import DROPPED
from srns.workbook.files.cells import WorkbookCells
from srns.workbook.files.open_workbook import open_workbook
from srns.workbook.read_workbook import read_workbook
from tests.sharing.made import PAPER, cleared, judged, paper, with_text

clear = partial(deidentify.clear, risk_accepted=True)

IDENTIFYING = {
    "a date": "biopsy 3.4.2011",
    "an ISO date": "2011-04-03",
    "a date in words": "seen 3 April",
    "a month and a year": "Apr 2011",
    "a year": "since 2011",
    "a record number": "20391147",
    "a spaced number": "485 777 3456",
    "an e-mail": "anna@example.org",
    "an address of the web": "see www.example.org",
    "a title": "as Dr Smith said",
    "a family": "mother agrees",
    "a sentence": "she was seen again and felt well and went home with her usual drugs",
}
COLUMNS = [
    ("patients", "histology"),
    ("patients", "race_ethnicity"),
    ("patients", "genetic_testing"),
    ("patients", "recorded_outcome"),
    ("labs", "source"),
    ("treatments", "frequency"),
    ("treatments", "drug_typed"),
    ("sources", "typed"),
]


@pytest.mark.parametrize("text", IDENTIFYING.values(), ids=IDENTIFYING)
@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_what_could_tell_who_a_child_is_goes_even_if_somebody_wants_it_kept(table, column, text):
    screening = deidentify.screen(with_text(paper(), table, column, text))

    passed = clear(screening, keep=[text, *screening.unsure])

    assert text not in write_cohort(passed.cohort).decode()
    assert any(found.fate == DROPPED and table in found.where for found in screening.found) or (
        table == "sources"
    )


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Expired on 25/05/2019", "death, unknown word"),
        ("умерла 25.05.2019", "death, unknown word"),
        ("ESKD 2019, then dialysis 3.4.2020", "kidney failure, dialysis, unknown word"),
        ("no dialysis since 3.4.2020", "unknown word"),
        ("awaiting transplant 3.4.2020", "unknown word"),
        ("steroid-dependent since 3.4.2020", "steroid dependent"),
    ],
    ids=["a death", "in another language", "two events", "denied", "in doubt", "a course"],
)
def test_of_an_outcome_with_its_date_the_event_is_stored(typed, stored):
    cohort = with_text(paper(), "patients", "recorded_outcome", typed)

    kept = clear(deidentify.screen(cohort)).cohort.patients["recorded_outcome"]

    assert stored in set(kept)
    assert typed not in set(kept)


@pytest.mark.parametrize(
    ("table", "column"), [("patients", "notes"), ("events", "detail"), ("labs", "note")]
)
def test_free_text_goes_whatever_it_says(table, column):
    screening = deidentify.screen(with_text(paper(), table, column, "nephrotic"))

    passed = clear(screening, keep=["nephrotic"])

    assert column not in getattr(passed.cohort, table)


@pytest.mark.parametrize("table", [name for name in TABLES if name != "sources"])
def test_a_column_of_dates_goes_from_any_table(table):
    frame = getattr(paper(), table).assign(seen_date=pd.Timestamp("2011-04-03"))
    screening = deidentify.screen(replace(paper(), **{table: frame}))

    assert "seen_date" not in getattr(clear(screening).cohort, table)


def known_in_part() -> Cohort:
    """Give the paper's cohort with an event and a drug whose dates are known only in part."""
    cohort = paper()
    spans = {"earliest": 120, "latest": 149, "typed": "June 2011"}
    events, treatments = cohort.events.copy(), cohort.treatments.copy()
    for end, value in spans.items():
        kind = object if end == "typed" else "Int64"
        events[f"day_{end}"] = pd.Series([value] * len(events), dtype=kind)
        treatments[f"stop_day_{end}"] = pd.Series([value] * len(treatments), dtype=kind)
    return replace(cohort, events=events.assign(day=pd.array([None] * len(events), "Int64")),
                   treatments=treatments)  # fmt: skip


def test_of_a_date_known_in_part_the_days_stay_and_the_words_go():
    screening = deidentify.screen(known_in_part())
    passed = clear(screening, keep=["June 2011", *screening.unsure])
    stored = read_cohort(write_cohort(passed.cohort))

    assert ("events: day typed", "dates as typed; days from the index date are kept") in [
        (found.where, found.what) for found in screening.found
    ]
    assert "2011" not in write_cohort(passed.cohort).decode()
    assert set(stored.events["day_earliest"]) == {120}
    assert set(stored.treatments["stop_day_latest"]) == {149}
    before, after = judged(known_in_part()).outcomes, judged(stored).outcomes
    columns = ["patient", "relapse_day", "status", "sustained"]
    pd.testing.assert_frame_equal(before[columns], after[columns], check_dtype=False)


def test_a_date_as_typed_does_not_pass_the_second_look():
    passed = cleared()
    events = passed.cohort.events.assign(day_typed="June 2011")

    with pytest.raises(GateError, match="dates as typed"):
        deidentify.refuse_uncleared(replace(passed, cohort=replace(passed.cohort, events=events)))


def test_words_that_are_not_known_are_asked_about_and_go_unless_somebody_read_them():
    screening = deidentify.screen(with_text(paper(), "patients", "histology", "Hadley"))

    assert "Hadley" in screening.unsure
    assert "Hadley" not in write_cohort(clear(screening).cohort).decode()
    assert "Hadley" in write_cohort(clear(screening, keep=["Hadley"]).cohort).decode()


def rename(label: str):
    cohort = paper()
    tables = {}
    for name in TABLES:
        frame = getattr(cohort, name).copy()
        frame["patient"] = frame["patient"].replace("3", label)
        tables[name] = frame
    return replace(cohort, **tables)


@pytest.mark.parametrize(
    "label", ["Anna", "Anna B.", "20391147", "A. Smith", "3.4.2011", "Müller", "a@b.org", "<b>"]
)
def test_a_study_number_that_could_be_a_name_is_refused_or_replaced(label):
    screening = deidentify.screen(rename(label))

    with pytest.raises(GateError, match="could be names, birthdays or record numbers"):
        clear(screening, keep_labels=True)
    passed = clear(screening)

    assert label not in write_cohort(passed.cohort).decode().replace("20391147.0", "")
    assert passed.key[label] == "C03"
    assert len(passed.cohort.labs) == len(paper().labs)
    before, after = judged(paper()).outcomes, judged(passed.cohort).outcomes
    assert list(before["response"]) == list(after["response"])


def test_the_key_of_the_last_cut_keeps_every_childs_number():
    first = clear(deidentify.screen(rename("Anna")))
    fewer = rename("Anna")
    fewer = replace(fewer, patients=fewer.patients.iloc[2:].reset_index(drop=True))

    again = clear(deidentify.screen(fewer), key=first.key)

    assert again.key["Anna"] == first.key["Anna"] == "C03"


def test_names_of_sheets_that_a_person_chose_are_replaced():
    labs = paper().labs.copy()
    labs["cell"] = labs["cell"].str.replace("Labs!", "Anna Smith!")
    screening = deidentify.screen(replace(paper(), labs=labs))

    passed = clear(screening)

    assert "Anna Smith" not in write_cohort(passed.cohort).decode()
    assert passed.cohort.labs["cell"].iloc[0] == "sheet 1!C2"


def test_what_is_left_out_is_listed_with_the_number_of_cells():
    table = deidentify.screen(paper()).as_table().set_index("where")

    assert table.loc["patients: notes", "cells"] == 7
    assert table.loc["patients: notes", "what becomes of it"] == DROPPED


def test_columns_can_be_left_out_besides():
    passed = cleared(leave_out=["race_ethnicity", "sex"])

    assert not {"race_ethnicity", "sex"} & set(passed.cohort.patients)
    assert not {"race_ethnicity", "sex"} & set(passed.cohort.sources["column"])


@pytest.mark.parametrize(
    "cohort",
    [
        paper(),
        with_text(cleared().cohort, "patients", "histology", "born 3.4.2011"),
        with_text(cleared().cohort, "patients", "notes", "anything"),
        with_text(cleared().cohort, "patients", "patient", "Anna"),
    ],
    ids=["not screened", "a date", "free text", "a name"],
)
def test_nothing_is_saved_around_the_gate(cohort):
    with pytest.raises(GateError, match="nothing is stored"):
        deidentify.refuse_uncleared(deidentify.Cleared(cohort, {}, {}))


# --- what the file holds besides its tables


def opened(edit) -> tuple[Cohort, tuple[Private, ...]]:
    """Read the paper's workbook with something added, and find what should not be there."""
    book = openpyxl.load_workbook(PAPER)
    edit(book)
    target = io.BytesIO()
    book.save(target)
    cells = open_workbook(target.getvalue(), "cohort.xlsx")
    assert isinstance(cells, WorkbookCells)
    cohort = read_workbook(cells, name="cohort.xlsx").cohort
    assert cohort is not None
    return cohort, find_private(cells)


def comment(book):
    book["Labs"]["C3"].comment = Comment("Anna Smith called", "nurse")


def author(book):
    book.properties.creator = "Anna Smith"


def old_sheet(book):
    sheet = book.create_sheet("Old")
    sheet["A1"] = "Anna Smith"
    sheet.sheet_state = "hidden"


@pytest.mark.parametrize(
    ("edit", "kind"),
    [(comment, "comment"), (author, "document property"), (old_sheet, "hidden sheet")],
)
def test_what_goes_with_the_file_is_listed_and_never_stored(edit, kind):
    cohort, private = opened(edit)

    screening = deidentify.screen(cohort, private)
    passed = clear(screening)

    fates = {each.what.split(",")[0]: each.fate for each in screening.found if "file" in each.where}
    assert fates[kind] == DROPPED
    assert "Anna" not in screening.as_table().to_string()  # listed, and not told
    assert "Anna" not in write_cohort(passed.cohort).decode()
    assert kind in passed.summary["in the file"]


def hidden_labs(book):
    book["Labs"].sheet_state = "hidden"


def hidden_row(book):
    book["Labs"].row_dimensions[3].hidden = True


def hidden_column(book):
    book["Patients"].column_dimensions["B"].hidden = True


@pytest.mark.parametrize("edit", [hidden_labs, hidden_row, hidden_column])
def test_what_is_hidden_and_was_read_is_not_stored_before_somebody_looked(edit):
    screening = deidentify.screen(*opened(edit))

    assert len(screening.hidden) == 1
    with pytest.raises(GateError, match="hidden in the workbook and read like the rest"):
        clear(screening)
    assert len(clear(screening, hidden_seen=True).cohort.labs) == len(paper().labs)


def with_computed_upcr(edit=lambda book: None) -> tuple[Cohort, tuple[Private, ...]]:
    """Protein in column C and creatinine in column D, of which the Up/c is computed."""
    book = openpyxl.Workbook()
    patients, labs = book.active, book.create_sheet("Labs")
    patients.title = "Patients"
    for row in (["patient", "index date"], ["1", "2020-01-01"]):
        patients.append(row)
    labs.append(["patient", "day", "urine protein (mg/dL)", "urine creatinine (mg/dL)"])
    labs.append(["1", 10, 30, 100])
    edit(book)
    target = io.BytesIO()
    book.save(target)
    cells = open_workbook(target.getvalue(), "ward.xlsx")
    assert isinstance(cells, WorkbookCells)
    cohort = read_workbook(cells).cohort
    assert cohort is not None
    return cohort, find_private(cells)


@pytest.mark.parametrize("column", ["C", "D"])
def test_a_hidden_column_of_which_a_result_was_computed_is_not_stored_unseen(column):
    def hide(book):
        book["Labs"].column_dimensions[column].hidden = True

    screening = deidentify.screen(*with_computed_upcr(hide))

    assert len(screening.hidden) == 1
    with pytest.raises(GateError, match="hidden in the workbook and read like the rest"):
        clear(screening)


def test_both_cells_of_a_computed_result_stay_as_its_evidence():
    cohort, private = with_computed_upcr()
    stored = clear(deidentify.screen(cohort, private)).cohort.labs

    assert stored.loc[stored["analyte"] == "upcr", "cell"].tolist() == ["Labs!C2/D2"]


def test_a_study_number_that_stands_under_record_numbers_is_replaced_or_refused():
    """`1234` alone is a study number; in cells that the file calls record numbers it is none."""
    found = Private("record number", "Patients", ("A4",), "such as '•••3'", "why", "happens")
    screening = deidentify.screen(paper(), (found,))

    assert screening.doubtful == ("3",)
    with pytest.raises(GateError, match="could be names, birthdays or record numbers"):
        clear(screening, keep_labels=True)
    assert clear(screening).key["3"] == "C03"


# --- what is left out, and who stands alone


def test_a_child_that_stands_alone_is_not_stored_before_somebody_accepted_it():
    screening = deidentify.screen(paper())

    with pytest.raises(GateError, match="8 of 8 children can be told from all others"):
        deidentify.clear(screening)
    assert len(deidentify.clear(screening, risk_accepted=True).cohort.patients) == 8


def test_three_equal_children_need_nobody_to_accept_anything():
    equal = paper().patients.assign(sex="male", histology_group="MCD", histology="MCD")
    screening = deidentify.screen(replace(paper(), patients=equal))

    passed = deidentify.clear(screening, ages="left out", leave_out=["race_ethnicity"])

    assert not [column for column in passed.cohort.patients if "age" in column]


@pytest.mark.parametrize("drug", ["Sparsentan", "Voclosporin", "Annamab"])
def test_a_drug_that_is_left_out_ends_no_table(drug):
    treatments = paper().treatments.copy()
    treatments.loc[2, ["drug", "drug_typed"]] = drug
    passed = clear(deidentify.screen(replace(paper(), treatments=treatments)))
    stored = read_cohort(write_cohort(passed.cohort))

    regimens = maintenance(stored).set_index("patient")["regimen"]

    assert "unknown drug 1" in regimens["1"]
    assert drug not in write_cohort(passed.cohort).decode()


def test_an_age_is_kept_to_a_tenth_of_a_year():
    children = paper().patients.copy()
    children["age_at_first_infusion_years"] = 4.123287
    passed = clear(deidentify.screen(replace(paper(), patients=children)))

    assert set(passed.cohort.patients["age_at_first_infusion_years"]) == {4.1}
