"""FHIR ndjson: read line by line; what cannot be read is set aside by its file and line."""

import json
import sys
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from srns.cohort.errors import InputError
from srns.registry import fhir_files
from srns.registry.run_registry import RegistryRun
from tests.registry.runs import IN_CLINIC, assert_equal, invented, run, tables

Resource = Mapping[str, object]


def about(child: str = "A") -> Resource:
    return {"subject": {"reference": f"Patient/{child}"}}


def result(day: str, value: object, code: str = "2890-2", unit: str = "mg/mg", **more) -> Resource:
    coding = {"system": "http://loinc.org", "code": code}
    return {
        "resourceType": "Observation", "status": "final", "code": {"coding": [coding]}, **about(),
        "effectiveDateTime": day, "valueQuantity": {"value": value, "unit": unit}, **more,
    }  # fmt: skip


def given(drug: str | None, day: str, **more: object) -> Resource:
    named = {"medicationCodeableConcept": {"text": drug}} if drug else {}
    return {
        "resourceType": "MedicationAdministration", "status": "completed", **named, **about(),
        "effectiveDateTime": day, **more,
    }  # fmt: skip


def infusion(drug: str, day: str, value: float, unit: str) -> Resource:
    dosage = {"route": {"text": "IV"}, "dose": {"value": value, "unit": unit}}
    return given(drug, day, dosage=dosage)


def diagnosed(text: str, **more: object) -> Resource:
    return {"resourceType": "Condition", "code": {"text": text}, **about(), **more}


def coded(code: str) -> Resource:
    return {"code": {"coding": [{"code": code}]}}


def done(text: str, **more: object) -> Resource:
    return {**diagnosed(text), "resourceType": "Procedure", "status": "completed", **more}


PATIENT = {"resourceType": "Patient", "id": "A", "gender": "female"}
REMISSION = [
    PATIENT,
    infusion("cyclophosphamide", "2020-01-01", 500, "mg/m2"),
    *(result(f"2020-0{month}-01", 0.1) for month in (2, 3, 4)),
    result("2020-04-01", 4.0, "1751-7", "g/dL"),
]
"""A girl in complete remission on day 91."""


def judged(folder: Path, *lines: Resource | str | bytes, engine: str = "memory") -> RegistryRun:
    (folder / "in").mkdir()
    texts = [json.dumps(each) if isinstance(each, Mapping) else each for each in lines]
    encoded = [each if isinstance(each, bytes) else each.encode() for each in texts]
    (folder / "in" / "all.ndjson").write_bytes(b"\n".join(encoded) + b"\n")
    return run(folder / "in", folder / "out", engine, definitions=["haddad_2021"], strategies=[
        "treatment policy"], tables=())  # fmt: skip


def verdict(found: RegistryRun) -> Mapping[str, object]:
    (only,) = tables(found)["verdicts"].to_dict("records")
    return only


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("fhir")


@pytest.fixture(scope="module")
def resources(folder) -> Path:
    return invented(folder / "fhir", "fhir", IN_CLINIC)


@pytest.fixture(scope="module")
def in_memory(folder, resources) -> RegistryRun:
    return run(resources, folder / "memory", parts=1)


def test_resources_give_the_verdicts_of_a_list(folder, in_memory):
    listed = run(invented(folder / "list", "list", IN_CLINIC), folder / "listed")

    found, wanted = (tables(each, sources=False) for each in (in_memory, listed))
    for name in ("verdicts", "evidence", "course"):
        pd.testing.assert_frame_equal(found[name], wanted[name])


@pytest.mark.parametrize("engine", ["duckdb", "sail"])
def test_every_engine_gives_what_memory_gives(folder, resources, in_memory, engine, monkeypatch):
    if engine == "sail":
        pytest.importorskip("pysail", reason="the extra 'spark' is not installed")
        main = sys.modules["__main__"]
        monkeypatch.setattr(main, "__spec__", None)  # as under python -c, where PySpark would exit
        monkeypatch.delattr(main, "__file__", raising=False)

    found = run(resources, folder / engine, engine, parts=3)

    assert_equal(tables(found), tables(in_memory))


