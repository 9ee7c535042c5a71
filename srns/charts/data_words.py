"""Words of the data in a drawn figure, shown in the language in use.

The rows of a figure keep their keys, such as `complete remission`: scales, filters and clicks go by
them. Only what is read is translated: labels of axes and legends, tooltips, and texts.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from srns.languages.current import ENGLISH, current_language
from srns.languages.messages import translated

_READ = ("tooltip", "text")
"""Channels that show the value itself; the others show a label for it."""
_GUIDES: Mapping[str, str] = {
    **dict.fromkeys(("x", "y"), "axis"),
    **dict.fromkeys(("color", "fill", "shape", "strokeDash"), "legend"),
    **dict.fromkeys(("facet", "row", "column"), "header"),
}
_NAMES = ("patient", "cell", "cells", "row")
"""Fields whose values are nobody's words to translate, and those that only place a mark."""
_SHOWN = "_shown"


def in_language(drawn: dict[str, Any]) -> dict[str, Any]:
    """Return a Vega-Lite specification with the words of its data in the language in use."""
    if current_language() == ENGLISH:
        return drawn
    datasets = drawn.get("datasets", {})
    words = _words_of(datasets.values())
    figure = {name: it for name, it in drawn.items() if name not in ("datasets", "usermeta")}
    told = {"datasets": {name: _with_shown(rows, words) for name, rows in datasets.items()}}
    if "usermeta" in drawn:
        told["usermeta"] = drawn["usermeta"]
    return {**_told(figure, words), **told}


def _words_of(datasets: Iterable[list[dict[str, Any]]]) -> dict[str, dict[str, str]]:
    """Return by field the words that have a translation, with it."""
    words: dict[str, dict[str, str]] = {}
    for rows in datasets:
        for row in rows:
            for field, value in row.items():
                if isinstance(value, str) and field not in _NAMES:
                    words.setdefault(field, {}).setdefault(value, translated(value))
    different = {
        field: {word: said for word, said in found.items() if said != word}
        for field, found in words.items()
    }
    return {field: found for field, found in different.items() if found}


def _with_shown(
    rows: list[dict[str, Any]], words: Mapping[str, Mapping[str, str]]
) -> list[dict[str, Any]]:
    """Return rows with a further field for each whose words have a translation."""
    return [
        {
            **row,
            **{
                f"{field}{_SHOWN}": found.get(row[field], row[field])
                for field, found in words.items()
                if field in row
            },
        }
        for row in rows
    ]


def _told(part: Any, words: Mapping[str, Mapping[str, str]]) -> Any:
    """Return a part of a specification with titles and data words translated."""
    if isinstance(part, list):
        return [_told(each, words) for each in part]
    if not isinstance(part, dict):
        return part
    told = {name: _told(it, words) for name, it in part.items()}
    title = told.get("title")
    if isinstance(title, str):
        told["title"] = translated(title)
    elif isinstance(title, list):
        told["title"] = [translated(line) for line in title]
    if isinstance(channels := told.get("encoding"), dict):
        told["encoding"] = {name: _channel(name, it, words) for name, it in channels.items()}
    return told


def _channel(name: str, told: Any, words: Mapping[str, Mapping[str, str]]) -> Any:
    """Return a channel that shows what is read; one that only places or filters stays."""
    if isinstance(told, list):
        return [_channel(name, each, words) for each in told]
    if not isinstance(told, dict) or "field" not in told:
        return told
    field = told["field"]
    if name in _READ:
        named = {**told, "title": told.get("title", translated(field))}
        return {**named, "field": f"{field}{_SHOWN}"} if field in words else named
    guide = _GUIDES.get(name, "")
    said = {**words.get(field, {}), **_words_of_scale(told)} if field not in _NAMES else {}
    if not guide or not said or told.get(guide, {}) is None:
        return told
    settings = told.get(guide, {})
    label = label_expression(said)
    written = str(settings.get("labelExpr", "datum.label")).replace("datum.label", label)
    return {**told, guide: {**settings, "labelExpr": written}}


def label_expression(words: Mapping[str, str]) -> str:
    """Return the Vega expression of a label that shows some words by others."""
    if all(word == said for word, said in words.items()):
        return "datum.label"
    return f"({json.dumps(words, ensure_ascii=False)}[datum.label] || datum.label)"


def _words_of_scale(channel: Mapping[str, Any]) -> dict[str, str]:
    """Return the words of a scale that have a translation, with it; a row need not have them."""
    scale = channel.get("scale")
    domain = scale.get("domain") if isinstance(scale, dict) else None
    words = domain if isinstance(domain, list) else []
    shown = {word: translated(word) for word in words if isinstance(word, str)}
    return {word: said for word, said in shown.items() if said != word}
