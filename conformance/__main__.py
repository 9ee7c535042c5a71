"""The command: ``python -m conformance run -- PROGRAM``. It needs nothing but Python 3.11.

Exit codes: 0 if every attempted vector is right at the level asked for, 1 if one is not, 2 if the
program could not be run or its answers not be read.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from conformance.scoring import LEVELS, EngineError, ask, read_answers, score
from conformance.suite import questions, read_vectors
from conformance.tables import show, show_wrong


def main(arguments: Sequence[str] | None = None) -> int:
    """Score a program, or print the questions that one would be asked."""
    parser = argparse.ArgumentParser(prog="python -m conformance", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("run", help="score a program that reads vectors and writes answers")
    run.add_argument("program", nargs="*", help="the program and its arguments, after --")
    run.add_argument("--answers", type=Path, help="a file of answers, in place of a program")
    run.add_argument("--level", choices=LEVELS, default="whole",
                     help="how much must be right for exit code 0 (default: whole)")  # fmt: skip
    run.add_argument("--wrong", type=int, default=10, metavar="N",
                     help="how many wrong vectors to list (default: 10)")  # fmt: skip
    questions_of = commands.add_parser(
        "questions", help="print the vectors as a program reads them"
    )
    document = commands.add_parser("document", help="run the known engines, write the figures")
    document.add_argument("--only", nargs="*", default=None, metavar="ENGINE",
                          help="run these alone and keep the figures of the others")  # fmt: skip
    for each in (run, questions_of):
        each.add_argument("--definition", nargs="*", default=[], metavar="ID")
        each.add_argument("--clause", nargs="*", default=[], metavar="NAME")
    asked = parser.parse_args(arguments)
    try:
        if asked.command == "document":
            from conformance.document import write_document

            write_document(asked.only)
            return 0
        return _run(asked) if asked.command == "run" else _questions(asked)
    except (EngineError, OSError, ValueError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2


def _questions(asked: argparse.Namespace) -> int:
    sys.stdout.writelines(questions(read_vectors(asked.definition, asked.clause)))
    return 0


def _run(asked: argparse.Namespace) -> int:
    if bool(asked.program) == bool(asked.answers):
        raise EngineError("expected a program after --, or a file after --answers.")
    vectors = read_vectors(asked.definition, asked.clause)
    if asked.answers:
        answers = read_answers(asked.answers.read_text("utf-8"))
    else:
        answers = ask(asked.program, vectors)
    found = score(vectors, answers)
    print(show(found))
    print(show_wrong(found, asked.wrong), end="")
    return 0 if found.is_perfect(asked.level) else 1


if __name__ == "__main__":
    sys.exit(main())
