"""A date that is known only in part: an interval where no day is needed, else refused."""

import datetime
import json

import pandas as pd
import pytest

from srns.cli import main
from srns.workbook.annotate.annotated_copy import annotate
from srns.workbook.read_workbook import Reading, read_workbook
from srns.workbook.values.partial_dates import read_about, read_partial_date

KEPT = (
    "expected one day, such as 2005-06-17. Type the day if it is in the notes. It is kept as this "
    "interval, and what depends on the day within it is answered 'cannot tell'."
)


def messages(reading: Reading) -> list[str]:
    return [problem.message for problem in reading.problems]


@pytest.mark.parametrize(
    ("typed", "words", "first", "last"),
    [
        ("2014", "2014", "2014-01-01", "2014-12-31"),
        (2014, "2014", "2014-01-01", "2014-12-31"),
        (2016.0, "2016", "2016-01-01", "2016-12-31"),
        ("2014-06", "June 2014", "2014-06-01", "2014-06-30"),
        ("6/2015", "June 2015", "2015-06-01", "2015-06-30"),
        ("06.2015", "June 2015", "2015-06-01", "2015-06-30"),
        ("June 2015", "June 2015", "2015-06-01", "2015-06-30"),
        ("Juni 2015", "June 2015", "2015-06-01", "2015-06-30"),
        ("02.2016", "February 2016", "2016-02-01", "2016-02-29"),
        ("early 2016", "2016, the whole of it because no source says what 'early' covers",
         "2016-01-01", "2016-12-31"),
        ("Late-2016", "2016, the whole of it because no source says what 'late' covers",
         "2016-01-01", "2016-12-31"),
        ("2015-05 to 2015-07", "May 2015 to July 2015", "2015-05-01", "2015-07-31"),
        ("between 2015-05-03 and June 2016", "2015-05-03 to June 2016", "2015-05-03",
         "2016-06-30"),
    ],
)  # fmt: skip
def test_what_a_partial_date_means(typed, words: str, first: str, last: str) -> None:
    part = read_partial_date(typed)

    assert part is not None
    assert (part.words, part.first.isoformat(), part.last.isoformat()) == (words, first, last)


@pytest.mark.parametrize(
    "typed", ["~6/2015", "13/2015", "0.2015", "2016-07 to 2015-01", "soon", "1850", 3.4, True, None,
              "2015-02-30 to 2015-03"]
)  # fmt: skip
def test_what_is_no_interval(typed) -> None:
    assert read_partial_date(typed) is None


@pytest.mark.parametrize("typed", ["~6/2015", "c. June 2015", "about 2015-06", "around 06.2015"])
def test_about_names_a_month_and_no_interval(typed: str) -> None:
    assert read_about(typed) == "June 2015"


def test_an_event_known_in_part_is_kept_and_said(read) -> None:
    reading = read({"Events!B2": "June 2006"})

    assert messages(reading) == [
        "Events!B2: found the text 'June 2006', known only as June 2006: a day between 2006-06-01 "
        f"and 2006-06-30; {KEPT}"
    ]
    assert [problem.severity for problem in reading.problems] == ["query"]
    event = reading.cohort.events.iloc[0]
    assert event["day"] is None or event.isna()["day"]
    assert event[["day_earliest", "day_latest", "day_typed"]].tolist() == [485, 514, "June 2006"]
    assert reading.ledger.failed == 0


def test_a_drug_and_the_last_follow_up_may_be_known_in_part(read) -> None:
    reading = read({"Treatments!C2": "2005-08", "Treatments!D2": 2009, "Patients!D2": "early 2010"})

    assert reading.errors == ()
    course = reading.cohort.treatments.iloc[0]
    assert course[["start_day_earliest", "start_day_latest"]].tolist() == [212, 242]
    assert course[["stop_day_earliest", "stop_day_latest"]].tolist() == [1461, 1825]
    assert course[["start_day_typed", "stop_day_typed"]].tolist() == ["2005-08", "2009"]
    child = reading.cohort.patients.iloc[0]
    assert child[["last_follow_up_day_earliest", "last_follow_up_day_latest"]].tolist() == [
        1826, 2190,
    ]  # fmt: skip
    typed = reading.cohort.sources.query("column == 'last_follow_up_date'")["typed"]
    assert typed.iloc[0] == "early 2010"


def test_a_workbook_of_full_dates_has_none_of_these_columns(read) -> None:
    cohort = read().cohort

    for table in (cohort.events, cohort.treatments, cohort.patients):
        assert not [each for each in table if each.endswith(("_earliest", "_latest", "day_typed"))]


