"""An upload is read once where it can do no harm, and refused in one sentence where it would."""

import pytest

from benchmarks import hostile_files as hostile
from srns.privacy.rehearsal import LARGEST_ANSWER, Rehearsed, read_answer, rehearse
from srns.workbook.files.spare_process import CAN_FORK
from tests.sharing.made import PAPER

forks = pytest.mark.skipif(not CAN_FORK, reason="this system cannot fork")


@forks
def test_a_workbook_that_can_be_read_is_read():
    assert rehearse([("paper.xlsx", PAPER.read_bytes())]) == Rehearsed()


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
        (b"[" * LARGEST_ANSWER, "damaged"),
        (b'{"found": 3}\n', "3"),
    ],
    ids=["nothing", "begun", "opened", "large", "failed", "a pickle", "deep", "other types"],
)
def test_no_answer_but_the_words_that_are_known_is_believed(written, found):
    refused = read_answer(written).refused

    assert refused is not None
    assert found in refused.message


def test_a_copy_that_cannot_be_marked_in_time_is_not_offered():
    assert not read_answer(b'"begun"\n"opened"\n"read"\n').may_be_marked
