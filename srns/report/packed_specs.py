"""Packed Vega-Lite specifications: many of one kind, without saying twice what they share.

The figures of a thousand children differ in their rows and in a few limits. Each specification is
taken apart into its layers; layers of one shape become one template, and of each leaf that is not
the same everywhere one column of values. Rows are stored by column. `offline.js` puts them together
again.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

LEAF, ROWS = "$", "$rows"
"""Marks of a value, and of rows, that differ from one specification to another."""
Instance = list[Any]
"""Number of the shape, number within the shape, and the instances of its layers."""


@dataclass
class PackedShape:
    """Specifications, or layers, of one shape: its leaves, one list for each."""

    skeleton: Any
    leaves: list[list[Any]] = field(default_factory=list)

    def packed(self) -> dict[str, Any]:
        """Return the template with what is the same everywhere, and the columns of the rest."""
        columns: list[list[Any]] = []
        by_column = list(zip(*self.leaves, strict=True))
        fixed: dict[int, Any] = {}
        moved: dict[int, int] = {}
        for place, values in enumerate(by_column):
            if all(_same(value, values[0]) for value in values):
                fixed[place] = values[0]
            else:
                moved[place] = len(columns)
                columns.append(list(values))
        return {"t": _bake(self.skeleton, fixed, moved), "v": columns}


def pack(specifications: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Pack specifications as `srns.charts.theme.specification` returns them.

    Returns
    -------
    dict
        `shapes`, and `specs`: one instance for each specification, in their order.
    """
    shapes: dict[str, int] = {}
    kept: list[PackedShape] = []
    specs = [_take_apart(_with_short_names(each), shapes, kept) for each in specifications]
    return {"shapes": [shape.packed() for shape in kept], "specs": specs}


def _with_short_names(specification: dict[str, Any]) -> dict[str, Any]:
    """Return the specification with its datasets named by their order, not by their content."""
    sets: dict[str, Any] = specification.get("datasets", {})
    names: dict[str, str] = {}

    def rename(node: Any) -> Any:
        if isinstance(node, list):
            return [rename(each) for each in node]
        if not isinstance(node, dict):
            return node
        if set(node) == {"name"} and node["name"] in sets:
            return {"name": names.setdefault(node["name"], f"d{len(names)}")}
        return {key: rename(value) for key, value in node.items() if key != "datasets"}

    renamed = {key: rename(value) for key, value in specification.items() if key != "datasets"}
    renamed.pop("usermeta", None)
    renamed["datasets"] = {short: _by_column(sets[name]) for name, short in names.items()}
    return renamed


def _by_column(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return rows as their number and one list of values for each name."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    return {ROWS: len(rows), "c": {name: [row.get(name) for row in rows] for name in names}}


def _take_apart(node: dict[str, Any], shapes: dict[str, int], kept: list[PackedShape]) -> Instance:
    leaves: list[Any] = []
    layers: list[Instance] = []

    def walk(part: Any) -> Any:
        if isinstance(part, dict):
            if ROWS in part:
                leaves.append(part)
                return {LEAF: len(leaves) - 1}
            return {
                key: _layers(value) if key == "layer" else walk(value)
                for key, value in part.items()
            }
        if isinstance(part, list) and any(isinstance(each, dict | list) for each in part):
            return [walk(each) for each in part]
        leaves.append(part)
        return {LEAF: len(leaves) - 1}

    def _layers(parts: list[dict[str, Any]]) -> Any:
        first = len(layers)
        layers.extend(_take_apart(each, shapes, kept) for each in parts)
        return {"$layers": [first, len(parts)]}

    skeleton = walk(node)
    key = json.dumps(skeleton)
    if key not in shapes:
        shapes[key] = len(kept)
        kept.append(PackedShape(skeleton))
    shape = kept[shapes[key]]
    shape.leaves.append(leaves)
    return [shapes[key], len(shape.leaves) - 1, *([layers] if layers else [])]


def _same(left: Any, right: Any) -> bool:
    return type(left) is type(right) and left == right


def _bake(skeleton: Any, fixed: dict[int, Any], moved: dict[int, int]) -> Any:
    """Return the skeleton with the fixed leaves in it, and the others by number of column."""
    if isinstance(skeleton, dict):
        if set(skeleton) == {LEAF}:
            place = skeleton[LEAF]
            return fixed[place] if place in fixed else {LEAF: moved[place]}
        return {key: _bake(value, fixed, moved) for key, value in skeleton.items()}
    if isinstance(skeleton, list):
        return [_bake(each, fixed, moved) for each in skeleton]
    return skeleton


def unpack(packed: dict[str, Any], place: int) -> dict[str, Any]:
    """Return one specification, with its datasets by their short names."""
    return _put_together(packed["shapes"], packed["specs"][place])


def _put_together(shapes: Sequence[dict[str, Any]], instance: Instance) -> Any:
    shape, number, *rest = instance
    layers = rest[0] if rest else []
    values = shapes[shape]["v"]

    def fill(node: Any) -> Any:
        if isinstance(node, list):
            return [fill(each) for each in node]
        if not isinstance(node, dict):
            return node
        if set(node) == {LEAF}:
            return fill(values[node[LEAF]][number])
        if ROWS in node:
            names = node["c"]
            return [{name: names[name][at] for name in names} for at in range(node[ROWS])]
        if "$layers" in node:
            first, count = node["$layers"]
            return [_put_together(shapes, each) for each in layers[first : first + count]]
        return {key: fill(value) for key, value in node.items()}

    return fill(shapes[shape]["t"])
