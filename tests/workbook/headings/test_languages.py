"""A table of headings for each language, which a clinician can read and extend."""

from pathlib import Path

import pytest

from srns.workbook.headings.heading import parse_heading

TABLES = Path(__file__).parent / "tables"


def _rows():
    for path in sorted(TABLES.glob("*.txt")):
        for line in path.read_text("utf-8").splitlines():
            if line.strip() and not line.startswith("#"):
                cells = [cell.strip() for cell in line.split("|")] + ["", ""]
                yield pytest.param(*cells[:4], id=f"{path.stem}: {cells[0]}")


@pytest.mark.parametrize(("typed", "meaning", "unit", "sides"), list(_rows()))
def test_a_heading_is_understood(typed, meaning, unit, sides):
    heading = parse_heading(typed)

    if meaning == "?":
        assert (heading.column, heading.may_decide) == (None, True)
    elif meaning.startswith("="):
        assert (heading.column, heading.quantity) == (None, meaning.removeprefix("= "))
    else:
        assert heading.column == meaning
    assert heading.unexplained == ()
    assert not unit or heading.unit == unit
    assert not sides or heading.sides == tuple(sides.split(", "))


@pytest.mark.parametrize("path", sorted(TABLES.glob("*.txt")), ids=lambda path: path.stem)
def test_a_table_has_forty_headings(path):
    lines = [line for line in path.read_text("utf-8").splitlines() if " | " in line]

    assert len([line for line in lines if not line.startswith("#")]) >= 40
