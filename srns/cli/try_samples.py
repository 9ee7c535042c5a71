"""`srns try FILE.csv`: the verdict on samples typed into a CSV file, with near misses."""

import argparse
import sys
from pathlib import Path

from srns.cli.common import FINE, UNREADABLE, add_definition, add_units, print_json, units_of
from srns.cli.json_output import classified, plain
from srns.cohort.given_files import read_given
from srns.cohort.typed_samples import CHILD, read_samples_csv
from srns.rules.classify import classify
from srns.rules.definition import identify
from srns.rules.load_definition import load_definition
from srns.rules.near_misses import near_misses


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command and its arguments."""
    command = commands.add_parser("try", help="classify samples in a CSV file: day, upcr, albumin")
    command.add_argument("samples", type=Path, metavar="FILE.csv")
    add_definition(command)
    add_units(command)
    command.add_argument("--format", choices=("text", "json"), default="text")
    command.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Classify one child and print the near misses."""
    definition = load_definition(chosen.definition)
    try:
        text = read_given(chosen.samples).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        print(f"{chosen.samples} cannot be read: {why}.", file=sys.stderr)
        return UNREADABLE
    found = classify(read_samples_csv(text, chosen.samples.name), definition)
    found = found.in_units(units_of(chosen))
    misses = near_misses(found, CHILD)
    if chosen.format == "json":
        (child,) = classified(found)["patients"]
        print_json(
            plain(
                {
                    "definition": identify(definition),
                    **{key: value for key, value in child.items() if key != "patient"},
                    "near_misses": [vars(miss) for miss in misses],
                }
            )
        )
        return FINE
    verdict = found.verdicts.iloc[0]
    print(f"{definition.label}\n{verdict['response']}: {verdict['reason']}")
    for miss in misses:
        print(f"    short of {miss.words}")
    for row in found.occasions.to_dict("records"):
        albumin = row["albumin_shown"] or "–"
        rests = "  *" if row["evidence"] else ""
        print(
            f"    day {row['day']}: Up/c {row['upcr_shown']}, albumin {albumin}; "
            f"{row['lacked'] or 'nothing lacking'}{rests}"
        )
    return FINE
