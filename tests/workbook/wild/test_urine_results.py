"""A cohort of which no urine result was read is an error, never "0 of n"."""

import pytest

from srns.cli import main
from tests.workbook.wild.reading import book, read, table, text


@pytest.mark.parametrize(
    "content",
    [
        "patient,day,albumin (g/dL)\nK1,0,1.8\n",
        "patient,day,creatinine (mg/dL)\nK1,0,0.4\n",
        "patient,sex,age at diagnosis (years)\nK1,f,4\n",
        "patient,race,ethnicity,sex\nK1,White,Hispanic,F\n",
        "patient,day,height (cm),weight (kg)\nK1,0,110,20\n",
        "Pat.-Nr.,Tag,Serumalbumin (g/l)\nK1,0,18\n",
        "Paciente,día,creatinina (mg/dL)\nK1,0,0.4\n",
        "patient,day,urine albumin/creatinine (mg/g),albumin (g/dL)\nK1,0,30,1.8\n",
        "patient,day,A/G ratio,albumin (g/dL)\nK1,0,1.1,1.8\n",
        "patient,day,Up/c (mg/mg),albumin (g/dL)\nK1,0,,1.8\n",
        "patient,day,cyclophosphamide (mg/m2)\nK1,0,500\n",
        "patient,day,dipstick,albumin (g/dL)\nK1,0,not done,1.8\nK1,30,not done,3.1\n",
        "patient,day,dipstick,albumin (g/dL)\nK1,0,NA,1.8\nK1,30,n/a,3.1\n",
    ],
)
def test_it_is_an_error(content):
    reading = read(text(content))

    assert [one.found for one in reading.errors] == ["no urine result in this workbook"]
    assert reading.for_verdicts().cohort is None


def test_recorded_responses_alone_are_a_query():
    reading = read(book({"Data": [["patient", "recorded response"], ["K1", "CR"]]}))

    assert [one.severity for one in reading.problems] == ["query"]
    assert reading.for_verdicts().cohort is not None


def test_a_column_of_urine_results_that_is_new_stops_the_next_data_cut():
    from srns.workbook.read_workbook import read_workbook
    from tests.workbook.wild.reading import proposed

    recipe = proposed(table("albumin (g/dL)", 1.8))
    reading = read_workbook(table("UPCR (mg/mmol)", 20), recipe=recipe)

    assert reading.cohort is None


def test_the_command_line_stops(tmp_path, capsys):
    path = tmp_path / "book.csv"
    path.write_text("patient,day,albumin (g/dL)\nK1,0,1.8\n")
    recipe = tmp_path / "r.toml"

    assert main(["recipe", str(path), "-o", str(recipe)]) == 0
    assert main(["classify", str(path), "--recipe", str(recipe)]) == 1
    assert "no urine result" in "".join(capsys.readouterr())
