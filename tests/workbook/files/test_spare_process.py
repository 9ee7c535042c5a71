"""A job that asks for more than there is ends alone, and the next one is done."""

import pytest

from srns.workbook.files.spare_process import CAN_FORK, SpareProcesses

pytestmark = pytest.mark.skipif(not CAN_FORK, reason="this system cannot fork")


@pytest.fixture(scope="module")
def processes():
    made = SpareProcesses("tests.workbook.files.spare_jobs")
    yield made
    made.close()


@pytest.mark.parametrize(
    ("job", "answer"),
    [
        (b"say yes", b"begun yes"),
        (b"spin", b"begun "),
        (b"die", b"begun "),
        (b"eat", b"begun too large"),
        (b"say again", b"begun again"),
    ],
    ids=["a job that is done", "never ends", "breaks down", "takes all memory", "the next job"],
)
def test_what_a_job_wrote_before_its_end_comes_back(processes, job, answer):
    assert processes.ask([job], 30, 1000) == answer


def test_no_more_is_taken_than_an_answer_may_have(processes):
    assert len(processes.ask([b"flood"], 30, 1000)) == 1000


def test_the_parts_of_a_large_job_arrive_as_one(processes):
    assert len(processes.ask([b"say ", bytes(5_000_000)], 30, 10**7)) == 5_000_006


def test_a_process_that_is_gone_is_started_anew(processes):
    processes.ask([b"say 1"], 30, 1000)
    processes._parent.kill()
    processes._parent.wait()

    assert processes.ask([b"say 2"], 30, 1000) == b"begun 2"
