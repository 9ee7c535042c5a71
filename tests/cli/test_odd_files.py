"""Whatever a file holds, the command ends in a sentence: no traceback, no long quote, in time."""

import time

import pytest

from srns.cli import main
from tests.cli.odd_files import KINDS
from tests.sharing.made import PAPER

LONGEST_SECONDS = 5
LONGEST_MESSAGE = 6000
"""Characters on the standard error; a definition may have several mistakes, one a line."""


def command(kind: str, path: str, folder: str) -> list[str]:
    workbook = str(PAPER)
    return {
        "definition": ["definitions", path],
        "overrides": ["classify", workbook, "--overrides", path],
        "recipe": ["check", workbook, "--recipe", path],
        "statements": ["statements", workbook, path],
        "samples": ["try", path],
        "backup": ["admin", "--store", f"{folder}/store.sqlite3", "restore", path],
    }[kind.partition(".")[0]]


CASES = [
    pytest.param(kind, ending, name, content, id=f"{kind}: {name}")
    for kind, (make, ending) in KINDS.items()
    for name, content in make()
]


@pytest.mark.parametrize(("kind", "ending", "name", "content"), CASES)
def test_an_odd_file_ends_in_one_sentence(kind, ending, name, content, tmp_path, capsys):
    path = tmp_path / f"odd{ending}"
    path.write_bytes(content)
    start = time.process_time()

    try:
        code = main(command(kind, str(path), str(tmp_path)))
    except SystemExit as end:
        code = int(end.code or 0)

    said = capsys.readouterr()
    assert code in (0, 1, 2)
    assert time.process_time() - start < LONGEST_SECONDS
    assert len(said.err) < LONGEST_MESSAGE
    assert all(len(line) <= 2200 for line in said.err.splitlines())
    assert code == 0 or said.err.strip() or said.out.strip()


def test_there_are_a_hundred_and_more():
    assert len(CASES) >= 200
