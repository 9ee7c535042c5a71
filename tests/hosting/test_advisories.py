"""Security advisories: no run-time package is older than the version that fixed one."""

import datetime
import importlib.metadata
import re
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[2]
LIST = (ROOT / "docs" / "advisories.md").read_text("utf-8")
LOOKED_THROUGH = re.search(r"^Looked through: (\S+)$", LIST, re.MULTILINE)
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in LIST.splitlines()
    if line.startswith("| ") and not line.startswith("| package")
]
LONGEST_DAYS = 120


def served_with() -> dict[str, Version]:
    """Return the pinned run-time packages and their dependencies, with versions."""
    waiting = [
        Requirement(line.split("#")[0].strip()).name
        for line in (ROOT / "requirements.txt").read_text("utf-8").splitlines()
        if line.split("#")[0].strip()
    ]
    found: dict[str, Version] = {}
    while waiting:
        name = canonicalize_name(waiting.pop())
        if name in found:
            continue
        try:
            package = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            continue  # needed on other systems only
        found[name] = Version(package.version)
        for text in package.requires or []:
            need = Requirement(text)
            if need.marker is None or need.marker.evaluate({"extra": ""}):
                waiting.append(need.name)
    return found


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]} {row[1]}")
def test_what_we_serve_with_is_mended(row):
    package, _advisory, _what, fixed = row
    held = served_with().get(canonicalize_name(package))

    assert fixed == "–" or held is None or held >= Version(fixed)


def test_the_list_names_what_reads_from_the_network_or_from_a_workbook():
    named = {canonicalize_name(row[0]) for row in ROWS}

    assert {"streamlit", "starlette", "uvicorn", "websockets", "openpyxl", "sqlalchemy"} <= named


def test_the_list_was_looked_through_lately():
    assert LOOKED_THROUGH is not None
    since = datetime.date.today() - datetime.date.fromisoformat(LOOKED_THROUGH[1])

    assert since.days <= LONGEST_DAYS, "Look through docs/advisories.md again, and date it."
