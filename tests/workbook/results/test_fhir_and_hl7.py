"""Traps of FHIR and HL7 v2."""

import json

import pytest

from srns.workbook.problems import Problem
from srns.workbook.results import export_files, open_export
from srns.workbook.results.export_files import ExportColumns, read_export
from srns.workbook.results.fhir import COLUMNS as FHIR_COLUMNS
from srns.workbook.results.hl7 import COLUMNS as HL7_COLUMNS
from srns.workbook.results.read_results import read_results
from srns.workbook.results.results import LabResults
from tests.workbook.results.lists import messages, shown


def read(content: str | bytes, name: str = "labs") -> LabResults:
    export = read_export(content if isinstance(content, bytes) else content.encode(), name)
    assert isinstance(export, ExportColumns)
    assert export.dialect is not None
    return read_results(export.columns, export.dialect)


def observation(**changes: object) -> dict[str, object]:
    one: dict[str, object] = {
        "resourceType": "Observation",
        "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": "2890-2"}]},
        "subject": {"reference": "Patient/7"},
        "effectiveDateTime": "2020-03-01T10:00:00+01:00",
        "valueQuantity": {"value": 0.3, "unit": "mg/mg"},
    }
    one.update(changes)
    return {key: value for key, value in one.items() if value is not None}


def quantity(**parts: object) -> dict[str, object]:
    return {"valueQuantity": parts}


CREATININE = {"code": {"coding": [{"system": "http://loinc.org", "code": "2161-8"}]}}
PROTEIN = {"code": {"coding": [{"system": "http://loinc.org", "code": "2888-6"}]}}
FHIR = {
    "a comparator": (quantity(value=0.3, comparator="<", unit="mg/mg"), ["upcr <0.3 mg/mg"]),
    "a value sent as text": (quantity(value="0.30", unit="mg/mg"), ["upcr 0.3 mg/mg"]),
    "a unit without a code": (quantity(value=30, unit="mg/mmol"), ["upcr 30 mg/mmol"]),
    "a code without a unit": (quantity(value=30, code="mg/mmol"), ["upcr 30 mg/mmol"]),
    "a code in UCUM, a unit for people": (
        quantity(value=300, unit="mg/g Creat", code="mg/g{creat}"),
        ["upcr 300 mg/g"],
    ),
    "a code that is no unit": (quantity(value=30, unit="mg/mmol", code="258"), ["upcr 30 mg/mmol"]),
    "code and unit contradict": (quantity(value=30, unit="mg/mmol", code="mg/g"), ["upcr nan"]),
    "a text": ({"valueQuantity": None, "valueString": "<0.3 mg/mg"}, ["upcr <0.3 mg/mg"]),
    "a ratio": (
        {
            "valueQuantity": None,
            "valueRatio": {
                "numerator": {"value": 30, "unit": "mg"},
                "denominator": {"value": 1, "unit": "mmol"},
            },
        },
        ["upcr 30 mg/mmol"],
    ),
    "a ratio with a sign": (
        {
            "valueQuantity": None,
            "valueRatio": {
                "numerator": {"value": 3, "comparator": "<", "unit": "mg"},
                "denominator": {"value": 1, "unit": "mmol"},
            },
        },
        ["upcr <3 mg/mmol"],
    ),
    "two components": (
        {
            "valueQuantity": None,
            "component": [
                {**PROTEIN, "valueQuantity": {"value": 120, "unit": "mg/dL"}},
                {**CREATININE, "valueQuantity": {"value": 60, "unit": "mg/dL"}},
            ],
        },
        ["urine_protein 120 mg/dL", "upcr 2 mg/mg", "urine_creatinine 60 mg/dL"],
    ),
    "amended": ({"status": "amended"}, ["upcr 0.3 mg/mg"]),
    "preliminary": ({"status": "preliminary"}, []),
    "entered in error": ({"status": "entered-in-error"}, []),
    "why there is no value": (
        {"valueQuantity": None, "dataAbsentReason": {"text": "Unable to obtain"}},
        ["upcr nan"],
    ),
    "a strip": (
        {
            "code": {"coding": [{"system": "http://loinc.org", "code": "20454-5"}]},
            "valueQuantity": None,
            "valueCodeableConcept": {"coding": [{"display": "Trace"}]},
        },
        ["dipstick nan"],
    ),
    "a period": (
        {"effectiveDateTime": None, "effectivePeriod": {"start": "2020-03-01T08:00:00Z"}},
        ["upcr 0.3 mg/mg"],
    ),
    "a subject by its identifier": (
        {"subject": {"identifier": {"value": "7"}}},
        ["upcr 0.3 mg/mg"],
    ),
    "a local code before LOINC": (
        {
            "code": {
                "coding": [
                    {"system": "urn:lab", "code": "UPC"},
                    {"system": "http://loinc.org", "code": "2890-2"},
                ]
            }
        },
        ["upcr 0.3 mg/mg"],
    ),
}


