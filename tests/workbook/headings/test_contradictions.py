"""Words and units that make a heading another quantity, which is named and left out."""

import pytest

from srns.cohort.dictionary import SHEETS
from srns.workbook.headings.heading import parse_heading

NAMED = {
    "urine protein/creatinine ratio": (),
    "24-hour urine protein": (
        "proteinuria (mg/day)",
        "Proteinuria g/24h",
        "proteinuria_24h",
        "Prot. 24h (g)",
        "24hUP (g/24 h)",
        "Urine protein excretion mg/m2/d",
        "Proteinuria, mg/m²/h",
        "protein g/d",
        "UTP 24h mg",
        "24-h urinary protein",
        "Protéinurie (g/24 h)",
        "Eiweiß im 24-h-Sammelurin (mg/d)",
        "蛋白尿 mg/24h",
        "Proteinuria 24 horas",
        "total protein, 24 hour urine (mg)",
    ),
    "urine protein/creatinine ratio change": (
        "UPCR ratio to baseline",
        "UPCR % of baseline",
        "% baseline UPCR",
        "Up/c (% of baseline)",
        "UPCR from baseline",
    ),
    "albumin/globulin ratio": (
        "A/G",
        "Albumin/globulin ratio",
        "alb/glob",
        "A:G ratio",
        "A-G ratio",
        "AG ratio",
        "Albumin-Globulin-Quotient",
        "albumin : globulin",
        "Cociente albúmina/globulina",
        "albumin_globulin_ratio",
        "ALBUMIN TO GLOBULIN RATIO",
        "白球比",
    ),
    "albumin infusion": (
        "Albumin infusion (g)",
        "albumin infusions",
        "IV albumin (g/kg)",
        "albumin given",
        "albumin 20 % (mL)",
        "Albumin dose (g/kg)",
        "albumin_infusion_date",
        "number of albumin infusions",
        "Albumingabe",
        "Perfusion d'albumine",
        "Infusión de albúmina",
        "人血白蛋白",
    ),
    "urine albumin/creatinine ratio": (
        "Urine Albumin/Creatinine (mg/mmol)",
        "ACR",
        "uACR (mg/g)",
        "albumin-to-creatinine ratio",
        "Albumin (mg/g)",
        "Albumin mg/g creatinine",
        "ualb_creat",
        "urine microalbumin/creatinine ratio",
        "Alb:Cr",
        "Albumin-Kreatinin-Quotient",
        "rapport albuminurie/créatininurie",
        "尿白蛋白/肌酐",
    ),
    "urine albumin": (
        "urine albumin",
        "microalbumin",
        "Microalbuminuria (mg/L)",
        "albumin, urine",
        "U-Alb",
        "albumin mg/24h",
        "urinary albumin excretion",
        "albuminuria",
        "Albumin (urine) mg/dL",
        "Albumin im Urin",
        "spot urine albumin",
        "尿白蛋白",
    ),
    "creatinine clearance": (
        "Creatinine clearance (mL/min)",
        "CrCl",
        "clearance of creatinine",
        "24h creatinine clearance",
        "Creatinine (mL/min)",
        "CLCR mL/min/1.73m2",
        "estimated creatinine clearance",
        "Kreatinin-Clearance",
        "clairance de la créatinine",
        "Aclaramiento de creatinina",
        "creat_clearance",
        "内生肌酐清除率",
    ),
    "urine creatinine": (
        "urine creatinine (mg/dL)",
        "U-Creat",
        "creatinine, urine mmol/L",
        "ucreat",
        "spot urine creatinine",
        "Kreatinin im Urin",
        "créatininurie",
        "creatinina en orina",
        "尿肌酐",
    ),
    "24-hour urine creatinine": (
        "creatinine (24 h)",
        "Creatinine mg/kg/d",
        "urinary creatinine excretion",
    ),
    "urine protein concentration": (
        "urine protein mg/dL",
        "Protein im Urin (mg/L)",
        "urinary protein g/L",
    ),
    "urine protein of a timed sample other than 24 hours": (
        "overnight urine protein (mg)",
        "12 h urine protein",
    ),
    "creatinine/protein ratio (the inverse)": (
        "Creat/Prot",
        "creatinine/protein",
        "Creatinine to protein ratio",
        "urine creatinine/protein ratio",
        "Cr:Prot",
        "Kreatinin/Protein",
        "créatininurie/protéinurie",
        "creatinina/proteína",
        "kreatinin/protein",
        "肌酐/尿蛋白",
    ),
    "serum total protein": (
        "total protein",
        "Total Protein (g/dL)",
        "serum protein",
        "TP g/L",
        "Gesamteiweiß",
        "protides totaux",
        "proteínas totales",
        "proteine totali",
        "总蛋白",
        "plasma total protein",
    ),
    "C-reactive protein": (
        "CRP",
        "C-reactive protein (mg/L)",
        "hs-CRP",
        "PCR (mg/L)",
        "PCR mg/dL",
        "Proteína C reactiva",
        "protéine C réactive",
        "C反应蛋白",
        "serum CRP",
        "proteina C-reattiva",
    ),
}
COLUMNS = {
    "24-hour urine protein": "Labs.protein_24h",
    "urine protein concentration": "Labs.urine_protein",
    "urine creatinine": "Labs.urine_creatinine",
}
DECIDING = {
    *COLUMNS,
    "creatinine/protein ratio (the inverse)",
    "urine protein of a timed sample other than 24 hours",
}
OTHERS = (
    *("mother's height", "Height of father (cm)", "maternal weight", "paternal height"),
    *("donor creatinine", "mid-parental height", "target height", "sibling's age"),
    *("birth weight (g)", "weight at birth", "birth length", "gestational age (weeks)"),
    *("height SDS", "Ht-SDS", "weight z-score", "BMI SDS", "height percentile", "HAZ"),
    *("height SD score", "weight centile", "Größe SDS", "talla percentil", "身高百分位"),
    *("mean albumin", "median UPCR", "nadir albumin", "peak creatinine", "albumin SD"),
    *("time-averaged UPCR", "log UPCR", "UPCR change from baseline", "delta albumin"),
    *("corrected creatinine", "albumin-corrected calcium", "corrected UPCR", "eGFR slope"),
    *("albumin unit", "albumin reference range", "creatinine flag", "UPCR comment", "ULN albumin"),
    *("prealbumin", "globulin", "gamma globulin", "protein C", "retinol binding protein"),
    *("CSF protein", "ascites albumin", "pleural fluid protein", "stool albumin", "前白蛋白"),
    *("eGFR", "cystatin C", "creatine kinase", "urine osmolality", "urine volume (mL)"),
    *("last infusion", "number of infusions", "oral cyclophosphamide", "CYC (mg/kg/d)"),
    *("Cyclophosphamide oral (mg/kg/d)", "cyclophosphamide PO", "cumulative CYC (mg/kg)"),
    *("date of birth", "DofB", "date of biopsy", "date of diagnosis", "date of remission"),
    *("RESULT_DATE", "received date", "date reported", "order date", "date of discharge"),
    *("admission date", "Entlassungsdatum", "transplant date", "date of death", "入院日期"),
)
ASKED = (
    *("proteinuria", "urine protein", "Protein", "PCR", "Ratio", "protein ratio", "result"),
    *("albumin mg/L", "albumin (kg)", "albumin xyz", "UPCR foo", "visit"),
    *("albumin and creatinine", "protein g/L", "xyz date", "patient xyz", "Proteinurie", "尿蛋白"),
    *("date at transplant", "date after infusion", "Protein [Presence] in Urine by Test strip"),
    *("Albumin in serum by xyz method", "albumin comment xyz"),
    *("albumin day 3 xyz", "dosage albumin", "data albumin", "creatinine/xyz"),
)


