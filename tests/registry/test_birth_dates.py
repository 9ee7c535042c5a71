"""A birth date becomes the age at the first infusion, whatever its table is called."""

import datetime
import json

import pandas as pd
import pytest

from srns.simulation.lists import LISTS
from srns.simulation.settings import SimulationSettings
from tests.registry.runs import invented, run, tables

INFUSED = datetime.date(2020, 7, 1)
BORN = datetime.date(2012, 1, 1)
DAYS = (30, 60, 90)
TOO_OLD = "a birth up to 30 years before the first infusion"
PERSONS = {
    "omop": {"person_id": [1], "year_of_birth": [2012], "birth_datetime": [pd.Timestamp(BORN)]},
    "pcornet": {"PATID": ["1"], "BIRTH_DATE": [BORN], "BIRTH_TIME": ["07:00"]},
    "sdtm": {"USUBJID": ["1"], "BRTHDTC": ["2012-01-01T07:00"], "SEX": ["F"]},
    "list": {"patient": ["1"], "date of birth": ["2012-01-01"]},
}


def listed(form):
    """Return results of one child in a dialect."""
    said = {"patient": "1", "analyte": "upcr", "value": 0.1, "bound": "", "unit": "mg/mg"}
    frame = pd.DataFrame({"day": DAYS, **said, "specimen": "urine", "source": "clinic"})
    dates = pd.Series([INFUSED + datetime.timedelta(day) for day in DAYS])
    return LISTS[form](frame, dates)


def age(folder, frames, engine="memory"):
    (folder / "in").mkdir()
    infusions = pd.DataFrame({"patient": ["1"], "date": [INFUSED]})
    for name, frame in {"infusions": infusions, **frames}.items():
        frame.to_parquet(folder / "in" / f"{name}.parquet")
    return found_age(run(folder / "in", folder / "out", engine, for_dashboard=True))


def found_age(found):
    children = found.table("child_patients")
    return children["age_at_first_infusion_years"].tolist(), tables(found)["set_aside"]


@pytest.mark.parametrize("engine", ["memory", "duckdb"])
@pytest.mark.parametrize("form", PERSONS)
def test_the_table_of_persons_of_a_dialect_says_the_age(tmp_path, form, engine):
    persons = pd.DataFrame(PERSONS[form])

    ages, aside = age(tmp_path, {"results": listed(form), "patients": persons}, engine)

    assert (ages, len(aside)) == ([8.5], 0)


def test_meds_says_the_birth_among_the_results(tmp_path):
    results = listed("meds")
    rows = results.astype(object).to_dict("records")
    rows.append({"subject_id": "1", "code": "MEDS_BIRTH", "time": pd.Timestamp(BORN)})
    results = pd.DataFrame(rows, columns=results.columns)

    ages, aside = age(tmp_path, {"results": results})

    assert (ages, len(aside)) == ([8.5], 0)


@pytest.mark.parametrize(("said", "ages"), [("2012-01-01", [8.5]), ("2012-01", []), (None, [])])
def test_a_patient_of_fhir_says_the_birth(tmp_path, said, ages):
    about = {"subject": {"reference": "Patient/1"}}
    dose = {"route": {"text": "intravenous"}, "dose": {"value": 500, "unit": "mg/m2"}}
    lines = [
        {"resourceType": "Patient", "id": "1", **({"birthDate": said} if said else {})},
        {"resourceType": "MedicationAdministration", "status": "completed", **about,
         "medicationCodeableConcept": {"text": "cyclophosphamide"},
         "effectiveDateTime": "2020-07-01", "dosage": dose},
        {"resourceType": "Observation", "status": "final", **about,
         "code": {"coding": [{"system": "http://loinc.org", "code": "2890-2"}]},
         "effectiveDateTime": "2020-08-01", "valueQuantity": {"value": 0.1, "unit": "mg/mg"}},
    ]  # fmt: skip
    (tmp_path / "all.ndjson").write_text("\n".join(map(json.dumps, lines)))

    found, aside = found_age(
        run([str(tmp_path / "all.ndjson")], tmp_path / "out", for_dashboard=True)
    )

    assert [each for each in found if each == each] == ages
    assert len(aside) == 0


@pytest.mark.parametrize(
    ("born", "expected"),
    [("01/02/2012", "a date such as 2005-06-17"), ("1985-01-01", TOO_OLD), ("2021-01-01", TOO_OLD)],
)
def test_a_birth_date_that_cannot_be_costs_the_age_alone(tmp_path, born, expected):
    persons = pd.DataFrame({"patient": ["1"], "date of birth": [born]})

    ages, aside = age(tmp_path, {"results": listed("list"), "patients": persons})

    assert pd.isna(ages).all()
    assert aside[["table", "column", "found", "expected", "effect"]].to_numpy().tolist() == [
        ["patients", "date of birth", born, expected, "unknown on its day"]
    ]


def test_an_age_that_is_typed_stands(tmp_path):
    persons = pd.DataFrame(
        {"patient": ["1"], "date of birth": ["2012-01-01"], "age at first infusion": [9.0]}
    )

    assert age(tmp_path, {"results": listed("list"), "patients": persons})[0] == [9.0]


def test_ages_of_many_children_do_not_depend_on_the_parts(tmp_path):
    given = invented(tmp_path / "in", "omop", SimulationSettings(30, years=1.0, diaries=0.0))
    (file,) = (given / "patients").glob("*.parquet")
    persons = pd.read_parquet(file)
    births = [BORN + datetime.timedelta(7 * place) for place in range(len(persons))]
    persons.assign(birth_datetime=births).to_parquet(file)

    one, many = (
        run(given, tmp_path / f"out{parts}", parts=parts, for_dashboard=True) for parts in (1, 4)
    )

    columns = ["patient", "age_at_first_infusion_years"]
    said = [each.table("child_patients")[columns] for each in (one, many)]
    frames = [each.sort_values("patient", ignore_index=True) for each in said]
    pd.testing.assert_frame_equal(*frames)
    assert frames[0]["age_at_first_infusion_years"].notna().any()