@pytest.mark.parametrize("case", FHIR)
def test_an_observation_keeps_its_sign_unit_and_status(case: str) -> None:
    changes, expected = FHIR[case]
    bundle = {"resourceType": "Bundle", "entry": [{"resource": observation(**changes)}]}
    results = read(json.dumps(bundle))
    assert shown(results) == [f"2020-03-01 {line}" for line in expected]
    assert set(results.frame["patient"]) <= {"7"}


def test_a_text_may_hold_a_sign_that_ends_a_line_elsewhere() -> None:
    later = observation(effectiveDateTime="2020-04-01")
    noted = observation(note=[{"text": "first\u2028second"}])
    lines = [json.dumps(each, ensure_ascii=False) for each in (noted, later)]
    assert len(shown(read("\n".join(lines)))) == 2


def test_a_result_that_only_a_comment_explains_keeps_its_unit() -> None:
    noted = observation(valueQuantity={"unit": "mg/mmol"}, note=[{"text": "haemolysed"}])
    assert read(json.dumps(noted)).frame["unit"].tolist() == ["mg/mmol"]


def test_a_contradiction_of_units_names_the_observation() -> None:
    changes = quantity(value=30, unit="mg/mmol", code="mg/g")
    (message,) = messages(read(json.dumps(observation(**changes))))
    assert message.startswith(
        "error: Results!Observation 2: found the test '2890-2' with the unit mg/g or mg/mmol"
    )


def hl7(*segments: str) -> LabResults:
    head = (
        "MSH|^~\\&|LAB|H|S|H|20200101||ORU^R01|1|P|2.5",
        "PID|1||7^^^H^MR||",
        "OBR|1||A1^LAB|24356-8^Panel^LN|||202003011000||||||||Urine",
    )
    return read("\r".join((*head, *segments)))


HL7 = {
    "a structured number": ("OBX|1|SN|2890-2^UPCR^LN||<^0.3|mg/mg|||||F", ["upcr <0.3 mg/mg"]),
    "a structured number without a sign": (
        "OBX|1|SN|2890-2^UPCR^LN||^0.3|mg/mg|||||F",
        ["upcr 0.3 mg/mg"],
    ),
    "a range is no number": ("OBX|1|SN|2890-2^UPCR^LN||^0.3^-^0.5|mg/mg|||||F", ["upcr nan mg/mg"]),
    "an equals sign": ("OBX|1|SN|2890-2^UPCR^LN||=^0.3|mg/mg|||||F", ["upcr 0.3 mg/mg"]),
    "no status": ("OBX|1|NM|2890-2^UPCR^LN||0.3|mg/mg", ["upcr 0.3 mg/mg"]),
    "a coded unit": (
        "OBX|1|NM|2890-2^UPCR^LN||300|mg/g{creat}^milligram per gram^UCUM|||||F",
        ["upcr 300 mg/g"],
    ),
    "LOINC as the alternative": (
        "OBX|1|NM|UPC^UPCR^L^2890-2^UPCR^LN||0.3|mg/mg|||||F",
        ["upcr 0.3 mg/mg"],
    ),
    "a local code with a name": ("OBX|1|NM|UPC^UPCR^L||0.3|mg/mg|||||F", ["upcr 0.3 mg/mg"]),
    "a text with a flag": ("OBX|1|ST|2890-2^UPCR^LN||0.3 H|mg/mg|||||F", ["upcr 0.3 mg/mg"]),
    "a coded strip": ("OBX|1|CWE|20454-5^Protein^LN||LA6577-6^Neg^LN||||||F", ["dipstick nan"]),
    "preliminary": ("OBX|1|NM|2890-2^UPCR^LN||0.3|mg/mg|||||P", []),
    "wrong": ("OBX|1|NM|2890-2^UPCR^LN||0.3|mg/mg|||||W", []),
    "an escape": ("OBX|1|ST|2890-2^U\\T\\PCR^LN||0.3|mg/mg|||||F", ["upcr 0.3 mg/mg"]),
}


@pytest.mark.parametrize("case", HL7)
def test_a_segment_keeps_its_sign_unit_and_status(case: str) -> None:
    segment, expected = HL7[case]
    assert shown(hl7(segment)) == [f"2020-03-01 {line}" for line in expected]


def test_the_time_of_the_segment_comes_before_that_of_the_request() -> None:
    segment = "OBX|1|NM|2890-2^UPCR^LN||0.3|mg/mg|||||F|||20200405"
    assert shown(hl7(segment)) == ["2020-04-05 upcr 0.3 mg/mg"]


