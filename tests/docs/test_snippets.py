"""Every command and snippet of README.md and docs/*.md runs, or says here why it cannot."""

import contextlib
import doctest
import importlib.util
import io
import re
import shlex
import shutil
from pathlib import Path
from typing import NamedTuple

import openpyxl
import pytest

from srns.cli import COMMANDS, main
from srns.cli import _parser as cli_parser
from srns.workbook.files.open_workbook import open_workbook
from srns.workbook.files.redcap_dictionary import write_dictionary
from srns.workbook.recipe.model import write_recipe
from srns.workbook.recipe.propose import propose

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
LANGUAGES = {"console", "python", "sh", "toml", "text"}
NOT_RUN = {
    "make": "runs for minutes or serves until stopped; CI runs make test itself",
    "pip": "downloads packages; tests/packaging installs the wheel",
    "streamlit": "serves until stopped; tests/browser starts the same",
    "srns dashboard": "serves until stopped; tests/packaging starts it from the wheel",
    "srns registry": "names files of yours; tests/registry judges the same",
    "srns admin": "needs a store with cohorts; tests/cli/test_admin.py runs each of them",
    "docker": "needs Docker; tests/hosting checks the files it reads",
    "cd deploy": "writes secrets; tests/hosting makes its own",
    "openssl": "writes secrets; tests/hosting makes its own",
    "echo": "writes secrets; tests/hosting makes its own",
    "sudo": "needs root",
    "SRNS_NAME": "starts containers; tests/hosting runs the same programs without them",
    "SRNS_PORT": "serves until stopped; tests/hosting starts it behind nginx",
    "curl": "asks a server of yours",
    "python -m conformance": "runs for a minute; tests/conformance runs the same",
    "python -m benchmarks": "runs for minutes; that the module exists is tested below",
    "python -m tests": "runs for minutes; that the module exists is tested below",
    "python benchmarks": "writes files of the repository",
}
"""What a command of a `sh` block may begin with, and why no test runs it."""


class Block(NamedTuple):
    page: Path
    line: int
    language: str
    text: str


def blocks_of(page: Path) -> list[Block]:
    text = page.read_text("utf-8")
    return [
        Block(page, text[: found.start()].count("\n") + 1, found[1], found[2])
        for found in re.finditer(r"^```(\w*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    ]


BLOCKS = [block for page in PAGES for block in blocks_of(page)]


def name_of(block: Block) -> str:
    return f"{block.page.name}:{block.line}"


def of(language: str) -> list[Block]:
    return [block for block in BLOCKS if block.language == language]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The files that the examples speak of, in a folder of their own."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    paper = ROOT / "data" / "haddad2021.xlsx"
    shutil.copy(paper, tmp_path / "cohort.xlsx")
    book = openpyxl.load_workbook(paper)
    book["Labs"]["D12"] = 31
    book.save(tmp_path / "with_an_error.xlsx")
    messy = ROOT / "benchmarks/workbooks/cases/unit_nowhere/workbook.xlsx"
    shutil.copy(messy, tmp_path / "messy.xlsx")
    clinic = shutil.copy(ROOT / "data" / "invented_messy.xlsx", tmp_path / "clinic.xlsx")
    answers = {"unit: Urine!A1 Up/c": "mg/mmol"}
    recipe = propose(open_workbook(clinic), "clinic.xlsx").answered(answers)
    (tmp_path / "clinic.toml").write_text(write_recipe(recipe), "utf-8")
    shutil.copy(ROOT / "srns/rules/published/haddad_2021.toml", tmp_path / "mine.toml")
    write_dictionary(tmp_path / "dictionary.csv")
    (tmp_path / "export.csv").write_text(
        "record_id,redcap_repeat_instrument,redcap_repeat_instance,labs_date,labs_upcr,"
        "infusions_date\n1,,,,,\n1,labs,1,2005-03-10,2.5,\n1,infusions,1,,,2005-01-01\n"
    )
    (tmp_path / "decided.csv").write_text(
        "patient,response,reason,by\n4,complete remission,biopsy,Dr A\n"
    )
    (tmp_path / "samples.csv").write_text("day,Up/c,albumin\n0,8,1\n30,0.15,3.7\n45,0.18,3.8\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SRNS_STORE", "off")
    return tmp_path


def test_every_block_says_what_it_is():
    assert [name_of(block) for block in BLOCKS if block.language not in LANGUAGES] == []


def test_no_code_hides_in_an_indented_block():
    indented = re.compile(r"\n\n {4}(?!\s)\S")  # a list goes on with three spaces or fewer
    assert [page.name for page in PAGES if indented.search(page.read_text("utf-8"))] == []


def shows(expected: str, printed: str) -> bool:
    """Whether a line stands in what was printed; … stands for anything."""
    return re.search(re.escape(expected).replace("…", ".*"), printed, re.DOTALL) is not None


@pytest.mark.parametrize("block", of("console"), ids=name_of)
def test_every_command_runs_and_prints_what_is_shown(block, folder):
    for part in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
        command, _, expected = part.partition("\n")
        program, *arguments = shlex.split(command, comments=True)
        assert program == "srns", command
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            code = main(arguments)

        assert code == (1 if "error: " in expected else 0) or "messy" in command, printed.getvalue()
        assert "Traceback" not in printed.getvalue()
        for line in expected.splitlines():
            assert shows(line.strip(), printed.getvalue()), f"{command}\n{printed.getvalue()}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_python_snippet_of_a_page_runs(page, folder):
    names: dict[str, object] = {}
    runner = doctest.DocTestRunner(
        optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE, verbose=False
    )
    for block in blocks_of(page):
        if block.language != "python":
            continue
        if ">>>" not in block.text:
            exec(compile(block.text, name_of(block), "exec"), names)
            continue
        text = block.text.replace("…", "...")
        test = doctest.DocTestParser().get_doctest(text, names, name_of(block), None, block.line)
        printed: list[str] = []
        runner.run(test, out=printed.append, clear_globs=False)
        names.update(test.globs)
        assert not printed, "".join(printed)


@pytest.mark.parametrize("block", of("sh"), ids=name_of)
def test_every_command_that_is_not_run_has_its_reason(block):
    for line in block.text.splitlines():
        if line and not line.startswith("#"):
            assert any(line.startswith(known) for known in NOT_RUN), line


def inline(pattern: str) -> list[str]:
    return sorted({found for page in PAGES for found in re.findall(pattern, page.read_text())})


@pytest.mark.parametrize("module", inline(r"`?python -m ([a-z_.]+)"))
def test_every_module_that_is_run_by_name_exists(module):
    assert importlib.util.find_spec(module), module


@pytest.mark.parametrize("command", inline(r"(?:python -m srns|`srns|^srns|\$ srns) ([a-z]+)"))
def test_every_command_that_is_named_exists(command):
    assert command in COMMANDS


@pytest.mark.parametrize("target", inline(r"make ([a-z][a-z-]+)(?=`|\s+#)"))
def test_every_target_of_make_that_is_named_exists(target):
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(), re.MULTILINE), target


@pytest.mark.parametrize(
    "command",
    sorted(
        {line for each in of("sh") for line in each.text.splitlines() if line.startswith("srns ")}
    ),
)
def test_every_srns_command_that_is_not_run_is_understood(command):
    name, *options = shlex.split(command.partition(">")[0], comments=True)[1:]

    assert cli_parser(name).parse_args([name, *options]).run
