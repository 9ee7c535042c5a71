"""Every threat in docs/security.md has a test, and every test named there exists."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")


def test_every_test_named_in_the_threat_model_exists():
    tests = "\n".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    named = re.findall(r"`(test_\w+)`", PAGE)

    assert len(named) > 30
    assert [name for name in named if f"def {name}(" not in tests] == []


def test_every_threat_names_a_test():
    threats = PAGE.partition("## Threats")[2].partition("\n## ")[0]
    rows = [line for line in threats.splitlines() if line.startswith("| ")][1:]

    assert len(rows) > 40

    assert [row for row in rows if "`test_" not in row] == []


def test_every_measurement_named_in_the_threat_model_can_be_run():
    named = set(re.findall(r"python -m ([\w.]+)", PAGE))

    assert named >= {"tests.privacy.attack_counts", "tests.privacy.growth"}
    for name in named:
        path = ROOT / f"{name.replace('.', '/')}.py"
        assert path.is_file(), name
        assert 'if __name__ == "__main__":' in path.read_text("utf-8"), name


def test_every_decision_named_in_the_threat_model_exists():
    for name in re.findall(r"\((decisions/[\w.-]+)\)", PAGE):
        assert (ROOT / "docs" / name).is_file(), name


def test_every_part_of_the_issue_has_its_threat():
    """Each of what was asked for stands in a row: the words, and so the tests behind them."""
    threats = PAGE.partition("## Threats")[2].partition("\n## ")[0]
    for words in (
        "in any script or digits", "log line, an address", "A small count is worked back",
        "A small workbook asks for more memory or time", "A text in a file holds up the server",
        "An odd definition, recipe, override, statement, sample or backup",
        "Saving changes what a clinician sees",
        "Memory of visitors who have left",
    ):  # fmt: skip
        assert words in threats, words
