"""Write the workbooks of the benchmark and their truths again: `python benchmarks/workbooks/make.py`."""

import shutil
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1]))

from benchmarks.workbooks.makers import cases


def main() -> None:
    """Write every case to its folder."""
    folder = HERE / "cases"
    shutil.rmtree(folder, ignore_errors=True)
    for case in cases():
        case.write(folder)
    print(f"Wrote {len(cases())} workbooks to {folder}.")


if __name__ == "__main__":
    main()
