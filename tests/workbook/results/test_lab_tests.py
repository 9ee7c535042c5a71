"""Which analyte a test is: edge cases, with the reason as their id."""

import pytest

from srns.workbook.results.lab_tests import LabTest, decide_test, known_codes

OURS = {
    "a code alone": ("loinc", "2890-2", "", "", "mg/g{creat}", "upcr", "mg/g"),
    "34366-5 in mg/mmol": ("loinc", "34366-5", "", "", "mg/mmol", "upcr", "mg/mmol"),
    "34366-5 in mg/mg": ("loinc", "34366-5", "", "", "mg/mg", "upcr", "mg/mg"),
    "34366-5 in g/mol": ("loinc", "34366-5", "", "", "g/mol", "upcr", "g/mol"),
    "LOINC's long name": (
        "loinc",
        "",
        "Protein/Creatinine [Mass Ratio] in Urine",
        "",
        "mg/g",
        "upcr",
        "mg/g",
    ),
    "a LOINC code in an OMOP column": ("omop", "2890-2", "", "", "mg/mg", "upcr", "mg/mg"),
    "a concept read from a float": ("omop", "3024561.0", "", "", "g/L", "albumin", "g/L"),
    "an item of MIMIC": ("mimic", "50862", "Albumin", "Blood", "g/dL", "albumin", "g/dL"),
    "CDISC's creatinine of urine": (
        "sdtm",
        "CREAT",
        "Creatinine",
        "URINE",
        "mmol/L",
        "urine_creatinine",
        "mmol/L",
    ),
    "CDISC's creatinine of serum": (
        "sdtm",
        "CREAT",
        "Creatinine",
        "SERUM",
        "umol/L",
        "creatinine",
        "µmol/L",
    ),
    "ADaM's unit in PARAM": ("sdtm", "ALB", "Albumin (g/L)", "", "", "albumin", "g/L"),
    "the specimen tells": (
        "loinc",
        "",
        "Creatinine",
        "Urine, random",
        "mg/dL",
        "urine_creatinine",
        "mg/dL",
    ),
    "the code tells where the name has no specimen": (
        "loinc",
        "2161-8",
        "Creatinine",
        "",
        "mg/dL",
        "urine_creatinine",
        "mg/dL",
    ),
    "the unit tells an excretion": (
        "loinc",
        "",
        "Protein",
        "Urine",
        "g/24h",
        "protein_24h",
        "g/day",
    ),
    "the unit tells a concentration": (
        "loinc",
        "",
        "Protein",
        "Urine",
        "mg/dL",
        "urine_protein",
        "mg/dL",
    ),
    "a method in brackets": ("loinc", "", "Albumin (BCG)", "", "g/L", "albumin", "g/L"),
    "mmol/L of creatinine": ("loinc", "14682-9", "", "", "mmol/L", "creatinine", "µmol/L"),
    "a strip has no unit": ("loinc", "20454-5", "", "", "", "dipstick", ""),
    "a strip in mg/dL": ("loinc", "5804-0", "", "", "mg/dL", "dipstick", ""),
    "German": ("loinc", "", "Eiweiß/Kreatinin", "Urin", "g/g", "upcr", "g/g"),
    "Chinese": ("loinc", "", "尿蛋白/肌酐", "", "mg/g", "upcr", "mg/g"),
    "height in inches": ("loinc", "8302-2", "Body height", "", "[in_i]", "height", "cm"),
    "weight in pounds": ("loinc", "29463-7", "Body weight", "", "[lb_av]", "weight", "kg"),
}
OTHERS = {
    "albumin/creatinine by code": (
        "loinc",
        "9318-7",
        "Albumin/Creatinine",
        "",
        "mg/g",
        "urine albumin/creatinine ratio",
    ),
    "albumin/creatinine by name": (
        "loinc",
        "",
        "Urine ACR",
        "",
        "mg/mmol",
        "urine albumin/creatinine ratio",
    ),
    "a grade of the ratio": (
        "loinc",
        "98121-7",
        "",
        "",
        "",
        "urine protein/creatinine ratio by test strip (a grade)",
    ),
    "albumin of urine": ("loinc", "", "Albumin", "Urine", "mg/L", "urine albumin"),
    "albumin of ascites": ("loinc", "", "Albumin", "Ascites", "g/L", "ascites albumin"),
    "albumin over globulin": ("loinc", "", "A/G ratio", "", "", "albumin/globulin ratio"),
    "prealbumin": ("loinc", "", "Prealbumin", "", "g/L", "prealbumin"),
    "clearance": ("loinc", "", "Creatinine clearance", "", "mL/min", "creatinine clearance"),
    "total protein by code": ("loinc", "2885-2", "Protein", "", "g/dL", "serum total protein"),
    "C-reactive protein": ("loinc", "", "C-reactive protein", "", "mg/L", "C-reactive protein"),
    "a lipoprotein": (
        "loinc",
        "",
        "Low Density Lipoprotein Cholesterol",
        "",
        "mg/dL",
        "Low Density Lipoprotein Cholesterol",
    ),
    "haemoglobin in g/dL": ("loinc", "", "Hemoglobin", "", "g/dL", "hemoglobin"),
    "an antibody": ("loinc", "", "Anti-dsDNA", "", "IU/mL", "antibody"),
    "an unknown code of another unit": ("loinc", "1920-8", "AST", "", "U/L", "liver enzymes"),
}
ASKED = {
    "the unit is missing": ("loinc", "2890-2", "", "", ""),
    "the unit says nothing": ("loinc", "2890-2", "", "", "ratio"),
    "the unit is another analyte's": ("loinc", "1751-7", "Albumin", "", "mg/L"),
    "moles of albumin": ("loinc", "54347-0", "", "", "µmol/L"),
    "24 hours of creatinine": ("loinc", "", "Creatinine", "", "mg/24h"),
    "name and code contradict": ("loinc", "2890-2", "Albumin/Creatinine Ratio", "", "mg/g"),
    "one catalogue's microalbumin": ("loinc", "2888-6", "Microalbumin", "", "mg/L"),
    "name and specimen contradict": ("loinc", "", "Serum albumin", "Urine", "g/L"),
    "PCR is three things": ("loinc", "", "PCR", "", "mg/mmol"),
    "protein of what": ("loinc", "", "Protein", "", "mg/dL"),
    "protein as a ratio": ("loinc", "", "Protein", "Urine", "mg/mmol"),
    "not understood, in the unit of a ratio": ("loinc", "", "XYZ", "", "mg/mg"),
    "a specimen that is not understood": ("loinc", "", "Albumin", "Tube 3", "g/L"),
}


