"""Script on the front door that gives one panel with the options at hand."""

import json
from dataclasses import dataclass, field
from typing import Any

from srns.rules.basis import Basis

_LONGEST_LINE = 100


@dataclass(frozen=True)
class PanelQuestion:
    """All that a panel depends on, as a script asks for it.

    Attributes
    ----------
    panel
        A key of `srns.panels.catalogue.PANELS`.
    options
        What its maker takes, by name.
    files
        The names of the workbook's files; none: the founding paper's children.
    definition
        The id of a published definition, or the name of a file.
    also
        The names of files of further definitions, to compare.
    recipe, redcap, overrides
        Names of files; empty where there is none.
    filters
        Chosen groups by filter name. A group, a child or a day 0 whose words may tell who a child
        is stands as its place, such as `~2`.
    """

    panel: str
    options: tuple[tuple[str, Any], ...] = ()
    files: tuple[str, ...] = ()
    definition: str = "haddad_2021"
    also: tuple[str, ...] = ()
    recipe: str = ""
    redcap: str = ""
    overrides: str = ""
    basis: Basis = field(default_factory=Basis)
    units: str = "conventional"
    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()
    selected: tuple[str, ...] = ()
    only_selected: bool = False
    group_name: str = ""


def script_of(asked: PanelQuestion) -> str:
    r"""Return the script as text; run beside the files that it names, it gives the same panel.

    Examples
    --------
    >>> print(script_of(PanelQuestion("response", (("interval", "wilson"),), ("mine.xlsx",))))
    import srns
    <BLANKLINE>
    reading = srns.read_workbook("mine.xlsx")
    view = srns.view(reading, "haddad_2021")
    panel = srns.panel(view, "response", interval="wilson")
    print(panel.caption, *panel.sentences, *panel.notes, sep="\n")
    print(panel.table.to_string())
    chart = panel.chart  # None for a table; panel.numbers are its analysis results data
    <BLANKLINE>
    """
    usual = Basis()
    shown = {
        "day_zero": (asked.basis.day_zero, usual.day_zero),
        "by_line": (asked.basis.by_line, usual.by_line),
        "strategy": (asked.basis.strategy, usual.strategy),
        "units": (asked.units, "conventional"),
        "filters": ({name: list(values) for name, values in asked.filters}, {}),
        "selected": (list(asked.selected), []),
        "only_selected": (asked.only_selected, False),
        "group_name": (asked.group_name, ""),
        "overrides": (asked.overrides, ""),
        "also": (list(asked.also), []),
    }
    chosen = {name: value for name, (value, default) in shown.items() if value != default}
    files = asked.files[0] if len(asked.files) == 1 else list(asked.files)
    reading = {name: value for name, value in
               (("recipe", asked.recipe), ("redcap", asked.redcap)) if value}  # fmt: skip
    opened = (
        _call("reading = srns.read_workbook", [files], reading)
        if asked.files
        else "reading = srns.load_haddad2021()"
    )
    return "\n".join(
        (
            "import srns",
            "",
            opened,
            _call("view = srns.view", [_Name("reading"), asked.definition], chosen),
            _call("panel = srns.panel", [_Name("view"), asked.panel], dict(asked.options)),
            r'print(panel.caption, *panel.sentences, *panel.notes, sep="\n")',
            "print(panel.table.to_string())",
            "chart = panel.chart  # None for a table; panel.numbers are its analysis results data",
            "",
        )
    )


class _Name(str):
    """A variable of the script."""


def _call(function: str, values: list[Any], named: dict[str, Any]) -> str:
    """Return a call on one line, or on several where it is long."""
    words = [*map(_written, values), *(f"{name}={_written(it)}" for name, it in named.items())]
    line = f"{function}({', '.join(words)})"
    if len(line) <= _LONGEST_LINE:
        return line
    return "\n".join((f"{function}(", *(f"    {each}," for each in words), ")"))


def _written(value: Any) -> str:
    r"""Return a value as Python code, with double quotes.

    >>> print(_written({"histology": ["MCD", 'a "b"']}), _written((0.0, 6.5)), _written(None))
    {"histology": ["MCD", "a \"b\""]} (0.0, 6.5) None
    """
    if isinstance(value, _Name):
        return str(value)
    if isinstance(value, str):  # what cannot be seen is spelled out
        return json.dumps(value, ensure_ascii=False) if value.isprintable() else ascii(value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_written(k)}: {_written(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return f"[{', '.join(map(_written, value))}]"
    if isinstance(value, tuple):
        return f"({', '.join(map(_written, value))}{',' if len(value) == 1 else ''})"
    return repr(value)
