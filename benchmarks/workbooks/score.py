"""How our reader and the usual ones fare on the messy workbooks: right, wrong, lost, refused.

Run: python -m benchmarks.workbooks.score [FOLDER_OF_CASES] [--ours] [--frictionless PYTHON]
Frictionless is no package of this project: it takes part where it can be imported, or by the Python
of an environment that has it.
"""

import argparse
import contextlib
import datetime
import io
import json
import math
import subprocess
import sys
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import python_calamine

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.workbooks.understood import say_understood
from srns.workbook.files.cells import WorkbookCells
from srns.workbook.files.open_workbook import open_workbook
from srns.workbook.problems import column_letters, position
from srns.workbook.read_workbook import Reading, read_workbook
from srns.workbook.recipe.model import Recipe
from srns.workbook.recipe.propose import propose

TODAY = datetime.date(2026, 1, 1)
OUTCOMES = ("right", "wrong", "lost in silence", "left as text", "refused with a reason")
Fact = dict[str, Any]
Cells = dict[str, object]


# The usual readers: what a cell holds after the usual line of code


def with_pandas(path: Path) -> tuple[Cells, set[str]]:
    """`pd.read_excel(path, sheet_name=None)`, or `read_csv(sep=None)`; the first row heads."""
    cells: Cells = {}
    text = path.suffix == ".csv"
    frames = (
        {path.stem: pd.read_csv(path, sep=None, engine="python")}
        if text
        else pd.read_excel(path, sheet_name=None)
    )
    for name, frame in frames.items():
        for row, values in enumerate(frame.itertuples(index=False), 2):
            for column, value in enumerate(values):
                cells[f"{name}!{column_letters(column)}{row}"] = value
    return cells, set()


def with_openpyxl(path: Path) -> tuple[Cells, set[str]]:
    """openpyxl, each column through `pd.to_numeric(errors="coerce")`."""
    cells: Cells = {}
    for page in openpyxl.load_workbook(path, data_only=True).worksheets:
        for column in page.iter_cols():
            values = pd.Series([cell.value for cell in column], dtype=object)
            numbers = pd.to_numeric(values, errors="coerce")
            for cell, number in zip(column, numbers, strict=True):
                cells[f"{page.title}!{cell.coordinate}"] = float(number)
    return cells, set()


def with_calamine(path: Path) -> tuple[Cells, set[str]]:
    """python-calamine, the values as they come."""
    cells: Cells = {}
    book = python_calamine.CalamineWorkbook.from_path(path)
    for name in book.sheet_names:
        for row, values in enumerate(book.get_sheet_by_name(name).to_python(skip_empty_area=False)):
            for column, value in enumerate(values):
                cells[f"{name}!{column_letters(column)}{row + 1}"] = value
    return cells, set()


def with_frictionless(python: str, paths: list[Path]) -> dict[str, dict[str, Any]]:
    """frictionless, in the Python where it is installed: see with_frictionless.py."""
    script = Path(__file__).with_name("with_frictionless.py")
    command = [python, str(script), *map(str, paths)]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    first, *answers = map(json.loads, ran.stdout.splitlines())
    print(f"frictionless {first['version']}\n")
    return {answer["path"]: answer for answer in answers}


def replayed(answers: dict[str, dict[str, Any]]) -> Callable[[Path], tuple[Cells, set[str]]]:
    """Give what another process read as a reader of this one."""

    def read(path: Path) -> tuple[Cells, set[str]]:
        answer = answers[str(path)]
        if "stopped" in answer:
            raise RuntimeError(answer["stopped"])
        return answer["cells"], set(answer["refused"])

    return read


READERS: dict[str, Callable[[Path], tuple[Cells, set[str]]]] = {
    "pandas.read_excel": with_pandas,
    "openpyxl + to_numeric(coerce)": with_openpyxl,
    "python-calamine": with_calamine,
}


def is_nothing(value: object) -> bool:
    """Tell whether a reader gives nothing for a cell."""
    return value is None or value == "" or (isinstance(value, float) and math.isnan(value))