@pytest.mark.parametrize("case", OURS)
def test_a_test_is_one_of_ours(case: str) -> None:
    *key, analyte, unit = OURS[case]
    meaning = decide_test(LabTest(*key))
    assert (meaning.analyte, meaning.unit, meaning.ask, meaning.conflict) == (analyte, unit, "", "")


@pytest.mark.parametrize("case", OTHERS)
def test_a_test_is_another_one_and_named(case: str) -> None:
    *key, name = OTHERS[case]
    meaning = decide_test(LabTest(*key))
    assert (meaning.analyte, meaning.name, meaning.ask, meaning.conflict) == ("", name, "", "")


@pytest.mark.parametrize("case", ASKED)
def test_a_test_is_asked_about(case: str) -> None:
    meaning = decide_test(LabTest(*ASKED[case]))
    assert meaning.ask
    assert meaning.unit == ""


def test_every_code_has_a_certainty_and_stands_once() -> None:
    codes = known_codes()
    assert len(codes) == 75
    assert codes["loinc", "16285-9"].analyte == "inverse"


def test_a_code_in_place_of_a_name_is_read_as_a_code() -> None:
    meaning = decide_test(LabTest("omop", "0", "2890-2", "", "mg/g"))

    assert (meaning.analyte, meaning.unit, meaning.by) == ("upcr", "mg/g", "code")


@pytest.mark.parametrize(
    "name",
    [
        "NT-proBNP", "proBNP", "NT pro BNP", "Polyp size greatest dimension by CAP protocols",
        "Has lack of transportation kept you from appointments, meetings, work or daily living?",
        "Study protocol version", "How often do you have a drink containing alcohol a day at work",
        "Protocol deviation", "NT-pro-BNP [Mass/volume]", "pro-BNP",
        "LP-Proteína C reativa (PCR)", "L2 C-reactive protein", "LP-Creatinofosfoquinase",
        "LP-Tempo de protrombina", "Protrombina", "糖尿病", "infección urinaria",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_protein_is_not_asked_about(name):
    assert not decide_test(LabTest("loinc", "", name, "", "")).ask


@pytest.mark.parametrize(
    "name",
    [
        "Prot XY in urine", "Protein of the house", "U-Prot neu", "LP-Creatinina",
    ],
)  # fmt: skip
def test_what_may_be_a_protein_is_still_asked_about(name):
    assert decide_test(LabTest("loinc", "", name, "", "")).ask
