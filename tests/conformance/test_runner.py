"""The runner scores any program; srns gets every vector right."""

import ast
import json
import re
import sys

import pytest

from conformance.__main__ import main
from conformance.document import PAGE, RESULTS, as_result, digest, fill
from conformance.engines import pandas_rolling, srns_engine
from conformance.scoring import LEVELS, EngineError, read_answers, score
from conformance.suite import HERE, read_vectors

VECTORS = read_vectors()
SMALL = ["--definition", "neptune_cr", "--clause", "upcr"]


@pytest.fixture(scope="module")
def ours():
    return list(srns_engine.answer(VECTORS))


def test_srns_gets_every_vector_right(ours):
    found = score(VECTORS, ours)

    assert list(found.failed.items())[:5] == []
    assert found.total.skipped == 0
    assert found.is_perfect("whole")


def spoiled(ours, **changed):
    """The answers of srns to one definition, with something changed in the first."""
    mine = [each for each in ours if each["id"].startswith("neptune_cr.upcr.")]
    return [mine[0] | changed, *mine[1:]]


@pytest.mark.parametrize(
    ("changed", "right"),
    [
        pytest.param({}, set(LEVELS), id="all right"),
        pytest.param({"reason": "gap"}, {"verdict", "days"}, id="a wrong reason"),
        pytest.param({"relapse_day": 1}, {"verdict"}, id="a wrong day"),
        pytest.param({"response": "unclassified"}, set(), id="a wrong verdict"),
        pytest.param({"skipped": "not today"}, set(LEVELS), id="one that is skipped"),
    ],
)
def test_each_level_asks_for_more(ours, changed, right):
    vectors = read_vectors(["neptune_cr"], ["upcr"])

    found = score(vectors, spoiled(ours, **changed))

    assert {level for level in LEVELS if found.is_perfect(level)} == right


def test_a_field_that_is_left_out_is_not_right(ours):
    vectors = read_vectors(["neptune_cr"], ["upcr"])
    answers = [{key: each[key] for key in ("id", "response")} for each in spoiled(ours)]

    found = score(vectors, answers)

    assert found.is_perfect("verdict")
    assert found.total.right["days"] == 0


def test_a_vector_without_an_answer_is_wrong_and_not_skipped():
    found = score(VECTORS[:3], [])

    assert (found.total.attempted, found.total.right["verdict"]) == (3, 0)
    assert len(found.failed) == 3


def test_who_skips_everything_is_not_perfect():
    answers = [{"id": each["id"], "skipped": "no"} for each in VECTORS[:3]]

    assert not score(VECTORS[:3], answers).is_perfect("verdict")


@pytest.mark.parametrize(
    ("printed", "message"),
    [
        pytest.param("complete remission", "line 1 of the answers", id="no JSON"),
        pytest.param('{"response": "no response"}', 'with an "id"', id="no id"),
        pytest.param("[1]", "line 1 of the answers", id="no object"),
    ],
)
def test_what_is_no_answer_is_refused(printed, message):
    with pytest.raises(EngineError, match=message):
        read_answers(printed)


def test_an_answer_to_no_vector_is_refused():
    with pytest.raises(EngineError, match="found an answer to 'strange'"):
        score(VECTORS[:1], [{"id": "strange", "response": "no response"}])


# --- the command --------------------------------------------------------------------------------

STRANGER = """
import json, sys
for line in sys.stdin:
    vector = json.loads(line)
    print(json.dumps({"id": vector["id"], %s}))
"""


@pytest.mark.parametrize(
    ("says", "exit_code", "printed"),
    [
        pytest.param('"skipped": "not yet"', 1, "not yet", id="a program that skips everything"),
        pytest.param('"response": "no response"', 1, "of", id="a program that is often wrong"),
        pytest.param('"response": 1 / 0', 2, "ended with exit code 1", id="a program that breaks"),
    ],
)
def test_a_program_of_a_stranger_is_scored(capfd, says, exit_code, printed):
    found = main(["run", *SMALL, "--", sys.executable, "-c", STRANGER % says])

    assert found == exit_code
    out, err = capfd.readouterr()
    assert printed in out + err


def test_answers_in_a_file_are_scored(capfd, tmp_path, ours):
    file = tmp_path / "answers.jsonl"
    file.write_text("".join(json.dumps(each, default=int) + "\n" for each in spoiled(ours)))

    assert main(["run", *SMALL, "--answers", str(file)]) == 0
    assert "neptune_cr" in capfd.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(["run"], "expected a program after --", id="nothing to score"),
        pytest.param(["run", "--", "no-such-program"], "could not be started", id="no program"),
        pytest.param(
            ["run", "--definition", "x", "--", "y"], "found the definition 'x'", id="name"
        ),
        pytest.param(["document", "--only", "x"], "found the engine 'x'", id="engine"),
    ],
)
def test_a_mistake_is_told_on_one_line(capfd, arguments, message):
    assert main(arguments) == 2
    assert message in capfd.readouterr().err


def test_the_questions_are_printed(capfd):
    assert main(["questions", *SMALL]) == 0

    lines = capfd.readouterr().out.splitlines()
    assert len(lines) == len(read_vectors(["neptune_cr"], ["upcr"]))


# --- the figures of the page --------------------------------------------------------------------


def test_the_page_shows_the_results_that_are_kept():
    results = json.loads(RESULTS.read_text("utf-8"))

    page = PAGE.read_text("utf-8")

    assert page == fill(page, results, VECTORS), "run python -m conformance document --only srns"


def test_the_results_kept_of_srns_and_pandas_are_those_of_today(ours):
    kept = json.loads(RESULTS.read_text("utf-8"))
    skipped = [
        {"id": each["id"], "skipped": why}
        for each in VECTORS
        if (why := pandas_rolling.skips(each))
    ]
    names = {each["id"] for each in skipped}
    theirs = [
        answer
        for name, definition in pandas_rolling.DEFINITIONS.items()
        for answer in pandas_rolling.judge(
            [each for each in VECTORS if each["definition"] == name and each["id"] not in names],
            definition,
        )
    ]

    assert kept["srns"] == json.loads(json.dumps(as_result(score(VECTORS, ours), VECTORS)))
    assert kept["pandas"] == json.loads(
        json.dumps(as_result(score(VECTORS, [*skipped, *theirs]), VECTORS))
    )


def test_figures_of_an_earlier_set_of_vectors_say_so():
    results = json.loads(RESULTS.read_text("utf-8"))
    results["cql"]["vectors"] = digest(VECTORS[:1])
    for name in ("srns", "pandas", "duckdb", "admiral", "fhirpath"):
        del results[name]["by_clause"]["spacing"]
    del results["cql"]["by_clause"]["spacing"], results["cql"]["by_clause"]["fall"]

    page = fill(PAGE.read_text("utf-8"), results, VECTORS)

    assert "| CQL by cql-execution (on an earlier set of vectors) |" in page
    assert re.search(r"^\| fall \|.*\| – \| – \|$", page, re.MULTILINE)
    assert "| spacing |" not in page


# --- what may import what -----------------------------------------------------------------------


def imported(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def test_only_the_adapter_knows_srns():
    knows = {
        path.name
        for path in HERE.rglob("*.py")
        if "node_modules" not in path.parts
        and any(name.split(".")[0] == "srns" for name in imported(path))
    }

    assert knows == {"srns_engine.py"}


def test_the_runner_needs_nothing_but_python():
    runner = list(HERE.glob("*.py"))
    needed = {name.split(".")[0] for path in runner for name in imported(path)}

    assert needed <= set(sys.stdlib_module_names) | {"conformance"}
