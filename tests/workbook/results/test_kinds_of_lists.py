"""Lists of the kinds that were read wrongly, each with inputs of our own.

A kind is what such a file has in common, whatever its headings, units and formats are.
"""

import datetime

import pytest

from tests.workbook.results.lists import read_list, shown

VISIT = ("0.9", "18", "44")
LISTS = {
    # headings, how a row is typed, how the date is typed
    "a ward's export": (
        "Study ID|Date|Test|Value|Flag|Unit|Reference Range|Specimen|Ordering Ward",
        "{child}|{date}|{test}|{value} H|H|{unit}|<20|{specimen}|NEPH OPD",
        "%d/%m/%Y %H:%M",
    ),
    "a test a row with a drug": (
        "patient|date|test|result|unit|treatment",
        "{child}|{date}|{test}|{value}|{unit}|tacrolimus",
        "%Y-%m-%d",
    ),
    "subjects of a trial": (
        "USUBJID|Collection date|Lab test|Result|Units",
        "{child}|{date}|{test}|{value}|{unit}",
        "%d-%b-%Y",
    ),
    "record numbers": (
        "MRN|Collected|Component|Result|Unit",
        "{child}|{date}|{test}|{value}|{unit}",
        "%m/%d/%Y %I:%M:%S %p",
    ),
    "ISO with a zone": (
        "Patient ID|Sample date|Analyte|Value|Units",
        "{child}|{date}|{test}|{value}|{unit}",
        "%Y-%m-%dT%H:%M:%S+02:00",
    ),
    "stars and brackets": (
        "child|Date collected|Parameter|Result|Unit|Flag",
        "{child}|{date}|{test}|{value}*|{unit}|(H)",
        "%d.%m.%Y",
    ),
    "units in the cell": (
        "patient|date|test|result",
        "{child}|{date}|{test}|{value} {unit}",
        "%Y-%m-%d",
    ),
    "observations": (
        "OBS_ID|PATIENT_ID|OBS_TYPE|VALUE|UNIT|OBS_DATE",
        "O1|{child}|{test}|{value}|{unit}|{date}",
        "%Y-%m-%d",
    ),
    "codes of results": (
        "Patient ID|DRAW_DATE|LAB_RESULT_CODE|LAB_VALUE|LAB_UNIT",
        "{child}|{date}|{test}|{value}|{unit}",
        "%Y-%m-%d",
    ),
    "German": (
        "Pat.-Nr.|Entnahmedatum|Untersuchung|Ergebnis|Einheit|Material",
        "{child}|{date}|{test}|{value}|{unit}|{specimen}",
        "%d.%m.%Y %H:%M",
    ),
    "French": (
        "Patient|Date de prélèvement|Examen|Résultat|Unité",
        "{child}|{date}|{test}|{value}|{unit}",
        "%d/%m/%Y",
    ),
    "Spanish": (
        "Paciente|Fecha|Prueba|Resultado|Unidad",
        "{child}|{date}|{test}|{value}|{unit}",
        "%d/%m/%Y %H:%M",
    ),
    "three times": (
        "Study ID|Collected|Received|Resulted|Test|Result|Unit|Status",
        "{child}|{date}|2031-01-01 08:00|2032-01-01 08:00|{test}|{value}|{unit}|Final",
        "%Y-%m-%d %H:%M",
    ),
    "compact dates": (
        "patient|date|test|result|unit",
        "{child}|{date}|{test}|{value}|{unit}",
        "%Y%m%d%H%M",
    ),
}
TESTS = (
    ("Protein/Creatinine ratio, urine", "Urine", "mg/mg"),
    ("Albumin", "Plasma", "g/L"),
    ("Creatinine", "Plasma", "umol/L"),
)


@pytest.mark.parametrize("kind", LISTS)
def test_every_result_of_a_list_is_read_by_test_and_unit(kind: str) -> None:
    headings, row, dated = LISTS[kind]
    rows, expected = [], []
    for day in (datetime.datetime(2014, 12, 24, 13, 31), datetime.datetime(2015, 1, 17, 9, 5)):
        for (test, specimen, unit), value in zip(TESTS, VISIT, strict=True):
            rows.append(
                row.format(
                    child="K1",
                    date=day.strftime(dated),
                    test=test,
                    value=value,
                    unit=unit,
                    specimen=specimen,
                )
            )
        rows.append(
            row.format(
                child="K1",
                date=day.strftime(dated),
                test="Potassium",
                value="4.6",
                unit="mmol/L",
                specimen="Plasma",
            )
        )
        expected += [
            f"{day:%Y-%m-%d} upcr 0.9 mg/mg",
            f"{day:%Y-%m-%d} albumin 18 g/L",
            f"{day:%Y-%m-%d} creatinine 44 µmol/L",
        ]
    read = read_list(headings, *rows)
    assert shown(read) == expected
    assert set(read.frame["patient"]) == {"K1"}
    assert [problem for problem in read.problems if problem.severity == "error"] == []
    assert read.fates.count("ignored") == 2


