"""Driver of the dashboard without a browser: visit by an address, upload, turn pages."""

import io
import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pandas as pd
from streamlit.testing.v1 import AppTest

from srns.dashboard.state.page_parts import PAGE_PARTS

ROOT = Path(__file__).parents[2]
PAPER = ROOT / "data" / "haddad2021.xlsx"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PAGES = tuple((page, part) for page, parts in PAGE_PARTS.items() for part in parts or ("",))


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


def go(app: AppTest, page: str, part: str = "") -> AppTest:
    """Open another page, and a part of it."""
    if part:
        app.session_state["srns"].tabs[page] = part
    return app.switch_page(f"pages/{page}.py").run()


def alternatives(app: AppTest) -> str:
    """Return the alternative texts of all figures on the page."""
    specs = [json.loads(chart.proto.spec) for chart in app.get("vega_lite_chart")]
    return " ".join(spec.get("description", "") for spec in specs)


def titles(app: AppTest) -> list[str]:
    """Return the titles of all figures on the page."""
    specs = [json.loads(chart.proto.spec) for chart in app.get("vega_lite_chart")]
    return [" ".join(spec["title"]["text"]) for spec in specs if "text" in spec.get("title", {})]


def listed(app: AppTest, key: str) -> str:
    """Return the HTML of a list of links."""
    found = [each for each in app.get("bidi_component") if key in each.proto.id]
    return " ".join(each.proto.json for each in found)


def warnings(app: AppTest) -> str:
    """Return the text of all warnings, without Markdown escapes."""
    return " ".join(warning.value for warning in app.warning).replace("\\", "")


def text_of(elements):
    """Return the text of these elements, without Markdown escapes."""
    return " ".join(str(element.value) for element in elements).replace("\\", "")


def printed_tables(app: AppTest) -> list[pd.DataFrame]:
    """Return the tables that are printed as HTML, each cell as its text."""
    found = [ElementTree.fromstring(each.proto.body) for each in app.get("html")
             if each.proto.body.startswith('<div class="printed"')]  # fmt: skip
    return [
        pd.DataFrame(
            [[cell.text or "" for cell in row] for row in table.iterfind(".//tbody/tr")],
            columns=[cell.text or "" for cell in table.iterfind(".//th")],
        )
        for table in found
    ]


def table(app, *columns):
    """Return the first table that has these columns."""
    for frame in (*(each.value for each in app.dataframe), *printed_tables(app)):
        if set(columns) <= set(frame.columns):
            return frame
    raise AssertionError(f"no table has {columns}")


def opened(app, *sections):
    """Open expanders and popovers, by their keys, whose content is computed on demand."""
    for section in sections:
        app.session_state[section] = True
    return app
