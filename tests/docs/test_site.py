"""The documentation site is built without a warning, and asks for nothing when it is opened."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from srns.rules.load_definition import published

ROOT = Path(__file__).parents[2]
ASKED_FOR = re.compile(
    r"<(?:script|img|iframe|link(?! rel=\"(?:canonical|next|prev)\"))[^>]*?https?://"
)


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    built = subprocess.run(
        [sys.executable, "-m", "sphinx", "-b", "html", "-W", "--keep-going", "-q", "docs", folder],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stderr
    return folder


def test_every_page_and_definition_is_there(site: Path):
    pages = {page.stem for page in (ROOT / "docs").glob("*.md")} | {"notebook"}
    assert {page.stem for page in site.glob("*.html")} >= pages
    shown = {page.stem for page in (site / "definitions").glob("*.html")}
    assert shown == {"index", *(definition.id for definition in published())}


def test_no_page_asks_for_anything_from_the_network(site: Path):
    asking = [
        (page.name, found.group())
        for page in site.rglob("*.html")
        for found in ASKED_FOR.finditer(page.read_text("utf-8"))
    ]
    assert asking == []
    styles = [sheet for sheet in site.rglob("*.css") if "url(http" in sheet.read_text("utf-8")]
    assert styles == []


def test_the_notebook_was_run(site: Path):
    page = (site / "notebook.html").read_text("utf-8")
    assert "12 children, 0 errors" in page
    assert "complete remission" in page


def test_a_definition_has_its_words_and_its_cases(site: Path):
    page = (site / "definitions" / "haddad_2021.html").read_text("utf-8")
    assert "on at least three consecutive occasions" in page
    assert "just inside both limits" in page
