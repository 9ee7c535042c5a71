"""Spoil the engine one place at a time and list what no fast test notices.

    python tests/rules/mutate_engine.py [--workers N] [FILE ...]

Every comparison, and/or, +/-, min/max, True/False and whole number in srns/rules/*.py (or in the
files named) is changed, one at a time, in a copy of the repository. For each mutant the tables of
the spec, the edges and a small batch of random children against the oracle are run; a mutant that
passes them all has survived, and is printed with its line. Reviewed by a person, not part of the
test run: some survivors change nothing that can be seen (a shortcut taken or not, a tolerance far
below the printed digits).
"""

import ast
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from itertools import pairwise
from multiprocessing import Pool
from pathlib import Path

import pandas
import pytest

PRELOADED = pandas
ROOT = Path(__file__).parents[2]
QUICK = (  # the most telling first: the first failure ends it
    "test_edges.py::test_a_child_is_judged_alike_alone_and_among_others",
    "test_cases.py::test_the_worked_cases_come_out_as_demanded",
    "test_spec_definition.py",
    "test_spec_course.py",
    "test_spec_response.py",
    "test_against_oracle.py::test_engine_and_oracle_agree",
    "test_rows.py",
    "test_wording.py",
    "test_definition_messages.py",
    "test_definition_files.py",
)
FIRST = {  # what knows most of a file is asked before all else
    "answers.py": "test_eligibility.py",
    "cases.py": "test_cases.py",
    "course.py": "test_spec_course.py",
    "definition.py": "test_definition_files.py",
    "definition_file.py": "test_definition_messages.py",
    "eligibility.py": "test_eligibility.py",
    "explain.py": "test_spec_response.py",
    "limits.py": "test_edges.py",
    "relapses.py": "test_eligibility.py",
    "resistance.py": "test_eligibility.py",
    "verdict.py": "test_spec_definition.py",
    "wording.py": "test_wording.py",
}
CHILDREN = "150"
SECONDS = 180
SWAPS: dict[type[ast.AST], tuple[str, str]] = {
    ast.Lt: ("<", "<="),
    ast.LtE: ("<=", "<"),
    ast.Gt: (">", ">="),
    ast.GtE: (">=", ">"),
    ast.Eq: ("==", "!="),
    ast.NotEq: ("!=", "=="),
    ast.Add: ("+", "-"),
    ast.Sub: ("-", "+"),
    ast.Mult: ("*", "/"),
    ast.Div: ("/", "*"),
    ast.BitAnd: ("&", "|"),
    ast.BitOr: ("|", "&"),
    ast.And: ("and", "or"),
    ast.Or: ("or", "and"),
    ast.Is: ("is", "is not"),
    ast.IsNot: ("is not", "is"),
}

Mutant = tuple[Path, int, str, str]