def test_resources_alone_give_what_they_can_say(folder, resources):
    """R4 has no index date and no last follow-up: day 0 is the first infusion."""
    alone = sorted(map(str, resources.glob("*.ndjson")))
    listed = invented(folder / "without", "list", IN_CLINIC)
    patients = pd.read_parquet(listed / "patients")
    patients = patients.drop(columns=["index date", "last follow-up day"])
    patients.to_parquet(folder / "patients.parquet")
    index = pd.read_parquet(listed / "patients").set_index("patient")["index date"]
    others = {"patients": [folder / "patients.parquet"]}
    for name, column in (("infusions", "day"), ("treatments", "start day"), ("events", "day")):
        frame = pd.read_parquet(listed / name)
        start = frame["patient"].map(index)
        frame = frame.rename(columns={"day": "date", "start day": "start date"})
        if name == "treatments":
            stop = pd.to_timedelta(frame.pop("stop day"), unit="D")
            frame["stop date"] = (start + stop).dt.date
        dated = column.replace("day", "date")
        frame[dated] = (start + pd.to_timedelta(frame[dated], unit="D")).dt.date
        frame.to_parquet(folder / f"{name}.parquet")
        others[name] = [folder / f"{name}.parquet"]

    found = run(alone, folder / "alone", day_zero="first infusion")
    wanted = run([str(listed / "results" / "*.parquet")], folder / "wanted", others=others,
                 day_zero="first infusion")  # fmt: skip

    assert found.set_aside == wanted.set_aside
    for name in ("verdicts", "evidence", "course"):
        one, other = (tables(each, sources=False)[name] for each in (found, wanted))
        pd.testing.assert_frame_equal(one, other)
    histology = found.summary.query("group1 == 'histology'")["group1_level"]
    assert {"FSGS", "MCD"} <= set(histology)


BAD = {
    "cut": ('{"resourceType": "Observation", "sta', '{"resourceType": "Observation", "sta'),
    "no JSON": ("patient,date,test", "patient,date,test"),
    "no object": ("[1, 2]", "[1, 2]"),
    "no resource": ('{"a": 1}', '{"a": 1}'),
    "no UTF-8": (b'{"resourceType": "Patient", "id": "\xff"}',
                 '{"resourceType": "Patient", "id": "\N{REPLACEMENT CHARACTER}"}'),
    "half a sign": ('{"resourceType": "Patient", "id": "\\ud800"}',
                    '{"resourceType": "Patient", "id": "\\ud800"}'),
    "nested too deeply": ('{"a": ' * 5000, ('{"a": ' * 20).strip()),
    "too long": ("x" * 400, f"a line of more than 0 MB, {'x' * 120}"),
}  # fmt: skip


@pytest.mark.parametrize("engine", ["memory", "duckdb"])
@pytest.mark.parametrize("case", BAD)
def test_a_bad_line_is_set_aside_and_the_others_are_judged(tmp_path, monkeypatch, case, engine):
    if case == "too long":
        monkeypatch.setattr(fhir_files, "_LONGEST_LINE", 300)
    line, shown = BAD[case]

    found = judged(tmp_path, *REMISSION[:3], "", line, *REMISSION[3:], engine=engine)

    (aside,) = tables(found)["set_aside"].to_dict("records")
    assert (aside["source_file"], aside["source_row"]) == (0, 5)
    assert aside["found"].startswith(shown[:100])
    assert (aside["expected"], aside["effect"]) == ("a FHIR R4 resource in JSON", "left out")
    assert verdict(found)["response"] == "complete remission"
    assert sorted(set(tables(found)["evidence"]["source_row"])) == [3, 6, 7, 8]


