"""The vectors are what the oracle demands, reach every clause, and say what they probe."""

import json
import re
from collections import defaultdict
from pathlib import Path

import jsonschema
import pytest
from referencing import Registry, Resource

from conformance.making.__main__ import make
from conformance.making.clauses import CLAUSES
from conformance.making.expect import REASONS
from conformance.making.subject import MADE_UP
from conformance.suite import HERE, questions, read_definitions, read_vectors
from srns.cohort.terms import RESPONSES
from srns.rules.load_definition import published

VECTORS = read_vectors()
SCHEMAS = {
    name: json.loads((HERE / "schema" / name).read_text("utf-8"))
    for name in ("vector.json", "answer.json")
}
REGISTRY = Registry().with_resources(
    (name, Resource.from_contents(schema)) for name, schema in SCHEMAS.items()
)
LEAST = 1_500


def checker(name: str) -> jsonschema.Draft202012Validator:
    jsonschema.Draft202012Validator.check_schema(SCHEMAS[name])
    return jsonschema.Draft202012Validator(SCHEMAS[name], registry=REGISTRY)


def test_the_files_are_those_that_the_oracle_makes():
    for name, text in make().items():
        assert (HERE / name).read_text("utf-8") == text, f"{name}: run python -m conformance.making"


def test_there_are_enough_for_every_published_definition():
    versions = {each.id: each.version for each in published()}
    probed = {each["definition"]: each["version"] for each in VECTORS}

    assert len([each for each in VECTORS if each["definition"] in versions]) >= LEAST
    assert {name: probed.get(name) for name in versions} == versions
    assert set(probed) - set(versions) == {path.stem for path in MADE_UP.glob("*.toml")}


def test_no_id_stands_twice():
    assert len({each["id"] for each in VECTORS}) == len(VECTORS)


def test_every_clause_verdict_and_reason_is_probed():
    assert {each["clause"] for each in VECTORS} == set(CLAUSES)
    assert {each["expected"]["response"] for each in VECTORS} == set(RESPONSES)
    assert {each["expected"]["reason"] for each in VECTORS} == set(REASONS)


def test_every_section_that_a_clause_names_is_in_the_rules():
    rules = (HERE.parent / "docs" / "verdicts.md").read_text("utf-8")
    sections = set(re.findall(r"^## (\d+)\. ", rules, re.MULTILINE))

    assert {section for section, _ in CLAUSES.values()} <= sections


def test_every_part_that_is_named_is_in_the_definitions():
    definitions = read_definitions()
    for part in {each["part"] for each in VECTORS}:
        found = definitions
        for key in part.split("/")[1:]:
            found = found[int(key) if isinstance(found, list) else key]
        assert found, part


def test_below_at_and_above_every_limit_are_not_all_one():
    """Else a vector would not probe its limit."""
    sides = defaultdict(dict)
    for each in VECTORS:
        if match := re.fullmatch(r"(.*)-(just-below|exactly|just-above)", each["id"]):
            sides[match[1]][match[2]] = each["expected"]

    blind = [name for name, of in sides.items() if len({str(each) for each in of.values()}) == 1]

    assert sides
    assert blind == []


def test_both_sides_of_every_bound_on_days_between_visits_are_not_one():
    gaps = defaultdict(dict)
    for each in VECTORS:
        if match := re.fullmatch(r"(.*\.spacing\..*-(?:min|max)-\w+)-(\d+)", each["id"]):
            gaps[match[1]][int(match[2])] = each["expected"]

    for name, of in gaps.items():
        below, at, above = (str(of[gap]) for gap in sorted(of))
        # At the bound holds, and one side of it does not.
        assert (below != at) if "-min-" in name else (at != above), name

    assert {name.split("-")[-2] for name in gaps} == {"min", "max"}


def test_every_limit_of_a_ratio_and_of_albumin_is_probed_on_both_sides_and_on_it():
    wanted = set()
    for name, definition in read_definitions().items():
        rules = [*definition["response"], definition["relapse"] or {}]
        wanted |= {
            (name, analyte, limit["value"], limit["unit"])
            for rule in rules
            for analyte in ("upcr", "albumin")
            for limit in rule.get(analyte, [])
        }
    exactly = {
        (each["definition"], sample["test"], sample["value"], sample.get("unit"))
        for each in VECTORS
        if each["id"].endswith("-exactly")
        for sample in each["child"]["samples"]
    }

    assert wanted - exactly == set()


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_schemas_are_schemas(name):
    checker(name)


def test_vectors_are_as_the_schema_says():
    """One of each clause of each definition."""
    one_of_each = {(each["definition"], each["clause"]): each for each in VECTORS}
    check = checker("vector.json")

    for each in one_of_each.values():
        check.validate(each)


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param({"strategy": "as treated"}, id="an unknown strategy"),
        pytest.param({"id": "no clause"}, id="an id without its parts"),
        pytest.param({"child": {"samples": []}}, id="a child without its tables"),
        pytest.param({"hint": "none"}, id="a key that nobody knows"),
    ],
)
def test_the_schema_refuses(broken):
    with pytest.raises(jsonschema.ValidationError):
        checker("vector.json").validate(VECTORS[0] | broken)


def test_a_question_does_not_give_the_answer_away():
    (line,) = questions(VECTORS[:1])

    assert set(json.loads(line)) == {"id", "definition", "strategy", "line", "child"}


@pytest.mark.parametrize(
    ("asked", "found"),
    [({"definitions": ["haddad"]}, "haddad"), ({"clauses": ["upc"]}, "upc")],
    ids=["definition", "clause"],
)
def test_a_name_that_is_none_is_refused(asked, found):
    with pytest.raises(ValueError, match=f"found the .* '{found}'; expected one of"):
        read_vectors(**asked)


def test_the_license_names_the_deed():
    text = Path(HERE / "LICENSE").read_text("utf-8")

    assert "https://creativecommons.org/publicdomain/zero/1.0/" in text
