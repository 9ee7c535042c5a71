"""How long from choosing a filter to the repainted page, beside a page that holds nothing else?

Run: python -m benchmarks.repaint [--runs 15] [--children 1000,5000] [--visits 50]. Both apps are
driven in one headless Chromium, one after the other: open the list, choose a group, and wait until
the page says how many children are left and the script has come to rest. The empty page has one
list and one sentence. Of each invented cohort also how long the upload takes, and the step from one
child's timeline to the next one's. The paper's eight children come first. A workbook above what a
dashboard takes as an upload is opened by the server itself.
"""

import argparse
import contextlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from playwright.sync_api import Locator, Page, sync_playwright
from playwright.sync_api import TimeoutError as NotSeen

from benchmarks.cohorts import write_workbook

ROOT = Path(__file__).parents[1]
HEADINGS = {
    "Cohort": "How many children responded?",
    "Child": "Clinical course of one child",
    "Histology": "Did response differ by histology?",
    "Maintenance": "Outcome by maintenance regimen",
}
GROUPS = ("MCD", "MCD variant", "FSGS")
EMPTY_PAGE = """
import streamlit as st
chosen = st.multiselect("Histology", ["MCD", "MCD variant", "FSGS"], key="filter_histology")
st.caption(f"Filters: histology {', '.join(chosen)}: {len(chosen)} of 8 children.")
"""
OPENED = """
import runpy
from pathlib import Path
import streamlit as st
import srns
from srns.dashboard.state.session import UPLOAD, LoadedCohort, State

@st.cache_resource
def reading():
    path = Path({workbook!r})
    return srns.read_workbook(path.read_bytes(), name=path.name)

if "srns" not in st.session_state:
    loaded = LoadedCohort(UPLOAD, "large", "large.xlsx", reading())
    st.session_state["srns"] = State(loaded=loaded, kept_upload=loaded, address={{}}, standing={{}})
runpy.run_path({app!r})
"""
MOST_ROWS = 100_000
"""Rows of a workbook that are uploaded."""
CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]


