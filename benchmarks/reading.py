"""How long reading and checking 100,000 rows takes, beside the bare python-calamine read."""

import datetime
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import openpyxl
import python_calamine

sys.path.insert(0, str(Path(__file__).parents[1]))

from srns.workbook.reading import read_workbook

ROWS, RUNS = 100_000, 5


def write_large(path: Path) -> None:
    """Write 1,000 children with 100 visits each."""
    draw = random.Random(1)
    book = openpyxl.Workbook(write_only=True)
    patients, labs = book.create_sheet("Patients"), book.create_sheet("Labs")
    infusions = book.create_sheet("Infusions")
    patients.append(["patient", "sex"])
    infusions.append(["patient", "date", "cyclophosphamide (mg/m2)"])
    labs.append(["patient", "date", "Up/c (mg/mg)", "albumin (g/dL)", "creatinine (mg/dL)"])
    first = datetime.date(2005, 1, 1)
    for child in range(1, ROWS // 100 + 1):
        patients.append([child, "f"])
        infusions.append([child, first, 500])
        for visit in range(100):
            labs.append(
                [
                    child,
                    first + datetime.timedelta(days=14 * visit),
                    round(draw.uniform(0.5, 2), 2),
                    round(draw.uniform(2, 4.5), 1),
                    round(draw.uniform(0.3, 1.2), 2),
                ]
            )
    book.save(path)


def read_bare(path: Path) -> None:
    """Fetch the values and nothing else."""
    book = python_calamine.CalamineWorkbook.from_path(path)
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python()


def read_openpyxl(path: Path) -> None:
    """Fetch the values with openpyxl's fast mode."""
    for page in openpyxl.load_workbook(path, read_only=True, data_only=True).worksheets:
        for _ in page.iter_rows(values_only=True):
            pass


def measure(read: Callable[[Path], object], path: Path, runs: int = RUNS) -> list[float]:
    """Give the seconds of each run."""
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        read(path)
        seconds.append(time.perf_counter() - start)
    return seconds


def main() -> None:
    """Print a small table."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.xlsx"
        write_large(path)
        times = {
            "python-calamine, bare": measure(read_bare, path),
            "read_workbook": measure(read_workbook, path),
            "openpyxl, read only": measure(read_openpyxl, path, 2),
        }
    bare = statistics.median(times["python-calamine, bare"])
    print(f"{ROWS:,} rows       median s  min-max s    ratio")
    for name, seconds in times.items():
        middle = statistics.median(seconds)
        print(
            f"{name:22} {middle:6.2f}  {min(seconds):.2f}-{max(seconds):.2f}  {middle / bare:6.2f}"
        )


if __name__ == "__main__":
    main()
