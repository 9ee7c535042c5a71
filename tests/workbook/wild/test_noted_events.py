"""Notes that tell of a death or of lost kidneys, and JSON that is no FHIR."""

import pytest

from srns.workbook.results.open_export import open_file
from tests.workbook.wild.reading import book, read

FIRST = "first urine result"

NOTED = [["patient", "date", "Up/c (mg/mg)", "note"], ["A", "2019-01-01", 5, "oedema"]]


@pytest.mark.parametrize(
    ("note", "events"),
    [("décès le 12/09/2019", ["death"]), ("overleden 1-9-2019", ["death"]), ("ESKD", [])],
)
def test_a_note_that_tells_of_the_end_asks_for_the_event(note, events):
    opened = book({"Labs": [*NOTED, ["A", "2019-08-01", 0.1, note]]})
    reading = read(opened, day_zero=FIRST)

    assert [one.place for one in reading.problems if "the note" in one.found] == ["Labs!D3"]
    assert list(reading.cohort.events["event"]) == events


@pytest.mark.parametrize("note", ["grandfather died", "relapse", "no dialysis"])
def test_other_notes_ask_nothing(note):
    reading = read(book({"Labs": [*NOTED, ["A", "2019-08-01", 0.1, note]]}), day_zero=FIRST)
    assert not any("the note" in one.found for one in reading.problems)


def test_a_note_about_a_known_event_asks_nothing():
    opened = book({
        "Patients": [["patient", "index date"], ["A", "2019-01-01"]],
        "Labs": [*NOTED, ["A", "2019-08-01", 0.1, "died 2019-09-01"]],
        "Events": [["patient", "date", "event"], ["A", "2019-09-01", "death"]],
    })  # fmt: skip
    assert not any("the note" in one.found for one in read(opened).problems)


@pytest.mark.parametrize("content", [b'{"logs": [{"date": "2021-06-01"}]}', b'[\n {"id": 1}]'])
def test_other_json_is_no_fhir(content):
    problem = open_file(content, "backup.json")
    assert "no FHIR JSON" in problem.message


@pytest.mark.parametrize(
    "below", ["Zemřel 15.1.2021", "verstorben am 3.4.2021", "Dialyse seit 2021"]
)
def test_a_note_below_a_table_that_tells_of_the_end_asks_for_the_event(below):
    rows = [["patient", "date", "Up/c (mg/mg)"], ["A", "2019-01-01", 5], ["A", "2019-08-01", 0.1]]
    reading = read(book({"Data": [*rows, [below]]}), day_zero=FIRST)

    asked = [one for one in reading.problems if "beside a table" in one.found]
    assert [(one.place, one.severity) for one in asked] == [("Data!A4", "query")]


def test_another_note_below_a_table_asks_nothing():
    rows = [["patient", "date", "Up/c (mg/mg)"], ["A", "2019-01-01", 5]]
    reading = read(book({"Data": [*rows, ["n.d. = nicht durchgeführt"]]}), day_zero=FIRST)
    assert not any("beside a table" in one.found for one in reading.problems)
