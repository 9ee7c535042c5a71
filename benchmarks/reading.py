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

from srns.workbook.files.open_workbook import open_workbook
from srns.workbook.read_workbook import read_workbook
from srns.workbook.recipe.propose import propose

ROWS, RUNS = 100_000, 15


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


def measure(
    reads: dict[str, Callable[[Path], object]], path: Path, runs: int = RUNS
) -> dict[str, list[float]]:
    """Give the seconds of the processor of each run; the readers take turns, as speed drifts."""
    seconds: dict[str, list[float]] = {name: [] for name in reads}
    for _ in range(runs):
        for name, read in reads.items():
            start = time.process_time()
            read(path)
            seconds[name].append(time.process_time() - start)
    return seconds


def main() -> None:
    """Print a small table."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.xlsx"
        write_large(path)
        read_workbook(path)  # what is imported on the way does not count
        recipe = propose(open_workbook(path))
        reads = {
            "python-calamine, bare": read_bare,
            "read_workbook": read_workbook,
            "... by a recipe": lambda path: read_workbook(path, recipe=recipe),
        }
        times = measure(reads, path)
        # Not in turn with the others: it leaves the memory in another state, and takes long.
        times |= measure({"openpyxl, read only": read_openpyxl}, path, runs=3)
    bare = times["python-calamine, bare"]
    print(f"{ROWS:,} rows: seconds of the processor, and how often the bare reader's")
    for name, seconds in times.items():
        turns = bare if len(seconds) == len(bare) else [statistics.median(bare)] * len(seconds)
        ratios = [one / other for one, other in zip(seconds, turns, strict=True)]
        print(
            f"{name:22} {statistics.median(seconds):6.2f}  {min(seconds):.2f}-{max(seconds):.2f}"
            f"  {statistics.median(ratios):6.2f} x  {min(ratios):.2f}-{max(ratios):.2f}"
        )


if __name__ == "__main__":
    main()
