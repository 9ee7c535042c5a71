"""Notes that tell of a death or of lost kidneys, and JSON that is no FHIR."""

import datetime

import pytest

from srns.workbook.results.open_export import open_file
from srns.workbook.values.outcome_text import find_outcome_events
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


LONG = "The samples of the morning were measured at the bedside until March. " * 4


def test_a_long_note_below_a_table_is_read_sentence_by_sentence():
    rows = [["patient", "date", "Up/c (mg/mg)"], ["A", "2019-01-01", 5], ["A", "2019-08-01", 0.1]]
    reading = read(book({"Data": [*rows, [f"{LONG}Le patient A est décédé le 12/05/2020."]]}))
    assert [one.place for one in reading.problems if "beside a table" in one.found] == ["Data!A4"]


# ---------------------------------------------------------------- the day of an event in words

DAY_FIRST = [["patient", "date", "Up/c (mg/mg)", "note"], ["A", "31/01/2019", 5, "oedema"]]


@pytest.mark.parametrize(
    ("note", "event", "day"),
    [
        ("dialyse 01/08/2020", "dialysis", 548),
        ("haemodialysis started 01/08/2020", "dialysis", 548),
        ("Tx renal 01/08/2020", "transplant", 548),
        ("01.08.2020 eks oldu", "death", 548),
        ("2020年8月1日死亡", "death", 548),
    ],
)
def test_a_note_of_an_event_and_its_date_is_an_event_of_that_day(note, event, day):
    reading = read(book({"Labs": [*DAY_FIRST, ["A", "28/02/2019", 0.1, note]]}), day_zero=FIRST)
    events = reading.cohort.events

    assert [*zip(events["event"], events["day"], strict=True)] == [(event, day)]
    asked = [one for one in reading.problems if "the note" in one.found]
    assert [(one.severity, one.place) for one in asked] == [("query", "Labs!D3")]
    assert "on that day" in asked[0].remedy


def test_the_month_of_an_event_is_known_in_part():
    outcomes = [["patient", "Outcome"], ["A", "ESRD Jan 2020"], ["B", "2020年1月死亡"]]
    labs = [["patient", "date", "Up/c (mg/mg)"], ["A", "2019-12-31", 5], ["B", "2019-12-31", 5]]
    reading = read(book({"Kids": outcomes, "Labs": labs}), day_zero=FIRST)
    events = reading.cohort.events

    assert events["event"].tolist() == ["kidney failure", "death"]
    assert events["day"].isna().all()
    spans = zip(events["day_earliest"], events["day_latest"], strict=True)
    assert [*spans] == [(1, 31), (1, 31)]
    assert events["day_typed"].tolist() == ["Jan 2020", "2020年1月"]


def test_a_date_that_may_be_two_days_leaves_the_day_open():
    rows = [["A", datetime.date(2019, 1, 31), 5, "dialyse 01/08/2020"]]
    reading = read(book({"Labs": [NOTED[0], *rows]}), day_zero=FIRST)
    assert reading.cohort.events.empty
    assert any("the note" in one.found for one in reading.problems)


def test_a_result_after_a_death_in_a_note_is_an_error():
    rows = [["A", "2019-03-01", 0.1, "died 2019-02-01"]]
    reading = read(book({"Labs": [*NOTED, *rows]}), day_zero=FIRST)
    assert [one.place for one in reading.errors] == ["Labs!B3"]


@pytest.mark.parametrize(
    ("outcome", "event"), [("Tx 2018", "transplant"), ("+ 3/2019", "death"), ("PD", "dialysis")]
)
def test_a_short_sign_of_a_loss_is_asked_about(outcome, event):
    kids = [["patient", "Outcome"], ["A", outcome], ["B", "CR"]]
    labs = [["patient", "date", "Up/c (mg/mg)"], ["A", "2019-12-31", 5], ["B", "2019-12-31", 5]]
    reading = read(book({"Kids": kids, "Labs": labs}), day_zero=FIRST)

    assert reading.cohort.events.empty
    (asked,) = [one for one in reading.problems if "the outcome" in one.found]
    assert event in asked.found


@pytest.mark.parametrize("word", ["remisyon oldu", "++ 3/2019", "Rx 2018"])
def test_what_only_looks_like_a_loss_is_none(word):
    assert find_outcome_events(word) == ()


def test_a_dialysis_that_is_listed_as_acute_is_none_that_lasted():
    opened = book({
        "Patients": [["patient", "index date"], ["A", "2019-01-01"]],
        "Labs": [*NOTED, ["A", "2019-08-01", 0.1, "dialysis 2019-07-01"]],
        "Events": [["patient", "date", "event"], ["A", "2019-07-01", "acute dialysis"]],
    })  # fmt: skip
    reading = read(opened)
    assert reading.cohort.events["event"].tolist() == ["acute dialysis"]
    assert not any("the note" in one.found for one in reading.problems)


SEVERAL = {
    "ESRD 2019, Tx 12/2020, graft ok": [("kidney failure", 306, 670)],
    "transplant 12/2020; ESRD 03/2019": [("kidney failure", 365, 395)],
    "relapse 2018, dialysis 03/2019": [("dialysis", 365, 395)],
    "ESRD 03/2019 then died 2021": [("kidney failure", 365, 395), ("death", 1037, 1401)],
    "ESRD, died 2021": [("kidney failure", None, None), ("death", 1037, 1401)],
    "family history, ESRD 2010": [],
    "CR 2018, PD 2019": [],
}


@pytest.mark.parametrize(("outcome", "told"), SEVERAL.items())
def test_of_several_events_in_an_outcome_each_has_its_own_date(outcome, told):
    opened = book({
        "Cases": [["patient", "index date", "outcome"], ["A", "2018-03-01", outcome]],
        "Labs": [["patient", "date", "Up/c (mg/mg)"], ["A", "2018-04-01", 4]],
    })  # fmt: skip
    cohort = read(opened).cohort

    assert cohort is not None
    events = cohort.events.reindex(columns=["event", "day_earliest", "day_latest"])
    found = events.astype(object).where(events.notna(), None).values.tolist()
    assert found == [list(one) for one in told]
