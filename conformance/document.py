"""Run the known engines, keep their figures, and write them into docs/conformance.md.

The page is written by hand but for what stands between ``<!-- figures: NAME -->`` and
``<!-- end -->``, which is computed here from conformance/results.json.
"""

import hashlib
import json
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from conformance.scoring import LEVELS, Score, Tally, ask, score
from conformance.suite import HERE, Entry, read_vectors
from conformance.tables import HEADINGS, as_markdown, rows_of, share

PAGE = HERE.parent / "docs" / "conformance.md"
RESULTS = HERE / "results.json"
MOST_ERRORS = 8
"""How many kinds of error are listed for each engine, the most frequent first."""
OURS = "srns"

_BLOCK = re.compile(r"(<!-- figures: ([\w ]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def read_engines() -> dict[str, dict[str, Any]]:
    """Read engines.toml: name, language and command of each engine by its id."""
    return tomllib.loads((HERE / "engines.toml").read_text("utf-8"))


def write_document(only: Collection[str] | None = None) -> None:
    """Run every engine, or those named, and write results.json and the page.

    Raises
    ------
    ValueError
        If a name is not that of an engine.
    """
    engines, vectors = read_engines(), read_vectors()
    for name in only or ():
        if name not in engines:
            raise ValueError(f"found the engine '{name}'; expected one of {', '.join(engines)}.")
    results = json.loads(RESULTS.read_text("utf-8")) if RESULTS.exists() else {}
    for name, engine in engines.items():
        if only is None or name in only:
            print(f"running {name}", file=sys.stderr)
            command = [part.format(python=sys.executable) for part in engine["command"]]
            results[name] = as_result(score(vectors, ask(command, vectors)), vectors)
    ordered = {name: results[name] for name in engines if name in results}
    RESULTS.write_text(json.dumps(ordered, ensure_ascii=False, indent=1) + "\n", "utf-8")
    PAGE.write_text(fill(PAGE.read_text("utf-8"), ordered, vectors), "utf-8")


def digest(vectors: Collection[Entry]) -> str:
    """Return what tells one set of vectors from another."""
    text = json.dumps(sorted(vectors, key=lambda each: each["id"]), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def as_result(found: Score, vectors: Collection[Entry]) -> dict[str, Any]:
    """Return a score as it is kept in results.json."""
    errors = sorted(found.wrong.items(), key=lambda each: (-each[1][0], each[0]))
    return {
        "vectors": digest(vectors),
        "total": _tally(found.total),
        "by_definition": {name: _tally(each) for name, each in found.by_definition.items()},
        "by_clause": {name: _tally(each) for name, each in found.by_clause.items()},
        "by_response": {name: _tally(each) for name, each in found.by_response.items()},
        "skips": dict(found.skips.most_common()),
        "errors": [[*kind, count, first] for kind, (count, first) in errors],
    }


def _tally(tally: Tally) -> dict[str, int]:
    right = {level: tally.right[level] for level in LEVELS}
    return {"asked": tally.asked, "skipped": tally.skipped, **right}


def _read(kept: Mapping[str, int] | None) -> Tally:
    if kept is None:  # a name that came in after the engine was run
        return Tally()
    right = Counter({level: kept[level] for level in LEVELS})
    return Tally(kept["asked"], kept["skipped"], right)


# --- the page -----------------------------------------------------------------------------------


def fill(page: str, results: Mapping[str, Any], vectors: Sequence[Entry]) -> str:
    """Return the page with its figures."""
    engines = read_engines()
    figures = {
        "suite": lambda: _suite(vectors),
        "engines": lambda: _engines(results, engines, digest(vectors)),
        "clauses": lambda: _across("by_clause", results, engines),
        "responses": lambda: _across("by_response", results, engines),
        "definitions": lambda: _across("by_definition", results, engines),
        **{f"errors of {name}": lambda name=name: _errors(results.get(name)) for name in engines},
    }
    return _BLOCK.sub(lambda match: match[1] + figures[match[2]]() + match[3], page)


def _suite(vectors: Sequence[Entry]) -> str:
    from_expected = Counter(each["expected"]["response"] for each in vectors)
    rows = [[response, str(count)] for response, count in from_expected.most_common()]
    rows.append(["**all**", f"**{len(vectors)}**"])
    return as_markdown(("verdict expected", "vectors"), rows)


def _engines(results: Mapping[str, Any], engines: Mapping[str, Any], current: str) -> str:
    rows = []
    for name, result in results.items():
        (row,) = rows_of({engines[name]["name"]: _read(result["total"])})
        stale = "" if result["vectors"] == current else " (on an earlier set of vectors)"
        rows.append([row[0] + stale, engines[name]["written_in"], *row[1:]])
    return as_markdown(("engine", "written in", *HEADINGS), rows)


def _across(kind: str, results: Mapping[str, Any], engines: Mapping[str, Any]) -> str:
    """Return one row for each name of a kind, one column for each engine: verdicts right."""
    names = dict.fromkeys(name for result in results.values() for name in result[kind])
    rows = [
        [name, *(share(_read(result[kind].get(name)), "verdict") for result in results.values())]
        for name in names
    ]
    heading = {"by_response": "verdict expected"}.get(kind, kind.removeprefix("by_"))
    return as_markdown((heading, *(engines[name]["name"] for name in results)), rows)


def _errors(result: Mapping[str, Any] | None) -> str:
    return "Not run yet.\n" if result is None else "".join(_error_lines(result))


def _error_lines(result: Mapping[str, Any]) -> Iterator[str]:
    errors = result["errors"]
    wrong = sum(count for *_, count, _ in errors)
    rows = [
        [clause, expected, given, str(count), f"`{first}`"]
        for clause, expected, given, count, first in errors[:MOST_ERRORS]
    ]
    shown = sum(int(row[3]) for row in rows)
    yield as_markdown(("clause", "expected", "answered", "vectors", "the first"), rows)
    yield f"\nThese are {shown} of its {wrong} wrong verdicts. "
    skipped = ", ".join(f"{reason} ({count})" for reason, count in result["skips"].items())
    yield f"Not attempted: {skipped or 'nothing'}.\n"
