"""Write the benchmark's workbooks and truths: `python benchmarks/workbooks/make.py`."""

import shutil
import sys
from pathlib import Path

HERE = Path(__file__).parent
if __name__ == "__main__":
    sys.path.insert(0, str(HERE.parents[1]))

from benchmarks.workbooks.makers import cases  # noqa: E402


def main() -> None:
    """Write every case to its folder."""
    folder = HERE / "cases"
    shutil.rmtree(folder, ignore_errors=True)
    for case in cases():
        case.write(folder)
    print(f"Wrote {len(cases())} workbooks to {folder}.")


if __name__ == "__main__":
    main()
