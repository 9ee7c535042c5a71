"""Laboratory lists in which no heading says whose the results are, when they are, or of what."""

import pytest

from srns.workbook.recipe.propose import in_template_shape
from tests.workbook.wild.layouts import (
    assert_accounted,
    kinds_of_questions,
    reasons,
    run_in_a_shell,
)
from tests.workbook.wild.reading import book, proposed, read, results, text

FIRST = "first urine result"
TESTS = [
    ["2020-01-06", "Protein/Creatinine ratio", 6.1, "mg/mg"],
    ["2020-01-06", "Albumin", 1.8, "g/dL"],
    ["2020-02-05", "Protein/Creatinine ratio", "<0.2", "mg/mg"],
    ["2020-02-05", "Albumin", 3.8, "g/dL"],
    ["2020-02-05", "Potassium", 4.1, "mmol/L"],
]
UPCR = [(0, 6.1, "", "mg/mg"), (30, 0.2, "<", "mg/mg")]
ALBUMIN = [(0, 1.8, "", "g/dL"), (30, 3.8, "", "g/dL")]


def of_one_child(*headings: str) -> list[list[object]]:
    """Return the results of one child with a column of reference ranges."""
    return [[*headings, "reference range"], *([*row, "0-1"] for row in TESTS)]


def with_child(*headings: str) -> list[list[object]]:
    """Return the same results with a column for the child in front."""
    return [list(headings), *(["K1", *row] for row in TESTS)]


@pytest.mark.parametrize(
    "headings",
    [
        pytest.param(("date", "test", "result", "unit"), id="the template's words"),
        pytest.param(("date", "marker", "value", "units"), id="an app for one's own results"),
        pytest.param(("Date", "Name", "Value", "Unit"), id="a name that is no child's"),
        pytest.param(("Collected", "Component", "Result", "Units"), id="a patient portal"),
        pytest.param(("Datum", "Parameter", "Messwert", "Einheit"), id="German"),
        pytest.param(("Fecha", "Prueba", "Resultado", "Unidad"), id="Spanish"),
        pytest.param(("Data da coleta", "Exame", "Valor", "Unidade"), id="Portuguese"),
        pytest.param(("Date prélèvement", "Analyse", "Résultat", "Unité"), id="French"),
        pytest.param(("Data prelievo", "Esame", "Risultato", "Unità"), id="Italian"),
        pytest.param(("Tarih", "Tetkik", "Sonuç", "Birim"), id="Turkish"),
        pytest.param(("采样时间", "检验项目", "结果", "单位"), id="Chinese"),
        pytest.param(("検査日", "検査項目", "結果", "単位"), id="Japanese"),
        pytest.param(("colldt", "What", "Result", "Unit"), id="neither the date nor the test"),
    ],
)
def test_a_list_of_one_child_is_asked_about_and_read(headings):
    opened = book({"Portal": of_one_child(*headings)})
    asked = proposed(opened).questions[0]

    assert asked.asks == "Sheet Portal: is 'Portal' the child of all its rows?"
    assert asked.options == ("the name of the sheet", "leave it out")
    reading = read(opened, child="the name of the sheet", sample_date="colldt", day_zero=FIRST)
    assert results(reading, "upcr") == UPCR
    assert results(reading, "albumin") == ALBUMIN
    assert list(reading.cohort.patients["patient"]) == ["Portal"]
    assert_accounted(opened, reading)


@pytest.mark.parametrize(
    "date",
    ["colldt", "Zeitstempel (Abnahme)", "Entn. am", "D.", "DT_COL", "Moment", "t",
     "Zeit der Probe X", "col dtm", "tp", "kdy"],
)  # fmt: skip
def test_a_date_that_no_heading_names_is_asked_and_read(date):
    opened = book({"Export": with_child("patient", date, "test", "result", "unit")})

    asked = proposed(opened).questions
    assert [one.asks for one in asked] == ["Sheet Export: which column is the sample date?"]
    assert asked[0].options == (date, "leave it out")
    reading = read(opened, sample_date=date, day_zero=FIRST)
    assert results(reading, "upcr") == UPCR
    assert_accounted(opened, reading)