def mutants(path: Path) -> Iterator[Mutant]:
    """Give each mutant of a file: path, line, what was changed, the whole new text."""
    source = path.read_text("utf-8")
    starts = [0]
    for line in source.encode().splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    raw = source.encode()

    def at(line: int, column: int) -> int:
        return starts[line - 1] + column

    def between(left: ast.expr, right: ast.expr, operator: ast.AST) -> Iterator[Mutant]:
        swap = SWAPS.get(type(operator))
        begin = at(left.end_lineno or 0, left.end_col_offset or 0)
        end = at(right.lineno, right.col_offset)
        if swap and swap[0].encode() in raw[begin:end]:
            changed = raw[begin:end].replace(swap[0].encode(), swap[1].encode(), 1)
            yield make(begin, end, changed)

    def make(begin: int, end: int, changed: bytes) -> Mutant:
        line = raw[:begin].count(b"\n") + 1
        shown = source.splitlines()[line - 1].strip()
        what = f"{raw[begin:end].decode().strip()!r} -> {changed.decode().strip()!r} in: {shown}"
        return path, line, what, (raw[:begin] + changed + raw[end:]).decode()

    tree = ast.parse(source)
    # frozen=True, strict=True and the like guard the programmer, not the verdict.
    guards = {id(word.value) for word in ast.walk(tree) if isinstance(word, ast.keyword)
              and word.arg in ("frozen", "strict", "ignore_index")}  # fmt: skip
    for node in ast.walk(tree):
        if id(node) in guards:
            continue
        if isinstance(node, ast.Compare):
            lefts = [node.left, *node.comparators]
            for left, right, operator in zip(lefts, node.comparators, node.ops, strict=False):
                yield from between(left, right, operator)
        elif isinstance(node, ast.BinOp):
            yield from between(node.left, node.right, node.op)
        elif isinstance(node, ast.BoolOp):
            for left, right in pairwise(node.values):
                yield from between(left, right, node.op)
        elif isinstance(node, ast.AugAssign):
            yield from between(node.target, node.value, node.op)
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.Invert, ast.Not)):
            begin = at(node.lineno, node.col_offset)
            yield make(begin, at(node.operand.lineno, node.operand.col_offset), b"")
        elif isinstance(node, ast.Constant) and type(node.value) in (int, bool, float):
            begin, end = at(node.lineno, node.col_offset), at(node.lineno, node.end_col_offset or 0)
            if isinstance(node.value, bool):
                yield make(begin, end, str(not node.value).encode())
            elif isinstance(node.value, int):
                for other in (node.value + 1, node.value - 1):
                    yield make(begin, end, f"({other})".encode())
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
            other = {"min": "max", "max": "min", "minimum": "maximum", "maximum": "minimum"}
            if name in other:
                end = at(node.func.end_lineno or 0, node.func.end_col_offset or 0)
                yield make(end - len(name), end, other[name].encode())


def survives(mutant: Mutant, copy: Path) -> bool:
    """Run the fast tests on a copy of the repository with one file changed.

    In a fork, so that pandas and pytest are loaded once for all mutants.
    """
    path, _, _, text = mutant
    target = copy / path.relative_to(ROOT)
    whole = target.read_text("utf-8")
    target.write_text(text, "utf-8")
    child = os.fork()
    if child == 0:
        os.chdir(copy)
        signal.alarm(SECONDS)  # a loop without end is noticed
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        first = FIRST.get(path.name, QUICK[0])
        tests = [f"tests/rules/{name}" for name in dict.fromkeys((first, *QUICK))]
        status = 1
        try:
            status = int(pytest.main(["-x", "-q", "-p", "no:cacheprovider", *tests]))
        finally:
            os._exit(status)
    _, status = os.waitpid(child, 0)
    target.write_text(whole, "utf-8")
    return status == 0


def survivors(every: list[Mutant], copy: Path) -> int:
    """Try mutants one after the other, print those that survive, and count them."""
    os.environ |= {"SRNS_ORACLE_PATIENTS": CHILDREN}
    sys.dont_write_bytecode = True
    sys.path[:] = [str(copy), *(entry for entry in sys.path if entry not in ("", str(ROOT)))]
    for part in ("srns", "tests/rules", "data"):
        shutil.copytree(ROOT / part, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", copy)
    untouched = ROOT / "srns/rules/__init__.py"
    if not survives((untouched, 1, "", untouched.read_text("utf-8")), copy):
        raise SystemExit("The tests fail before anything is spoilt: mend that first.")
    count = 0
    for done, mutant in enumerate(every, 1):
        if survives(mutant, copy):
            show(mutant)
            count += 1
        if done % 20 == 0:
            print(f"    {done} of {len(every)} tried, {count} survived", flush=True)
    return count


def show(mutant: Mutant) -> None:
    path, line, what, _ = mutant
    print(f"{path.relative_to(ROOT)}:{line}: {what}", flush=True)


def main(names: list[str]) -> None:
    workers = os.cpu_count() or 1
    if names[:1] == ["--workers"]:
        workers, names = int(names[1]), names[2:]
    paths = [Path(name).resolve() for name in names] or sorted((ROOT / "srns/rules").glob("*.py"))
    every = [mutant for path in paths for mutant in mutants(path)]
    with tempfile.TemporaryDirectory() as folder, Pool(workers) as pool:
        counts = pool.starmap(
            survivors,
            [(every[number::workers], Path(folder) / str(number)) for number in range(workers)],
            chunksize=1,
        )
    print(f"{sum(counts)} of {len(every)} mutants survived.")


if __name__ == "__main__":
    main(sys.argv[1:])
