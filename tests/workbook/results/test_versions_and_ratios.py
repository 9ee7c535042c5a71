"""Versions of one result, and ratios of protein and creatinine of one sample."""

import pytest

from srns.workbook.results.ratios import bound_of_ratio
from tests.workbook.results.lists import PLAIN, read_list, shown

VERSIONED = "patient|accession|collected|resulted|test|result|unit|status"


def version(result: str, status: str, *, accession: str = "A1", resulted: str = "") -> str:
    return f"P1|{accession}|2020-03-01 10:00|{resulted}|Albumin|{result}|g/L|{status}"


VERSIONS = {
    "the corrected one counts": (
        [version("18", "Final"), version("19", "Corrected")],
        ["19"],
        {0: "superseded by row 3"},
    ),
    "also where it stands first": (
        [version("18", "C"), version("19", "F")],
        ["18"],
        {1: "superseded by row 2"},
    ),
    "the last of two corrections": (
        [version("18", "C"), version("19", "C"), version("17", "F")],
        ["19"],
        {0: "superseded by row 3", 2: "superseded by row 3"},
    ),
    "the one resulted last, whatever the order of rows": (
        [
            version("18", "final", resulted="2020-03-02 09:00"),
            version("19", "final", resulted="2020-03-01 12:00"),
        ],
        ["18"],
        {1: "superseded by row 2"},
    ),
    "a preliminary one never": (
        [version("18", "final"), version("19", "preliminary")],
        ["18"],
        {1: "preliminary"},
    ),
    "a preliminary one alone": ([version("18", "preliminary")], [], {0: "preliminary"}),
    "a cancelled one": ([version("18", "cancelled")], [], {0: "cancelled"}),
    "an error": ([version("18", "entered-in-error")], [], {0: "entered in error"}),
    "two samples": (
        [version("18", "final"), version("19", "final", accession="A2")],
        ["18", "19"],
        {},
    ),
    "one minute without an accession": (
        [version("18", "final", accession=""), version("19", "amended", accession="")],
        ["19"],
        {0: "superseded by row 3"},
    ),
    "haemolysed, then measured": (
        [version("haemolysed", "final"), version("19", "corrected")],
        ["19"],
        {0: "superseded by row 3"},
    ),
    "measured, then withdrawn": (
        [version("18", "final"), version("haemolysed", "corrected")],
        ["haemolysed"],
        {0: "superseded by row 3"},
    ),
    "not done": ([version("not done", "final")], [], {0: "not done"}),
    "still to come": ([version("pending", "final")], [], {0: "no result yet"}),
    "empty": ([version("", "final")], [], {0: "no result"}),
}


@pytest.mark.parametrize("case", VERSIONS)
def test_the_last_final_or_corrected_version_counts(case: str) -> None:
    rows, texts, ignored = VERSIONS[case]
    read = read_list(VERSIONED, *rows)
    assert read.frame["text"].tolist() == texts
    for place in range(len(rows)):
        expected = ("ignored", ignored[place]) if place in ignored else ("used", "")
        assert read.fates.of(place) == expected


def test_two_tests_of_one_accession_are_no_versions() -> None:
    rows = ["P1|A1|2020-03-01|Albumin (BCG)|18|g/L", "P1|A1|2020-03-01|Albumin (BCP)|15|g/L"]
    assert len(read_list("patient|accession|collected|test|result|unit", *rows).frame) == 2


def test_two_results_of_a_day_without_a_minute_stay_both() -> None:
    rows = ["P1|2020-03-01|Albumin|18|g/L", "P1|2020-03-01|Albumin|19|g/L"]
    assert shown(read_list(PLAIN, *rows)) == [
        "2020-03-01 albumin 18 g/L",
        "2020-03-01 albumin 19 g/L",
    ]


def test_a_correction_of_a_day_without_a_minute_replaces() -> None:
    rows = ["P1|2020-03-01|Albumin|18|g/L|final", "P1|2020-03-01|Albumin|19|g/L|corrected"]
    assert shown(read_list(f"{PLAIN}|status", *rows)) == ["2020-03-01 albumin 19 g/L"]


def ratio(
    protein: str,
    creatinine: str,
    units: tuple[str, str] = ("mg/dL", "mg/dL"),
    samples: tuple[str, str] = ("A1", "A1"),
    more: tuple[str, ...] = (),
) -> list[str]:
    rows = (
        f"P1|{samples[0]}|2020-03-01|Urine protein|{protein}|{units[0]}",
        f"P1|{samples[1]}|2020-03-01|Urine creatinine|{creatinine}|{units[1]}",
        *more,
    )
    read = read_list("patient|accession|collected|test|result|unit", *rows)
    frame = read.frame[(read.frame["analyte"] == "upcr") & (read.frame["computed_from"] != "")]
    assert set(frame["computed_from"]) <= {"E2 / E3"}
    return [f"{row.bound}{row.value:g} {row.unit}" for row in frame.itertuples()]