WRONG = {
    "no child": (result("2020-02-15", 5, subject={}), 7, "left out"),
    "no day": (result("", 5), 7, "left out"),
    "a day that cannot be read": (result("soon", 5), 7, "left out"),
    "no drug": (given(None, "2020-03-01"), 7, "left out"),
    "death without a day": ({**PATIENT, "deceasedBoolean": True}, 7, "left out"),
    "a diagnosis of a stranger": (diagnosed("FSGS", **about("B")), 7, "left out"),
    "an infusion in milligrams": (
        infusion("Endoxan", "2020-03-01", 750, "mg"),
        7,
        "unknown on its day",
    ),
    "a result that nobody can read": (
        result("2020-06-01", "haemolysed"),
        7,
        "unknown on its day",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_a_resource_lacks_is_set_aside(tmp_path, case):
    resource, line, effect = WRONG[case]

    found = judged(tmp_path, *REMISSION, resource)

    aside = tables(found)["set_aside"]
    assert set(aside["source_row"]) == {line}
    assert set(aside["effect"]) == {effect}
    assert verdict(found)["response"] == "complete remission"


PASSED = {
    "Encounter": ({"resourceType": "Encounter"}, "Encounter"),
    "a drug that no rule knows": (given("paracetamol", "2020-03-01"),
                                  "MedicationAdministration of another drug"),
    "not given": (given("tacrolimus", "2020-03-01", status="not-done"),
                  "MedicationAdministration, not-done"),
    "not meant": ({**given("tacrolimus", ""), "resourceType": "MedicationRequest",
                   "intent": "proposal"}, "MedicationRequest, no order"),
    "refuted": (diagnosed("ESRD", verificationStatus={"coding": [{"code": "refuted"}]}),
                "Condition, refuted"),
    "another diagnosis": (diagnosed("asthma"), "Condition, another diagnosis"),
    "another procedure": (done("biopsy of skin"), "Procedure, another one"),
    "a procedure not done": (done("kidney transplant", status="not-done"), "Procedure, not-done"),
}  # fmt: skip


@pytest.mark.parametrize("case", PASSED)
def test_what_is_not_needed_is_counted(tmp_path, case):
    resource, what = PASSED[case]

    found = judged(tmp_path, *REMISSION, resource, resource)

    assert (found.passed_over, found.set_aside) == ({what: 2}, 0)
    assert verdict(found)["response"] == "complete remission"


@pytest.mark.parametrize(
    ("resource", "status", "ended_by"),
    [
        ({**PATIENT, "deceasedDateTime": "2020-09-01T10:00:00Z"}, "death", "death"),
        (diagnosed("ESRD", onsetDateTime="2020-09-01"), "kidney failure", "kidney failure"),
        (diagnosed("", recordedDate="2020-09-01", **coded("N18.6")),
         "kidney failure", "kidney failure"),
        (diagnosed("kidney transplant", onsetPeriod={"start": "2020-09"}), "kidney failure",
         "transplant"),
        (done("Kidney transplantation (procedure)", performedDateTime="2020-09-01"),
         "kidney failure", "transplant"),
        (done("", performedPeriod={"start": "2020-09-01"}, **coded("302497006")), "kidney failure",
         "dialysis"),
    ],
    ids=["death", "by its words", "by its code", "in a month", "a procedure", "its code"],
)  # fmt: skip
def test_an_event_ends_the_window(tmp_path, resource, status, ended_by):
    patients = [] if resource["resourceType"] == "Patient" else [PATIENT]

    found = judged(tmp_path, *patients, *REMISSION[1:], resource)

    assert (verdict(found)["status"], verdict(found)["window_ended_by"]) == (status, ended_by)


def test_observations_alone_are_of_the_children_that_they_name(tmp_path):
    (tmp_path / "o.ndjson").write_text("\n".join(json.dumps(each) for each in REMISSION[2:]))

    found = run([str(tmp_path / "o.ndjson")], tmp_path / "out", definitions=["haddad_2021"],
                strategies=["treatment policy"], day_zero="first urine result")  # fmt: skip

    assert (verdict(found)["patient"], found.set_aside) == ("A", 0)


def made(folder: Path, table: str, *lines: Resource) -> list[dict[str, object]]:
    """Return the rows of a table that is made of resources, as texts without blanks."""
    path = folder / "lines.ndjson"
    path.write_text("\n".join(map(json.dumps, lines)))
    from srns.registry.given_tables import find_tables

    tables_made = fhir_files.read_fhir_files(find_tables([path]), folder / "made")
    rows = pq.read_table(tables_made[table].files[0]).to_pylist()
    return [{name: text for name, text in row.items()
             if text is not None and not name.startswith("source_")} for row in rows]  # fmt: skip


def test_two_drugs_of_one_day_are_one_infusion(tmp_path):
    rows = made(
        tmp_path, "infusions", infusion("methylprednisolone", "2020-01-01T08:00:00Z", 30, "mg/kg"),
        infusion("CTX", "2020-01-01", 500, "mg/m2"), infusion("CTX", "2020-01-01", 600, "mg/m2"),
    )  # fmt: skip

    assert rows == [
        {"patient": "A", "date": "2020-01-01", "cyclophosphamide (mg/m2)": "500",
         "methylprednisolone (mg/kg)": "30"},
        {"patient": "A", "date": "2020-01-01", "cyclophosphamide (mg/m2)": "600"},
    ]  # fmt: skip


def test_a_course_is_read_from_each_kind_of_medication(tmp_path):
    rate = {"doseAndRate": [{"doseQuantity": {"value": 2, "unit": "mg"}}]}
    timing = {"repeat": {"boundsPeriod": {"start": "2020-03-01", "end": "2020-09-01"}}}
    rescue = {"reasonCode": [{"text": "rescue therapy"}]}

    rows = made(
        tmp_path, "treatments",
        given("tacrolimus 1 MG Oral Capsule", "2020-02-01"),
        {**given("Rituximab", ""), "resourceType": "MedicationRequest", "authoredOn": "2020-05-01",
         "intent": "order", **rescue},
        {**given("MMF", ""), "resourceType": "MedicationRequest", "authoredOn": "2020-02-20",
         "dosageInstruction": [{**rate, "timing": timing}]},
        {**given("Prednisolone", "2020-01-05"), "resourceType": "MedicationStatement"},
        {**given(None, "2020-06-01"), "medicationReference": {"reference": "Medication/7"}},
        {"resourceType": "Medication", "id": "7", "code": {"text": "levamisole"}},
    )  # fmt: skip

    assert [list(row.values())[1:] for row in rows] == [
        ["tacrolimus", "2020-02-01", "2020-02-01"],
        ["rituximab", "2020-05-01", "rescue"],
        ["mycophenolate mofetil", "2020-03-01", "2020-09-01", "2", "mg"],
        ["prednisolone", "2020-01-05"],
        ["levamisole", "2020-06-01", "2020-06-01"],
    ]


def test_conditions_say_what_a_child_has(tmp_path):
    rows = made(
        tmp_path, "patients", diagnosed("FSGS"), PATIENT, diagnosed("asthma"),
        diagnosed("Steroid-resistant nephrotic syndrome, late"),
    )  # fmt: skip

    assert rows == [
        {"patient": "A", "sex": "female", "histology": "FSGS", "steroid resistance": "late"}
    ]


def test_a_specimen_in_a_later_file_is_known(tmp_path):
    sample = {"specimen": {"reference": "https://hospital.example/fhir/Specimen/1"}}
    rows = made(
        tmp_path, "results", result("2020-02-01", 0.1, **sample),
        {"resourceType": "Specimen", "id": "1", "type": {"text": "Urine"}},
    )  # fmt: skip

    assert [row["fhir_specimen"] for row in rows] == ["Urine"]


def test_a_run_that_was_stopped_does_not_read_the_resources_again(tmp_path, monkeypatch):
    monkeypatch.setattr("srns.registry.engines.in_memory.run_part", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        judged(tmp_path, *REMISSION)
    monkeypatch.undo()
    monkeypatch.setattr(fhir_files, "_write_tables", lambda *_: pytest.fail("read again"))

    found = run(tmp_path / "in", tmp_path / "out", definitions=["haddad_2021"],
                strategies=["treatment policy"], tables=())  # fmt: skip

    assert verdict(found)["response"] == "complete remission"


def test_resources_are_not_named_as_one_table(tmp_path):
    (tmp_path / "Patient.ndjson").write_text("{}")
    (tmp_path / "results.csv").write_text("patient,day,analyte,value,unit\n")

    with pytest.raises(InputError, match="found FHIR resources as patients"):
        run([str(tmp_path / "results.csv")], tmp_path / "out",
            others={"patients": [tmp_path / "Patient.ndjson"]})  # fmt: skip
    with pytest.raises(InputError, match=r"found both .*results\.csv and .*Patient\.ndjson"):
        run(tmp_path, tmp_path / "out")
