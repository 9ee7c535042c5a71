"""Overrides: verdicts that a person changed, why, and who decided.

An override is shown next to the computed verdict. It never replaces the verdict, and it changes no
count unless adjudicated counts are requested by name.
"""

import csv
import io
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass

from srns.cohort.errors import OverrideError
from srns.cohort.terms import COMPLETE, NONE, NOT_EVALUABLE, PARTIAL, RESPONSE_SPELLINGS, fold
from srns.cohort.toml_text import parse_toml
from srns.cohort.wording import join_words, list_headings
from srns.languages.sentences import sentence, term

COLUMNS = ("patient", "response", "reason", "by", "definition")
_LONGEST = 1_000_000
_LONGEST_TEXT = 2000
ALLOWED = (COMPLETE, PARTIAL, NONE, NOT_EVALUABLE)
"""Responses that a person may choose; only a rule can leave a child "unclassified"."""


@dataclass(frozen=True)
class Override:
    """One verdict overridden by a person.

    Attributes
    ----------
    reason, by
        Why, and who decided; both are required.
    definition
        The id of the definition whose verdict is overridden; None applies to any definition.
    """

    patient: str
    response: str
    reason: str
    by: str
    definition: str | None = None

    def applies_to(self, definition_id: str) -> bool:
        """Return whether this override concerns the verdict of a definition."""
        return self.definition is None or self.definition == definition_id

    @property
    def words(self) -> str:
        """The override in one sentence, to show next to the verdict."""
        said = {"response": term(self.response), "by": self.by, "reason": self.reason}
        if self.definition:
            return sentence(
                "Overridden (under {definition}) to {response} by {by}: {reason}",
                definition=self.definition,
                **said,
            )
        return sentence("Overridden to {response} by {by}: {reason}", **said)


def parse_overrides(content: str | bytes, name: str = "overrides") -> tuple[Override, ...]:
    r"""Read overrides from the text of a TOML or a CSV file.

    TOML has one section ``[[override]]`` per override, CSV one line. The keys are `patient`,
    `response`, `reason`, `by` and, optionally, `definition`.

    Raises
    ------
    OverrideError
        If something is missing, unknown or unreadable; the message is one sentence.

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
    if len(text) > _LONGEST:
        raise OverrideError(
            f"{name}: found {len(text):,} characters; expected at most {_LONGEST:,}. Shorten the "
            "reasons, or give the overrides in several files."
        )
    try:
        rows = _of_toml(text, name) if first[0] in "[#" or "=" in first else _of_csv(text, name)
    except csv.Error as error:
        raise OverrideError(
            f"{name}: found text that is not CSV ({error}); expected {', '.join(COLUMNS)}. Close "
            "every quotation mark."
        ) from None
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
        document = parse_toml(text)
    except tomllib.TOMLDecodeError as error:
        raise OverrideError(
            f"{name}: found text that is not TOML ({error}); expected sections [[override]]. "
            "Compare it with a file saved by the dashboard: every text is in double quotes."
        ) from None
    strange = sorted(set(document) - {"override"})
    listed = document.get("override")
    if strange or not isinstance(listed, list) or not all(isinstance(r, dict) for r in listed):
        raise OverrideError(
            f"{name}: found {', '.join(strange) or 'no override'}; expected sections [[override]] "
            "and nothing else. Write [[override]] above the keys of each override."
        )
    return listed


def _of_csv(text: str, name: str) -> list[dict[str, object]]:
    separator = ";" if text.partition("\n")[0].count(";") else ","
    rows = csv.DictReader(io.StringIO(text), delimiter=separator, restkey="")
    header = [str(column or "").strip() for column in rows.fieldnames or ()]
    missing = [column for column in COLUMNS[:4] if column not in header]
    if missing:
        raise OverrideError(
            f"{name}: found the columns {list_headings(header)}; expected {', '.join(COLUMNS)}. "
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
    long = next((key for key, text in texts.items() if len(text) > _LONGEST_TEXT), None)
    if long:
        raise OverrideError(
            f"{where}: found {long} of {len(texts[long]):,} characters; expected at most "
            f"{_LONGEST_TEXT:,}. Shorten it."
        )
    for key in COLUMNS[:4]:
        if not texts.get(key):
            raise OverrideError(
                f"{where}: found no {key}; expected {join_words(COLUMNS[:4])} for every override. "
                f"Fill in {key}."
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
