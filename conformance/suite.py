"""The suite as an engine sees it: definitions, vectors, and the questions put to it."""

import json
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
Entry = Mapping[str, Any]


def read_vectors(
    definitions: Collection[str] = (), clauses: Collection[str] = ()
) -> list[dict[str, Any]]:
    """Read all vectors, or those of some definitions and some clauses.

    Raises
    ------
    ValueError
        If a name is not that of a definition or a clause of the suite.
    """
    files = sorted((HERE / "vectors").glob("*.jsonl"))
    _known(definitions, [path.stem for path in files], "definition")
    read = [
        json.loads(line)
        for path in files
        if not definitions or path.stem in definitions
        for line in path.read_text("utf-8").splitlines()
    ]
    _known(clauses, sorted({each["clause"] for each in read}), "clause")
    return [each for each in read if not clauses or each["clause"] in clauses]


def _known(asked: Collection[str], known: Collection[str], kind: str) -> None:
    strange = [each for each in asked if each not in known]
    if strange:
        raise ValueError(f"found the {kind} '{strange[0]}'; expected one of {', '.join(known)}.")


def read_definitions() -> dict[str, Any]:
    """Read the definitions, their limits taken apart."""
    return json.loads((HERE / "definitions.json").read_text("utf-8"))


def questions(vectors: Collection[Entry]) -> Iterator[str]:
    """Yield each vector as a line of JSON, without what is expected and what it probes."""
    kept = ("id", "definition", "strategy", "line", "child")
    for vector in vectors:
        yield json.dumps({key: vector[key] for key in kept}, ensure_ascii=False) + "\n"
