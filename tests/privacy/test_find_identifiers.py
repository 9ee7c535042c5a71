"""What should not be there is found wherever it stands, and study numbers are left alone."""

import datetime
import io
import zipfile
from pathlib import Path

import pytest
from openpyxl.comments import Comment

from srns.privacy.find_identifiers import Private, find_private
from srns.workbook.blank_template import write_template
from srns.workbook.files.cells import WorkbookCells
from srns.workbook.files.open_workbook import open_workbook
from tests.workbook.conftest import build
from tests.workbook.wild.reading import book

FILES = Path(__file__).parents[1] / "workbook" / "files"


def private(edit=None, **how) -> list[Private]:
    opened = open_workbook(build(edit, **how))
    assert isinstance(opened, WorkbookCells)
    return list(find_private(opened))


def places(found: list[Private]) -> dict[str, str]:
    return {one.place: one.kind for one in found}


def test_the_good_workbook_has_nothing_to_hide():
    assert private() == []


@pytest.mark.parametrize("name", ["haddad2021.xlsx"])
def test_the_papers_cohort_has_nothing_to_hide(name):
    opened = open_workbook(Path(__file__).parents[2] / "data" / name)
    assert isinstance(opened, WorkbookCells)

    assert [one.message for one in find_private(opened)] == []


@pytest.mark.parametrize(
    ("header", "value", "kind", "shown"),
    [
        ("Name", "Anna Müller", "name", "A••• M•••"),
        ("SURNAME", "O'Brien", "name", "O•••"),
        ("initials", "AM", "name", "A•••"),
        ("Mother's name", "Maria", "name", "M•••"),
        ("MRN", 40123456, "record number", "•••56"),
        ("Hospital No.", "H-204411", "record number", "•••11"),
        ("DOB", datetime.date(2001, 4, 3), "birth date", "••••-••-••"),
        ("date of birth (dd/mm/yyyy)", "03/04/2001", "birth date", "••••-••-••"),
        ("Geburtsdatum", "3.4.2001", "birth date", "••••-••-••"),
        ("e-mail", "m.m@example.org", "e-mail", "m•••@•••"),
        ("Mobile", 447700900123, "phone", "•••23"),
        ("Postcode", "E1 2AB", "address", "E••• 2•••"),
    ],
)
def test_under_a_header_that_says_so(header, value, kind, shown):
    (found,) = private({"Patients!J1": header, "Patients!J2": value})

    assert (found.kind, found.place) == (kind, "Patients!J2")
    assert found.found == f"such as '{shown}'"
    assert str(value) not in found.message


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("mother: a.b@example.org", "e-mail"),
        ("call +44 7700 900123", "phone"),
        ("Tel. 089 123456", "phone"),
        ("(020) 7946 0958", "phone"),
        ("DOB 12/3/2001", "birth date"),
        ("born on 3 April 2001", "birth date"),
        ("geb. 3.4.2001", "birth date"),
        ("MRN: 40123456", "record number"),
        ("943 476 5919", "record number"),
        ("seen by Mrs. Miller", "name"),
    ],
)
def test_in_the_text_of_any_cell(text, kind):
    (found,) = private({"Labs!H1": "note", "Labs!H3": text})

    assert (found.kind, found.place) == (kind, "Labs!H3")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("943 476 5918", id="ten digits that do not check"),
        pytest.param("2005-06-17", id="a day"),
        pytest.param("17.06.2005", id="a day with points"),
        pytest.param("01/02/2005 09:30", id="a day and time"),
        pytest.param("300 mg/m2 per dose BD", id="a dose"),
        pytest.param("After 4th CTX infusion", id="a note"),
        pytest.param("Tac, followed by Rituximab", id="drugs"),
        pytest.param("0.15 - 0.18 - 0.12", id="results in a row"),
        pytest.param("10.1186/s12882-021-02605-6", id="a DOI"),
        pytest.param("NPHS2 c.413G>A (p.Arg138Gln)", id="a variant"),
        pytest.param("chr1:179520512", id="a place in the genome"),
        pytest.param("MCD/mesangial expansion", id="histology"),
        pytest.param("SRNS-2019-0123-45", id="a study number"),
        pytest.param("at 12:30, 4 @ 250 mg", id="an at sign"),
        pytest.param("case 3 of 8", id="a case"),
        pytest.param("Dr. Haddad", id="a doctor"),
    ],
)
def test_left_alone_in_any_cell(text):
    assert private({"Labs!H1": "note", "Labs!H3": text}) == []


