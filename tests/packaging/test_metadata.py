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


def declared() -> list[Requirement]:
    extras = PROJECT["optional-dependencies"].values()
    texts = [*PROJECT["dependencies"], *(text for extra in extras for text in extra)]
    return [each for each in map(Requirement, texts) if each.name != "srns"]


PINNED = requirements("requirements.txt")


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


@pytest.mark.parametrize("bound", declared(), ids=lambda bound: bound.name)
def test_the_metadata_has_lower_bounds_alone(bound):
    assert [each.operator for each in bound.specifier] == [">="]


def test_every_tool_is_pinned():
    for tool in requirements("requirements-dev.txt"):
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