RATIOS = {
    "masses": (ratio, ("120", "60"), {}, ["2 mg/mg"]),
    "exactly a threshold": (ratio, ("0.6", "3"), {}, ["0.2 mg/mg"]),
    "g/L over mg/dL": (ratio, ("1.2", "60"), {"units": ("g/L", "mg/dL")}, ["2 mg/mg"]),
    "mg/L over g/L": (ratio, ("200", "1"), {"units": ("mg/L", "g/L")}, ["0.2 mg/mg"]),
    "over moles": (ratio, ("1", "5"), {"units": ("g/L", "mmol/L")}, ["200 mg/mmol"]),
    "mg/dL over moles": (ratio, ("20", "10"), {"units": ("mg/dL", "mmol/L")}, ["20 mg/mmol"]),
    "over µmol/L": (ratio, ("1", "5000"), {"units": ("g/L", "umol/L")}, ["200 mg/mmol"]),
    "protein below a limit": (ratio, ("<4", "50"), {}, ["<0.08 mg/mg"]),
    "creatinine below a limit": (ratio, ("100", "<5"), {}, [">20 mg/mg"]),
    "both below": (ratio, ("<4", "<5"), {}, ["nan mg/mg"]),
    "below over above": (ratio, ("<4", ">=40"), {}, ["<0.1 mg/mg"]),
    "no creatinine at all": (ratio, ("4", "0"), {}, ["nan mg/mg"]),
    "haemolysed": (ratio, ("insufficient", "60"), {}, ["nan mg/mg"]),
    "two samples": (ratio, ("120", "60"), {"samples": ("A1", "A2")}, []),
    "no accession and no minute": (ratio, ("120", "60"), {"samples": ("", "")}, []),
    "Up/c is reported": (
        ratio,
        ("120", "60"),
        {"more": ("P1|A1|2020-03-01|Up/c|2.1|mg/mg",)},
        [],
    ),
    "two creatinines": (
        ratio,
        ("120", "60"),
        {"more": ("P1|A1|2020-03-01|Creatinine, urine|61|mg/dL",)},
        [],
    ),
}


@pytest.mark.parametrize("case", RATIOS)
def test_a_ratio_is_computed_within_one_sample(case: str) -> None:
    compute, arguments, options, expected = RATIOS[case]
    assert compute(*arguments, **options) == expected


def test_one_minute_is_one_sample() -> None:
    rows = [
        "P1|2020-03-01 10:30|Urine protein|120|mg/dL",
        "P1|2020-03-01 10:30|Urine creatinine|60|mg/dL",
        "P1|2020-03-02 10:30|Urine protein|120|mg/dL",
        "P1|2020-03-02 10:31|Urine creatinine|60|mg/dL",
        "P2|2020-03-02 10:30|Urine creatinine|60|mg/dL",
    ]
    read = read_list(PLAIN, *rows)
    computed = read.frame[read.frame["computed_from"] != ""]
    assert computed["computed_from"].tolist() == ["D2 / D3"]
    assert computed["text"].tolist() == ["120 mg/dL / 60 mg/dL"]


def test_midnight_is_no_minute() -> None:
    rows = [
        "P1|2020-03-01 00:00:00|Urine protein|120|mg/dL",
        "P1|2020-03-01 00:00:00|Urine creatinine|60|mg/dL",
    ]
    assert "upcr" not in set(read_list(PLAIN, *rows).frame["analyte"])


def test_a_strip_in_mg_per_dl_gives_no_ratio() -> None:
    rows = [
        "P1|A1|2020-03-01|Urine protein|100|mg/dL",
        "P1|A1|2020-03-01|Urine creatinine|60|mg/dL",
        "P1|A2|2020-03-05|Urine protein|NEG|mg/dL",
    ]
    read = read_list("patient|accession|collected|test|result|unit", *rows)
    assert shown(read)[0] == "2020-03-01 dipstick nan"
    assert read.frame["text"].tolist() == ["100 mg/dL", "60", "negative"]
    assert "upcr" not in set(read.frame["analyte"])


INVERSES = {
    "mass": ("0.5", "mg/mg", "2 mg/mg"),
    "mmol over g": ("<0.4", "mmol/g", ">2500 mg/mmol"),
    "mg over g": ("5000", "mg/g", "0.2 mg/mg"),
    "mol over g": (">=0.01", "mol/g", "<=100 g/mol"),
}


@pytest.mark.parametrize("case", INVERSES)
def test_an_inverse_ratio_is_turned_round_with_its_sign(case: str) -> None:
    text, unit, expected = INVERSES[case]
    read = read_list("patient|date|loinc|result|unit", f"P1|2020-01-05|16285-9|{text}|{unit}")
    assert shown(read) == [f"2020-01-05 upcr {expected}"]


@pytest.mark.parametrize(
    ("protein", "creatinine", "bound"),
    [
        ("", "", ""),
        ("<", "", "<"),
        ("", "<", ">"),
        ("<", ">", "<"),
        ("<=", ">=", "<="),
        ("<=", ">", "<"),
        (">", "<=", ">"),
        ("<", "<", None),
        (">", ">=", None),
    ],
)
def test_a_ratio_is_bounded_where_its_parts_are(
    protein: str, creatinine: str, bound: str | None
) -> None:
    assert bound_of_ratio(protein, creatinine) == bound