def judge_number(fact: Fact, cells: Cells, refused: set[str]) -> str:
    """Judge a usual reader by the number alone: its unit, child and day are not asked of it."""
    value = cells.get(fact["cell"])
    if fact["cell"] in refused:
        return "refused with a reason"
    if is_nothing(value):
        return "lost in silence"
    number: float | None = None
    with contextlib.suppress(TypeError, ValueError):
        number = float(value)  # pyright: ignore[reportArgumentType]
    if number is None:
        return "left as text" if isinstance(value, str) else "wrong"
    return "right" if not fact["bound"] and math.isclose(number, fact["value"]) else "wrong"


# Ours: proposed recipe, the person's answers, the tables


def read_ours(path: Path, answers: dict[str, str]) -> tuple[Reading, Recipe]:
    """Read as a person would, by the recipe as they answered it."""
    opened = open_workbook(path)
    if not isinstance(opened, WorkbookCells):
        return read_workbook(path, today=TODAY), Recipe(path.name, ())
    recipe = propose(opened, path.name)
    if not recipe.tables:
        return read_workbook(opened, name=path.name, today=TODAY), recipe
    questions = tuple(
        replace(one, answer=answers.get(one.id, one.answer)) for one in recipe.questions
    )
    recipe = replace(recipe, questions=questions)
    reading = read_workbook(opened, name=path.name, recipe=recipe, today=TODAY)
    return reading, recipe


def find_rows(reading: Reading, table: str, fact: Fact) -> list[dict[str, Any]]:
    """Give the rows of our table that stand for a fact."""
    frame = getattr(reading.cohort, table)
    rows = [
        {str(key): value for key, value in row.items()} for row in frame.to_dict(orient="records")
    ]
    keys = ["cell"] if "cell" in fact and table != "patients" else ["patient"]
    if table == "treatments":
        keys.append("drug")
    return [row for row in rows if all(same(row.get(key), fact[key]) for key in keys)]


def same(value: object, truth: object) -> bool:
    """Compare two values, missing ones included."""
    if is_nothing(value) or value is pd.NA:
        return truth is None or truth == ""
    if isinstance(truth, int | float) and not isinstance(truth, bool):
        with contextlib.suppress(TypeError, ValueError):
            return math.isclose(float(value), truth)  # pyright: ignore[reportArgumentType]
        return False
    return str(value) == str(truth)


def judge_ours(fact: Fact, table: str, reading: Reading) -> str:
    """Judge every column of a fact: child, day, value, bound, unit, word."""
    if reading.cohort is not None:
        rows = find_rows(reading, table, fact)
        asked = {key: value for key, value in fact.items() if key not in ("cell", "cells")}
        if any(all(same(row.get(key), value) for key, value in asked.items()) for row in rows):
            return "right"
        if rows:
            return "wrong"
    sheet, _, cell = str(fact.get("cell", "")).partition("!")
    for problem in reading.problems:
        if not problem.sheet or (problem.sheet == sheet and _covers(problem.cell, cell)):
            return "refused with a reason"
    if reading.cohort is None and reading.errors:
        return "refused with a reason"
    entries = reading.ledger.entries
    if len(entries):
        mine = entries[(entries["sheet"] == sheet) & (entries["cell"] == cell)]
        if (mine["outcome"] != "used").any():
            return "refused with a reason"
    return "lost in silence"


def find_extra(reading: Reading, results: list[Fact]) -> list[str]:
    """Give the cells that we read as results and the truth does not; none where it has none."""
    if reading.cohort is None or not results:
        return []
    labs = reading.cohort.labs
    known = labs[labs["value"].notna()]
    return sorted(set(known["cell"]) - {str(fact["cell"]) for fact in results})


def _covers(place: str, cell: str) -> bool:
    first, _, last = place.partition(":")
    (top, left), (bottom, right), (row, column) = (
        position(first),
        position(last or first),
        position(cell),
    )
    return top <= row <= bottom and left <= column <= right


