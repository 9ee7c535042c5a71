"""Kidney failure and death that only the recorded outcome or a note tells of."""

import datetime

import pytest

from srns.rules.classify import classify
from srns.rules.load_definition import load_definition
from srns.workbook.read_workbook import read_workbook
from tests.workbook.conftest import build

OUTCOME = "recorded outcome"


def read(outcome: str, edit: dict[str, object] | None = None):
    """Read the example cohort of the tests with an outcome for its first child."""
    return read_workbook(build({"Patients!I1": OUTCOME, "Patients!I2": outcome, **(edit or {})}))


def status(reading) -> str:
    outcomes = classify(reading.cohort, load_definition("haddad_2021")).outcomes
    return outcomes.set_index("patient")["status"]["1"]


def events_of_first_child(reading):
    events = reading.cohort.events
    return events[events["patient"] == "1"].to_dict("records")


@pytest.mark.parametrize(
    ("outcome", "event", "judged"),
    [
        pytest.param("ESKD", "kidney failure", "kidney failure", id="an abbreviation"),
        pytest.param("died of sepsis", "death", "death", id="a death with its cause"),
        pytest.param("Dialyse", "dialysis", "kidney failure", id="a word of another language"),
    ],
)
def test_it_is_an_event_without_a_day_and_asked_for(outcome, event, judged):
    reading = read(outcome)

    (row,) = events_of_first_child(reading)
    assert (row["patient"], row["event"], row["cell"]) == ("1", event, "Patients!I2")
    assert status(reading) == judged
    (query,) = [one for one in reading.problems if one.cell == "I2"]
    assert query.message == (
        f"Patients!I2: found the outcome '{outcome}', and no {event} among the child's "
        "events; expected a row in the sheet Events for what ends a remission. It is read as "
        f"{event} on an unknown day: type it with its day in Events."
    )


def test_what_is_left_open_is_asked_and_no_event():
    reading = read("awaiting transplant")

    assert events_of_first_child(reading) == []
    (query,) = [one for one in reading.problems if one.cell == "I2"]
    assert query.remedy == "It is kept as words: type the transplant in Events if it happened."


@pytest.mark.parametrize(
    ("outcome", "listed"),
    [
        pytest.param("ESKD", "kidney failure", id="the same event"),
        pytest.param("ESKD, transplanted", "dialysis", id="all of them lose the kidneys"),
        pytest.param("died", "death", id="a death"),
    ],
)
def test_a_listed_event_is_not_read_twice(outcome, listed):
    day = datetime.date(2005, 6, 1)
    reading = read(outcome, {"Events!A3": 1, "Events!B3": day, "Events!C3": listed})

    assert [one["event"] for one in events_of_first_child(reading)] == [listed]
    assert not [one for one in reading.problems if one.cell == "I2"]


def noted(note: str, edit: dict[str, object] | None = None):
    """Read the example cohort with a note beside a result of its first child."""
    return read_workbook(build({"Labs!F1": "note", "Labs!F3": note, **(edit or {})}))


@pytest.mark.parametrize(
    "note",
    [
        pytest.param("Décès le 12/06/2019 (sepsis)", id="a death with its day and cause"),
        pytest.param("Tac stopped. Died 3/2019. Parents informed.", id="one sentence of several"),
        pytest.param("seen at home\nverstorben", id="a line of several"),
        pytest.param("word " * 60 + ". Died 2019", id="a long note"),
    ],
)
def test_a_death_in_a_note_is_an_event_without_a_day(note):
    reading = noted(note)

    assert [one["event"] for one in events_of_first_child(reading)] == ["death"]
    assert status(reading) == "death"
    (query,) = [one for one in reading.problems if one.cell == "F3"]
    assert "found the note" in query.message
    assert query.remedy.startswith("It is read as death on an unknown day")


@pytest.mark.parametrize(
    ("note", "event"),
    [
        pytest.param("dialysis", "dialysis", id="a dialysis may have been acute"),
        pytest.param("died?", "death", id="a doubt"),
        pytest.param("pt expired at home", "death", id="other words beside it"),
    ],
)
def test_what_a_note_leaves_open_is_asked(note, event):
    reading = noted(note)

    assert events_of_first_child(reading) == []
    (query,) = [one for one in reading.problems if one.cell == "F3"]
    assert query.remedy == f"It is kept as words: type the {event} in Events if it happened."


@pytest.mark.parametrize(
    "note",
    [
        "PD 20 mg",
        "HD pulses",
        "no dialysis",
        "well",
        "CR",
        "her mother died",
        "grandfather died",
        "transplant planned",
        "acute dialysis",
    ],
)
def test_a_note_of_something_else_is_left_alone(note):
    reading = noted(note)

    assert not [one for one in reading.problems if one.cell == "F3"]


def test_a_doubt_does_not_hide_what_a_later_note_says():
    reading = noted("died?", {"Labs!F2": "died??", "Patients!I1": "notes",
                              "Patients!I2": "died of sepsis"})  # fmt: skip

    assert [one["event"] for one in events_of_first_child(reading)] == ["death"]
    assert [one.cell for one in reading.problems if "the note" in one.found] == ["I2"]
    asked = noted("died of sepsis", {"Labs!F2": "died?"})
    assert [one.cell for one in asked.problems if "the note" in one.found] == ["F2", "F3"]
    assert [one["cell"] for one in events_of_first_child(asked)] == ["Labs!F3"]
