"""Nothing that could tell who a child is reaches the store, a shared view or an export."""

import gzip
import io
import json
import zlib

import pytest

from srns.privacy import deidentify
from srns.privacy.find_identifiers import find_private
from srns.privacy.plain_text import make_plain
from srns.report.cohort_report import build_report
from srns.sharing import cohorts, links, snapshots
from srns.sharing.backup import write_backup
from srns.sharing.permissions import VIEWER
from srns.workbook.files.cells import WorkbookCells
from srns.workbook.files.open_workbook import open_workbook
from srns.workbook.read_workbook import read_workbook
from tests.privacy.identifying_workbooks import every_workbook
from tests.sharing.made import judged

WORKBOOKS = tuple(every_workbook())


def cleared_by(content: bytes, *, careless: bool) -> deidentify.Cleared | None:
    """Clear a workbook as somebody does who decides nothing, or who agrees to everything."""
    cells = open_workbook(content, "cohort.xlsx")
    assert isinstance(cells, WorkbookCells)
    cohort = read_workbook(cells, name="cohort.xlsx").cohort
    if cohort is None:
        return None
    screening = deidentify.screen(cohort, find_private(cells))
    keep = tuple(screening.unsure) if careless else ()
    labels = careless and not screening.doubtful
    return deidentify.clear(
        screening, keep=keep, keep_labels=labels, hidden_seen=True, risk_accepted=True
    )


def everything_stored(store, path) -> str:
    """Give all that a backup of the store holds, with the content of every version unpacked."""
    write_backup(store, path)
    lines = gzip.decompress(path.read_bytes()).decode().splitlines()
    with store.reading() as connection:
        contents = connection.exec_driver_sql("select content from versions").scalars().all()
    return "\n".join([*lines, *(zlib.decompress(each).decode() for each in contents)])


@pytest.mark.parametrize("planted", WORKBOOKS, ids=lambda planted: planted.kind)
def test_nothing_identifying_is_stored_or_shared(planted, store, tmp_path):
    passed = cleared_by(planted.content, careless=False)
    if passed is None:
        return  # the workbook has errors, so there is nothing to save
    view = snapshots.pin_view(judged(passed.cohort))
    saved = cohorts.save_cohort(store, passed, view, name="Our cohort")
    link = links.make_link(store, saved.access, VIEWER, snapshot=saved.snapshot)
    opened = cohorts.load_cohort(store, links.open_link(store, link.token), saved.version.sha256)

    told = everything_stored(store, tmp_path / "all.gz")
    report = build_report(judged(opened)).to_text() if hasattr(build_report, "to_text") else ""
    for secret in planted.secrets:
        assert secret not in told
        assert json.dumps(secret)[1:-1] not in told
        if len(make_plain(secret)) > 3:
            assert make_plain(secret) not in told
        assert secret not in report


# Of these words only a person can know that they are names: each is asked about, beside its cell.
_ASKED = (
    "name in origin", "name in genetics", "first name in", "place", "drug unknown",
    "name in small letters", "surname with prefix", "hyphenated name", "name in capitals",
    "spelled out number", "nickname in quotes", "name of", "e-mail", "initials with points",
    "first name and letter", "age to the day", "name with a title", "family", "house and street",
    "Roman months", "insurance number", "hashtag", "study number: two digits", "month in",
    "school", "first name and", "coordinates", "a long number as a dose",
)  # fmt: skip


@pytest.mark.parametrize(
    "planted",
    [each for each in WORKBOOKS if not each.kind.startswith(_ASKED)],
    ids=lambda planted: planted.kind,
)
def test_what_looks_identifying_is_not_stored_even_if_somebody_agrees_to_everything(
    planted, store, tmp_path
):
    passed = cleared_by(planted.content, careless=True)
    if passed is None:
        return
    cohorts.save_cohort(store, passed, snapshots.pin_view(judged(passed.cohort)), name="Ours")

    told = everything_stored(store, tmp_path / "all.gz")
    for secret in planted.secrets:
        assert secret not in told
        if len(make_plain(secret)) > 3:
            assert make_plain(secret) not in told


def test_there_are_enough_kinds_and_scripts():
    assert len(WORKBOOKS) >= 120
    assert len({each.kind.rstrip(" 123") for each in WORKBOOKS}) >= 60