# The board


def cases(folder: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Give each workbook with its truth."""
    for home in sorted(folder.iterdir()):
        truth = home / "truth.json"
        workbook = next((one for one in home.glob("workbook.*")), None)
        if truth.exists() and workbook is not None:
            yield workbook, json.loads(truth.read_text(encoding="utf-8"))


def main() -> int:
    """Print the boards, and what of ours is not as it should be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).parent / "cases")
    parser.add_argument("--ours", action="store_true", help="leave the other readers out")
    parser.add_argument(
        "--frictionless",
        metavar="PYTHON",
        default=sys.executable if find_spec("frictionless") else "",
        help="the Python of an environment in which frictionless is installed",
    )
    chosen = parser.parse_args()
    warnings.simplefilter("ignore")
    numbers: dict[str, Counter[str]] = {}
    every: Counter[str] = Counter()
    said: Counter[str] = Counter()
    asked: Counter[int] = Counter()
    remarks: list[str] = []
    count = 0
    readers = {} if chosen.ours else dict(READERS)
    if chosen.frictionless and not chosen.ours:
        paths = [path for path, _ in cases(chosen.folder)]
        readers["frictionless"] = replayed(with_frictionless(chosen.frictionless, paths))
    for path, truth in cases(chosen.folder):
        count += 1
        results = truth["tables"].get("labs", [])
        reading, recipe = read_ours(path, truth["answers"])
        still_open = len(recipe.open_questions)
        asked[len(recipe.questions)] += 1
        messages = [one.message for one in reading.problems]
        lines = [*messages, *say_understood(recipe, reading)]
        for wanted in [*truth["messages"], *truth["understood"], *filter(None, [truth["refusal"]])]:
            found = any(wanted in line for line in lines)
            said["said" if found else "not said"] += 1
            if not found:
                remarks.append(f"{truth['name']}: not said: {wanted}")
        if still_open:
            remarks.append(f"{truth['name']}: {still_open} questions without an answer")
        for table, facts in truth["tables"].items():
            for fact in facts:
                outcome = judge_ours(fact, table, reading)
                every[outcome] += 1
                if table == "labs":
                    numbers.setdefault("srns", Counter())[outcome] += 1
                if outcome != "right":
                    remarks.append(f"{truth['name']}: {table} {fact}: {outcome}")
        for cell in find_extra(reading, results):
            every["wrong"] += 1
            remarks.append(f"{truth['name']}: a result that is none in {cell}")
        for name, read in readers.items():
            board = numbers.setdefault(name, Counter())
            try:
                with contextlib.redirect_stdout(io.StringIO()):
                    cells, refused = read(path)
            except Exception as error:  # a reader that stops says why
                board["refused with a reason"] += len(results)
                remarks.append(f"{truth['name']}: {name} stopped: {type(error).__name__}: {error}")
                continue
            for fact in results:
                board[judge_number(fact, cells, refused)] += 1
    total = sum(numbers.get("srns", Counter()).values())
    print(f"{count} workbooks, {total} laboratory results\n")
    print("| reader | " + " | ".join(OUTCOMES) + " |\n|---|" + "---|" * len(OUTCOMES))
    for name, board in numbers.items():
        print(f"| {name} | " + " | ".join(str(board[one]) for one in OUTCOMES) + " |")
    print(f"\nours, every fact of every table: {dict(every)}; sentences: {dict(said)}\n")
    # Steps: open the file, answer each question, apply the recipe where there is one to apply.
    steps = Counter({1 + n + bool(n): 0 for n in asked})
    for n, number in asked.items():
        steps[1 + n + bool(n)] += number
    shown = ", ".join(f"{n}: {number}" for n, number in sorted(asked.items()))
    print(f"workbooks by questions asked: {shown}")
    print(f"steps from file to verdict: {dict(sorted(steps.items()))}\n")
    print("\n".join(remarks))
    return int(bool(every["wrong"] or every["lost in silence"]))


if __name__ == "__main__":
    sys.exit(main())
