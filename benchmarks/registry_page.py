"""How long does a visitor wait for the page Registry, in Chromium?

    python -m benchmarks.registry_page FOLDER [--runs 5]

FOLDER is what `srns registry --for-dashboard` wrote. Seconds from asking to what was asked for:
the headline of the first page in a session of its own, the figure with the filter, and that of a
child (each time another one). Memory is that of the server with one session more.
"""

import argparse
import os
import re
import shutil
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.process_memory import memory_mb
from benchmarks.repaint import CHROMIUM, ROOT, serve
from srns.registry.opened_registry import REGISTRY, open_registry

HISTOLOGIES = ("FSGS", "MCD", "other")
_LONGEST = 120_000


def main() -> None:
    """Print one row for each thing that a visitor asks for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    chosen = parser.parse_args()
    os.environ[REGISTRY] = str(chosen.folder)
    children = open_registry(chosen.folder).first_children(10_000)
    names = children[:: max(1, len(children) // chosen.runs)][: chosen.runs]
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    with serve(ROOT / "app.py") as url, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=found, args=CHROMIUM)
        first, memory = [], []
        for _number in range(chosen.runs):
            memory.append(memory_mb(_server()))
            page, seconds = _first_page(browser, url)
            first.append(seconds)
        memory.append(memory_mb(_server()))
        filtered = [_filtered(page, url, HISTOLOGIES[run % 3]) for run in range(chosen.runs)]
        page.goto(f"{url}/registry?registry_part=One+child")
        page.get_by_text("At last follow-up").wait_for(timeout=_LONGEST)
        drawn = [_child(page, name) for name in names[1:]]
        _print({"first page": first, "a filter": filtered, "a child": drawn})
        print(f"memory {memory[0]:.0f} MB before, {memory[-1]:.0f} with {chosen.runs} sessions; "
              f"load of the machine {os.getloadavg()[0]:.1f}")  # fmt: skip


def _server() -> int:
    """Return the process that serves the page: the one that this process started."""
    children = Path(f"/proc/self/task/{os.getpid()}/children").read_text("ascii").split()
    return next(
        int(each) for each in children
        if b"streamlit" in Path(f"/proc/{each}/cmdline").read_bytes()
    )  # fmt: skip


def _timed(ask: Callable[[], object], answered: Callable[[], object]) -> float:
    begun = time.perf_counter()
    ask()
    answered()
    return time.perf_counter() - begun


def _first_page(browser: Browser, url: str) -> tuple[Page, float]:
    page = browser.new_page()
    headline = page.get_by_role("heading", name=re.compile("Complete remission in"))
    return page, _timed(
        lambda: page.goto(f"{url}/registry"), lambda: headline.wait_for(timeout=_LONGEST)
    )


def _filtered(page: Page, url: str, group: str) -> float:
    """Choose a histology, and wait for the figure that says so."""
    page.goto(f"{url}/registry")
    page.get_by_role("heading", name=re.compile("Complete remission in")).wait_for(timeout=_LONGEST)
    page.locator(".st-key-registry_histology input").click()
    option = page.get_by_role("option", name=group, exact=True)
    option.wait_for()
    drawn = page.get_by_test_id("stVegaLiteChart").get_by_text(re.compile(f"histology {group}:"))
    return _timed(option.click, lambda: drawn.wait_for(timeout=_LONGEST))


def _child(page: Page, name: str) -> float:
    page.get_by_role("textbox", name=re.compile("^Child")).fill(name)
    figure = page.locator(f"[data-testid=stVegaLiteChart][aria-label^='Child {name}:']")
    return _timed(lambda: page.keyboard.press("Enter"), lambda: figure.wait_for(timeout=_LONGEST))


def _print(found: dict[str, Sequence[float]]) -> None:
    print("| | s | runs |\n|---|---|---|")
    for name, seconds in found.items():
        spread = f"({min(seconds):.2f}–{max(seconds):.2f})"
        print(f"| {name} | {statistics.median(seconds):.2f} {spread} | {len(seconds)} |")


if __name__ == "__main__":
    main()
