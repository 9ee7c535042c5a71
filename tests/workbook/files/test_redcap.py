"""REDCap: our dictionary written, exports read back, codes as labels, addresses true."""

import csv
import io

import pytest

from srns.cohort.dictionary import SHEETS
from srns.workbook.files.cells import WorkbookCells
from srns.workbook.files.redcap import open_redcap
from srns.workbook.files.redcap_dictionary import COLUMNS, REPEATING, write_dictionary
from srns.workbook.problems import Problem
from srns.workbook.read_workbook import read_workbook


def dictionary() -> bytes:
    stream = io.StringIO()
    write_dictionary(stream)
    return stream.getvalue().encode()


def fields() -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(dictionary().decode())))


def code_of(variable: str, label: str) -> str:
    choices = next(one[COLUMNS[5]] for one in fields() if one[COLUMNS[0]] == variable)
    return next(one.split(",")[0].strip() for one in choices.split("|") if label in one)


EXPORT = """record_id,redcap_repeat_instrument,redcap_repeat_instance,patients_sex,\
patients_histology,patients_complete,labs_date,labs_upcr,labs_albumin,infusions_date,\
infusions_cyclophosphamide_mg_m2
001,,,{female},MCD/IgM,2,,,,,
001,labs,1,,,,2005-01-10,2.5,2.1,,
001,labs,2,,,,2005-03-10,<0.3,x3.6,,
001,infusions,1,,,,,,,2005-01-01,500
"""


def export() -> bytes:
    return EXPORT.format(female=code_of("patients_sex", "female")).encode()


def test_the_dictionary_has_every_column_once_in_redcaps_form():
    rows = fields()

    assert list(rows[0]) == list(COLUMNS)
    assert rows[0][COLUMNS[0]] == "record_id"
    assert len({one[COLUMNS[0]] for one in rows}) == len(rows)
    assert len(rows) - 1 == sum(
        column.kind != "patient" for sheet in SHEETS for column in sheet.columns
    )
    for one in rows:
        assert one[COLUMNS[0]].replace("_", "").isalnum()
        assert one[COLUMNS[0]] == one[COLUMNS[0]].lower()
        assert one[COLUMNS[3]] in ("text", "notes", "dropdown")
        assert bool(one[COLUMNS[5]]) == (one[COLUMNS[3]] == "dropdown")
    assert REPEATING == ("Labs", "Diary", "Infusions", "Treatments", "Events")


def test_an_export_of_that_project_is_a_cohort_with_true_addresses():
    opened = open_redcap(export(), dictionary())
    assert isinstance(opened, WorkbookCells)
    reading = read_workbook(opened)

    assert [sheet.name for sheet in opened.sheets] == ["Patients", "Labs", "Infusions"]
    (error,) = reading.errors
    assert error.message.startswith("Labs!I4: found the text 'x3.6'; expected albumin in g/dL")
    mended = open_redcap(export().replace(b"x3.6", b"3.6"), dictionary())
    assert isinstance(mended, WorkbookCells)
    cohort = read_workbook(mended).cohort
    assert cohort is not None
    assert cohort.patients["sex"].tolist() == ["female"]
    labs = cohort.labs[["patient", "day", "analyte", "value", "bound", "cell"]]
    assert labs.astype(str).to_numpy().tolist() == [
        ["001", "9", "upcr", "2.5", "", "Labs!H3"],
        ["001", "68", "upcr", "0.3", "<", "Labs!H4"],
        ["001", "9", "albumin", "2.1", "", "Labs!I3"],
        ["001", "68", "albumin", "3.6", "", "Labs!I4"],
    ]
    assert cohort.infusions["cell"].tolist() == ["Infusions!J5"]


def test_the_ledger_adds_up_on_an_export():
    opened = open_redcap(export(), dictionary())
    assert isinstance(opened, WorkbookCells)
    ledger = read_workbook(opened).ledger

    assert ledger.cells == ledger.used + ledger.ignored + ledger.failed
    # Every filled cell under the header, and each header of each sheet.
    assert sum(
        value != "" for sheet in opened.sheets for row in sheet.rows[1:] for value in row
    ) == sum(bool(one) for line in export().decode().splitlines()[1:] for one in line.split(","))


THEIRS = (
    "Variable / Field Name,Form Name,Field Type,Field Label,"
    '"Choices, Calculations, OR Slider Labels"\n'
    "id,demo,text,Study ID,\n"
    'sex,demo,radio,Sex,"0, Male | 1, Female"\n'
    'drugs,demo,checkbox,Prior immunosuppression,"1, tacrolimus | -9, rituximab, later"\n'
    "alive,demo,yesno,Alive,\n"
)


def test_codes_become_labels_and_a_checkbox_one_list():
    content = b"id,sex,drugs___1,drugs____9,alive,demo_complete\n7,1,1,1,0,2\n8,0,0,0,1,2\n"
    opened = open_redcap(content, THEIRS.encode())
    assert isinstance(opened, WorkbookCells)

    (sheet,) = opened.sheets
    assert sheet.name == "demo"
    assert sheet.rows == [
        ["patient", "Sex", "Prior immunosuppression", "", "Alive", "demo_complete"],
        [7.0, "Female", "tacrolimus, rituximab, later", "", "no", 2.0],
        [8.0, "Male", "", "", "yes", 2.0],
    ]


def test_labels_in_the_export_stay():
    content = b"id,sex,drugs___1,drugs____9,alive\n7,Female,Checked,Unchecked,Yes\n"
    opened = open_redcap(content, THEIRS.encode())
    assert isinstance(opened, WorkbookCells)

    assert opened.sheets[0].rows[1] == [7.0, "Female", "tacrolimus", "", "Yes"]


@pytest.mark.parametrize(
    ("content", "about", "said"),
    [
        (b"", THEIRS.encode(), "an empty file"),
        (b"id,sex\n1,1\n", b"a,b\n1,2\n", "a data dictionary without the columns"),
        (b"nr,sex\n1,1\n", THEIRS.encode(), "an export whose first column is 'nr'"),
        (b"%PDF", THEIRS.encode(), "a PDF document"),
    ],
)
def test_what_is_no_export_is_said_in_a_sentence(content, about, said):
    problem = open_redcap(content, about)

    assert isinstance(problem, Problem)
    assert said in problem.message
