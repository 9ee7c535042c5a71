"""Driver of the dashboard without a browser: visit by an address, upload, turn pages."""

import io
from pathlib import Path
from typing import Any

import openpyxl
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).parents[2]
PAPER = ROOT / "data" / "haddad2021.xlsx"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PAGES = (
    "children",
    "overview",
    "timelines",
    "histology",
    "times",
    "maintenance",
    "exposure",
    "kidney",
    "definitions",
    "comparison",
    "statements",
)


def visit(**address: Any) -> AppTest:
    """Open the first page with these URL parameters."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for name, value in address.items():
        app.query_params[name] = value
    return app.run()


def paper_with(cell: str, value: object) -> bytes:
    """Return the paper's workbook with one cell of Labs changed."""
    book = openpyxl.load_workbook(PAPER)
    book["Labs"][cell] = value
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def upload(app: AppTest, content: bytes, name: str = "mine.xlsx") -> AppTest:
    """Upload a workbook."""
    return app.file_uploader(key="workbook").set_value((name, content, XLSX)).run()


def go(app: AppTest, page: str) -> AppTest:
    """Open another page."""
    return app.switch_page(f"pages/{page}.py").run()


def warnings(app: AppTest) -> str:
    """Return the text of all warnings, without Markdown escapes."""
    return " ".join(warning.value for warning in app.warning).replace("\\", "")


def text_of(elements):
    """Return the text of these elements, without Markdown escapes."""
    return " ".join(str(element.value) for element in elements).replace("\\", "")


def table(app, *columns):
    """Return the first table that has these columns."""
    for frame in app.dataframe:
        if set(columns) <= set(frame.value.columns):
            return frame.value
    raise AssertionError(f"no table has {columns}")


def opened(app, *sections):
    """Open expanders whose content is computed on demand."""
    for section in sections:
        app.session_state[f"{section}_shown"] = True
    return app
