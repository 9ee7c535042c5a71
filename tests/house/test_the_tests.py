"""Every folder of tests has its command in the Makefile and its line in CONTRIBUTING.md."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text("utf-8")


def targets() -> dict[str, str]:
    """Each target that runs tests, with its recipe."""
    found = re.findall(r"^([a-z-]+):[^\n]*\n((?:\t.*\n)+)", MAKEFILE, re.MULTILINE)
    return {name: recipe for name, recipe in found if "PYTEST" in recipe or "test_wheel" in recipe}


def test_every_folder_of_tests_has_a_command():
    folders = {path.name for path in (ROOT / "tests").iterdir() if path.is_dir()}
    recipes = "\n".join(targets().values())
    named = set(re.findall(r"tests/(\w+)", recipes))

    assert {name for name in folders if not name.startswith(("_", "."))} - named == set()


def test_every_command_of_tests_says_how_long_it_takes():
    rows = re.findall(r"^\| `make ([a-z-]+)` \|.*\| ([\d.,]+ (?:s|min)) \|$", CONTRIBUTING, re.M)

    assert {name for name, _ in rows} == set(targets())
