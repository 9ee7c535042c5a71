"""What frictionless gives for the cells of a workbook, and what its `validate` reports.

Run: PYTHON_THAT_HAS_FRICTIONLESS with_frictionless.py WORKBOOK.xlsx ...
It imports nothing of this project, so that frictionless may stand in an environment of its own; the
answer is one line of JSON for each workbook.
"""

import contextlib
import decimal
import io
import json
import sys
from importlib.metadata import version
from typing import Any


def letters_of(column: int) -> str:
    """Give Excel's letters of a column, counted from 0."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def read(path: str) -> tuple[dict[str, Any], set[str]]:
    """Read every sheet as `describe`, `validate` and `read_rows` do, the schema inferred."""
    import frictionless  # pyright: ignore[reportMissingImports]
    import openpyxl
    from frictionless.formats import ExcelControl  # pyright: ignore[reportMissingImports]

    cells: dict[str, Any] = {}
    refused: set[str] = set()
    text = path.endswith(".csv")
    sheets = ["workbook"] if text else openpyxl.load_workbook(path, read_only=True).sheetnames
    for name in sheets:
        options = {} if text else {"control": ExcelControl(sheet=name)}
        report = frictionless.validate(frictionless.Resource(path=path, **options))
        for row, column in report.flatten(["rowNumber", "fieldNumber"]):
            if row and column:
                refused.add(f"{name}!{letters_of(column - 1)}{row}")
            elif row:
                refused |= {f"{name}!{letters_of(one)}{row}" for one in range(60)}
        with frictionless.Resource(path=path, **options) as opened:
            for row in opened.row_stream:
                for column, value in enumerate(row.to_list()):
                    cells[f"{name}!{letters_of(column)}{row.row_number}"] = value
    return cells, refused


def plain(value: object) -> object:
    """Turn a value into one that JSON knows; a day becomes text, as it is no number."""
    if isinstance(value, decimal.Decimal):
        return float(value)
    return value if isinstance(value, str | int | float | None) else str(value)


def main() -> None:
    """Answer for each workbook; a reader that stops says why."""
    print(json.dumps({"version": version("frictionless")}))
    for path in sys.argv[1:]:
        answer: dict[str, Any] = {"path": path}
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                cells, refused = read(path)
            answer["cells"] = {key: plain(value) for key, value in cells.items()}
            answer["refused"] = sorted(refused)
        except Exception as error:
            answer["stopped"] = f"{type(error).__name__}: {error}"
        print(json.dumps(answer))


if __name__ == "__main__":
    main()
