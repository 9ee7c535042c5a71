"""Nothing that could tell who a child is reaches the store, a shared view or an export."""

import re
import unicodedata
import zlib
from collections.abc import Iterable, Iterator
from functools import cache

import pytest
from _pytest.mark import ParameterSet
from sqlalchemy import select

from srns.cohort.canonical_json import write_cohort
from srns.cohort.errors import GateError
from srns.privacy import deidentify
from srns.privacy.find_identifiers import find_private
from srns.privacy.plain_text import make_plain
from srns.report.cohort_report import PARTS, ReportSource, make_report
from srns.report.provenance import Stamp
from srns.sharing import cohorts, links, snapshots
from srns.sharing.permissions import VIEWER
from srns.sharing.schema import AUDIT, COHORTS, LINKS, MARKS, SNAPSHOTS, VERSIONS
from srns.sharing.store import Store, open_store
from srns.workbook.files.cells import WorkbookCells
from srns.workbook.files.open_workbook import open_workbook
from srns.workbook.read_workbook import read_workbook
from tests.privacy.identifying_workbooks import TRIED, Planted, every_workbook
from tests.sharing.made import judged

CHEAP = (2**4, 8, 1)
WORKBOOKS = tuple(every_workbook())


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Iterator[Store]:
    opened = open_store(tmp_path_factory.mktemp("store") / "s.sqlite3", password_cost=CHEAP)
    yield opened
    opened.close()


@cache
def screened(content: bytes) -> deidentify.Screening | None:
    cells = open_workbook(content, "cohort.xlsx")
    assert isinstance(cells, WorkbookCells)
    cohort = read_workbook(cells, name="cohort.xlsx").cohort
    return None if cohort is None else deidentify.screen(cohort, find_private(cells))


def everything_of(store: Store, cohort: str) -> str:
    """Give every row of a cohort, with the content of its versions unpacked."""
    rows = []
    with store.reading() as connection:
        for table in (COHORTS, VERSIONS, SNAPSHOTS, LINKS, MARKS, AUDIT):
            key = table.c.id if table is COHORTS else table.c.cohort
            for row in connection.execute(select(table).where(key == cohort)):
                rows += [
                    zlib.decompress(value).decode() if isinstance(value, bytes) else str(value)
                    for value in row
                ]
    return "\n".join(rows)


def assert_untold(planted: Planted, told: str) -> None:
    for secret in planted.secrets:
        if "study number" in planted.kind:
            assert f'"{secret}"' not in told
            continue
        assert secret not in told
        assert len(make_plain(secret)) < 4 or make_plain(secret) not in told


def once_a_kind(workbooks: Iterable[Planted]) -> list[ParameterSet]:
    """Mark the further variants of each kind as slow; `make identifying` runs them all."""
    return [
        pytest.param(
            each,
            id=each.kind,
            marks=[pytest.mark.slow] if re.search(r" [2-9]$", each.kind) else [],
        )
        for each in workbooks
    ]


@pytest.mark.parametrize("planted", once_a_kind(WORKBOOKS))
def test_nothing_identifying_is_stored_or_shared(planted, store):
    screening = screened(planted.content)
    if screening is None:
        return  # the workbook has errors, so there is nothing to save
    passed = deidentify.clear(screening, hidden_seen=True, risk_accepted=True)
    verdicts = judged(passed.cohort)
    try:
        saved = cohorts.save_cohort(store, passed, snapshots.pin_view(verdicts), name="Our cohort")
    except GateError as refused:
        assert_untold(planted, str(refused))
        return  # nothing is stored before the cell is corrected

    assert_untold(planted, everything_of(store, saved.access.cohort))


def now_and_then(workbooks: Iterable[Planted]) -> list[ParameterSet]:
    """Mark all but every fourth kind as slow: a report holds only what was stored."""
    first = [each for each in workbooks if not re.search(r" [2-9]$", each.kind)]
    return [
        pytest.param(each, id=each.kind, marks=[pytest.mark.slow] if place % 4 else [])
        for place, each in enumerate(first)
    ]


@pytest.mark.parametrize("planted", now_and_then(WORKBOOKS))
def test_nothing_identifying_is_in_the_report_of_a_shared_cohort(planted, store):
    screening = screened(planted.content)
    if screening is None:
        return
    passed = deidentify.clear(screening, hidden_seen=True, risk_accepted=True)
    view = snapshots.pin_view(judged(passed.cohort))
    try:
        saved = cohorts.save_cohort(store, passed, view, name="Our cohort")
    except GateError:
        return  # nothing is shared before the cell is corrected

    link = links.make_link(store, saved.access, VIEWER, snapshot=saved.snapshot)
    access = links.open_link(store, link.token)
    opened = cohorts.load_cohort(store, access, saved.version.sha256)
    source = ReportSource(judged(opened), Stamp("Our cohort"))
    assert_untold(planted, repr(make_report(source, tuple(PARTS))))


# Of these words only a person can know that they are names: each is asked about, beside its cell.
_ASKED = (
    "name in origin", "name in genetics", "first name in", "place", "drug unknown",
    "name in small letters", "surname with prefix", "hyphenated name", "name in capitals",
    "spelled out number", "nickname in quotes", "name of", "e-mail", "initials with points",
    "first name and letter", "age to the day", "house and street", "Roman months",
    "letters for digits", "backwards", "base 64", "escapes of", "zodiac", "feast", "class",
    "licence plate", "address of a machine", "birth weight", "weekday", "occupation", "date in",
    "year since", "letter by letter", "number word", "initials and", "Morse", "letters in squares",
    "insurance number", "hashtag", "study number: two digits", "school", "coordinates",
)  # fmt: skip


@pytest.mark.parametrize(
    "planted", once_a_kind(each for each in WORKBOOKS if not each.kind.startswith(_ASKED))
)
def test_what_looks_identifying_is_not_stored_even_if_somebody_agrees_to_everything(planted):
    screening = screened(planted.content)
    if screening is None:
        return
    passed = deidentify.clear(
        screening,
        keep=tuple(screening.unsure),
        keep_labels=not screening.doubtful,
        hidden_seen=True,
        risk_accepted=True,
    )
    deidentify.refuse_uncleared(passed)

    assert_untold(planted, write_cohort(passed.cohort).decode())


def test_there_are_enough_kinds_and_scripts():
    kinds = {each.kind.rstrip(" 123") for each in WORKBOOKS}
    letters = {letter for each in WORKBOOKS for text in each.secrets for letter in text}
    scripts = {unicodedata.name(letter).split()[0] for letter in letters if letter.isalpha()}

    assert len(WORKBOOKS) >= 120 + len(TRIED)
    assert len(kinds) >= 60 + len(TRIED)
    assert len(TRIED) >= 30
    assert len(scripts) >= 12


def test_most_workbooks_are_read_and_saved():
    """Else a workbook that cannot be read would pass for one that gives nothing away."""
    read = [planted for planted in WORKBOOKS[::5] if screened(planted.content) is not None]

    assert len(read) > 0.9 * len(WORKBOOKS[::5])
