"""Hold answers against what is expected: by vector, by definition, by clause."""

import json
import shlex
import subprocess
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from conformance.suite import Entry, questions

LEVELS: dict[str, tuple[str, ...]] = {
    "verdict": ("response",),
    "days": ("response", "onset_day", "confirmed_day", "relapse_day"),
    "whole": (
        "response", "left_open", "onset_day", "confirmed_day", "relapse_day", "sustained",
        "status", "remission_at_start", "reason",
    ),
}  # fmt: skip
"""How much of an answer must be right; each level asks for more than the one before."""
NO_ANSWER = "no answer"


class EngineError(Exception):
    """The engine could not be run to its end, or printed something that is no answer."""


@dataclass
class Tally:
    """How many vectors were asked, skipped, and right at each level."""

    asked: int = 0
    skipped: int = 0
    right: Counter[str] = field(default_factory=Counter)

    @property
    def attempted(self) -> int:
        """The vectors that were asked and not skipped; one without an answer is attempted."""
        return self.asked - self.skipped


@dataclass
class Score:
    """The score of one engine.

    Attributes
    ----------
    total, by_definition, by_clause, by_response
        Tallies; the last by the response that is expected.
    wrong
        Of each clause: the verdict expected and the verdict given, how often, and the first vector.
    skips
        Why vectors were skipped, and how often.
    failed
        The ids of the vectors that are wrong at the whole level, with the fields that differ.
    """

    total: Tally = field(default_factory=Tally)
    by_definition: dict[str, Tally] = field(default_factory=dict)
    by_clause: dict[str, Tally] = field(default_factory=dict)
    by_response: dict[str, Tally] = field(default_factory=dict)
    wrong: dict[tuple[str, str, str], tuple[int, str]] = field(default_factory=dict)
    skips: Counter[str] = field(default_factory=Counter)
    failed: dict[str, list[str]] = field(default_factory=dict)

    def is_perfect(self, level: str) -> bool:
        """Return whether something was attempted and every answer is right at this level."""
        return 0 < self.total.attempted == self.total.right[level]


def ask(command: Sequence[str], vectors: Sequence[Entry]) -> list[dict[str, Any]]:
    """Run an engine on the vectors and return its answers.

    Raises
    ------
    EngineError
        If it cannot be started, ends with an error, or prints something else than answers.
    """
    asked = "".join(questions(vectors))
    try:
        ran = subprocess.run(
            command, input=asked, capture_output=True, text=True, encoding="utf-8", check=False
        )
    except OSError as error:
        raise EngineError(f"{shlex.join(command)} could not be started: {error}") from error
    if ran.returncode:
        raise EngineError(
            f"{shlex.join(command)} ended with exit code {ran.returncode}:\n{ran.stderr[-2000:]}"
        )
    return read_answers(ran.stdout)


def read_answers(text: str) -> list[dict[str, Any]]:
    """Read answers, one JSON object a line.

    Raises
    ------
    EngineError
        If a line is no JSON object with an id.
    """
    answers = []
    for place, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            answer = json.loads(line)
        except json.JSONDecodeError:
            answer = None
        if not isinstance(answer, dict) or "id" not in answer:
            raise EngineError(
                f"line {place} of the answers: found {line[:100]!r}; expected a JSON object with "
                'an "id".'
            )
        answers.append(answer)
    return answers


def score(vectors: Iterable[Entry], answers: Iterable[Entry]) -> Score:
    """Hold answers against vectors; of two answers to one vector the last counts.

    Raises
    ------
    EngineError
        If an answer has an id that no vector has.
    """
    of_id = {answer["id"]: answer for answer in answers}
    found = Score()
    known = set()
    for vector in vectors:
        known.add(vector["id"])
        _count(found, vector, of_id.get(vector["id"], {}))
    strange = sorted(set(of_id) - known)
    if strange:
        raise EngineError(f"found an answer to '{strange[0]}'; expected the id of a vector.")
    return found


def _count(found: Score, vector: Entry, answer: Entry) -> None:
    tallies = (
        found.total,
        found.by_definition.setdefault(vector["definition"], Tally()),
        found.by_clause.setdefault(vector["clause"], Tally()),
        found.by_response.setdefault(vector["expected"]["response"], Tally()),
    )
    for tally in tallies:
        tally.asked += 1
    if answer.get("skipped"):
        found.skips[str(answer["skipped"])] += 1
        for tally in tallies:
            tally.skipped += 1
        return
    expected = vector["expected"]
    for level, fields in LEVELS.items():
        if all(name in answer and answer[name] == expected[name] for name in fields):
            for tally in tallies:
                tally.right[level] += 1
    differing = [name for name in LEVELS["whole"] if not _same(answer, expected, name)]
    if differing:
        found.failed[vector["id"]] = differing
    if "response" in differing:
        given = str(answer.get("response", NO_ANSWER))
        key = vector["clause"], expected["response"], given
        count, first = found.wrong.get(key, (0, vector["id"]))
        found.wrong[key] = count + 1, first


def _same(answer: Entry, expected: Mapping[str, Any], name: str) -> bool:
    return name in answer and answer[name] == expected[name]