@pytest.mark.parametrize(
    ("typed", "quantity"),
    [(typed, quantity) for quantity, all_typed in NAMED.items() for typed in all_typed],
)
def test_another_quantity_is_named(typed, quantity):
    heading = parse_heading(typed)

    assert (heading.column, heading.quantity) == (COLUMNS.get(quantity), quantity)
    assert heading.may_decide is (quantity in DECIDING)


@pytest.mark.parametrize("typed", OTHERS)
def test_a_contradicting_word_leaves_out_by_name(typed):
    heading = parse_heading(typed)

    assert heading.column is None
    assert heading.quantity
    assert not heading.may_decide
    assert not heading.unexplained


@pytest.mark.parametrize("typed", ASKED)
def test_what_is_not_sure_is_never_lost(typed):
    heading = parse_heading(typed)

    assert (heading.column, heading.may_decide) == (None, True)


UNSURE = {
    *("PCR", "proteinuria", "unit", "visit", "follow up date", "day 0"),
    *("urine protein", "urine protein concentration", "urinary protein", "u-protein", "u-prot"),
    *("urine_protein", "urine protein excretion"),
}
"""Headings of the dictionary that, alone, may also mean something else."""


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_every_heading_of_the_dictionary_is_understood(sheet):
    for column in sheet.columns:
        for typed in (column.label, column.id, column.header, *column.synonyms):
            heading = parse_heading(typed)
            if typed in UNSURE:
                assert heading.column is None, typed
            elif column.id == "patient":
                assert heading.column == "patient", typed
            else:
                assert heading.column is not None, typed
                own = heading.column.partition(".")[2]
                shared = {"notes": "note", "date": "index_date", "start_date": "index_date"}
                assert column.id in (own, shared.get(own), "detail"), typed


