"""Workbook text is inert, on a page or in a file."""

import pandas as pd
import pytest

from srns.analysis.tables.printed_table import PrintedTable
from srns.dashboard.markdown_text import escape
from srns.report.provenance import Stamp
from srns.report.table_files import to_csv


@pytest.mark.parametrize(
    "text",
    ["<script>alert(1)</script>", "[here](http://example.org)", ":red[no]", "$x$", "# big", "a`b`"],
)
def test_markdown_from_a_workbook_is_escaped(text):
    for sign in "<[:$#`":
        assert sign not in escape(text).replace(f"\\{sign}", "")


def test_a_csv_holds_no_formula_of_a_workbook():
    table = pd.DataFrame({"typed": ["=HYPERLINK(1)", "-", "<0.3", "+1"], "n": [-1, 2, 3, 4]})

    csv = to_csv(PrintedTable("t", "T", table), Stamp("c"))
    lines = csv.decode("utf-8-sig").splitlines()

    assert [line.removesuffix(",,c.") for line in lines[1:]] == [
        "'=HYPERLINK(1),-1",
        "-,2",
        "<0.3,3",
        "+1,4",
    ]
