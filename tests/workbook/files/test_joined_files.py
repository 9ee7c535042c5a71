"""Several files of one cohort: their sheets, their addresses, and what cannot be joined."""

import io

import openpyxl
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from srns.privacy.find_identifiers import find_private
from srns.workbook.files.cells import WorkbookCells
from srns.workbook.files.joined_files import find_copies, join_workbooks
from srns.workbook.files.open_workbook import open_workbook
from srns.workbook.problems import Problem
from srns.workbook.read_workbook import read_workbook
from srns.workbook.results.open_export import open_all, open_cohort, open_together
from tests.workbook.wild.reading import save

PATIENTS = b"patient,sex,first infusion\nK1,f,2021-03-01\n"
URINE = b"Study ID,Date,Test,Result,Unit\nK1,2021-06-01,Protein/creatinine ratio urine,0.1,mg/mg\n"


def opened(content, name):
    found = open_workbook(content, name)
    assert not isinstance(found, Problem)
    return found


def excel(title, *rows, epoch=None):
    book = openpyxl.Workbook()
    book.worksheets[0].title = title
    for row in rows:
        book.worksheets[0].append(row)
    if epoch:
        book.epoch = epoch
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_a_result_names_its_file_as_its_sheet():
    files = {"a.csv": opened(PATIENTS, "patients.csv"), "b.csv": opened(URINE, "urine.csv")}
    joined = join_workbooks(files)
    assert not isinstance(joined, Problem)
    reading = read_workbook(joined, name="both")

    assert reading.cohort is not None
    assert reading.cohort.labs["cell"].tolist() == ["urine!D2"]


def test_sheets_of_one_name_are_told_apart_by_their_files():
    one, two = (excel("Sheet1", ["patient", "sex"], [child, "f"]) for child in ("1", "2"))
    files = {"north.xlsx": opened(one, "north.xlsx"), "south.xlsx": opened(two, "south.xlsx")}
    joined = join_workbooks(files)
    assert not isinstance(joined, Problem)

    assert [sheet.name for sheet in joined.sheets] == ["Sheet1 (north)", "Sheet1 (south)"]


def test_a_single_file_stays_as_it_is():
    alone = opened(PATIENTS, "patients.csv")

    assert join_workbooks({"patients.csv": alone}) is alone


def test_dates_from_1904_are_not_joined_with_others():
    old = excel("Labs", ["patient", "day"], ["1", 0], epoch=CALENDAR_MAC_1904)
    files = {"old.xlsx": opened(old, "old.xlsx"), "new.csv": opened(PATIENTS, "new.csv")}
    refused = join_workbooks(files)

    assert isinstance(refused, Problem)
    assert refused.message == (
        "Workbook: found 'old.xlsx', a workbook that counts its dates from 1904, beside other "
        "files; expected files that count their dates from 1900. Open it alone, or copy its "
        "sheets into a new workbook."
    )


def test_a_file_that_cannot_be_opened_is_named(tmp_path):
    (tmp_path / "patients.csv").write_bytes(PATIENTS)
    refused = open_together([tmp_path / "patients.csv", tmp_path / "urine.csv"])

    assert isinstance(refused, Problem)
    assert "urine.csv" in refused.message


def test_a_later_workbook_with_the_same_sheets_is_the_corrected_copy():
    book = openpyxl.Workbook()
    target = io.BytesIO()
    book.save(target)
    first, second = (opened(target.getvalue(), f"{name}.xlsx") for name in ("first", "second"))
    list_, other = (opened(URINE, f"{name}.csv") for name in ("urine", "urine2"))

    assert find_copies({"a": first, "b": second, "c": list_}) == {"a": "b"}
    assert find_copies({"a": list_, "b": other}) == {}


def test_two_files_of_one_name_are_both_read():
    read = open_all([("urine.csv", URINE), ("urine.csv", PATIENTS)])

    assert not isinstance(read, Problem)
    assert list(read) == ["urine.csv", "urine.csv'"]


def test_what_each_file_holds_besides_its_cells_is_searched_for_private_data():
    book = openpyxl.Workbook()
    book.properties.creator = "Anna Berg"
    target = io.BytesIO()
    book.save(target)
    alone = opened(target.getvalue(), "book.xlsx")
    joined = join_workbooks({"book.xlsx": alone, "urine.csv": opened(URINE, "urine.csv")})

    assert not isinstance(joined, Problem)
    assert "document property" in [one.kind for one in find_private(alone)]
    assert "document property" in [one.kind for one in find_private(joined)]


def test_the_later_of_two_copies_is_read_wherever_files_are_opened_together(tmp_path):
    (tmp_path / "first.xlsx").write_bytes(save({"Visits": [["patient", "day"], ["K1", 0]]}))
    (tmp_path / "second.xlsx").write_bytes(save({"Visits": [["patient", "day"], ["K1", 30]]}))
    files = [tmp_path / "first.xlsx", tmp_path / "second.xlsx"]
    read = open_together(files)
    name, same = open_cohort([(one.name, one) for one in files], count=2)

    assert isinstance(read, WorkbookCells)
    assert name == "second.xlsx"
    assert [sheet.rows[1] for sheet in read.sheets] == [["K1", 30.0]]
    assert [one.found for one in read.notes if "same sheets" in one.found] == [
        "'first.xlsx' and 'second.xlsx', which have the same sheets"
    ]
    assert [sheet.rows for sheet in same.sheets] == [sheet.rows for sheet in read.sheets]


def test_a_redcap_dictionary_beside_several_files_is_refused():
    refused = open_together([PATIENTS, URINE], redcap=b"Variable / Field Name\n")

    assert refused.message == (
        "Workbook: found a REDCap data dictionary with 2 files; expected the export of the project "
        "alone. Give the export and its dictionary without the other files."
    )