@pytest.mark.parametrize(
    ("typed", "column", "unit"),
    [
        ("Creatinine (mmol/L)", "Labs.creatinine", "mmol/L"),
        ("S-Albumin in g/dL", "Labs.albumin", "g/dL"),
        ("albumin g%", "Labs.albumin", "g/dL"),
        ("Albumin (‰)", "Labs.albumin", "g/L"),
        ("creat mg%", "Labs.creatinine", "mg/dL"),
        ("upcr_mg_mmol", "Labs.upcr", "mg/mmol"),
        ("UPCR, mg/mM", "Labs.upcr", "mg/mmol"),
        ("Urine protein (mg/g creatinine)", "Labs.upcr", "mg/g"),
        ("Urine protein, g/gCr", "Labs.upcr", "g/g"),
        ("Height in", "Labs.height", ""),
        ("Height (in)", "Labs.height", "in"),
        ("weight lbs", "Labs.weight", "lb"),
        ("Größe_cm", "Labs.height", "cm"),
        ("age at diagnosis (months)", "Patients.age_at_diagnosis_years", "months"),
        ("albumin µmol/L", "Labs.albumin", "µmol/L"),
    ],
)
def test_a_stated_unit_is_kept(typed, column, unit):
    heading = parse_heading(typed)

    assert (heading.column, heading.unit) == (column, unit)


@pytest.mark.parametrize(
    ("typed", "column", "unit"),
    [
        ("Protein/Creatinine Ratio (UPCR)", "Labs.upcr", ""),
        ("UPCR (urine protein to creatinine ratio), mg/g", "Labs.upcr", "mg/g"),
        ("UPC (Prot/Creat)", "Labs.upcr", ""),
        ("尿蛋白/肌酐（UPCR）", "Labs.upcr", ""),
        ("PCR (protein/creatinine ratio)", "Labs.upcr", ""),
        ("Albumin (Alb)", "Labs.albumin", ""),
        ("Index protéine/créatinine (RPC)", "Labs.upcr", ""),
        ("Serum creatinine (SCr) µmol/L", "Labs.creatinine", "µmol/L"),
        ("Cyclophosphamide (CYC), mg/m2", "Infusions.cyclophosphamide_mg_m2", "mg/m2"),
        ("Height (Ht) cm", "Labs.height", "cm"),
        ("Eiweiß/Kreatinin (EKQ)", "Labs.upcr", ""),
    ],
)
def test_a_name_may_be_said_twice(typed, column, unit):
    heading = parse_heading(typed)

    assert (heading.column, heading.unit, heading.unexplained) == (column, unit, ())


@pytest.mark.parametrize(
    ("typed", "column", "unit"),
    [
        ("Albumin (35-50 g/L)", "Labs.albumin", "g/L"),
        ("Albumin [3.5 - 5.0]", "Labs.albumin", ""),
        ("Albumin (normal 3.5-5.2 g/dL)", "Labs.albumin", "g/dL"),
        ("UPCR (<20 mg/mmol)", "Labs.upcr", "mg/mmol"),
        ("UPCR mg/g (ref. < 200)", "Labs.upcr", "mg/g"),
        ("Spot urine P/C (reference range: <0.2 mg/mg)", "Labs.upcr", "mg/mg"),
        ("Kreatinin (Norm 0,3-0,7 mg/dl)", "Labs.creatinine", "mg/dL"),
        ("Creatinina (valores normales 0.3-0.7 mg/dL)", "Labs.creatinine", "mg/dL"),
        ("C3 (0.9-1.8 g/L)", "Patients.c3", "g/L"),
        ("Albumine (N: 35-50 g/L)", None, "g/L"),
    ],
)
def test_a_normal_range_in_brackets_is_no_other_quantity(typed, column, unit):
    heading = parse_heading(typed)

    assert (heading.column, heading.unit) == (column, unit)
    assert heading.may_decide or not (heading.column or "Labs.upcr").startswith("Labs.u")


@pytest.mark.parametrize(
    "typed",
    [
        "protein temp",
        "albumin hemoglobin",
        "protein weight",
        "albumin sodium",
        "24 h urine protein creatine ratio",
        "spot urine",
        "24h urine",
        "urine",
        "Eiweiß temp",
    ],
)
def test_two_substances_side_by_side_are_not_dropped_in_silence(typed):
    heading = parse_heading(typed)

    assert (heading.column, heading.may_decide) == (None, True)


@pytest.mark.parametrize(
    ("typed", "column"),
    [
        ("Protein/Creatinine [Mass Ratio] in Urine", "Labs.upcr"),
        ("Protein/Creatinine [Ratio] in 24 hour Urine", "Labs.upcr"),
        ("Creatinine/Protein [Mass Ratio] in Urine", None),
        ("Protein [Mass/time] in 24 hour Urine", "Labs.protein_24h"),
        ("Albumin [Mass/volume] in Serum or Plasma", "Labs.albumin"),
        ("Albumin [Moles/volume] in Serum or Plasma", "Labs.albumin"),
        ("Albumin [Mass/volume] in Serum or Plasma by Bromocresol green (BCG)", "Labs.albumin"),
        ("Albumin [Mass/volume] in Urine", None),
        ("Albumin/Creatinine [Mass Ratio] in Urine", None),
        ("Creatinine [Mass/volume] in Serum or Plasma", "Labs.creatinine"),
        ("Creatinine [Mass/volume] in Urine", "Labs.urine_creatinine"),
        ("Protein [Mass/volume] in Urine by Test strip", "Labs.dipstick"),
    ],
)
def test_the_long_names_of_loinc_are_understood(typed, column):
    heading = parse_heading(typed)

    assert (heading.column, heading.unexplained) == (column, ())
