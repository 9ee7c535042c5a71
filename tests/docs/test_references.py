"""No document and no comment points to what does not exist."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENTS = [
    *ROOT.glob("*.md"),
    *(ROOT / "docs").glob("*.md"),
    *(ROOT / "docs" / "decisions").glob("*.md"),
    ROOT / "data" / "README.md",
    ROOT / "conformance" / "README.md",
    ROOT / "benchmarks" / "workbooks" / "README.md",
]
CODE = [
    path
    for folder in ("srns", "pages", "benchmarks", "tests", "deploy", "data", "conformance")
    for path in (ROOT / folder).rglob("*")
    if path.suffix in {".py", ".R", ".yaml", ".template"}
]
TEXTS = {str(path.relative_to(ROOT)): path.read_text("utf-8") for path in [*DOCUMENTS, *CODE]}
RECORDS = {path.name[:4] for path in (ROOT / "docs" / "decisions").glob("*.md")}
NAMES = {
    path.name
    for folder in (
        "srns",
        "pages",
        "benchmarks",
        "tests",
        "deploy",
        "data",
        "docs",
        "conformance",
        ".streamlit",
    )
    for path in (ROOT / folder).rglob("*")
} | {path.name for path in ROOT.iterdir()}
NOT_OURS = {
    "clinic.xlsx": "a copy that the reader of the tutorial makes",
    "clinic.toml": "its recipe",
    "cohort.xlsx": "what a script calls the workbook of whoever runs it",
    "env.py": "Alembic's, which we do without",
    "secrets.toml": "made by whoever hosts it",
    "sign_in.toml": "made by whoever hosts it",
    "store.sqlite3": "made when the first cohort is saved",
    "styles.xml": "a part of an .xlsx",
    "ID.cases.md": "ID stands for the definition",
    "GROUP.py": "GROUP stands for the group",
    "nginx.conf": "also where Debian keeps it",
}


def documents(pattern: str) -> list[tuple[str, str]]:
    return sorted(
        {
            (name, found)
            for name, text in TEXTS.items()
            if name.endswith(".md")
            for found in re.findall(pattern, text)
        }
    )


def test_the_numbers_of_decisions_exist():
    here = re.compile(r"(?:decisions?/|see |to )(0\d{3})(?!\d)")
    lost = [
        (name, number)
        for name, text in TEXTS.items()
        for number in here.findall(text)
        if number not in RECORDS
    ]
    spoken = re.compile(r"[Dd]ecision (\d{1,2})\b")
    lost += [
        (name, number)
        for name, text in TEXTS.items()
        for number in spoken.findall(text)
        if number.zfill(4) not in RECORDS
    ]

    assert lost == []


def test_nothing_points_to_a_paper_that_is_not_in_the_repository():
    here = str(Path(__file__).relative_to(ROOT))
    found = [
        name
        for name, text in TEXTS.items()
        if name != here and re.search(r"design(\.md)? ?§", text)
    ]

    assert found == []


@pytest.mark.parametrize(
    ("document", "name"),
    documents(r"`([\w./-]+\.(?:py|toml|md|txt|conf|yaml|xlsx|csv|template))`"),
)
def test_every_file_that_is_named_exists(document, name):
    if Path(name).name in NOT_OURS or any(f"{word}.xlsx" in name for word in ("blank", "messy")):
        return
    if document == "CHANGELOG.md" or "/" not in name:
        assert Path(name).name in NAMES or "requirements" in name, name
    else:
        assert any((base / name).exists() for base in (ROOT, (ROOT / document).parent)), name


@pytest.mark.parametrize(
    ("document", "name"), documents(r"`?((?:srns|tests|benchmarks|pages|deploy)/[\w/-]+)/?`")
)
def test_every_folder_that_is_named_exists(document, name):
    assert any((ROOT / f"{name}{ending}").exists() for ending in ("", ".py")), name


@pytest.mark.parametrize(("document", "link"), documents(r"\]\(([^)#:]+)(?:#[\w-]+)?\)"))
def test_every_link_leads_somewhere(document, link):
    assert ((ROOT / document).parent / link).exists()


def test_every_test_that_is_named_exists():
    tests = "\n".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    lost = [
        (document, name)
        for document, name in documents(r"`(test_\w+)`")
        if f"def {name}(" not in tests
    ]

    assert lost == []


def is_there(name: str) -> bool:
    """Whether a dotted name leads to a module, or to a name that its module defines."""
    parts = name.split(".")
    for end in range(len(parts), 0, -1):
        place = ROOT.joinpath(*parts[:end])
        file = place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
        if file.exists():
            defined = r"^\s*(?:(?:def|class) |\")?{}\b"
            text = file.read_text("utf-8")
            return all(re.search(defined.format(each), text, re.MULTILINE) for each in parts[end:])
    return False


def test_every_module_that_is_named_in_words_exists():
    lost = [
        (name, found)
        for name, text in TEXTS.items()
        for found in re.findall(r"`(srns(?:\.\w+)+)`", text)
        if found not in ("srns.conf.template", "srns.css") and not is_there(found)
    ]

    assert lost == []
