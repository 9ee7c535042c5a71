"""What a person decided against the rule, why, and who that was.

An override stands beside the computed verdict wherever that is shown. It replaces nothing, and no
count, unless adjudicated counts are asked for by name.
"""

import csv
import io
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass

from srns.cohort.errors import OverrideError
from srns.cohort.terms import COMPLETE, NONE, NOT_EVALUABLE, PARTIAL, RESPONSE_SPELLINGS, fold

COLUMNS = ("patient", "response", "reason", "by", "definition")
ALLOWED = (COMPLETE, PARTIAL, NONE, NOT_EVALUABLE)
"""What a person may decide; "unclassified" is what a rule leaves open."""


@dataclass(frozen=True)
class Override:
    """One verdict that a person decided otherwise.

    Attributes
    ----------
    reason, by
        Why, and who says so; both are needed.
    definition
        The id of the definition whose verdict it overrides; None for whichever is in force.
    """

    patient: str
    response: str
    reason: str
    by: str
    definition: str | None = None

    def applies_to(self, definition_id: str) -> bool:
        """Whether it speaks of the verdict of this definition."""
        return self.definition is None or self.definition == definition_id

    @property
    def words(self) -> str:
        """One sentence that stands beside the verdict."""
        under = f" (of {self.definition})" if self.definition else ""
        return f"Overridden{under} to {self.response} by {self.by}: {self.reason}"


def parse_overrides(content: str | bytes, name: str = "overrides") -> tuple[Override, ...]:
    r"""Read overrides from the text of a TOML or a CSV file.

    TOML has a section ``[[override]]`` for each, CSV a line, with the keys `patient`, `response`,
    `reason`, `by`, and `definition` (may be missing).

    Raises
    ------
    OverrideError
        Where something is missing, unknown or unreadable: one sentence with the remedy.

    Examples
    --------
    >>> text = "patient,response,reason,by\n4,CR,biopsy and 24 h urine,Dr A"
    >>> print(parse_overrides(text)[0].words)
    Overridden to complete remission by Dr A: biopsy and 24 h urine
    """
    try:
        text = (content.decode("utf-8-sig") if isinstance(content, bytes) else content).lstrip(
            "\ufeff"
        )
    except UnicodeDecodeError:
        raise OverrideError(
            f"{name}: found text that is not UTF-8; expected a TOML or CSV file. Save it as UTF-8."
        ) from None
    # A heading of a CSV file never starts with a bracket or holds an equals sign.
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    if not first:
        return ()
    rows = _of_toml(text, name) if first[0] in "[#" or "=" in first else _of_csv(text, name)
    overrides = tuple(_read(row, f"{name}, override {place}") for place, row in enumerate(rows, 1))
    seen = set()
    for override in overrides:
        key = (override.patient, override.definition)
        if key in seen:
            raise OverrideError(
                f"{name}: found two overrides of child '{override.patient}'; expected one for each "
                "child and definition. Remove one."
            )
        seen.add(key)
    return overrides


def write_overrides(overrides: Iterable[Override]) -> str:
    """Write overrides as TOML that `parse_overrides` reads back."""
    blocks = []
    for each in overrides:
        lines = ["[[override]]"]
        for key in COLUMNS:
            value = getattr(each, key)
            if value is not None:
                lines.append(f"{key} = {_quoted(value)}")
        blocks.append("\n".join(lines) + "\n")
    return "\n".join(blocks)


def _of_toml(text: str, name: str) -> list[dict[str, object]]:
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise OverrideError(
            f"{name}: found text that is not TOML ({error}); expected sections [[override]]. "
            "Compare it with a file that the dashboard wrote: every text stands in double quotes."
        ) from None
    strange = sorted(set(document) - {"override"})
    listed = document.get("override")
    if strange or not isinstance(listed, list) or not all(isinstance(r, dict) for r in listed):
        raise OverrideError(
            f"{name}: found {', '.join(strange) or 'no override'}; expected sections [[override]] "
            "and nothing else. Write [[override]] above the keys of each."
        )
    return listed


def _of_csv(text: str, name: str) -> list[dict[str, object]]:
    separator = ";" if text.partition("\n")[0].count(";") else ","
    rows = csv.DictReader(io.StringIO(text), delimiter=separator, restkey="")
    header = [str(column or "").strip() for column in rows.fieldnames or ()]
    missing = [column for column in COLUMNS[:4] if column not in header]
    if missing:
        raise OverrideError(
            f"{name}: found the columns {', '.join(header)}; expected {', '.join(COLUMNS)}. "
            f"Name them in the first line; '{missing[0]}' is missing."
        )
    return [
        {str(key).strip(): value for key, value in row.items() if key and value not in (None, "")}
        for row in rows
        if any(row.values())
    ]


def _read(row: dict[str, object], where: str) -> Override:
    for key in row:
        if key not in COLUMNS:
            raise OverrideError(
                f"{where}: found the key '{key}'; expected only {', '.join(COLUMNS)}. Remove it."
            )
    texts = {key: str(value).strip() for key, value in row.items()}
    for key in COLUMNS[:4]:
        if not texts.get(key):
            raise OverrideError(
                f"{where}: found no {key}; expected who, what and why of every override. "
                f"Fill {key} in."
            )
    response = RESPONSE_SPELLINGS.get(fold(texts["response"]))
    if fold(texts["response"]) == fold(NOT_EVALUABLE):
        response = NOT_EVALUABLE
    if response is None:
        raise OverrideError(
            f"{where}: found response '{texts['response']}'; expected one of {', '.join(ALLOWED)}. "
            "Write one of them."
        )
    return Override(
        texts["patient"], response, texts["reason"], texts["by"], texts.get("definition") or None
    )


def _quoted(text: str) -> str:
    plain = " ".join(str(text).split())
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'
