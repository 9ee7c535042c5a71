"""Find the app, its pages and the paper's data: beside the package, or inside it in a wheel."""

from pathlib import Path

PACKAGE = Path(__file__).parent
INSTALLED = PACKAGE / "_app"
"""Where the wheel puts them; see `[tool.hatch.build]` in pyproject.toml."""
HOME = INSTALLED if INSTALLED.is_dir() else PACKAGE.parent
APP = HOME / "app.py"
PAPER_WORKBOOK = HOME / "data" / "haddad2021.xlsx"
PAPER_STATEMENTS = HOME / "data" / "haddad2021_statements.toml"
