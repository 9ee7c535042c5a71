"""Other quantities are named and left out, and a heading that leaves it open is asked about."""

import pytest

from tests.workbook.wild.reading import book, meanings, proposed, read, results, table

NAMED = {
    "A/G": "albumin/globulin ratio",
    "Albumin/globulin ratio": "albumin/globulin ratio",
    "Albumin infusion (g)": "albumin infusion",
    "Urine Albumin/Creatinine (mg/mmol)": "urine albumin/creatinine ratio",
    "ACR (mg/g)": "urine albumin/creatinine ratio",
    "Creatinine clearance (mL/min)": "creatinine clearance",
    "CrCl (mL/min)": "creatinine clearance",
    "24 h urine creatinine (mg)": "24-hour urine creatinine",
    "birth weight (kg)": "birth weight",
    "mother's height (cm)": "mother's height in cm",
    "height SDS": "height standard deviation score",
    "weight z-score": "weight standard deviation score",
    "Clairance de la créatinine (mL/min)": "creatinine clearance",
    "Kreatinin-Clearance (ml/min)": "creatinine clearance",
    "minimum albumin (g/dL)": "minimum albumin in g/dL",
}


@pytest.mark.parametrize(("heading", "name"), NAMED.items())
def test_it_is_named_and_left_out(heading, name):
    opened = table(heading, 0.6, 1.2, 1.4)
    recipe = proposed(opened)

    assert recipe.questions == ()
    assert recipe.tables[0].columns[3].means == "ignore"
    assert recipe.tables[0].columns[3].why == f"another quantity: {name}"
    assert set(read(opened).cohort.labs["analyte"]) == {"upcr"}


@pytest.mark.parametrize(
    "heading", ["albumin xyz", "albumin (foo)", "proteinuria", "PCR", "creatinine qwx", "last UPCR"]
)
def test_what_a_heading_leaves_open_is_asked(heading):
    opened = table(heading, 1.8, 3.6)
    (question,) = [one for one in proposed(opened).questions if one.id.startswith("which")]

    assert question.options[-1] == "leave it out"
    assert read(opened).cohort is None
    assert len(results(read(opened, which="leave it out"), "upcr")) == 2


def test_the_answer_says_what_it_is_and_in_which_unit():
    reading = read(table("albumin xyz", 18, 36), which="albumin in g/L")

    assert results(reading, "albumin") == [(0, 18, "", "g/L"), (30, 36, "", "g/L")]


@pytest.mark.parametrize(
    "heading", ["Prot/Creat", "Protein/creatinine", "P:C", "prot:creat ratio", "uPCR", "UPCR"]
)
def test_prot_creat_is_the_ratio(heading):
    opened = book({"Data": [["study_id", "day", heading], ["K1", 0, 6.1], ["K1", 60, 0.1]]})

    assert meanings(opened)[heading] == "Labs.upcr"
    assert [one.id.partition(":")[0] for one in proposed(opened).questions] == ["unit"]
    assert results(read(opened, unit="mg/mg"), "upcr")[0] == (0, 6.1, "", "mg/mg")


@pytest.mark.parametrize("heading", ["UPCR outside lab (mg/mg)", "albumin local lab (g/dL)"])
def test_words_beside_a_result_make_no_text_of_it(heading):
    opened = table(heading, 2.5, 1.2)

    assert meanings(opened)[heading] == "ignore"
    assert [one.id.partition(":")[0] for one in proposed(opened).questions] == ["which"]