@pytest.mark.parametrize("kind", ["child", "sample date"])
def test_what_is_left_out_is_in_the_ledger_and_never_silent(kind):
    rows = of_one_child("colldt", "test", "result", "unit")
    opened = book({"Portal": rows})
    answers = {"child": "the name of the sheet", "sample_date": "colldt"}
    reading = read(opened, **{**answers, kind.replace(" ", "_"): "leave it out"})

    assert reading.errors
    assert {why.partition(", was")[0] for why in reasons(reading).values()} == {
        "who the child is, or when the samples were taken"
    }
    assert_accounted(opened, reading)


def test_a_column_that_may_name_the_child_is_offered():
    rows = [["wer", "date", "test", "result", "unit"]]
    rows += [[name, *row] for name in ("F-a", "F-b") for row in TESTS]
    opened = book({"Export": rows})

    assert proposed(opened).questions[0].options == (
        "wer", "the name of the sheet", "leave it out",
    )  # fmt: skip
    reading = read(opened, child="wer", day_zero=FIRST)
    assert results(reading, "upcr") == [*UPCR, *UPCR]
    assert sorted(reading.cohort.patients["patient"]) == ["F-a", "F-b"]


@pytest.mark.parametrize(
    ("tab", "above", "child"),
    [
        pytest.param("Labs", ["Patient: 17"], "17", id="a line names the child"),
        pytest.param("Labs", ["Study ID", "A-4"], "A-4", id="a label beside its value"),
        pytest.param("Pt 3", ["Laboratory"], "3", id="the tab numbers the child"),
    ],
)
def test_a_child_that_the_sheet_names_is_not_asked(tab, above, child):
    opened = book({tab: [above, *of_one_child("date", "test", "result", "unit")]})

    assert kinds_of_questions(opened) == []
    reading = read(opened, day_zero=FIRST)
    assert list(reading.cohort.patients["patient"]) == [child]
    assert results(reading, "upcr") == UPCR


def test_a_recipe_may_say_the_number_of_the_child():
    opened = text("date,marker,value,units\n2020-01-06,UPCR,6.1,mg/mg\n2020-02-05,UPCR,1,mg/mg\n")
    recipe = proposed(opened)

    assert recipe.tables[0].patient == "Data"
    assert kinds_of_questions(opened) == ["child"]


def test_beside_the_template_such_a_list_is_never_ignored_in_silence():
    children = [["patient", "sex"], ["K1", "female"]]
    labs = [["patient", "day", "Up/c (mg/mg)"], ["K1", 0, 3.1]]
    portal = of_one_child("date", "test", "result", "unit")
    opened = book({"Patients": children, "Labs": labs, "Portal": portal})

    assert not in_template_shape(opened)
    assert "child" in kinds_of_questions(opened)


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([["item", "value", "unit"], ["height", 140, "cm"]], id="a legend"),
        pytest.param([["test", "result", "comment"], ["NPHS1", "p.1", ""]], id="a gene"),
        pytest.param([["date", "price", "unit"], ["2020-01-06", 3, "EUR"]], id="no test"),
    ],
)
def test_what_is_no_list_of_results_is_not_taken_for_one(rows):
    assert not any(one.tests for one in proposed(book({"Notes": rows})).tables)


