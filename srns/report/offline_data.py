"""Data of the offline page: children, numbers for every choice of filters, figures, tables."""

from collections.abc import Callable, Mapping, Sequence
from itertools import product
from typing import Any

import pandas as pd

from srns.analysis.basis_sentences import is_by_line
from srns.analysis.groups import grouping
from srns.analysis.order_of_children import order_children
from srns.analysis.results_data.source_cells import deciding_cells
from srns.analysis.results_data.summary import results_data
from srns.analysis.summary import summarize
from srns.analysis.tables.printed_table import PrintedTable, names
from srns.analysis.tables.table_one import table_one
from srns.charts.chart_data import patient_chart_data
from srns.charts.theme import colour, letter, name_definition, specification
from srns.charts.timeline import describe, timeline
from srns.cohort.errors import InputError
from srns.cohort.some_children import ChildRows, child_rows
from srns.cohort.terms import RESPONSES
from srns.report.ard_sentences import ArdNumbers, paragraph
from srns.report.figure_catalogue import FigureChoices, make_figure
from srns.report.packed_specs import pack
from srns.report.report_tables import response_counts, unknown_table
from srns.report.results_words import limitation_sentences, results_paragraphs
from srns.report.safe_cells import as_text, heading
from srns.rules.classification import Classification
from srns.rules.classify import classify
from srns.rules.definition import Definition
from srns.rules.definition_wording import list_terms

FILTERS: Mapping[str, str] = {"histology": "Histology", "resistance": "Steroid resistance"}
"""Filters under which numbers are computed anew, by grouping."""
FIGURES = ("response", "histology", "time_to_remission", "time_in_remission")
MOST_CELLS = 12
TOGETHER = 20
"""Children who are looked for in one small table, and not each among all rows."""
ANY = ""
"""The choice of a filter that keeps every child."""
EVERYONE = "|".join(ANY for _ in FILTERS)
"""The name of the numbers of all children."""
Progress = Callable[[str], None]


def page_data(
    found: Classification, note: str = "", progress: Progress = lambda _: None
) -> dict[str, Any]:
    """Return everything that the page shows of a de-identified cohort, as JSON can hold it."""
    groups = pd.DataFrame({name: _groups(found, name) for name in FILTERS})
    groups.index = pd.Index(found.cohort.patients["patient"])
    progress("Numbers and curves")
    views, figures = _views(found, groups, note)
    progress("Timelines of the children")
    timelines, captions = _timelines(found)
    progress("Tables")
    return {
        "filters": _filters(groups),
        "responses": [name for name in RESPONSES if name in set(found.outcomes["response"])],
        "children": _children(found, groups),
        "views": views,
        "figures": pack(figures),
        "timelines": pack(timelines),
        "captions": captions,
        "tables": [
            as_data(table_one(found.cohort, found, "histology")),
            as_data(unknown_table(found)),
        ],
        "definition": definition_data(found.definition),
    }


def _groups(found: Classification, name: str) -> list[str]:
    return [str(each) for each in grouping(found.cohort, name)]


def _filters(groups: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the filters that part the children, histology first."""
    return [
        {"name": name, "label": label, "groups": sorted(set(groups[name]))}
        for name, label in FILTERS.items()
        if len(set(groups[name])) > 1
    ]


def _views(
    found: Classification, groups: pd.DataFrame, note: str
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return the numbers for every choice of filters, by the groups chosen, and their figures."""
    views: dict[str, Any] = {}
    figures: list[dict[str, Any]] = []
    choices = [(ANY, *sorted(set(groups[name]))) for name in FILTERS]
    known: dict[tuple[str, ...], dict[str, Any]] = {}
    rows = child_rows(found.cohort)
    for chosen in product(*choices):
        kept = groups
        for name, group in zip(FILTERS, chosen, strict=True):
            kept = kept if group == ANY else kept[kept[name] == group]
        if kept.empty and any(chosen):
            continue
        children = tuple(map(str, kept.index))
        if children not in known:  # the same children under another choice
            known[children] = _view(found, rows, children, note, figures)
        views["|".join(chosen)] = known[children]
    return views, figures


def _view(
    found: Classification,
    rows: ChildRows,
    children: tuple[str, ...],
    note: str,
    figures: list[dict[str, Any]],
) -> dict[str, Any]:
    part = _part(found, rows, children)
    ard = results_data(summarize(part.cohort, part, "histology"), part)
    numbers, responses = ArdNumbers(ard), part.definition.response_names
    by_line = is_by_line(part)
    results = results_paragraphs(numbers, responses, by_line=by_line)
    shown = []
    for name in FIGURES:
        try:
            figure = make_figure(name, part, FigureChoices(units=part.units))
        except InputError:
            continue
        drawn = specification(lambda figure=figure: figure.draw(760))
        shown.append({"title": figure.title, "caption": figure.caption, "place": len(figures)})
        figures.append({**drawn, "title": None})
    return {
        "words": [paragraph(each) for each in results],
        "limits": paragraph(limitation_sentences(numbers, responses, note, by_line=by_line)),
        "figures": shown,
        "table": as_data(response_counts(ard, part)),
    }


def _children(found: Classification, groups: pd.DataFrame) -> dict[str, list[Any]]:
    """Return the children by column, in the order of histology."""
    order = order_children(found)
    verdicts = found.verdicts.set_index("patient").loc[order]
    cells = deciding_cells(found)
    return {
        "patient": list(map(str, order)),
        "histology": groups.loc[order, "histology"].tolist(),
        "resistance": groups.loc[order, "resistance"].tolist(),
        "response": verdicts["response"].tolist(),
        "letter": [letter(each) for each in verdicts["response"]],
        "color": [colour(each) for each in verdicts["response"]],
        "status": verdicts["status"].tolist(),
        "reason": verdicts["reason"].tolist(),
        "cells": [names(cells.get(str(each), []), MOST_CELLS) for each in order],
    }


def _timelines(found: Classification) -> tuple[list[dict[str, Any]], list[str]]:
    """Return the timeline of each child and its sentence, in the order of histology."""
    drawn, captions = [], []
    order, rows = order_children(found), child_rows(found.cohort)
    for first in range(0, len(order), TOGETHER):
        children = order[first : first + TOGETHER]
        part = _part(found, rows, children)
        for patient in children:
            story = patient_chart_data(part.cohort, part, patient, found.units)
            figure = specification(
                lambda story=story: timeline(story, found.definition, found.units, ())
            )
            captions.append(describe(story, found.definition, found.units))
            drawn.append({**figure, "title": None, "description": ""})
    return drawn, captions


def _part(found: Classification, rows: ChildRows, children: Sequence[str]) -> Classification:
    """Return the classification of some of the children; each is judged on its own results."""
    if len(children) == len(found.outcomes):
        return found
    cohort = rows.keep(children)
    return classify(cohort, found.definition, strategy=found.strategy).in_units(found.units)


def definition_data(definition: Definition) -> dict[str, Any]:
    """Return a definition in words, each term beside its quote."""
    return {
        "name": name_definition(definition),
        "source": definition.source,
        "doi": definition.doi or "",
        "sha256": definition.sha256,
        "terms": [
            {"name": term.name, "quote": term.quote or "", "words": term.words,
             "remarks": list(term.remarks)}
            for term in list_terms(definition)
        ],
    }  # fmt: skip


def as_data(table: PrintedTable) -> dict[str, Any]:
    """Return a printed table with every cell as text."""
    return {
        "title": table.title,
        "columns": [heading(name) for name in table.rows.columns],
        "rows": [[as_text(cell) for cell in row] for row in table.rows.to_numpy()],
        "notes": list(table.notes),
    }