EXCRETIONS = {
    "proteinuria in mg/day": ("Proteinuria", "8000", "mg/day", "protein_24h 8000 mg/day"),
    "24 h": ("24 h urine protein", "900", "mg/24h", "protein_24h 900 mg/day"),
    "grams": ("Protein, 24 hour, urine", "3.2", "g/24h", "protein_24h 3.2 g/day"),
    "per area": ("Urine protein", "960", "mg/m2/day", "protein_24h 960 mg/m2/day"),
    "per hour": ("Urine protein", "40", "mg/m2/h", "protein_24h 40 mg/m2/h"),
    "by its code": ("2889-4", "900", "mg/(24.h)", "protein_24h 900 mg/day"),
    "German": ("Eiweiß im 24-h-Urin", "900", "mg/24h", "protein_24h 900 mg/day"),
    "French": ("Protéinurie des 24 h", "0.9", "g/24h", "protein_24h 0.9 g/day"),
    "Spanish": ("Proteinuria 24 horas", "900", "mg/24h", "protein_24h 900 mg/day"),
    "Turkish": ("24 saatlik idrar proteini", "900", "mg/gün", "protein_24h 900 mg/day"),
    "Chinese": ("24小时尿蛋白", "900", "mg/24h", "protein_24h 900 mg/day"),
    "a sign": ("24 h urine protein", "<100", "mg/24h", "protein_24h <100 mg/day"),
}


@pytest.mark.parametrize("kind", EXCRETIONS)
def test_an_excretion_in_24_hours_is_never_a_ratio(kind: str) -> None:
    test, value, unit, expected = EXCRETIONS[kind]
    loinc = test if test[:1].isdigit() and "-" in test and " " not in test else ""
    name = "" if loinc else test
    read = read_list(
        "patient|date|test|loinc|result|unit", f"K1|2020-01-05|{name}|{loinc}|{value}|{unit}"
    )
    assert shown(read) == [f"2020-01-05 {expected}"]


RATIO_NAMES = (
    "Prot/Creat",
    "PROT/CREAT",
    "Protein/Creat",
    "Protein : Creatinine",
    "Protein-creatinine ratio",
    "P/C ratio",
    "UPCR",
    "uPCR",
    "UPC",
    "U Prot/Creat",
    "Urine Prot/Creat Ratio",
    "PROTEIN/CREATININE RATIO,URINE",
    "Protein/Kreatinin",
    "Protéine/créatinine",
)


@pytest.mark.parametrize("test", RATIO_NAMES)
def test_protein_over_creatinine_is_the_ratio_and_its_unit_is_asked(test: str) -> None:
    rows = ["K1|2020-01-05|{}|6.1|mg/mg", "K1|2020-02-05|{}|0.3|"]
    read = read_list("patient|date|test|result|unit", *(row.format(test) for row in rows))
    assert shown(read) == ["2020-01-05 upcr 6.1 mg/mg", "2020-02-05 upcr nan"]
    (question,) = read.open_tests
    assert question.label == test
    assert question.ask.startswith("its unit: mg/mg, g/g, mg/g")


OTHER_QUANTITIES = (
    ("Albumin/Creatinine ratio", "300", "mg/mmol"),
    ("Urine Albumin/Creatinine", "300", "mg/g"),
    ("ACR", "30", "mg/mmol"),
    ("Microalbumin", "300", "mg/L"),
    ("Albumin, urine", "300", "mg/L"),
    ("A/G", "0.6", ""),
    ("Albumin/globulin ratio", "0.6", ""),
    ("Globulin", "25", "g/L"),
    ("Prealbumin", "0.2", "g/L"),
    ("Creatinine clearance", "95", "mL/min"),
    ("eGFR", "95", "mL/min/1.73m2"),
    ("Creatine kinase", "95", "U/L"),
    ("C-reactive protein", "5", "mg/L"),
    ("Total protein", "55", "g/L"),
    ("Serum protein electrophoresis", "", ""),
    ("Cystatin C", "0.9", "mg/L"),
    ("CSF protein", "0.3", "g/L"),
)


@pytest.mark.parametrize(("test", "value", "unit"), OTHER_QUANTITIES)
def test_another_quantity_is_never_read_as_ours(test: str, value: str, unit: str) -> None:
    rows = [f"K1|2020-01-05|{test}|{value}|{unit}", "K1|2020-01-05|Albumin|18|g/L"]
    read = read_list("patient|date|test|result|unit", *rows)
    assert shown(read) == ["2020-01-05 albumin 18 g/L"]
    assert read.fates.of(0)[0] in ("ignored", "failed")


UNITS = {
    "mmol/L": ("Creatinine", "0.35", "mmol/L", "creatinine 350 µmol/L"),
    "mmol/L with digits that binary fractions lose": (
        "Creatinine",
        "0.041",
        "mmol/L",
        "creatinine 41 µmol/L",
    ),
    "umol/L": ("Creatinine", "44", "umol/L", "creatinine 44 µmol/L"),
    "mcmol/L": ("Creatinine", "44", "mcmol/L", "creatinine 44 µmol/L"),
    "mg/L": ("Creatinine", "4.5", "mg/L", "creatinine 0.45 mg/dL"),
    "mg%": ("Creatinine", "0.4", "mg%", "creatinine 0.4 mg/dL"),
    "gm/dl": ("Albumin", "1.8", "gm/dl", "albumin 1.8 g/dL"),
    "g%": ("Albumin", "1.8", "g%", "albumin 1.8 g/dL"),
    "µg/mg": ("Up/c", "300", "µg/mg", "upcr 300 mg/g"),
    "g/mmol": ("Up/c", "0.3", "g/mmol", "upcr 300 mg/mmol"),
    "mg/g creatinine": ("Up/c", "300", "mg/g creat", "upcr 300 mg/g"),
    "inches": ("Height", "40", "in", "height 101.6 cm"),
    "pounds": ("Weight", "40", "lb", "weight 18.1436948 kg"),
}


@pytest.mark.parametrize("kind", UNITS)
def test_a_stated_unit_is_kept_or_converted_exactly(kind: str) -> None:
    test, value, unit, expected = UNITS[kind]
    read = read_list("patient|date|test|result|unit", f"K1|2020-01-05|{test}|{value}|{unit}")
    (row,) = read.frame.itertuples()
    assert f"{row.analyte} {row.value:.12g} {row.unit}" == expected
