"""`srns definitions [ID]`: list the published definitions, or print one with its worked cases."""

import argparse

from srns.cli.common import ERRORS, FINE
from srns.rules.cases import judge_cases, load_cases
from srns.rules.definition import Definition
from srns.rules.definition_wording import Term, list_terms, methods_paragraph
from srns.rules.load_definition import load_definition, published


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command and its arguments."""
    command = commands.add_parser("definitions", help="list the definitions, or explain one")
    command.add_argument("id", nargs="?", metavar="ID_OR_FILE")
    command.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Print the list, or one definition with its quotes and worked cases."""
    if chosen.id is None:
        for definition in published():
            print(f"{definition.id}  {definition.label}; {definition.source}")
        return FINE
    definition = load_definition(chosen.id)
    _print_source(definition)
    print(f"\n{methods_paragraph(definition)}\n")
    for term in list_terms(definition):
        print(f"{term.name}: {_quoted(term, definition)}    read as: {term.words}")
        for remark in term.remarks:
            print(f"    {remark}")
    for note in (
        definition.notes,
        definition.unverified and f"Not verified: {definition.unverified}",
    ):
        if note:
            print(f"\n{note}")
    disagreeing = _print_cases(chosen.id, definition)
    print(f"\nsha256 {definition.sha256}")
    return ERRORS if disagreeing else FINE


def _print_source(definition: Definition) -> None:
    print(f"{definition.label}\n{definition.source}")
    if definition.doi or definition.address:
        print(f"https://doi.org/{definition.doi}" if definition.doi else definition.address)
    if definition.certainty:
        print(f"The words were {definition.certainty}.")


def _quoted(term: Term, definition: Definition) -> str:
    """Quote verbatim wording; mark wording that is ours."""
    if not term.quote:
        return "no words in the source\n"
    if definition.wording == "verbatim":
        return f"“{term.quote}”\n"
    return f"{term.quote} (condensed)\n"


def _print_cases(asked: str, definition: Definition) -> bool:
    """Print the worked cases; return whether any gives another verdict than demanded."""
    cases = load_cases(asked)
    if not cases:
        return False
    judged = judge_cases(cases, definition)
    plural = "" if len(judged) == 1 else "s"
    print(f"\n{len(judged)} worked case{plural} (Up/c in mg/mg / albumin in g/dL):")
    for case in judged.to_dict("records"):
        wrong = "" if case["agrees"] else f"; BUT FOUND {case['found']}"
        print(f"  {case['samples']}: {case['demanded']}{wrong} ({case['case']}: {case['because']})")
    return not judged["agrees"].all()
