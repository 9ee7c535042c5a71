"""The two lists of packages agree, and the version stands in one place."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import srns

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def requirements(name: str) -> list[Requirement]:
    lines = (line.split("#")[0].strip() for line in (ROOT / name).read_text("utf-8").splitlines())
    return [Requirement(line) for line in lines if line and not line.startswith("-r")]


ENGINES = ("registry", "spark")
"""Extras that the app does not need: engines of the registry."""
BOUNDED_ABOVE = {"pyspark-client": "pysail 0.7 loses every session of 4.3"}


def declared(engines: bool = False) -> list[Requirement]:
    extras = PROJECT["optional-dependencies"].items()
    chosen = [text for name, texts in extras for text in texts if (name in ENGINES) == engines]
    texts = chosen if engines else [*PROJECT["dependencies"], *chosen]
    return [each for each in map(Requirement, texts) if each.name != "srns"]


PINNED = requirements("requirements.txt")
TOOLS = requirements("requirements-dev.txt")


def test_every_package_of_the_app_is_in_the_metadata_and_no_other():
    assert sorted(canonicalize_name(each.name) for each in PINNED) == sorted(
        canonicalize_name(each.name) for each in declared()
    )


@pytest.mark.parametrize("pin", PINNED, ids=lambda pin: pin.name)
def test_every_pin_is_one_version_within_the_bounds(pin):
    (bound,) = [each for each in declared() if each.name == pin.name]
    (specifier,) = pin.specifier

    assert specifier.operator == "=="
    assert specifier.version in bound.specifier
    assert bound.extras == pin.extras


@pytest.mark.parametrize(
    "bound", [*declared(), *declared(engines=True)], ids=lambda bound: bound.name
)
def test_the_metadata_has_lower_bounds_alone(bound):
    operators = {each.operator for each in bound.specifier}
    assert operators == ({">=", "<"} if bound.name in BOUNDED_ABOVE else {">="})


@pytest.mark.parametrize("bound", declared(engines=True), ids=lambda bound: bound.name)
def test_every_engine_is_pinned_within_its_bounds_for_the_tests(bound):
    (pin,) = [each for each in [*PINNED, *TOOLS] if each.name == bound.name]

    assert [each.version in bound.specifier for each in pin.specifier] == [True]


def test_every_tool_is_pinned():
    for tool in TOOLS:
        assert [each.operator for each in tool.specifier] == ["=="], tool.name


def test_the_citation_and_the_changelog_have_the_version_and_its_date():
    citation = (ROOT / "CITATION.cff").read_text("utf-8")
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    headings = re.findall(r"^## (.+)$", changelog, re.MULTILINE)
    released = re.search(r'^date-released: "?(\d{4}-\d\d-\d\d)"?$', citation, re.MULTILINE)

    assert released is not None
    assert re.search(rf"^version: {re.escape(srns.__version__)}$", citation, re.MULTILINE)
    assert headings[0] == "Unreleased"
    assert headings[1] == f"{srns.__version__} – {released[1]}"