@pytest.mark.parametrize(
    "patient",
    [
        "1",
        1,
        999,
        "P01",
        "SRNS-012",
        "1001-003",
        "AB-12",
        "A",
        "MUC 7",
        "007",
        "0012-034-567",
        123456,
    ],
)
def test_study_numbers_are_left_alone(patient):
    edit = {"Patients!A2": patient, "Labs!A2": patient, "Labs!A3": patient, "Infusions!A2": patient}
    assert private({**edit, "Treatments!A2": patient}) == []


@pytest.mark.parametrize(
    ("patient", "kind"),
    [
        ("Anna Müller", "name"),
        ("Müller, Anna", "name"),
        ("Anna", "name"),
        ("van der Berg, Jan", "name"),
        (40123456, "record number"),
        ("40123456", "record number"),
    ],
)
def test_patients_named_by_their_names_or_numbers(patient, kind):
    found = private({"Patients!A2": patient, "Labs!A3": patient})

    assert places(found) == {"Patients!A2": kind, "Labs!A3": kind}


def test_names_under_their_heading_though_many_headings_stand_beside_it():
    """More headings than children: the headings are no names."""
    grouped = Path(__file__).parents[2] / "benchmarks/workbooks/cases/groups_over_headings"
    opened = open_workbook(grouped / "workbook.xlsx")
    assert isinstance(opened, WorkbookCells)

    assert places(list(find_private(opened))) == {"Data!B4 and 1 more": "name"}


def test_patients_in_columns():
    edit = {"Sheet!A1": "Name", "Sheet!B1": "Anna", "Sheet!C1": "Ben", "Sheet!A2": "DOB"}
    edit |= {"Sheet!B2": "3.4.2001", "Sheet!C2": "5.6.2002", "Sheet!A3": "histology"}

    found = private(edit)

    assert [(one.kind, one.cells) for one in found if one.sheet == "Sheet"] == [
        ("name", ("B1",)),
        ("name", ("C1",)),
        ("birth date", ("B2",)),
        ("birth date", ("C2",)),
    ]


def test_what_is_around_the_cells():
    def change(book):
        book.properties.creator = "Maria Rossi"
        book["Labs"]["C2"].comment = Comment("Anna's mother called", "Maria")
        book["Labs"].row_dimensions[3].hidden = True
        book["Labs"].column_dimensions["D"].hidden = True
        book["Labs"].column_dimensions["Z"].hidden = True
        book.create_sheet("key")["A1"] = "who is who"
        book["key"].sheet_state = "veryHidden"

    stream = io.BytesIO(build(change=change))
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("xl/pivotCache/pivotCacheDefinition1.xml", "<x/>")
        archive.writestr("xl/externalLinks/externalLink1.xml", "<x/>")
        archive.writestr("xl/media/image1.png", "x")
    opened = open_workbook(stream.getvalue())
    assert isinstance(opened, WorkbookCells)
    found = [(one.kind, one.place, one.found) for one in find_private(opened)]

    assert found == [
        ("hidden rows", "Labs!A3", "rows 3"),
        ("hidden columns", "Labs!D1", "columns D"),
        ("comment", "Labs!C2", "1 comment"),
        ("hidden sheet", "key", "1 filled cells"),
        ("document property", "Workbook", "author 'M••• R•••'"),
        ("pivot cache", "Workbook", "pivot table's data"),
        ("external link", "Workbook", "link to another workbook"),
        ("picture", "Workbook", "picture"),
    ]


@pytest.mark.parametrize("name", ["good.xls", "good.ods"])
def test_other_kinds_hide_the_same(name):
    opened = open_workbook(FILES / name)
    assert isinstance(opened, WorkbookCells)
    kinds = {(one.kind, one.sheet) for one in find_private(opened)}

    assert {
        ("comment", "Labs"),
        ("comment", "Patients"),
        ("hidden rows", "Labs"),
        ("hidden columns", "Labs"),
        ("hidden sheet", "Old"),
    } <= kinds


def test_the_blank_template_holds_no_name(tmp_path):
    target = tmp_path / "blank.xlsx"
    write_template(target)

    opened = open_workbook(target)
    assert isinstance(opened, WorkbookCells)
    assert find_private(opened) == ()


@pytest.mark.parametrize("heading", ["Result name", "Name"])
@pytest.mark.parametrize(
    ("cells", "kinds"),
    [
        (["Creatinine", "Urine protein", "Hemoglobin"], set()),
        (["Ana", "Ben Albumin", "Carl"], {"name"}),
        (["Ana", "Creatinine", "Carl", "Dora"], {"name"}),
    ],
    ids=["tests alone", "children", "children, and a test among them"],
)
def test_names_of_tests_are_no_names_of_children(heading, cells, kinds):
    rows = [["patient", heading], *([f"P{n}", cell] for n, cell in enumerate(cells))]

    assert {one.kind for one in find_private(book({"Results": rows}))} == kinds
