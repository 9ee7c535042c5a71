"""The rules of the house that no linter has: words, sizes, names."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from radon.visitors import ComplexityVisitor, Function

from tests.house.exceptions import COMPLEX, LONG

ROOT = Path(__file__).parents[2]
FILES = [ROOT / "app.py", *(ROOT / "pages").glob("*.py"), *sorted((ROOT / "srns").rglob("*.py"))]
TREES = {str(path.relative_to(ROOT)): ast.parse(path.read_text("utf-8")) for path in FILES}
SOURCES = {str(path.relative_to(ROOT)): path.read_text("utf-8") for path in FILES}
MOST_COMPLEX = 15
MOST_LINES = 80
FIRST_WORDS = ("Give", "Gives", "Say", "Says", "Tell", "Tells")

Defined = ast.FunctionDef | ast.AsyncFunctionDef


def functions() -> Iterator[tuple[str, Defined]]:
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, Defined):
                yield f"{path}: {node.name}", node


def documented() -> Iterator[tuple[str, str]]:
    """Every docstring with its place."""
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, kinds) and (text := ast.get_docstring(node)):
                yield f"{path}:{getattr(node, 'lineno', 1)}", text


def lines_without_docstring(node: Defined) -> int:
    whole = (node.end_lineno or node.lineno) - node.lineno + 1
    if ast.get_docstring(node) is None:
        return whole
    words = node.body[0]
    return whole - ((words.end_lineno or words.lineno) - words.lineno + 1)


def test_no_docstring_begins_with_give_say_or_tell():
    begins = re.compile(rf"(?:{'|'.join(FIRST_WORDS)})\b")
    found = [place for place, text in documented() if begins.match(text)]

    assert not found, f"{len(found)} docstrings, such as {', '.join(found[:10])}"


def blocks(source: str) -> Iterator[Function]:
    visitor = ComplexityVisitor.from_code(source)
    yield from visitor.functions
    for each in visitor.classes:
        yield from each.methods


def test_no_function_is_too_complex():
    found = {
        f"{path}: {block.name}": block.complexity
        for path, source in SOURCES.items()
        for block in blocks(source)
        if block.complexity > MOST_COMPLEX
    }

    assert {place: n for place, n in found.items() if place not in COMPLEX} == {}
    assert set(COMPLEX) <= set(found), "an exception that is no longer needed"


def test_no_function_is_too_long():
    found = {
        place: lines
        for place, node in functions()
        if (lines := lines_without_docstring(node)) > MOST_LINES
    }

    assert {place: n for place, n in found.items() if place not in LONG} == {}
    assert set(LONG) <= set(found), "an exception that is no longer needed"


def test_no_class_name_stands_twice():
    places = defaultdict(list)
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                places[node.name].append(path)

    assert {name: found for name, found in places.items() if len(found) > 1} == {}


def test_every_room_of_srns_has_its_folder_of_tests():
    rooms = {path.parent.name for path in (ROOT / "srns").glob("*/__init__.py")}
    folders = {path.name for path in (ROOT / "tests").iterdir() if path.is_dir()}

    assert rooms - folders == set()


@pytest.mark.parametrize("suppression", [r"# type:\s*ignore", r"TYPE_CHECKING", r"__future__"])
def test_the_types_need_no_trick(suppression):
    found = [path for path, source in SOURCES.items() if re.search(suppression, source)]

    assert found == []
