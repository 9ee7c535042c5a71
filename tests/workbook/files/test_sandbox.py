"""Parsing in a subprocess: the same cells as in this process, and no trust in what it answers."""

import datetime
import json
import pickle
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.cohorts import write_workbook
from srns.workbook.files import sandbox, sandbox_answer
from srns.workbook.files.binary_excel import Unseen
from srns.workbook.files.cells import WorkbookCells
from srns.workbook.files.formulas_and_errors import ErrorCell
from srns.workbook.files.open_workbook import open_workbook
from srns.workbook.files.sandbox import parse_in_subprocess
from srns.workbook.files.sandbox_answer import ParsedSheet, TooWide, read_answer, write_answer
from srns.workbook.problems import Problem
from tests.workbook.conftest import build

FILES = Path(__file__).parent
TOO_MUCH = "Workbook: found a file that unpacks to far more than a workbook holds; expected "


def opened(content: bytes) -> WorkbookCells:
    workbook = open_workbook(content)
    assert isinstance(workbook, WorkbookCells), workbook.message
    return workbook


def test_a_large_xlsx_is_parsed_in_a_subprocess_to_the_same_cells(monkeypatch):
    here = opened(build({"Labs!C3": "=1/0"}))
    monkeypatch.setattr("srns.workbook.files.zip_safety.LARGE", 1)

    assert opened(build({"Labs!C3": "=1/0"})).sheets == here.sheets


def test_any_workbook_can_be_parsed_in_a_subprocess_to_the_same_cells():
    edit = {
        "Labs!C3": "=1/0",
        "Labs!D3": "not done",
        "Labs!E3": True,
        "Labs!E4": datetime.datetime(2005, 6, 17, 8, 30, 15),
        "Labs!F2": datetime.time(8, 30),
        "Labs!F3": datetime.timedelta(days=2, hours=5),
    }
    content = build(edit)

    assert open_workbook(content, parser=parse_in_subprocess) == open_workbook(content)


def test_no_more_processes_than_agreed_are_started_at_once(monkeypatch):
    running, most = [], []

    def ask(*_):
        running.append(1)
        most.append(len(running))
        time.sleep(0.05)
        running.pop()
        return b""

    monkeypatch.setattr(sandbox, "_ask_child", ask)
    with ThreadPoolExecutor(8) as visitors:
        list(visitors.map(lambda _: open_workbook(build(), parser=parse_in_subprocess), range(8)))

    assert len(most) == 8
    assert max(most) == sandbox.MOST_AT_ONCE


# What a cell may hold comes back as it was


VALUES = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"])),
    st.integers(),
    st.floats(allow_nan=False),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
)


@given(st.lists(st.tuples(VALUES, VALUES).map(list), min_size=1, max_size=4))
def test_every_value_comes_back_as_it_was(rows):
    unseen = Unseen({(2, 1): ErrorCell("#N/A")}, [(0, 1)], [3], [(4, 6)])
    sheet = ParsedSheet("Labs", rows, (1, 0), (((1, 0), (2, 0)),), True, unseen)

    (again,) = read_answer(write_answer([sheet]))

    assert again == sheet
    assert [list(map(type, row)) for row in again.rows] == [list(map(type, row)) for row in rows]


@pytest.mark.parametrize("answer", ["locked", "large", "damaged", TooWide("Labs"), []])
def test_a_refusal_comes_back_as_it_was(answer):
    assert read_answer(write_answer(answer)) == answer


# A child that a workbook has taken over may answer anything


class Exploit:
    """A pickle of it writes a file where it is loaded."""

    def __init__(self, target: Path) -> None:
        self.target = target

    def __reduce__(self):
        return Path.touch, (self.target,)


def child(monkeypatch, code: str, workbook: Path | None = None) -> Problem:
    """Let the child run this code instead of the parser."""
    monkeypatch.setattr(sandbox, "_START", code)
    problem = open_workbook(workbook or build(), parser=parse_in_subprocess)
    assert isinstance(problem, Problem)
    return problem


def answering(answer: bytes) -> str:
    return f"import sys; sys.stdin.buffer.read(); sys.stdout.buffer.write({answer!r})"


def test_a_pickle_is_refused_and_not_loaded(monkeypatch, tmp_path):
    attack = pickle.dumps(("read", Exploit(tmp_path / "broken in")))

    problem = child(monkeypatch, answering(attack))

    assert problem.message.startswith(TOO_MUCH)
    assert not (tmp_path / "broken in").exists()


def sheet(**changed: object) -> bytes:
    """Write an answer of one sheet with a part of it spoilt."""
    parts = {
        "name": "Labs", "rows": [["patient"], ["1"]], "start": [0, 0], "merged": [],
        "hidden": False, "errors": [], "comments": [], "hidden_rows": [], "hidden_columns": [],
    } | changed  # fmt: skip
    return json.dumps(["read", [list(parts.values())]]).encode()


def test_the_sheet_that_the_cases_spoil_is_good():
    assert read_answer(sheet()) == [
        ParsedSheet("Labs", [["patient"], ["1"]], (0, 0), (), False, Unseen())
    ]


