"""Definition matrix: the response of every child by definition, colored and lettered."""

from collections.abc import Collection, Iterable
from typing import Any

import altair as alt
import pandas as pd

from srns.charts.theme import (
    FIT_WIDTH,
    INK,
    ON_COLOUR,
    colour_scale,
    layered,
    letter,
    names_axis,
    titled,
)
from srns.cohort.terms import RESPONSES
from srns.languages import counted
from srns.languages.lists import list_some
from srns.languages.messages import _

PICKED = "picked"
"""Name of the selection made by clicking a cell."""


def cells_of(
    matrix: pd.DataFrame,
    onset_days: pd.DataFrame,
    reference: str,
    names: dict[str, str],
    overridden: Collection[tuple[str, str]] = (),
) -> pd.DataFrame:
    """Return the matrix in long form, one row per cell.

    Parameters
    ----------
    matrix, onset_days
        See `srns.analysis.definitions.comparison.Comparison`.
    reference
        The id of the reference definition.
    names
        Name of each definition by id.
    overridden
        (child, definition) pairs with a manual override; marked with a star.
    """
    rows = []
    responses = matrix.to_dict("index")
    onsets = onset_days.to_dict("index")
    for patient, row in responses.items():
        for definition, response in row.items():
            star = "*" if (patient, definition) in overridden else ""
            onset = onsets[patient][definition]
            rows.append(
                {
                    "patient": str(patient),
                    "definition": definition,
                    "name": names[str(definition)],
                    "response": response,
                    "letters": letter(str(response)) + star,
                    "differs": response != row[reference],
                    "onset_day": None if pd.isna(onset) else int(onset),
                }
            )
    columns = ["patient", "definition", "name", "response", "letters", "differs", "onset_day"]
    return pd.DataFrame(rows, columns=columns)


def definition_matrix(
    cells: pd.DataFrame, definition: Any, reference: str, notes: Iterable[str] = ()
) -> Any:
    """Draw the matrix; clicking a cell selects the child and the definition.

    Parameters
    ----------
    cells
        See `cells_of`; children and definitions are drawn in the order given, the reference first.
    definition
        The definition in force, which is the reference: it has letters in every cell, and each
        other definition where a response is another.
    """
    in_force = _name_of(cells, reference)
    names = list(dict.fromkeys([in_force, *cells["name"]] if in_force else cells["name"]))
    is_lettered = cells["differs"] | (cells["definition"] == reference) | _has_star(cells)
    cells = cells.assign(shown=cells["letters"].where(is_lettered.astype(bool), ""))
    seen = [response for response in RESPONSES if response in set(cells["response"])]
    picked = alt.selection_point(name=PICKED, fields=["patient", "definition"], on="click")
    x = alt.X(
        "name:N",
        sort=names,
        title=None,
        scale=alt.Scale(paddingInner=0.08, paddingOuter=0.02),
        axis=names_axis(
            orient="top",
            labelAngle=-60,
            labelAlign="left",
            labelLimit=330,
            labelFontWeight=alt.condition(  # the definition in force stands out
                alt.datum.label == in_force,
                alt.value("bold"),
                alt.value("normal"),
            ),
            domain=False,
            ticks=False,
        ),
    )
    y = alt.Y(
        "patient:N",
        sort=list(dict.fromkeys(cells["patient"])),
        title=None,
        scale=alt.Scale(paddingInner=0.12, paddingOuter=0.04),
        axis=names_axis(domain=False, ticks=False, labelLimit=120, labelFontSize=12),
    )
    base = alt.Chart(cells).encode(x=x, y=y)
    tiles = (
        base.mark_rect(stroke=INK, cornerRadius=3, cursor="pointer")
        .encode(
            color=alt.Color(
                "response:N",
                scale=colour_scale(seen),
                legend=alt.Legend(title=None, orient="bottom", columns=2, labelLimit=200),
            ),
            opacity=alt.condition(picked, alt.value(1), alt.value(0.55)),
            strokeWidth=alt.condition(alt.datum.differs, alt.value(3), alt.value(0)),
            tooltip=[
                alt.Tooltip("patient:N", title="child"),
                alt.Tooltip("name:N", title="definition"),
                alt.Tooltip("response:N"),
                alt.Tooltip("onset_day:Q", title=_("from day")),
            ],
        )
        .add_params(picked)
    )
    letters = base.mark_text(color=ON_COLOUR, fontSize=11, fontWeight="bold").encode(
        text=alt.Text("shown:N")
    )
    chart = layered(tiles, letters).properties(
        height=alt.Step(28),
        autosize=FIT_WIDTH,
        # SVG, so that each cell is a labeled element for screen readers.
        usermeta={"embedOptions": {"renderer": "svg"}},
    )
    sentence = describe(cells, definition.name)
    return titled(chart, _("Response of each child by definition"), definition, sentence, notes)


def _name_of(cells: pd.DataFrame, definition: str) -> str:
    named = cells.loc[cells["definition"] == definition, "name"]
    return str(named.iloc[0]) if len(named) else ""


def describe(cells: pd.DataFrame, reference: str) -> str:
    """Return the sentence on how many children change."""
    if cells.empty:
        return _("There is no child to compare definitions on.")
    children = cells["patient"].nunique()
    changing = list(dict.fromkeys(cells.loc[cells["differs"], "patient"]))
    others = cells["definition"].nunique() - 1
    sentences = [
        _("{children} under {n} definitions, compared with {definition}.").format(
            children=counted.children(children), n=others + 1, definition=reference
        )
    ]
    if not changing:
        sentences.append(_("Every child has the same response under all definitions."))
        return " ".join(sentences)
    sentences += [
        _(
            "{n} change under at least one of the others (letters in thick frames): {children}."
        ).format(n=len(changing), children=list_some(changing)),
        _(
            "CR complete remission, PR partial remission, NR no response, UC unclassified, NE not "
            "evaluable."
        ),
    ]
    if _has_star(cells).any():
        sentences.append(_("A star marks a manually overridden verdict."))
    return " ".join(sentences)


def _has_star(cells: pd.DataFrame) -> pd.Series:
    return cells["letters"].astype(str).str.endswith("*")