def test_a_correction_replaces_the_final_version() -> None:
    results = hl7(
        "OBX|1|NM|2890-2^UPCR^LN||0.3|mg/mg|||||F", "OBX|2|NM|2890-2^UPCR^LN||3|mg/mg|||||C"
    )
    assert shown(results) == ["2020-03-01 upcr 3 mg/mg"]


def test_a_note_tells_why_there_is_no_result() -> None:
    results = hl7("OBX|1|NM|2890-2^UPCR^LN||||||||F", "NTE|1||Sample insufficient")
    assert shown(results) == ["2020-03-01 upcr nan"]
    assert messages(results)[0].startswith("note: Results!line 2: found 'Sample insufficient'")


@pytest.mark.parametrize(
    "content",
    [
        b"{",
        b'{"resourceType": "Bundle", "entry": 3}\nx',
        b'{"a": ' * 5000,
        b"MSH|^~\\&|LAB",
        b"PAR1nonsense",
        b"HEADER RECORD*******LIBRARY HEADER RECORD!!!!!!!",
        b"",
        b"\n\n",
    ],
    ids=["cut", "no resource", "deep", "no result", "parquet", "xpt", "empty", "blank"],
)
def test_a_damaged_file_is_one_sentence(content: bytes) -> None:
    problem = read_export(content, "labs.json")
    assert isinstance(problem, Problem)
    assert "labs.json" in problem.message


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        (
            "patient;date;test;result;unit\nP1;2020-03-01;Albumin;18,5;g/L\n",
            ["2020-03-01 albumin 18.5 g/L"],
        ),
        (
            "# from the laboratory\n# twice\npatient,date,test,result,unit\n"
            "P1,2020-03-01,Albumin,18,g/L\n",
            ["2020-03-01 albumin 18 g/L"],
        ),
        (
            "patient\tdate\ttest\tresult\tunit\nP1\t2020-03-01\tAlbumin\t18\tg/L\n",
            ["2020-03-01 albumin 18 g/L"],
        ),
        (
            "patient,date,test,result,unit\nP1,2020-03-01,Albumin,18,g/L,,\nP2,2020-03-01,Albumin\n",
            ["2020-03-01 albumin 18 g/L"],
        ),
    ],
    ids=["semicolons", "remarks above", "tabs", "rows of unequal length"],
)
def test_a_text_file_is_read_as_it_is(content: str, lines: list[str]) -> None:
    assert shown(read(content)) == lines
    assert shown(read(content.encode("utf-16"))) == lines


OBX = b"OBX|1|NM|1^a||1\r"
RESOURCE = b'{"resourceType": "Observation"}\n'


@pytest.mark.parametrize(
    ("content", "read"),
    [
        pytest.param(b"MSH|^~\\&|a\r" + OBX * 3, True, id="segments up to the limit"),
        pytest.param(b"MSH|^~\\&|a\r" + OBX * 4, False, id="segments over it"),
        pytest.param(RESOURCE * 3, True, id="resources up to the limit"),
        pytest.param(RESOURCE * 4, False, id="resources over it"),
    ],
)
def test_a_file_of_more_results_than_a_sheet_holds_is_refused_before_it_is_read(
    monkeypatch: pytest.MonkeyPatch, content: bytes, read: bool
) -> None:
    columns = len(HL7_COLUMNS if content.startswith(b"MSH") else FHIR_COLUMNS)
    monkeypatch.setattr(open_export, "LARGEST_AREA", 3 * columns)
    if not read:
        monkeypatch.setattr(open_export, "read_export", lambda *_: pytest.fail("it was read"))

    opened = open_export.open_file(content, "lab.txt")

    assert isinstance(opened, Problem) is not read
    assert read or "too large" in opened.message


def test_an_array_of_resources_is_read_like_a_bundle():
    later = observation(effectiveDateTime="2020-04-01")
    several = [observation(), {"resourceType": "Patient", "id": "7"}, later]
    assert shown(read(json.dumps(several, indent=1))) == [
        "2020-03-01 upcr 0.3 mg/mg",
        "2020-04-01 upcr 0.3 mg/mg",
    ]


@pytest.mark.parametrize(
    "content", ["[]", "[1, 2]", '[["a"], ["b"]]', '["a", "b"]\n', '[{"a": 1}]']
)
def test_an_array_of_anything_else_is_no_fhir(content):
    problem = read_export(content.encode(), "labs.json")
    assert isinstance(problem, Problem)
    assert "no FHIR JSON" in problem.message
    assert export_files.is_export(content.encode())
