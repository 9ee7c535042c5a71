"""Mutate the engine one place at a time and list the mutants that no test of the rules notices.

    python -m tests.rules.mutate_engine [FILE ...] [-- OPTION ...]

Every comparison, and/or, +/-, min/max, True/False and whole number in srns/rules/*.py (or in the
files named) is changed, one at a time. The tests are collected once; for each mutant the process
forks, the fork takes the changed code in place of the sound one and runs the tests that pass
through the changed function until one fails: those that noticed something lately first, then the
quick ones. A mutant that passes them all has survived, and is printed with its line. Reviewed by a
person, not part of the test run: some survivors change nothing that can be seen (a shortcut taken
or not, a tolerance far below the printed digits). Options go to pytest: with ``-k "spec or edges"``
only these tests are asked, and the survivors of the quick round can be tried again with all.
"""

import ast
import importlib
import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise, zip_longest
from pathlib import Path
from types import FrameType, FunctionType, ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
TESTS = "tests/rules"
LEFT_OUT = ("test_mutations.py", "test_properties.py", "reach_every_verdict")
"""Slow, and with another purpose: they repeat the tables or draw from the same children."""
CHILDREN = "50"
SECONDS = 60
"""Processor time allowed per mutant, however busy the machine is."""
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
    """Yield each mutant of a file: path, line, what was changed, the whole new text."""
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
    for node in ast.walk(tree):  # and an annotation decides nothing
        for part in (getattr(node, "annotation", None), getattr(node, "returns", None)):
            guards |= {id(each) for each in ast.walk(part)} if part else set()
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
            begin = at(node.lineno, node.col_offset)  # the word alone: a bracket may follow it
            yield make(begin, begin + len("~" if isinstance(node.op, ast.Invert) else "not"), b"")
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


def take(mutant: Mutant) -> None:
    """Replace the original code by the mutant, also where it is already imported."""
    path, line, _, text = mutant
    module = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    changed = ModuleType(module.__name__)
    changed.__file__ = str(path)
    exec(compile(text, path, "exec"), vars(changed))
    for node in ast.parse(text).body:
        decorators = getattr(node, "decorator_list", [])
        first = min((node.lineno, *(each.lineno for each in decorators)))
        if not first <= line <= (node.end_lineno or 0):
            continue
        if isinstance(node, ast.FunctionDef):
            swap(getattr(module, node.name), getattr(changed, node.name))
        elif isinstance(node, ast.ClassDef):
            for name, sound in vars(getattr(module, node.name)).items():
                swap(sound, vars(getattr(changed, node.name)).get(name))
        else:
            for name in {each.id for each in ast.walk(node) if isinstance(each, ast.Name)
                         and isinstance(each.ctx, ast.Store)}:  # fmt: skip
                replace_everywhere(name, getattr(module, name), getattr(changed, name))


def swap(sound: Any, spoilt: Any) -> None:
    """Replace the code of a function or property in place."""
    if isinstance(sound, property) and sound.fget and spoilt.fget:
        sound, spoilt = sound.fget, spoilt.fget
    elif isinstance(sound, cached_property):
        sound, spoilt = sound.func, spoilt.func
    if isinstance(sound, FunctionType):
        sound.__code__ = spoilt.__code__
        sound.__defaults__, sound.__kwdefaults__ = spoilt.__defaults__, spoilt.__kwdefaults__


def replace_everywhere(name: str, sound: object, spoilt: object) -> None:
    for module in list(sys.modules.values()):
        if module.__name__.startswith(("srns.", "tests.")) and vars(module).get(name) is sound:
            setattr(module, name, spoilt)


