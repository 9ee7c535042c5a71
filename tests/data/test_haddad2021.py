"""Does the workbook of the founding paper say what the paper prints, and nothing else as fact?"""

import csv
import importlib
import sys
from itertools import groupby
from pathlib import Path

import openpyxl
import pytest

DATA = Path(__file__).parents[2] / "data"
BOOK = openpyxl.load_workbook(DATA / "haddad2021.xlsx")


@pytest.fixture(scope="module")
def make():
    sys.path.insert(0, str(DATA))
    yield importlib.import_module("make_haddad2021")
    sys.path.remove(str(DATA))


def rows(sheet):
    header, *body = BOOK[sheet].iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in body]


def by_patient(sheet, *columns):
    return {
        patient: [tuple(row[c] for c in columns) for row in group]
        for patient, group in groupby(rows(sheet), key=lambda row: row["patient"])
    }


def test_the_workbook_is_what_the_script_writes(make):
    assert BOOK.sheetnames == list(make.sheets())
    for name, expected in make.sheets().items():
        assert list(BOOK[name].iter_rows(values_only=True)) == expected, name


def test_the_table_is_what_the_script_writes(make):
    assert (DATA / "haddad2021_table1.csv").read_text(encoding="utf-8") == make.table1_text()


def test_the_same_bytes_are_written_every_time(make):
    assert make.workbook_bytes() == make.workbook_bytes()


@pytest.mark.parametrize(
    ("column", "printed"),
    [
        ("patient", list("12345678")),
        ("sex", ["female"] + ["male"] * 7),
        ("age at first infusion (years)", [4, 3.8, 6.5, 13.1, 10.5, 10.5, 6, 10]),
        ("last follow-up day", [3957, 1503, None, 627, None, 3257, 481, None]),
        ("steroid resistance", ["Secondary"] * 2 + ["Primary"] * 4 + ["Secondary"] * 2),
        ("time to steroid resistance (months)", [13, 6, "–", "–", "–", "–", 50, 81]),
        ("histology", ["MCD", "MCD", "MCD/IgM", "MCD/C1q", "FSGS", "MCD/mesangial expansion",
                       "MCD/IgM", "FSGS"]),
        ("recorded response", ["CR", "CR", "NR", "PR", "NR", "CR", "CR", "NR"]),
        ("recorded time to remission (months)",
         [0.5, 6.5, "–", 4.5, "–", 8, "After 4th CTX infusion", "–"]),
        ("recorded outcome",
         ["CR (10.5)", "CR (3.7)", "Persistently nephrotic; normal renal function", "PR (1.3)",
          "ESRD", "CR (8.5)", "Relapsed (0.9); steroid dependent", "ESRD"]),
    ],
)  # fmt: skip
def test_table_1_stands_on_the_sheet_patients(column, printed):
    assert [row[column] for row in rows("Patients")] == printed


def test_the_table_has_every_patient_in_every_row():
    with (DATA / "haddad2021_table1.csv").open(encoding="utf-8", newline="") as file:
        table = list(csv.reader(file))

    assert len(table) == 14
    assert {len(row) for row in table} == {9}


def test_infusions_follow_the_printed_protocol():
    given = by_patient("Infusions", "day", "cyclophosphamide (mg/m2)", "methylprednisolone (mg/kg)")
    counts = dict(zip("12345678", [5, 6, 6, 6, 6, 6, 6, 4], strict=True))

    assert {p: len(infusions) for p, infusions in given.items()} == counts
    for infusions in given.values():
        days, doses, _ = zip(*infusions, strict=True)
        assert list(days) == [0, 30, 61, 91, 122, 152][: len(days)]
        assert list(doses) == [500, 750, 1000, 1000, 1000, 1000][: len(doses)]
    assert {p: [mp for *_, mp in infusions] for p, infusions in given.items()} == {
        "1": [None, None, None, 30, 30],
        **{p: [None] * 6 for p in "2345"},
        **{p: [30] * 6 for p in "67"},
        "8": [30] * 4,
    }


