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