class Spoiler:
    """Run the collected tests once for each mutant, each time in a fork."""

    def __init__(self, paths: list[Path]) -> None:
        self.paths = paths
        self.touches: dict[str, set[tuple[str, int]]] = {}
        self.seconds: dict[str, float] = {}
        self.telling: list[str] = []
        self.say: int | None = None

    def pytest_collection(self) -> None:
        from hypothesis import Phase, settings  # not before pytest has seen to its own imports

        # One failing example is enough: no smaller one is looked for.
        quick = settings(phases=(Phase.explicit, Phase.generate), database=None, derandomize=True)
        settings.register_profile("spoiling", quick)
        settings.load_profile("spoiling")

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = [each for each in items if not any(part in each.nodeid for part in LEFT_OUT)]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if self.say is not None and report.failed:
            os.write(self.say, report.nodeid.encode())

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        if failing := self.get_to_know(session):
            return stop(f"{failing} fails before anything is spoilt: mend that first.")
        sound = self.paths[0]
        if not self.survives(session, (sound, 0, "", sound.read_text("utf-8"))):
            return stop(f"{self.telling} fail when asked again: mend that first.")
        for path in self.paths:
            began, counts = time.monotonic(), Counter[bool]()
            for mutant in mutants(path):
                survived = self.survives(session, mutant)
                counts[survived] += 1
                if survived:
                    show(mutant)
                if counts.total() % 25 == 0:
                    print(f"    {counts.total()} of {path.name} tried", file=sys.stderr, flush=True)
            each = (time.monotonic() - began) / max(1, counts.total())
            print(f"{path.name}: {counts.total()} mutants, {counts[False]} noticed, {counts[True]} "
                  f"survived, {each:.1f} s each", file=sys.stderr, flush=True)  # fmt: skip
        return True

    def get_to_know(self, session: pytest.Session) -> str | None:
        """Run each test on the original code; record its duration and the functions it calls."""
        rules = str(ROOT / "srns/rules")

        def trace(frame: FrameType, event: str, arg: object) -> None:
            if frame.f_code.co_filename.startswith(rules):
                touched.add((frame.f_code.co_filename, frame.f_code.co_firstlineno))

        for item in session.items:
            touched = self.touches[item.nodeid] = set()
            began = time.monotonic()
            sys.settrace(trace)
            run(session, [item])
            sys.settrace(None)
            self.seconds[item.nodeid] = time.monotonic() - began
            if session.testsfailed:
                return item.nodeid
        return None

    def survives(self, session: pytest.Session, mutant: Mutant) -> bool:
        begin, end = extent(ast.parse(mutant[3]), mutant[1])
        name = str(mutant[0])
        concerned = [
            item
            for item in session.items
            if not begin
            or any(
                file == name and begin <= line <= end for file, line in self.touches[item.nodeid]
            )
        ]
        order = {nodeid: place - len(self.telling) for place, nodeid in enumerate(self.telling)}
        concerned.sort(key=lambda item: order.get(item.nodeid, self.seconds[item.nodeid]))
        hear, say = os.pipe()
        child = os.fork()
        if child == 0:
            signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)  # a loop without end is noticed
            self.say, status = say, 1
            try:
                take(mutant)
                run(session, concerned)
                status = 1 if session.testsfailed else 0
            finally:
                os._exit(status)
        os.close(say)
        with os.fdopen(hear) as heard:
            noticed_by = heard.read()
        _, status = os.waitpid(child, 0)
        if noticed_by:
            others = [nodeid for nodeid in self.telling if nodeid != noticed_by]
            self.telling = [noticed_by, *others]
        return status == 0


def run(session: pytest.Session, items: list[pytest.Item]) -> None:
    """Run tests one after the other until one fails."""
    for item, following in zip_longest(items, items[1:]):
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        if session.testsfailed:
            return


def extent(tree: ast.Module, line: int) -> tuple[int, int]:
    """Return the first and last line of the function around a line; 0, 0 if there is none."""
    for node in ast.walk(tree):  # outer functions come first
        if isinstance(node, ast.FunctionDef) and node.lineno <= line <= (node.end_lineno or 0):
            return min([node.lineno, *(each.lineno for each in node.decorator_list)]), (
                node.end_lineno or 0
            )
    return 0, 0


def stop(why: str) -> bool:
    print(why, file=sys.stderr)
    return True


def show(mutant: Mutant) -> None:
    path, line, what, _ = mutant
    print(f"{path.relative_to(ROOT)}:{line}: {what}", file=sys.stderr, flush=True)


def main(words: list[str]) -> None:
    names, options = words, list[str]()
    if "--" in words:
        names, options = words[: words.index("--")], words[words.index("--") + 1 :]
    paths = [Path(name).resolve() for name in names] or sorted((ROOT / "srns/rules").glob("*.py"))
    os.chdir(ROOT)
    os.environ["SRNS_ORACLE_PATIENTS"] = CHILDREN
    options += ["-q", "--tb=no", "-p", "no:cacheprovider", "--capture=sys", "--no-summary",
                "--assert=plain", TESTS]  # fmt: skip
    with Path(os.devnull).open("w") as silence:
        sys.stdout = silence
        pytest.main(options, plugins=[Spoiler(paths)])


if __name__ == "__main__":
    main(sys.argv[1:])
