"""How long every pattern takes over long texts: it must not grow faster than the text.

Run: python -m tests.privacy.growth. Every compiled pattern of the rooms that see a stranger's text
is found by importing them, so that a new one is tried without being named here. Each looks at texts
of 1,000, 10,000 and 100,000 characters of every kind, in the ways in which its module uses it.
"""

import ast
import importlib
import re
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import srns

ROOT = Path(srns.__file__).parent
ROOMS = ("cohort", "workbook", "privacy", "rules", "analysis", "sharing", "report")
PUMPS = (
    "a", " ", "1", "_", "\t", "(", "[", "<", '"', ";", ",", "=", "%", "0", "1 ", "1.", "1-", "1,",
    "1/", "a1", "a@", "a.", "a-", "'a", "(0", "Ab ", "case ", "mar ", "born on ", "mg ", "mg/",
    "up/c ",    "<a ", "<c ", "<a>", "/",
)  # fmt: skip
SIZES = (1_000, 10_000, 100_000)
FLOOR = 0.02
"""Processor seconds over 10,000 characters under which a time says nothing; a square takes more."""
STEEPEST = 30
"""Times as long for ten times the text; a square would take a hundred times as long."""
LONGEST = 1.0
"""Processor seconds after which a look is given up: it is too slow, whatever it grows like."""
_CELL = "a cell or heading, of which 1,000 characters are read"
BOUNDED: Mapping[str, str] = {
    "cohort.dictionary._WITH_UNIT": "asked of at most 200 characters (LONGEST_WITH_UNIT)",
    "workbook.recipe.match_headings._VISIT": _CELL,
    "workbook.recipe.recipe_words._CODE": _CELL,
    "workbook.recipe.sheet_legend._IN": _CELL,
    "workbook.values.drug_text._DOSE": _CELL,
    "workbook.results.date_texts._CLOCK": _CELL,
    "workbook.results.result_texts._FLAG": _CELL,
    "workbook.template.headers._WITH_UNIT": _CELL,
    "workbook.template.patients._SUFFIX": _CELL,
    "workbook.values.child_names._PARTED": _CELL,
    "workbook.values.dates._OF": _CELL,
}
"""Patterns that never see a long text, and why; the time over 1,000 characters is bounded too."""
_WAYS = {"fullmatch": "fullmatch", "match": "match", "search": "search"} | dict.fromkeys(
    ("finditer", "findall", "sub", "subn", "split"), "search"
)


def find_patterns() -> Iterator[tuple[str, re.Pattern, str]]:
    """Yield the name of each pattern, the pattern, and each way in which it is used."""
    known = set()
    for place, source, module in _modules():
        named = [
            (name, pattern, way)
            for name, value in vars(module).items()
            if not name.startswith("__")
            for pattern in _patterns_in(value)
            for way in _ways(name, source)
        ]
        for name, pattern, way in (*named, *_written_in(ast.parse(source))):
            key = pattern.pattern, pattern.flags, way
            if key not in known:
                known.add(key)
                yield f"{place}.{name}", pattern, way


def _modules() -> Iterator[tuple[str, str, ModuleType]]:
    """Yield name, source and module of all in `ROOMS` that use patterns."""
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            source = path.read_text("utf-8")
            if "re." in source and "migrations" not in path.parts:
                parts = path.relative_to(ROOT).with_suffix("").parts
                place = ".".join(parts).removesuffix(".__init__")
                yield place, source, importlib.import_module(f"srns.{place}")


def _patterns_in(value: object) -> Iterator[re.Pattern]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _patterns_in(each)
    elif isinstance(value, tuple | list):
        for each in value:
            yield from _patterns_in(each)


def _ways(name: str, source: str) -> set[str]:
    used = re.findall(rf"\b{re.escape(name)}(?:\[[^\]]*\])?\.(\w+)\b", source)
    return {_WAYS[each] for each in used if each in _WAYS} or {"search"}


def _inner_calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Yield the calls of `re` within functions, each with the function's name."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            for node in ast.walk(function):
                if (
                    isinstance(node, ast.Call)
                    and isinstance(node.func, ast.Attribute)
                    and isinstance(node.func.value, ast.Name)
                    and node.func.value.id == "re"
                    and node.func.attr in (*_WAYS, "compile")
                ):
                    yield function.name, node


def _written_in(tree: ast.AST) -> Iterator[tuple[str, re.Pattern, str]]:
    """Yield the patterns that are written where they are used."""
    for function, node in _inner_calls(tree):
        first = node.args[0]
        if isinstance(first, ast.Constant):
            way = _WAYS.get(node.func.attr, "search")  # pyright: ignore[reportAttributeAccessIssue]
            yield f"{function}:{node.lineno}", re.compile(first.value), way


def find_built() -> set[str]:
    """Return the functions that build a pattern when they run; a person must look at those."""
    return {
        f"{place}.{function}"
        for place, source, _ in _modules()
        for function, node in _inner_calls(ast.parse(source))
        if not isinstance(node.args[0], ast.Constant)
    }


def seconds(read: Callable[[str | bytes], object], text: str | bytes) -> float:
    """Return the processor time of one look at a text; `LONGEST` where it was given up."""
    if not hasattr(signal, "setitimer"):  # Windows
        return _seconds(read, text)
    signal.signal(signal.SIGPROF, _give_up)
    try:
        signal.setitimer(signal.ITIMER_PROF, LONGEST)
        took = _seconds(read, text)
        signal.setitimer(signal.ITIMER_PROF, 0)
    except TimeoutError:
        return LONGEST
    return took


def _seconds(read: Callable[[str | bytes], object], text: str | bytes) -> float:
    start = time.process_time()
    read(text)
    return time.process_time() - start


def _give_up(*_: object) -> None:
    raise TimeoutError


def steep(pattern: re.Pattern, way: str, sizes: tuple[int, ...] = SIZES) -> list[str]:
    """Return the kinds of text over which a pattern takes longer than in proportion."""
    look = getattr(pattern, way)
    found = []
    for pump in PUMPS:
        for less, size in pairwise(sizes):
            long, short = (_text(pattern, pump, each) for each in (size, less))
            now = seconds(look, long)
            if now > FLOOR * size / 10_000 and now > STEEPEST * seconds(look, short):
                now = min(now, seconds(look, long))  # another program may have been in the way
                longer = now > FLOOR * size / 10_000 and now > STEEPEST * seconds(look, short)
                if now >= LONGEST or longer:
                    found.append(f"{pump!r}: {size:,} characters take {now:.4f} s")
                    break
    return found


def _text(pattern: re.Pattern, pump: str, size: int) -> str | bytes:
    text = (pump * (size // len(pump) + 1))[:size]
    return text if isinstance(pattern.pattern, str) else text.encode()


def main() -> int:
    """Print every pattern that is too slow, how many there are, and how long it took."""
    tried = slow = 0
    for name, pattern, way in find_patterns():
        tried += 1
        found = [] if name in BOUNDED else steep(pattern, way)
        slow += bool(found)
        for line in found:
            print(f"{name}.{way} {line}", flush=True)
    print(
        f"{tried} patterns in their ways of use, {len(PUMPS)} kinds of text: {slow} too slow; "
        f"{time.process_time():.0f} s of the processor"
    )
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