FORGED = [
    pytest.param(b"", id="nothing"),
    pytest.param(b"\xff\xfe\x00garbage", id="noise"),
    pytest.param(sheet()[:-9], id="cut short"),
    pytest.param(b"[" * 100_000, id="lists without end"),
    pytest.param(b'["read",' + b"9" * 10_000 + b"]", id="a number without end"),
    pytest.param(b'{"date": "2005-06-17"}', id="a date alone"),
    pytest.param(b'["run", "rm"]', id="another word"),
    pytest.param(b'["read"]', id="no sheets"),
    pytest.param(b'["read", [["Labs"]]]', id="a sheet of a name alone"),
    pytest.param(sheet(name=None), id="no name"),
    pytest.param(sheet(name={"date": "2005-06-17"}), id="a date for a name"),
    pytest.param(sheet(rows=[["a"], ["b", "c"]]), id="rows of two widths"),
    pytest.param(sheet(rows=[[None]]), id="a cell of nothing"),
    pytest.param(sheet(rows=[[["a"]]]), id="a list in a cell"),
    pytest.param(sheet(rows=["a"]), id="a text for a row"),
    pytest.param(sheet(rows=[[{"module": "os"}]]), id="an object of another kind"),
    pytest.param(sheet(rows=[[{"date": "soon"}]]), id="no date"),
    pytest.param(sheet(rows=[[{"date": 38520}]]), id="a number for a date"),
    pytest.param(sheet(rows=[[{"datetime": "2005-06-17T00:00+02:00"}]]), id="a time zone"),
    pytest.param(sheet(rows=[[{"duration": [10**12, 0, 0]}]]), id="a time without end"),
    pytest.param(sheet(rows=[[{}]]), id="an empty object"),
    pytest.param(sheet(start=[-1, 0]), id="a start before the first row"),
    pytest.param(sheet(start=[1_048_575, 0]), id="rows beyond the last"),
    pytest.param(sheet(start=[True, 0]), id="a truth for a row"),
    pytest.param(sheet(hidden=1), id="a number for a truth"),
    pytest.param(sheet(errors=[[10**9, 10**9, "#N/A"]]), id="an error far away"),
    pytest.param(sheet(comments=[["A1"]]), id="a comment nowhere"),
    pytest.param(sheet(merged=[[[0, 0]]]), id="half a range"),
]


@pytest.mark.parametrize("answer", FORGED)
def test_a_forged_answer_is_one_sentence(monkeypatch, answer):
    monkeypatch.setattr(sandbox, "_ask_child", lambda *_: answer)

    problem = open_workbook(build(), parser=parse_in_subprocess)

    assert isinstance(problem, Problem)
    assert problem.message.startswith(TOO_MUCH)


def test_an_answer_of_more_cells_than_are_read_is_refused(monkeypatch):
    monkeypatch.setattr(sandbox_answer, "LARGEST_AREA", 1)

    with pytest.raises(ValueError, match="no answer of the parser"):
        read_answer(sheet())


def test_a_sheet_of_as_many_cells_as_are_read_is_read(monkeypatch):
    rows = [[0.5] * 5] * 4
    full = ParsedSheet("Labs", rows, (0, 0), (), hidden=False, unseen=Unseen())
    monkeypatch.setattr(sandbox_answer, "LARGEST_AREA", 20)

    (read,) = read_answer(write_answer([full]))

    assert read == full


FLOOD = "import sys\nwhile True: sys.stdout.buffer.write(b'[' * 2**16)"


def test_an_answer_without_end_is_one_sentence_and_is_not_kept(monkeypatch):
    monkeypatch.setattr(sandbox, "LARGEST_ANSWER", 2**22)
    begun = time.monotonic()

    problem = child(monkeypatch, FLOOD)

    assert problem.message.startswith(TOO_MUCH)
    assert time.monotonic() - begun < sandbox.LONGEST_SECONDS


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("import time; time.sleep(60)", id="hangs and reads nothing"),
        pytest.param("import sys, time; sys.stdin.buffer.read(); time.sleep(60)", id="hangs"),
        pytest.param(
            "import os, time; os.write(1, b'[\"locked\"]'); time.sleep(60)",
            id="answers and hangs",
        ),
    ],
)
def test_a_child_that_hangs_is_one_sentence(monkeypatch, code):
    monkeypatch.setattr(sandbox, "LONGEST_SECONDS", -3)  # one second in all

    assert child(monkeypatch, code).message.startswith(TOO_MUCH)


def test_a_parser_that_runs_out_of_memory_is_one_sentence(monkeypatch, tmp_path):
    start = (
        "import sys; sys.path.insert(0, sys.argv[1]); from srns.workbook.files import sandbox; "
        "sandbox.LARGEST_MEMORY = 2**20; sandbox.main()"
    )

    # A small workbook may fit into what the process has already.
    large = tmp_path / "large.xlsx"
    write_workbook(large, children=100, visits=50)
    problem = child(monkeypatch, start, large.read_bytes())
    assert problem.message.startswith("Workbook: found a")


@pytest.mark.parametrize("name", ["good.xls", "good.ods"])
def test_the_parser_itself_answers_with_sheets(name):
    kind = "xls" if name.endswith("xls") else "ods"

    sheets = sandbox.parse_sheets((FILES / name).read_bytes(), kind)

    assert read_answer(write_answer(sheets)) == sheets