@pytest.mark.parametrize(
    ("headings", "albumin", "ratio"),
    [
        pytest.param(
            "USUBJID,VISIT,LBDT,LBDY,LBCAT,LBTEST,LBSTRESU,LBSTRESN",
            "K1,V1,2020-01-06,1,Serum,Albumin,g/L,18",
            "K1,V1,2020-01-06,1,Urine,Protein/Creatinine,mg/mg,6.1",
            id="SDTM without short names",
        ),
        pytest.param(
            "SUBJID,LBTEST,LBORRES,LBORRESU,LBDTC",
            "K1,Albumin,18,g/L,2020-01-06",
            "K1,Protein/Creatinine,6.1,mg/mg,2020-01-06",
            id="SDTM by subject",
        ),
        pytest.param(
            "USUBJID,ADT,ADY,PARAMCAT,PARAM,AVAL",
            "K1,2020-01-06,1,Serum,Albumin (g/L),18",
            "K1,2020-01-06,1,Urine,Protein/Creatinine (mg/mg),6.1",
            id="ADaM without short names",
        ),
        pytest.param(
            "USUBJID,VISIT,DT,DY,CAT,TEST,STRESU,STRESN",
            "K1,V1,2020-01-06,1,Serum,Albumin,g/L,18",
            "K1,V1,2020-01-06,1,Urine,UPCR,mg/mg,6.1",
            id="without the letters of the domain",
        ),
        pytest.param(
            "subjid,sex,visit,colldt,test,result,unit",
            "K1,f,V1,2020-01-06,ALB,18,g/L",
            "K1,f,V1,2020-01-06,UPCR,6.1,mg/mg",
            id="raw data of a study",
        ),
        pytest.param(
            "id,effective,patient_id,code,code_display,component_value,component_unit",
            "o1,01/06/2020 01:48:13 PM,K1,1751-7,Albumin,18,g/L",
            "o2,01/26/2020 01:48:13 PM,K1,2890-2,Protein/Creatinine,6.1,mg/mg",
            id="observations, with a number of their own",
        ),
        pytest.param(
            "PatientID,Code,Name,Value,Unit,Date",
            "K1,A1,Albumin,18,g/L,2020-01-06",
            "K1,P1,Protein/Creatinine,6.1,mg/mg,2020-01-06",
            id="a name beside a code of the laboratory",
        ),
        pytest.param(
            "Patient-ID,Fall-Nr,LOINC,Parameter,Messwert,Einheit,Zeitstempel (Abnahme)",
            "K1,1,1751-7,Albumin,18,g/L,2020-01-06",
            "K1,1,2890-2,Protein/Kreatinin,6.1,mg/mg,2020-01-06",
            id="a German template for test data",
        ),
        pytest.param(
            "MRN,date,what was done,result,unit",
            "K1,2020-01-06,Albumin,18,g/L",
            "K1,2020-01-06,UPCR,6.1,mg/mg",
            id="a test known by its cells",
        ),
        pytest.param(
            "patient,date,test category,test,result,unit",
            "K1,2020-01-06,Chemistry,Albumin,18,g/L",
            "K1,2020-01-06,Urine chemistry,UPCR,6.1,mg/mg",
            id="with a category of tests",
        ),
    ],
)
def test_lists_with_few_of_the_known_headings_are_read(headings, albumin, ratio):
    opened = text("\n".join([headings, albumin, ratio]) + "\n")
    unnamed = [one for one in headings.split(",") if one in ("colldt", "Zeitstempel (Abnahme)")]
    reading = read(opened, sample_date="".join(unnamed), day_zero=FIRST)

    assert [value for _, value, _, _ in results(reading, "upcr")] == [6.1]
    assert [(value, unit) for _, value, _, unit in results(reading, "albumin")] == [(18, "g/L")]
    assert_accounted(opened, reading)


@pytest.mark.parametrize(
    ("category", "test", "value", "unit", "is_ours"),
    [
        pytest.param("URINALYSIS", "Creatinine", 88, "mg/dL", False, id="a urine creatinine"),
        pytest.param("Urine", "Creatinine", 8, "mmol/L", False, id="in SI units"),
        pytest.param("CHEMISTRY", "Creatinine", 0.8, "mg/dL", True, id="a serum creatinine"),
        pytest.param("Serum", "Creatinine", 0.8, "mg/dL", True, id="said to be of serum"),
        pytest.param("", "Creatinine", 0.8, "mg/dL", True, id="no category"),
        pytest.param("Urina", "Creatinina", 88, "mg/dL", False, id="Portuguese"),
        pytest.param("Urin", "Kreatinin", 88, "mg/dL", False, id="German"),
        pytest.param("尿常规", "肌酐", 8, "mmol/L", False, id="Chinese"),
        pytest.param("Renal panel", "Creatinine", 0.8, "mg/dL", True, id="a panel"),
        pytest.param("idrar", "Kreatinin", 88, "mg/dL", False, id="Turkish"),
    ],
)
def test_a_category_says_that_a_test_is_of_urine(category, test, value, unit, is_ours):
    rows = [["patient", "day", "category", "test", "result", "unit"]]
    rows += [["K1", 0, category, test, value, unit], ["K1", 0, "", "UPCR", 1.2, "mg/mg"]]
    reading = read(book({"Export": rows}))

    assert len(results(reading, "creatinine")) == is_ours
    assert results(reading, "upcr") == [(0, 1.2, "", "mg/mg")]


def test_a_shell_leads_from_such_a_list_to_a_verdict(tmp_path, capsys):
    sheets = {"Portal": of_one_child("date", "marker", "value", "units")}
    answers = {"child": "the name of the sheet"}

    assert run_in_a_shell(tmp_path, sheets, answers)[:2] == (0, 1)  # day 0 is still open
    assert "first urine result" in capsys.readouterr().out
