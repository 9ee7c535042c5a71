"""How long a laboratory list of a million rows takes, beside pandas.read_csv of the same file."""

import datetime
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

ROWS = 1_000_000
_TESTS = (
    ("Protein/Creatinine ratio, urine", "mg/mmol", "Urine", 5, 900),
    ("Albumin", "g/L", "Plasma", 10, 45),
    ("Creatinine", "umol/L", "Plasma", 20, 90),
    ("Potassium", "mmol/L", "Plasma", 3, 6),
    ("Sodium", "mmol/L", "Plasma", 130, 150),
    ("Urea", "mmol/L", "Plasma", 2, 20),
    ("Haemoglobin", "g/L", "Blood", 80, 150),
    ("Urine protein", "mg/dL", "Urine", 5, 900),
    ("Urine creatinine", "mg/dL", "Urine", 20, 200),
    ("C-reactive protein", "mg/L", "Plasma", 1, 90),
)


def write_list(path: Path, rows: int) -> None:
    """Write visits of ten tests each, a hundred a child, with flags, signs and comments."""
    draw = random.Random(1)
    start = datetime.datetime(2005, 1, 1, 8)
    with path.open("w", encoding="utf-8") as file:
        file.write("Study ID,Accession,Collected,Resulted,Test,Result,Unit,Specimen,Status\n")
        for visit in range(rows // len(_TESTS)):
            when = start + datetime.timedelta(days=14 * (visit % 100), minutes=draw.randrange(500))
            done = when + datetime.timedelta(hours=3)
            for test, unit, specimen, low, high in _TESTS:
                value = f"{draw.uniform(low, high):.1f}"
                chance = draw.random()
                if chance < 0.03:
                    value = f"<{value}" if chance < 0.01 else f"{value} H"
                elif chance < 0.031:
                    value = "haemolysed"
                file.write(
                    f"P{visit // 100},A{visit},{when:%Y-%m-%d %H:%M},{done:%Y-%m-%d %H:%M},"
                    f'"{test}",{value},{unit},{specimen},Final\n'
                )


def read_ours(path: Path) -> None:
    """Open and read the list."""
    from srns.workbook.results.export_files import ExportColumns, read_export
    from srns.workbook.results.read_results import read_results

    export = read_export(path.read_bytes(), path.name)
    assert isinstance(export, ExportColumns)
    assert export.dialect is not None
    read_results(export.columns, export.dialect)


def read_bare(path: Path) -> None:
    """Read the cells as texts and nothing else."""
    import pandas as pd

    pd.read_csv(path, dtype=str, keep_default_na=False)


_READERS = {"ours": read_ours, "pandas.read_csv": read_bare}


def measure(reader: str, path: Path) -> tuple[float, float]:
    """Return the seconds of the processor and the peak of memory in MB, in a process."""
    command = [sys.executable, __file__, reader, str(path)]
    seconds, peak = subprocess.run(
        command, check=True, capture_output=True, text=True
    ).stdout.split()
    return float(seconds), float(peak)


def main() -> None:
    """Print a small table."""
    if len(sys.argv) == 3:
        start = time.process_time()
        _READERS[sys.argv[1]](Path(sys.argv[2]))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        sys.stdout.write(f"{time.process_time() - start} {peak}")
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.csv"
        write_list(path, ROWS)
        sys.stdout.write(f"{ROWS:,} rows, {path.stat().st_size / 1e6:.0f} MB\n")
        best = {name: min(measure(name, path) for _ in range(3)) for name in _READERS}
        for name, (seconds, peak) in best.items():
            sys.stdout.write(f"{name:16} {seconds:5.1f} s  {peak:5.0f} MB\n")
        ratio = best["ours"][0] / best["pandas.read_csv"][0]
        sys.stdout.write(f"ours takes {ratio:.2f} times as long\n")


if __name__ == "__main__":
    main()