@contextlib.contextmanager
def serve(script: Path) -> Iterator[str]:
    """Serve one Streamlit script on this machine only."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.headless=true"]
    command += [f"--server.port={port}", "--server.address=127.0.0.1"]
    command += ["--browser.gatherUsageStats=false", "--server.fileWatcherType=none"]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}"
        for _ in range(300):
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"{address}/_stcore/health").close()
                break
            time.sleep(0.1)
        yield address
    finally:
        server.terminate()
        server.wait()


def time_filter(page: Page, runs: int) -> list[float]:
    """Time each choice of a histology, in milliseconds."""
    page.locator(".st-key-filter_histology").wait_for()
    _rest(page)
    seconds = []
    for run in range(runs + 1):
        group = GROUPS[run % len(GROUPS)]
        box = page.locator(".st-key-filter_histology")
        _clear(box)
        choice = page.get_by_role("option", name=group, exact=True)
        _open_list(box, choice)
        begun = time.perf_counter()
        choice.click()
        page.get_by_text(f"histology {group}: ").first.wait_for()
        _rest(page)
        seconds.append((time.perf_counter() - begun) * 1e3)
        page.keyboard.press("Escape")
    return seconds[1:]


def _clear(box: Locator) -> None:
    """Choose nothing; the list is left first, for it moves the button when it loses the focus."""
    clear = box.get_by_role("button", name="Clear all")
    for _ in range(5):
        box.page.keyboard.press("Escape")
        box.locator("input").blur()
        box.page.wait_for_timeout(200)
        if not clear.count():
            break
        clear.click()
        with contextlib.suppress(NotSeen):
            clear.wait_for(state="detached", timeout=3_000)
    box.page.wait_for_timeout(300)
    _rest(box.page)


def _open_list(box: Locator, choice: Locator) -> None:
    """Open the list, again where a page still being drawn closed it."""
    for _ in range(10):
        box.locator("input").click()
        with contextlib.suppress(NotSeen):
            choice.wait_for(timeout=3_000)
            return
        box.page.keyboard.press("Escape")
    raise RuntimeError("The list of histologies does not stay open.")


def _rest(page: Page) -> None:
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()


def time_children(page: Page, runs: int) -> list[float]:
    """Time each step to the next child, until its timeline is drawn, in milliseconds."""
    _rest(page)
    seconds = []
    for _ in range(runs):
        following = page.locator("a[data-key=ArrowRight]")
        child = following.inner_text().removeprefix("child ").removesuffix("›").strip()
        begun = time.perf_counter()
        following.click()
        page.get_by_text(f"Child {child}: urine protein").first.wait_for(state="attached")
        _rest(page)
        seconds.append((time.perf_counter() - begun) * 1e3)
        page.wait_for_timeout(200)
    return seconds


def time_upload(page: Page, workbook: Path, children: int) -> float:
    """Time an upload until the page says what was read, in milliseconds."""
    begun = time.perf_counter()
    page.locator("input[type=file]").first.set_input_files(workbook)
    page.get_by_text(f"Read {children:,} children").first.wait_for(timeout=300_000)
    _rest(page)
    return (time.perf_counter() - begun) * 1e3


def main() -> None:
    """Print a row for the empty page and for each page at each size of cohort."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--children", default="1000,5000")
    parser.add_argument("--visits", type=int, default=50)
    asked = parser.parse_args()
    sizes = [int(size) for size in asked.children.split(",") if size]
    browser_path = shutil.which("chromium") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=CHROMIUM)
        empty = Path(folder) / "empty.py"
        empty.write_text(EMPTY_PAGE, "utf-8")
        with serve(empty) as address:
            page = browser.new_page()
            page.goto(address)
            nothing = time_filter(page, asked.runs)
        print("| page | median, ms | range | of the empty page |\n|---|---|---|---|")
        _row("empty page", nothing, nothing)
        with serve(ROOT / "app.py") as address:
            page = browser.new_page()
            page.goto(f"{address}/")
            _rows(page, 8, asked.runs, nothing)
        for children in sizes:
            cohort = Path(folder) / f"cohort_{children}.xlsx"
            write_workbook(cohort, children, asked.visits)
            is_uploaded = children * asked.visits <= MOST_ROWS
            app = ROOT / "app.py" if is_uploaded else _app_with(cohort, Path(folder))
            with serve(app) as address:
                page = browser.new_page()
                page.goto(f"{address}/")
                page.get_by_role("heading", level=1).first.wait_for(timeout=300_000)
                _rest(page)
                if is_uploaded:
                    upload = [time_upload(page, cohort, children)]
                    _row(f"upload of {children:,} children", upload, nothing)
                _rows(page, children, asked.runs, nothing)


def _app_with(workbook: Path, folder: Path) -> Path:
    """Write an app that opens this workbook, beside a link to the pages."""
    (folder / "pages").symlink_to(ROOT / "pages")
    script = folder / "opened.py"
    script.write_text(OPENED.format(workbook=str(workbook), app=str(ROOT / "app.py")), "utf-8")
    return script


def _rows(page: Page, children: int, runs: int, nothing: list[float]) -> None:
    for title in ("Cohort", "Child", "Histology", "Maintenance"):
        page.get_by_test_id("stSidebar").get_by_role("link", name=title).click()
        page.get_by_role("heading", level=1, name=HEADINGS[title]).wait_for()
        _row(f"{title.lower()}, {children:,} children", time_filter(page, runs), nothing)
        if title == "Child":
            _clear(page.locator(".st-key-filter_histology"))
            steps = min(runs, children - 1)
            _row(f"the next child, {children:,} children", time_children(page, steps), nothing)


def _row(name: str, times: list[float], empty: list[float]) -> None:
    ratio = np.median(times) / np.median(empty)
    spread = f"{min(times):.0f}–{max(times):.0f}"
    print(f"| {name} | {np.median(times):.0f} | {spread} | {ratio:.1f} |", flush=True)


if __name__ == "__main__":
    main()
