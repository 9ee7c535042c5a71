"""Report in a process of its own: the same file, its steps, and an end that harms nobody."""

import io
import resource
import time

import pytest
from docx import Document

from srns.cohort.errors import InputError
from srns.cohort.unit_systems import CONVENTIONAL
from srns.report import report_process
from srns.report.dataset import definition_text
from srns.report.provenance import stamp_all
from srns.report.report_process import ReportJob, write_apart
from srns.report.shared_jobs import DatasetJob, PageJob
from srns.report.table_catalogue import Choices
from srns.rules.basis import Basis
from tests.analysis.cohorts import DEFINITION, PAPER_COHORT
from tests.report.deidentified import cleared


def job(parts: tuple[str, ...] = ("methods", "results"), ending: str = ".docx") -> ReportJob:
    return ReportJob(
        PAPER_COHORT,
        definition_text(DEFINITION),
        "treatment policy",
        CONVENTIONAL,
        stamp_all("haddad2021.xlsx", PAPER_COHORT, DEFINITION),
        (),
        Choices(),
        {},
        parts,
        ending,
    )


def words_of(content: bytes) -> list[str]:
    return [paragraph.text for paragraph in Document(io.BytesIO(content)).paragraphs]


def test_it_is_the_report_that_this_process_would_write_and_says_its_steps():
    steps: list[str] = []

    content = write_apart(job(), steps.append)

    assert steps == ["Methods", "Results"]
    assert words_of(content) == words_of(job().write())


def test_a_part_that_no_report_has_is_named_and_not_a_lost_process():
    with pytest.raises(InputError, match="found the part 'nothing'; expected one or more of"):
        write_apart(job(("nothing",)), lambda _: None)


def test_a_report_that_takes_too_long_is_ended(monkeypatch):
    monkeypatch.setattr(report_process, "LONGEST_SECONDS", 0.05)

    with pytest.raises(InputError, match="could not be made in time"):
        write_apart(job(), lambda _: None)


def test_what_interrupts_the_visitor_ends_the_process():
    def leave(step: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_apart(job(), leave)
    assert report_process._TURNS.acquire(blocking=False)  # the next one may begin
    report_process._TURNS.release()


def test_the_server_itself_does_next_to_nothing_meanwhile():
    """The work is done by the other process: this one, which serves everybody, waits."""
    here, there = time.process_time(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime

    write_apart(job(), lambda _: None)

    mine = time.process_time() - here
    its = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - there
    assert mine < 0.1 * its


def test_a_page_and_a_set_are_made_apart_too():
    text = definition_text(DEFINITION)
    passed = cleared()

    made = write_apart(DatasetJob(passed, text, Basis(), ""), lambda _: None)
    page = write_apart(PageJob(passed, text, Basis(), CONVENTIONAL, "", True, ""), lambda _: None)

    assert made == DatasetJob(passed, text, Basis(), "").write(lambda _: None)
    assert b"Counts only" in page


def test_a_password_that_is_too_short_is_named_by_the_other_process():
    job = PageJob(cleared(), definition_text(DEFINITION), Basis(), CONVENTIONAL, "", True, "short")

    with pytest.raises(InputError, match="found a password of 5 characters"):
        write_apart(job, lambda _: None)
