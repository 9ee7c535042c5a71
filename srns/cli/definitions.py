"""`srns definitions [ID]`: the published definitions, or one in words."""

import argparse

from srns.rules.definition import load_definition, published

from .common import FINE


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Name the command and its arguments."""
    command = commands.add_parser("definitions", help="list the definitions, or one in words")
    command.add_argument("id", nargs="?", metavar="ID")
    command.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Print the list, or one definition beside its quotes."""
    if chosen.id is None:
        for definition in published():
            print(f"{definition.id}  {definition.label}; {definition.source}")
        return FINE
    definition = load_definition(chosen.id)
    print(f"{definition.label}\n{definition.source}  {definition.doi or ''}\n")
    print(definition.paragraph, "\n")
    for response in definition.responses:
        print(f"{response.name}: “{response.quote}”\n    read as: {response.words}")
    if definition.relapse:
        print(f"relapse: {definition.relapse.words}")
        if definition.relapse.borrowed:
            print(f"    {definition.relapse.borrowed}")
    for note in (
        definition.notes,
        definition.unverified and f"Unverified: {definition.unverified}",
    ):
        if note:
            print(f"\n{note}")
    print(f"\nsha256 {definition.sha256}")
    return FINE