@pytest.mark.parametrize(
    ("cell", "remedy"),
    [
        ("Labs!B2", "The order of the days decides the verdict: type the day if it is in the "
                    "notes; else clear the row, because no day is invented."),
        ("Infusions!B2", "The order of the days decides the verdict: type the day if it is in the "
                         "notes; else clear the row, because no day is invented."),
        ("Patients!H2", "All days are counted from this one: type it if it is in the notes; else "
                        "clear the cell, and the first infusion is taken."),
    ],
)  # fmt: skip
def test_where_the_order_decides_it_stays_an_error(read, cell: str, remedy: str) -> None:
    reading = read({cell: "06.2005"})

    # The row stays out, or the child has no day 0; all others are judged (docs/verdicts.md, 3).
    left_out = {"Labs!B2": "labs", "Infusions!B2": "infusions"}.get(cell)
    if left_out:
        assert not getattr(reading.cohort, left_out)["cell"].str.endswith("2").any()
    else:
        assert pd.isna(reading.cohort.patients["index_date"][0])
    assert reading.strict().cohort is None
    assert (
        f"{cell}: found the text '06.2005', known only as June 2005: a day between 2005-06-01 and "
        f"2005-06-30; expected one day, such as 2005-06-17. {remedy}"
    ) in messages(reading)


def test_about_is_refused_with_what_to_type(read) -> None:
    assert messages(read({"Events!B2": "~6/2006"})) == [
        "Events!B2: found the text '~6/2006', about June 2006; expected one day, such as "
        "2005-06-17. How far 'about' reaches is not said: type the month, the year or the interval "
        "in which it surely lies, such as June 2006, or 2015-05 to 2015-07."
    ]


def test_an_interval_that_is_all_to_come_is_an_error(workbook) -> None:
    content = workbook({"Events!B2": "2031"})
    today = datetime.date(2026, 1, 1)

    assert messages(read_workbook(content, today=today)) == [
        "Events!B2: found the text '2031', a day between 2031-01-01 and 2031-12-31; expected a "
        "date up to today. Correct the date."
    ]
    assert read_workbook(workbook({"Events!B2": "2026"}), today=today).errors == ()


def test_a_stop_is_before_a_start_only_where_every_day_of_it_is(read) -> None:
    before = read({"Treatments!C2": "2005-08", "Treatments!D2": "2005-07"})
    perhaps = read({"Treatments!C2": "2005-08", "Treatments!D2": "2005"})

    assert "found a stop before the start" in "".join(messages(before))
    assert perhaps.errors == ()


def test_a_day_beside_it_must_lie_within(read) -> None:
    within = read({"Events!B2": "June 2006", "Events!D1": "day", "Events!D2": 490})
    outside = read({"Events!B2": "June 2006", "Events!D1": "day", "Events!D2": 100})

    assert within.cohort.events["day"].tolist() == [490]
    assert "day_earliest" not in within.cohort.events.dropna(axis=1)
    assert "Events!D2: found day 100 and June 2006; expected day 485 to 514" in "".join(
        messages(outside)
    )


def test_a_result_after_the_latest_day_of_the_follow_up_is_asked_about(read) -> None:
    after = read({"Patients!D2": "February 2005"})
    within = read({"Patients!D2": "March 2005"})

    assert any("expected a day up to the last follow-up" in each for each in messages(after))
    assert not any("up to the last follow-up" in each for each in messages(within))


def test_the_annotated_copy_marks_it(workbook) -> None:
    content = workbook({"Events!B2": "June 2006"})

    assert annotate(content, read_workbook(content).problems)


def test_the_command_line_gives_the_interval(tmp_path, capsys, workbook) -> None:
    """A relapse of March to April after a partial remission of 10 March."""
    path = tmp_path / "cohort.xlsx"
    path.write_bytes(
        workbook(
            {
                "Labs!C3": 0.5, "Labs!D3": 3.0,
                "Events!A2": 1, "Events!B2": "2005-04", "Events!C2": "relapse",
            }
        )
    )  # fmt: skip
    assert main(["classify", str(path), "--format", "json"]) == 0
    child = json.loads(capsys.readouterr().out)["patients"][0]

    assert (child["relapse_day"], child["relapse_between"]) == (None, [90, 119])
    assert (child["sustained"], child["status"]) == (False, "relapsed")
    assert child["reason"].endswith(
        "; the recorded relapse in Events!C2 has no exact date (day 90 to 119)."
    )
    for command in (["classify"], ["summary"], ["times"], ["tables"]):
        main([command[0], str(path)])
        printed = capsys.readouterr().out
        assert command != ["classify"] or "relapse on day 90 to 119" in printed
    assert main(["report", str(path), "-o", str(tmp_path / "report.html")]) == 0
