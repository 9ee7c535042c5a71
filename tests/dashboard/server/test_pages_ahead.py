"""What the first visitor would wait for is loaded when the server starts."""

import ast
import subprocess
import sys
from pathlib import Path

PAGES = Path(__file__).parents[3] / "pages"
SCRIPT = """
import json, sys
from srns.dashboard.server.pages_ahead import load_pages
load_pages()
print(json.dumps(sorted(sys.modules)))
"""


def imported_modules(page: Path) -> set[str]:
    """Return what a page imports from."""
    found = (
        node.module or ""
        for node in ast.walk(ast.parse(page.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom)
    )
    return {name for name in found if name.startswith("srns")}


def test_no_page_loads_code_of_its_own():
    run = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, timeout=60, check=True
    )

    needed = set().union(*map(imported_modules, PAGES.glob("*.py")))
    loaded = set(ast.literal_eval(run.stdout))
    assert needed
    assert needed <= loaded
    assert {"scipy.stats", "altair", "openpyxl"} <= loaded
