"""A user's own definition as it is stored: its rules, without sentences and comments.

The quotes, sources and comments of an own definition are a person's words and may name a child, so
they are not stored. What is stored is a definition file again, and judges every child the same.
"""

import json
from collections.abc import Collection, Mapping
from typing import Any

from srns.cohort.toml_text import parse_toml
from srns.privacy.typed_words import LONGEST_NAME, require_safe_words
from srns.rules.load_definition import parse_definition

LEFT_OUT = "Not stored."
_NEEDED_WORDS = ("source", "quote")
_WORDS = ("doi", "address", "label", "borrowed", "unverified", "notes")


def keep_rules_only(text: str, confirmed: Collection[str] = ()) -> str:
    """Return the text of an own definition with its rules, its id and its name alone.

    Raises
    ------
    DefinitionError
        If the text is no definition.
    GateError
        If the id or the name could identify a child; they are screened like a cohort's name.

    Examples
    --------
    >>> print(keep_rules_only('''
    ... id = "ours"  # for Anna
    ... name = "Our rule"
    ... source = "Our notes"
    ... [[response]]
    ... name = "complete remission"
    ... quote = "as Anna had it"
    ... upcr = "< 0.2 mg/mg"
    ... '''))
    id = "ours"
    name = "Our rule"
    source = "Not stored."
    [[response]]
    name = "complete remission"
    quote = "Not stored."
    upcr = "< 0.2 mg/mg"
    """
    definition = parse_definition(text)
    for words, what in (
        (definition.id.replace("_", " "), "id of the definition"),
        (definition.name, "name of the definition"),
    ):
        require_safe_words(
            words, what, needed=True, confirmed=confirmed, longest=LONGEST_NAME, years=True
        )
    document = parse_toml(text.lstrip("\ufeff"))
    lines: list[str] = []
    for key, value in document.items():
        if not isinstance(value, Mapping | list) or key in ("upcr", "albumin"):
            lines += _line(key, value)
    for key, value in document.items():
        sections = value if isinstance(value, list) else [value]
        if not all(isinstance(section, Mapping) for section in sections):
            continue
        for section in sections:
            lines.append(f"[[{key}]]" if isinstance(value, list) else f"[{key}]")
            for inner, words in section.items():
                lines += _line(inner, words)
    return "\n".join(lines)


def _line(key: str, value: Any) -> list[str]:
    if key in _WORDS:
        return []
    return [f"{key} = {json.dumps(LEFT_OUT if key in _NEEDED_WORDS else value)}"]
