"""How much of the processor does the server take for a page, and for a filter on it?

Run: python -m benchmarks.server_time [--children 1000,5000] [--visits 50]. Every part of every page
is run in Streamlit's own tester, without a browser, on invented children. Seconds are of the
processor, so that a busy machine does not change them: of the first sight of a part, of the first
choice of a histology, and of one that was chosen before.
"""

import argparse
import tempfile
import time
from pathlib import Path

from streamlit.testing.v1 import AppTest

import srns
from benchmarks.cohorts import write_workbook
from benchmarks.repaint import GROUPS, ROOT
from srns.dashboard.state.page_parts import PAGE_PARTS
from srns.dashboard.state.session import UPLOAD, LoadedCohort, State
from srns.workbook.read_workbook import Reading


def main() -> None:
    """Print one row a part of a page."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--children", default="1000,5000")
    parser.add_argument("--visits", type=int, default=50)
    asked = parser.parse_args()
    print("| page | children | first sight, s | filter, s | the same again, s |")
    print("|---|---|---|---|---|")
    for children in map(int, asked.children.split(",")):
        with tempfile.TemporaryDirectory() as folder:
            workbook = Path(folder) / "large.xlsx"
            write_workbook(workbook, children, asked.visits)
            reading = srns.read_workbook(workbook.read_bytes(), name=workbook.name)
        app = opened(reading)
        for page, parts in PAGE_PARTS.items():
            for part in parts or ("",):
                seconds = " | ".join(f"{each:.2f}" for each in measured(app, page, part))
                name = " · ".join(filter(None, (page.capitalize(), part)))
                print(f"| {name} | {children:,} | {seconds} |", flush=True)


def opened(reading: Reading) -> AppTest:
    """Return the dashboard with a workbook that was read."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=600)
    loaded = LoadedCohort(UPLOAD, "large", reading.name, reading)
    app.session_state["srns"] = State(loaded=loaded, address={}, standing={})
    return app.run()


def measured(app: AppTest, page: str, part: str) -> tuple[float, float, float]:
    """Return the seconds of the first sight, of a filter, and of the filter again."""
    here = app.session_state["srns"]
    here.tabs = {page: part} if part else {}
    app.switch_page(f"pages/{page}.py")
    first = _seconds(app)
    filters = []
    for group in (GROUPS[0], GROUPS[2], GROUPS[0]):
        app.multiselect(key="filter_histology").set_value([group])
        filters.append(_seconds(app))
    app.multiselect(key="filter_histology").set_value([]).run()
    return first, max(filters[:2]), filters[2]


def _seconds(app: AppTest) -> float:
    begun = time.process_time()
    app.run()
    if app.exception:
        raise RuntimeError(app.exception[0].value)
    return time.process_time() - begun


if __name__ == "__main__":
    main()
