"""Laboratory lists, one test a row: the columns of programs and registries, and their traps."""

import datetime
from collections.abc import Sequence

from ..case import Case, Fact, lab

START = datetime.date(2015, 3, 2)
LATER = START + datetime.timedelta(days=30)
PLAIN = ("patient", "date", "test", "result", "unit")


def _case(
    name: str,
    title: str,
    headings: Sequence[str],
    rows: Sequence[Sequence[object]],
    facts: Sequence[Fact],
    **more: object,
) -> Case:
    sheets = {"Patients": [["patient", "index date"], ["P1", START]], "Export": [headings, *rows]}
    return Case(name, title, (42,), sheets, {"labs": facts}, **more)  # pyright: ignore[reportArgumentType]


def _pair(analyte: str, unit: str, values: Sequence[float], letter: str) -> list[Fact]:
    return [
        lab("P1", 30 * n, analyte, value, unit, f"Export!{letter}{n + 2}")
        for n, value in enumerate(values)
    ]


UPCR = _pair("upcr", "mg/mg", (6.1, 0.15), "D")
CASES = [
    _case("list_clarity", "A list with the columns of an Epic Clarity extract.",
          ("PAT_ID", "SPECIMN_TAKEN_TIME", "COMPONENT_NAME", "ORD_VALUE", "REFERENCE_UNIT"),
          [["P1", START, "PROTEIN/CREATININE RATIO, URINE", "6.1", "mg/mg"],
           ["P1", LATER, "PROTEIN/CREATININE RATIO, URINE", "0.15", "mg/mg"]], UPCR),
    _case("list_omop", "A list with the columns of the OMOP table measurement.",
          ("person_id", "measurement_date", "measurement_source_value", "value_source_value",
           "unit_source_value", "measurement_concept_id"),
          [["P1", START, "2890-2", "6.1", "mg/mg", 3020682],
           ["P1", LATER, "2890-2", "0.15", "mg/mg", 3020682]], UPCR),
    _case("list_pcornet", "A list with the columns of PCORnet LAB_RESULT_CM.",
          ("PATID", "SPECIMEN_DATE", "LAB_LOINC", "RESULT_NUM", "RESULT_UNIT", "RESULT_MODIFIER"),
          [["P1", START, "2890-2", 6.1, "mg/mg", "EQ"],
           ["P1", LATER, "2890-2", 0.15, "mg/mg", "EQ"]], UPCR),
    _case("list_sdtm", "A list with the columns of SDTM LB.",
          ("USUBJID", "LBDTC", "LBTEST", "LBORRES", "LBORRESU", "LBTESTCD", "DOMAIN"),
          [["P1", "2015-03-02", "Protein/Creatinine", "6.1", "mg/mg", "PROTCRT", "LB"],
           ["P1", "2015-04-01", "Protein/Creatinine", "0.15", "mg/mg", "PROTCRT", "LB"]], UPCR),
    _case("list_mimic", "A list with the columns of MIMIC labevents.",
          ("subject_id", "charttime", "itemid", "value", "valueuom", "labevent_id", "valuenum"),
          [["P1", datetime.datetime(2015, 3, 2, 8), 51099, "6.1", "mg/mg", 1, 6.1],
           ["P1", datetime.datetime(2015, 4, 1, 8), 51099, "0.15", "mg/mg", 2, 0.15]], UPCR),
    _case("list_other_tests", "Other tests are counted in one line.", PLAIN,
          [["P1", START, "Protein/creatinine ratio", 6.1, "mg/mg"],
           ["P1", LATER, "Protein/creatinine ratio", 0.15, "mg/mg"],
           ["P1", START, "Sodium", 138, "mmol/L"], ["P1", START, "Haemoglobin", 120, "g/L"]],
          UPCR, messages=("2 rows of 2 other tests",)),
    _case("list_versions", "A corrected result supersedes the first.",
          ("patient", "date", "test", "result", "unit", "accession", "status"),
          [["P1", START, "Protein/creatinine ratio", 9.9, "mg/mg", "A1", "Final"],
           ["P1", START, "Protein/creatinine ratio", 6.1, "mg/mg", "A1", "Corrected"]],
          [lab("P1", 0, "upcr", 6.1, "mg/mg", "Export!D3")]),
    _case("list_of_parts", "Protein and creatinine of one accession make the Up/c.",
          ("patient", "date", "test", "result", "unit", "accession"),
          [["P1", START, "Urine protein", 305, "mg/dL", "A1"],
           ["P1", START, "Urine creatinine", 50, "mg/dL", "A1"]],
          [lab("P1", 0, "upcr", 6.1, "mg/mg", "Export!D2/D3")]),
    _case("list_bounds", "Results with a sign and with a flag behind them.", PLAIN,
          [["P1", START, "Protein/creatinine ratio", ">10", "mg/mg"],
           ["P1", LATER, "Protein/creatinine ratio", "0.15 H", "mg/mg"]],
          [lab("P1", 0, "upcr", 10, "mg/mg", "Export!D2", ">"),
           lab("P1", 30, "upcr", 0.15, "mg/mg", "Export!D3")]),
    _case("list_of_a_name_of_the_house", "A test that only the clinic knows is asked once.", PLAIN,
          [["P1", START, "P/K-Quot", 6.1, "mg/mg"], ["P1", LATER, "P/K-Quot", 0.15, "mg/mg"]],
          UPCR, answers={"test P/K-Quot: Export!A1": "urine protein/creatinine ratio"}),
    _case("list_of_mixed_units", "One test in two units.", PLAIN,
          [["P1", START, "Protein/creatinine ratio", 690, "mg/mmol"],
           ["P1", LATER, "Protein/creatinine ratio", 0.15, "mg/mg"]],
          [lab("P1", 0, "upcr", 690, "mg/mmol", "Export!D2"),
           lab("P1", 30, "upcr", 0.15, "mg/mg", "Export!D3")]),
    _case("list_of_daily_protein", "24-hour protein is no ratio.", PLAIN,
          [["P1", START, "Protein, 24 hour urine", 4200, "mg/24h"],
           ["P1", LATER, "Protein, 24 hour urine", 90, "mg/24h"]],
          _pair("protein_24h", "mg/day", (4200, 90), "D")),
    _case("list_of_strips", "A strip is read as its grade.", PLAIN,
          [["P1", START, "Urine protein dipstick", "3+", ""],
           ["P1", LATER, "Urine protein dipstick", "negative", ""]],
          _pair("dipstick", "", (4, 0), "D")),
    _case("list_not_done", "A test that was not done is no result.", PLAIN,
          [["P1", START, "Protein/creatinine ratio", 6.1, "mg/mg"],
           ["P1", LATER, "Protein/creatinine ratio", "not done", "mg/mg"]],
          [lab("P1", 0, "upcr", 6.1, "mg/mg", "Export!D2")]),
]  # fmt: skip