def test_drugs_are_those_of_table_1():
    drugs = by_patient("Treatments", "purpose", "drug")
    after = {p: [drug for purpose, drug in rows if purpose == "maintenance"]
             for p, rows in drugs.items()}  # fmt: skip
    before = {p: [drug for purpose, drug in rows if purpose == "prior"]
              for p, rows in drugs.items()}  # fmt: skip

    assert list(after.values()) == [
        ["MMF"], ["Tac"], ["Tac", "MMF"], ["Myfortic"], ["None"], ["MMF", "prednisone"],
        ["None"], ["None"],
    ]  # fmt: skip
    assert list(before.values()) == [
        ["Tac", "MMF"], ["Tac"], ["Tac"], ["Tac"], ["Tac", "Rituximab"], ["Tac", "MMF"],
        ["Tac", "oral CTX"], ["Tac", "cyclosporine"],
    ]  # fmt: skip


def test_only_the_albumin_of_day_0_is_called_a_fact():
    printed = [row for row in rows("Labs") if row["source"] == "Table 1"]

    assert {row["source"] for row in rows("Labs")} == {"Table 1", "simulated"}
    assert [row["day"] for row in printed] == [0] * 8
    assert [row["Up/c (mg/mg)"] for row in printed] == [None] * 8
    assert [row["albumin (g/dL)"] for row in printed] == [
        "< 1.0", "< 1.0", 1.3, "< 1.0", 1.7, 2.2, 1.8, "< 1.0",
    ]  # fmt: skip
    assert all(row["day"] != 0 for row in rows("Labs") if row["source"] == "simulated")


def test_each_day_stands_once_and_in_order():
    for visits in by_patient("Labs", "day").values():
        assert visits == sorted(set(visits))


def response(visits):
    """Read the paper's definition off visits that each have both results."""
    low = [upcr < 0.2 for _, upcr, _ in visits]
    for i in range(2, len(visits)):
        if all(low[i - 2 : i + 1]) and visits[i][2] > 3.5:
            return "CR", visits[i - 2][0], visits[i][0]
    for day, upcr, albumin in visits:
        if 0.2 < upcr <= 1.0 and 2.5 <= albumin <= 3.4:
            return "PR", day, day
    return "NR", None, None


def occasions(patient):
    labs = by_patient("Labs", "day", "Up/c (mg/mg)", "albumin (g/dL)")[patient]
    return [visit for visit in labs if visit[0] > 0]


@pytest.mark.parametrize(
    ("patient", "verdict"),
    [
        ("1", ("CR", 137, 199)),
        ("2", ("CR", 350, 406)),
        ("3", ("NR", None, None)),
        ("4", ("PR", 289, 289)),
        ("5", ("NR", None, None)),
        ("6", ("CR", 396, 452)),
        ("7", ("CR", 107, 137)),
        ("8", ("NR", None, None)),
    ],
)
def test_the_series_give_the_printed_responses(patient, verdict):
    assert response(occasions(patient)) == verdict


def test_nothing_before_a_remission_looks_like_one():
    for patient, onset in {"1": 137, "2": 350, "4": 289, "6": 396, "7": 107}.items():
        assert all(upcr > 1.0 for day, upcr, _ in occasions(patient) if day < onset)


def test_nothing_without_remission_comes_near_one():
    assert all(upcr > 2 for patient in "358" for _, upcr, _ in occasions(patient))


@pytest.mark.parametrize(("patient", "onset"), [("1", 137), ("2", 350), ("6", 396)])
def test_sustained_remissions_last_to_the_last_follow_up(patient, onset):
    after = [visit for visit in occasions(patient) if visit[0] >= onset]

    assert all(upcr < 0.2 and albumin > 3.5 for _, upcr, albumin in after)
    assert (after[-1][0],) == by_patient("Patients", "last follow-up day")[patient][0]


def test_the_partial_remission_stays_partial():
    after = [visit for visit in occasions("4") if visit[0] >= 289]

    assert all(0.3 <= upcr <= 0.9 and 2.6 <= albumin <= 3.4 for _, upcr, albumin in after)
    assert after[-1][0] == 627


def test_the_relapse_is_seen_on_the_day_of_its_event():
    relapses = [day for day, upcr, _ in occasions("7") if day > 137 and upcr >= 2]

    assert relapses == [481]
    assert [(row["patient"], row["day"], row["event"]) for row in rows("Events")] == [
        ("5", None, "kidney failure"),
        ("7", 481, "relapse"),
        ("8", None, "kidney failure"),
    ]
