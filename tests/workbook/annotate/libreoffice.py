"""Does an annotated copy open in LibreOffice with every other cell as it was?

Not part of the suite, for LibreOffice is large: python -m tests.workbook.annotate.libreoffice
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from srns.workbook.files.cells import WorkbookCells
from srns.workbook.files.open_workbook import open_workbook
from srns.workbook.files.own_marks import is_issue_list
from srns.workbook.read_workbook import read_workbook
from tests.workbook.annotate.test_annotated_copy import annotated, spoilt


def convert(content: bytes, folder: Path, name: str) -> WorkbookCells:
    """Let LibreOffice open a workbook and save it in its own form."""
    (folder / f"{name}.xlsx").write_bytes(content)
    command = ["soffice", "--headless", "--convert-to", "ods", "--outdir", str(folder)]
    subprocess.run(
        [*command, str(folder / f"{name}.xlsx")], check=True, capture_output=True, timeout=180
    )
    opened = open_workbook(folder / f"{name}.ods")
    assert isinstance(opened, WorkbookCells)
    return opened


def main() -> int:
    """Compare the workbook and its copy, both after LibreOffice."""
    if shutil.which("soffice") is None:
        print("LibreOffice is not installed: nothing was checked.")
        return 1
    with tempfile.TemporaryDirectory() as folder:
        before = convert(spoilt(), Path(folder), "before")
        after = convert(annotated(spoilt()), Path(folder), "after")
    marked = {one.place for one in read_workbook(spoilt()).problems}
    assert [sheet.name for sheet in after.sheets[:-1]] == [sheet.name for sheet in before.sheets]
    assert is_issue_list(after.sheets[-1])
    for one, two in zip(before.sheets, after.sheets, strict=False):
        assert one.rows == two.rows, one.name
        assert set(one.comments) <= set(two.comments), one.name
        assert (one.hidden_rows, one.hidden_columns) == (two.hidden_rows, two.hidden_columns)
    remarked = sum(len(sheet.comments) for sheet in after.sheets)
    cells = sum(len(row) for sheet in before.sheets for row in sheet.rows)
    print(f"{cells} cells the same; {remarked} comments for {len(marked)} places with problems.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
