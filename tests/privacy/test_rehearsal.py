"""An upload is read once where it can do no harm, and refused in one sentence where it would."""

import pytest

from benchmarks import hostile_files as hostile
from srns.privacy.import_proposal import propose_import, read_proposal
from srns.privacy.rehearsal import Rehearsed, read_answer, rehearse
from srns.workbook.files import sandbox
from srns.workbook.files.open_workbook import open_workbook
from srns.workbook.files.spare_process import CAN_FORK
from srns.workbook.problems import Problem
from srns.workbook.recipe.workbook_layout import WorkbookLayout
from tests.sharing.made import PAPER

DATA = PAPER.parent
forks = pytest.mark.skipif(not CAN_FORK, reason="this system cannot fork")


@forks
def test_a_workbook_that_can_be_read_is_read():
    rehearsed = rehearse([("paper.xlsx", PAPER.read_bytes())])

    assert rehearsed == Rehearsed(parsed=rehearsed.parsed, proposed=rehearsed.proposed)


@forks
def test_an_archive_is_parsed_once_and_comes_back_as_it_would_be_read(monkeypatch):
    content = PAPER.read_bytes()
    rehearsed = rehearse([("paper.xlsx", content)])
    monkeypatch.setattr(sandbox, "parse_in_subprocess", no_parser)

    opened = open_workbook(content, "paper.xlsx", parser=rehearsed.parse)

    assert opened == open_workbook(content, "paper.xlsx")


def no_parser(content: bytes, kind: str) -> None:
    raise AssertionError("parsed a second time")


@forks
@pytest.mark.parametrize(
    "written",
    [b"", b"[", b'["read", [[1]]]', b'["read", 3]', b'["pickle"]', b"\x80\x04pickle"],
    ids=["nothing", "cut", "no sheet", "no list", "no word", "a pickle"],
)
def test_sheets_that_are_no_sheets_are_refused(written):
    content = PAPER.read_bytes()
    (digest,) = rehearse([("paper.xlsx", content)]).parsed
    answer = b'"begun"\nparsed ' + digest + b" " + written + b'\n"opened"\n"read"\n'

    opened = open_workbook(content, "paper.xlsx", parser=read_answer(answer).parse)

    assert isinstance(opened, Problem)
    assert "far more" in opened.message


@forks
def test_another_archive_than_the_one_that_was_parsed_is_parsed_itself():
    rehearsed = rehearse([("paper.xlsx", PAPER.read_bytes())])
    other = hostile.plain()

    assert open_workbook(other, parser=rehearsed.parse) == open_workbook(other)


@forks
def test_several_files_are_read_together():
    csv = b"patient,day,albumin (g/dL)\n1,2,3\n"
    assert rehearse([("a.csv", csv), ("b.csv", csv.replace(b"day", b"visit"))]).refused is None


@forks
def test_a_large_honest_export_may_take_its_time():
    rows = "".join(
        f"P{child},2020-{1 + visit % 12:02}-{1 + visit // 12:02},{4.2 - visit / 20:.2f},3.1\n"
        for child in range(1_000)
        for visit in range(50)
    )
    content = f"patient,date,UPCR (mg/mg),albumin (g/dL)\n{rows}".encode()

    assert rehearse([("export.csv", content)]).refused is None


@forks
@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"", "empty"),
        (hostile.repack({hostile.SHEET: b'<!DOCTYPE x [<!ENTITY a "b">]>'}), "entities"),
        (hostile.plain()[:3000], "damaged"),
        (b"1," * 200_000, "too large"),
    ],
    ids=["nothing", "entities", "cut", "too wide"],
)
def test_what_cannot_be_read_is_refused_with_its_own_sentence(content, found):
    refused = rehearse([("x.xlsx", content)]).refused

    assert refused is not None
    assert found in refused.message


@pytest.mark.parametrize(
    ("written", "found"),
    [
        (b"", "takes too long to open"),
        (b'"begun"\n', "takes too long to open"),
        (b'"begun"\n"opened"\n', "takes too long to understand"),
        (b'"begun"\n"large"\n', "unpacks to far more"),
        (b'"begun"\n"failed"\n', "damaged"),
        (b"\x80\x04pickle", "damaged"),
        (b"[" * 100_000, "damaged"),
        (b'{"found": 3}\n', "3"),
    ],
    ids=["nothing", "begun", "opened", "large", "failed", "a pickle", "deep", "other types"],
)
def test_no_answer_but_the_words_that_are_known_is_believed(written, found):
    refused = read_answer(written).refused

    assert refused is not None
    assert found in refused.message


@forks
@pytest.mark.parametrize("name", ["haddad2021.xlsx", "invented_messy.xlsx"])
def test_the_proposal_comes_back_as_it_would_be_worked_out(name):
    content = (DATA / name).read_bytes()
    rehearsed = rehearse([(name, content)])
    layout = WorkbookLayout(open_workbook(content, name))

    assert read_proposal(rehearsed.proposed) == propose_import(layout, name)


@pytest.mark.parametrize(
    "written",
    [
        b"",
        b"[",
        b'["", true]',
        b'["", 1, []]',
        b'["x =", true, []]',
        b'["", true, [[1]]]',
        b'["", true, [["name", "", "A1", "", "", ""]]]',
        b"\x80\x04pickle",
        b"[" * 100_000,
    ],
    ids=[
        "nothing",
        "cut",
        "short",
        "no truth",
        "no recipe",
        "no finding",
        "no list",
        "a pickle",
        "deep",
    ],
)
def test_a_proposal_that_is_none_is_worked_out_again(written):
    layout = WorkbookLayout(open_workbook(PAPER.read_bytes(), "paper.xlsx"))

    assert Rehearsed(proposed=written).proposal(layout, "paper.xlsx").as_it_is
