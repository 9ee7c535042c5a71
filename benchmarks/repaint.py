"""How long from choosing a filter to the repainted page, beside a page that holds nothing else?

Run: python -m benchmarks.repaint [--runs 15]. Both apps are driven in one headless Chromium, one
after the other: open the list, choose a group, and wait until the page says how many children are
left and the script has come to rest. The empty page has one list and one sentence.
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
import openpyxl
from playwright.sync_api import Locator, Page, sync_playwright
from playwright.sync_api import TimeoutError as NotSeen

ROOT = Path(__file__).parents[1]
GROUPS = ("MCD", "MCD variant", "FSGS")
EMPTY_PAGE = """
import streamlit as st
chosen = st.multiselect("Histology", ["MCD", "MCD variant", "FSGS"], key="filter_histology")
st.caption(f"Filters: histology {', '.join(chosen)}: {len(chosen)} of 8 children.")
"""
CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]


def write_cohort(target: Path, children: int) -> None:
    """Write a workbook of invented children with ten visits each."""
    random = np.random.default_rng(1)
    workbook = openpyxl.Workbook(write_only=True)
    patients = workbook.create_sheet("Patients")
    patients.append(["patient", "histology", "steroid resistance"])
    labs = workbook.create_sheet("Labs")
    labs.append(["patient", "day", "Up/c (mg/mg)", "albumin (g/dL)"])
    infusions = workbook.create_sheet("Infusions")
    infusions.append(["patient", "day", "cyclophosphamide (mg/m2)"])
    for number in range(children):
        name = f"P{number:05d}"
        patients.append([name, ("MCD", "MCD/IgM", "FSGS")[number % 3], "initial"])
        infusions.append([name, 0, 500])
        level = random.choice([0.1, 0.5, 4.0])
        for visit in range(10):
            upcr = round(level * random.uniform(0.5, 1.5), 2)
            labs.append([name, 30 * (visit + 1), upcr, round(random.uniform(1.5, 4.5), 1)])
    workbook.save(target)


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
        clear = box.get_by_role("button", name="Clear all")
        if clear.count():
            clear.click()
            _rest(page)
        choice = page.get_by_role("option", name=group, exact=True)
        _open_list(box, choice)
        begun = time.perf_counter()
        choice.click()
        page.get_by_text(f"histology {group}: ").first.wait_for()
        _rest(page)
        seconds.append((time.perf_counter() - begun) * 1e3)
        page.keyboard.press("Escape")
    return seconds[1:]


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


def main() -> None:
    """Print a row for the empty page and one for each size of cohort."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=15)
    runs = parser.parse_args().runs
    browser_path = shutil.which("chromium") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=CHROMIUM)
        empty = Path(folder) / "empty.py"
        empty.write_text(EMPTY_PAGE, "utf-8")
        with serve(empty) as address:
            page = browser.new_page()
            page.goto(address)
            nothing = time_filter(page, runs)
        print("| page | median, ms | range | of the empty page |\n|---|---|---|---|")
        _row("empty page", nothing, nothing)
        with serve(ROOT / "app.py") as address:
            for title in ("cohort", "child", "histology", "maintenance"):
                page = browser.new_page()
                page.goto(f"{address}/{title}?cohort=paper")
                _row(f"{title}, 8 children", time_filter(page, runs), nothing)
            cohort = Path(folder) / "cohort.xlsx"
            write_cohort(cohort, 1_000)
            page = browser.new_page()
            page.goto(f"{address}/")
            page.locator("input[type=file]").first.set_input_files(cohort)
            page.get_by_text("1000 children").first.wait_for(timeout=120_000)
            for title in ("Cohort", "Child", "Histology", "Maintenance"):
                page.get_by_test_id("stSidebar").get_by_role("link", name=title).click()
                _rest(page)
                times = time_filter(page, runs)
                _row(f"{title.lower()}, 1,000 children", times, nothing)


def _row(name: str, times: list[float], empty: list[float]) -> None:
    ratio = np.median(times) / np.median(empty)
    spread = f"{min(times):.0f}–{max(times):.0f}"
    print(f"| {name} | {np.median(times):.0f} | {spread} | {ratio:.1f} |", flush=True)


if __name__ == "__main__":
    main()
