"""Import settings while questions are open."""

import io
from pathlib import Path

import openpyxl
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).parents[3]
ROWS = [
    ["Pt", "Surname", "day", "UPCR", "remarks"],
    ["1", "Nobody", 0, 2.5, "mother: a.b@example.org"],
    ["1", "Nobody", 30, "<0.1", ""],
    ["2", "Someone", 0, 0.25, "quite a long remark that goes on and on and on"],
    ["2", "Someone", 30, 0.3, ""],
]


def test_the_preview_shows_cells_as_typed_and_masks_what_tells_who_a_child_is():
    book = openpyxl.Workbook()
    for row in ROWS:
        book.worksheets[0].append(row)
    target = io.BytesIO()
    book.save(target)
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    app = app.file_uploader(key="workbook").set_value(("odd.xlsx", target.getvalue(), "")).run()

    assert not app.exception
    assert any("does not follow the template" in one.value for one in app.markdown)
    table = next(one.value for one in app.dataframe if "examples" in one.value.columns)
    assert dict(zip(table["heading"], table["examples"], strict=True)) == {
        "Pt": "1 | 2",
        "Surname": "N••• | S•••",
        "day": "0 | 30",
        "UPCR": "2.5 | <0.1 | 0.25 | …",
        "remarks": "a•••@••• | quite a long remark that goes on and on…",
    }
    private = next(one.value for one in app.dataframe if "what happens to it" in one.value.columns)
    assert private["what"].tolist() == ["name", "e-mail"]
