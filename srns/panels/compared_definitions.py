"""Cohort under all definitions: matrix, changes, one child, reclassification, agreement."""

from collections.abc import Callable, Mapping

import pandas as pd

from srns.analysis.definitions.change_results import (
    change_results,
    matrix_results,
    reclassification_table,
    unit_results,
)
from srns.analysis.definitions.comparison import (
    Comparison,
    compare,
    date_differences,
    differences,
    headline,
    pairwise_agreement,
)
from srns.analysis.definitions.comparison_report import all_unit_flips, all_verdicts_by_unit
from srns.analysis.definitions.comparison_results import headline_results, pair_results
from srns.charts.definition_matrix import cells_of, describe
from srns.charts.definition_matrix import definition_matrix as draw_matrix
from srns.charts.proportions import proportions
from srns.cohort.errors import InputError
from srns.cohort.paper_numbers import show_percent, with_decimals
from srns.cohort.terms import COMPLETE, NOT_EVALUABLE
from srns.languages.lists import join_and
from srns.languages.messages import _, ngettext
from srns.languages.sentences import joined, sentence, term
from srns.panels.pages_of_children import PANELS, page_of
from srns.panels.panel import Panel, panel_of, table_panel
from srns.panels.verdict_tables import child_of
from srns.panels.view import View
from srns.rules.classification import Classification
from srns.rules.result_words import urine_words


def definition_matrix(view: View, *, page: int = 1) -> Panel:
    """Draw the response of each child on a page under every definition."""
    compared = comparison_of(view)
    cells = matrix_cells(view, compared, page_of(changing_first(compared), PANELS, page))
    return Panel(
        "definition_matrix",
        "Definition matrix",
        cells,
        describe(cells, view.definition.name),
        draw=lambda: draw_matrix(cells, view.definition, view.definition.id, view.notes),
        results=lambda: matrix_results(compared),
    )


def visits_by_definition(view: View, *, patient: str | int, other: str) -> Panel:
    """List a child's visits with the criteria not met under two definitions."""
    compared = comparison_of(view)
    one, second = compared.under(view.definition.id), compared.under(_other(view, other))
    table = visits_under_both(one, second, child_of(view, patient))
    return table_panel("visits_by_definition", table)


def response_changes(view: View) -> Panel:
    """List the children and definitions whose response differs from that in use."""
    columns = {
        "patient": "patient",
        "definition": "definition",
        "reference_response": "definition in use",
        "response": "other definition",
        "why": "reason",
    }
    return _changes(view, "response_changes", differences, columns)


def date_changes(view: View) -> Panel:
    """List the children and definitions with the same remission from another day."""
    columns = {
        "patient": "patient",
        "definition": "definition",
        "response": "response",
        "reference_onset_day": "day, definition in use",
        "onset_day": "day, other definition",
        "why": "reason",
    }
    return _changes(view, "date_changes", date_differences, columns)


def _changes(
    view: View,
    name: str,
    find: Callable[[Comparison, str], pd.DataFrame],
    columns: Mapping[str, str],
) -> Panel:
    """List what differs from the definition in use, under the names that columns are shown by."""
    table = view.once(
        (name, tuple(view.patients)), lambda: find(comparison_of(view), view.definition.id)
    )
    named = table.assign(definition=table["definition"].map(names_of(view)))
    return table_panel(
        name,
        named[list(columns)].rename(columns=columns),
        lambda: change_results(table, comparison_of(view), view.definition.id),
    )


def reclassification(view: View, *, other: str) -> Panel:
    """Cross-tabulate the responses by the definition in use and by another one."""
    return panel_of(
        reclassification_table(comparison_of(view), view.definition.id, _other(view, other))
    )


def remission_by_definition(view: View) -> Panel:
    """Count complete remission by definition."""
    compared = comparison_of(view)
    counts = remission_counts(compared)
    title = _("Complete remission by definition, exact 95 % intervals")
    return Panel(
        "remission_by_definition",
        "Remission by definition",
        counts,
        describe_counts(counts),
        draw=lambda: proportions(counts, title, view.definition, view.notes),
        results=lambda: headline_results(compared),
    )


def agreement(view: View) -> Panel:
    """List the agreement of all pairs of definitions."""
    compared = comparison_of(view)
    table = agreement_table(compared)
    return Panel(
        "agreement",
        "Agreement",
        table,
        sentences=(describe_agreement(table),),
        results=lambda: pair_results(compared),
    )


def unit_effects(view: View) -> Panel:
    """List the samples that would be judged differently in another printed unit.

    A result is judged in the unit it was reported in; 20 mg/mmol is printed beside 0.2 mg/mg, which
    is 22.6 mg/mmol.
    """
    compared, children = comparison_of(view), tuple(view.patients)
    flips = view.once(("unit flips", children), lambda: all_unit_flips(compared))
    verdicts = view.once(("verdicts by unit", children), lambda: all_verdicts_by_unit(compared))
    table = pd.DataFrame(
        {
            "patient": flips["patient"],
            "day": flips["day"],
            "Up/c as reported": flips["reported"],
            "cell": flips["cell"],
            "definition": flips["definition"].map(names_of(view)),
            "response": flips["response"],
            "in its own unit": _with_answers(flips["in_its_unit"], flips["its_answer"]),
            "converted": _with_answers(flips["converted_to"], flips["other_answer"]),
        }
    )
    said = describe_unit_effects(compared, flips, verdicts)
    return Panel(
        "unit_effects",
        "Unit effects",
        table,
        sentences=(said,),
        results=lambda: unit_results(flips, verdicts),
    )


def comparison_of(view: View) -> Comparison:
    """Return the filtered children classified by every definition, computed once."""
    return view.once(
        ("comparison", tuple(view.patients)),
        lambda: compare(view.cohort, list(view.known_definitions)),
    )


def names_of(view: View) -> dict[str, str]:
    """Return the names of the definitions by id."""
    return {definition.id: definition.name for definition in view.known_definitions}


def _other(view: View, asked: str) -> str:
    known = [each for each in names_of(view) if each != view.definition.id]
    if asked not in known:
        raise InputError(f"found the definition '{asked}'; expected one of {', '.join(known)}.")
    return asked


def changing_first(comparison: Comparison) -> list[str]:
    """Return the children, those whose response differs between definitions first."""
    changing = set(comparison.changing)
    return sorted(comparison.matrix.index, key=lambda patient: patient not in changing)


def matrix_cells(view: View, comparison: Comparison, patients: list[str]) -> pd.DataFrame:
    """Return the cells of the matrix, one child and definition a row."""
    overridden = {
        (patient, each.definition.id)
        for each in comparison.classifications
        for patient in each.overrides
    }
    return cells_of(
        comparison.matrix.loc[patients],
        comparison.onset_days.loc[patients],
        view.definition.id,
        names_of(view),
        overridden,
    )


def visits_under_both(one: Classification, other: Classification, patient: str) -> pd.DataFrame:
    """List a child's visits with the criteria not met under each of two definitions."""
    # A visit of one definition may be none of the other, which judges other urine tests.
    visits_of = [
        each.occasions[each.occasions["patient"] == patient].set_index("day")
        for each in (one, other)
    ]
    days = visits_of[0].index.union(visits_of[1].index)
    first, second = (visits.reindex(days) for visits in visits_of)
    shown = first.combine_first(second).reset_index(names="day")
    first, second = (visits.reset_index(names="day") for visits in (first, second))
    worded = [name for name in shown if str(name).endswith("_shown")]
    columns: dict[str, object] = {
        "day": first["day"],
        "urine": urine_words(shown[worded].fillna("")),
        "Up/c cell": shown["upcr_cell"],
        "albumin": shown["albumin_shown"],
    }
    for visits, each in ((first, one), (second, other)):
        columns[f"{each.definition.name}: criterion not met"] = [
            _criterion(lacked, evidence)
            for lacked, evidence in zip(visits["lacked"], visits["evidence"], strict=True)
        ]
    if (first["albumin_cell"].fillna("") != second["albumin_cell"].fillna("")).any():
        columns["albumin under the other definition"] = second["albumin_shown"]
    columns["albumin cell"] = shown["albumin_cell"]
    return pd.DataFrame(columns)


def _criterion(lacked: object, evidence: object) -> str:
    """Word what one definition says of a visit; a day that is no visit of it has no evidence."""
    if not isinstance(lacked, str):
        return "not judged"
    return lacked or ("● decides the verdict" if evidence else "")


def remission_counts(comparison: Comparison) -> pd.DataFrame:
    """Count complete remission by definition, as `srns.charts.proportions` draws it."""
    table = headline(comparison)
    table = table[table["outcome"] == COMPLETE]
    return pd.DataFrame(
        {
            "group": table["name"],
            "response": table["outcome"],
            "n": table["n"],
            "of": table["of"],
            "percent": table["percent"],
            "low": table["low"],
            "high": table["high"],
            "children": [", ".join(patients) for patients in table["patients"]],
            NOT_EVALUABLE: [len(patients) for patients in table["not_evaluable"]],
        }
    ).reset_index(drop=True)


def describe_counts(counts: pd.DataFrame) -> str:
    """Return a sentence on the counts of complete remission, the most common count first."""
    if counts.empty:
        return _("None of the definitions compared has a complete remission.")
    parts = []
    for (n, of), rows in sorted(
        counts.groupby(["n", "of"]), key=lambda group: (-len(group[1]), group[0])
    ):
        who = _by(counts, rows)
        low, high = rows["low"].iloc[0], rows["high"].iloc[0]
        if of:
            parts.append(
                _("{n} of {of} (exact 95 % interval {low} to {high}) by {definitions}").format(
                    n=n,
                    of=of,
                    low=with_decimals(low, 1),
                    high=show_percent(high),
                    definitions=who,
                )
            )
        else:
            parts.append(_("{n} of {of} by {definitions}").format(n=n, of=of, definitions=who))
    said = _("Complete remission: {parts}.").format(parts="; ".join(parts))
    unknown = [
        _("{n} of {of} by {definitions}").format(n=n, of=of, definitions=_by(counts, rows))
        for (n, of), rows in counts[counts[NOT_EVALUABLE] > 0].groupby([NOT_EVALUABLE, "of"])
    ]
    if not unknown:
        return said
    return joined(
        [
            said,
            _("Not evaluable, and counted as without remission: {parts}.").format(
                parts="; ".join(unknown)
            ),
        ],
        " ",
    )


def _by(counts: pd.DataFrame, rows: pd.DataFrame) -> str:
    """Name the definitions of some rows; from four on, count them."""
    names = list(rows["group"])
    if len(names) <= 3:
        return join_and(names)
    return _("{n} of {of} definitions").format(n=len(names), of=len(counts))


def agreement_table(comparison: Comparison) -> pd.DataFrame:
    """List the agreement of all pairs of definitions, one pair a row."""
    table = pairwise_agreement(comparison)
    names = {definition.id: definition.name for definition in comparison.definitions}
    return pd.DataFrame(
        {
            "definition": table["one"].map(names),
            "other definition": table["other"].map(names),
            "children": table["n"],
            "same response": table["agree"],
            "percent": table["percent"].astype(float).round(1),
            "Cohen's kappa": table["kappa"].astype(float).round(2),
            "low": table["low"].astype(float).round(2),
            "high": table["high"].astype(float).round(2),
            "why not calculated": table["why_missing"],
        }
    )


def describe_agreement(table: pd.DataFrame) -> str:
    """Return how many pairs agree on all children, and which pair agrees least."""
    if table.empty or not table["children"].iloc[0]:
        return _("There is nothing to compare.")
    perfect = int((table["same response"] == table["children"]).sum())
    least = table.iloc[int(table["same response"].astype(int).argmin())]
    pairs = len(table)
    text = ngettext(
        "{n} of {pairs} pair of definitions agree on all children.",
        "{n} of {pairs} pairs of definitions agree on all children.",
        pairs,
    ).format(n=perfect, pairs=pairs)
    if perfect == pairs:
        return text
    exception = _("{definition} and {other} agree least: on {n} of {children}.").format(
        definition=least["definition"],
        other=least["other definition"],
        n=least["same response"],
        children=least["children"],
    )
    return f"{text} {exception}"


def describe_unit_effects(
    comparison: Comparison, samples: pd.DataFrame, children: pd.DataFrame
) -> str:
    """Return how many samples, and which children, would change with the unit."""
    units = dict.fromkeys(comparison.cohort.labs.query("analyte == 'upcr'")["unit"])
    if samples.empty:
        return _(
            "No sample of this cohort (Up/c in {units}) would be judged differently in another "
            "unit that a definition prints. Affected would be values from 20.0 to 22.6 and from "
            "200 to 226 mg/mmol, and from 0.177 to 0.2 and 1.77 to 2 mg/mg."
        ).format(units=join_and(units) or _("no unit"))
    n = len(samples.drop_duplicates(["patient", "day"]))
    text = ngettext(
        "{n} sample would be judged differently in another printed unit.",
        "{n} samples would be judged differently in another printed unit.",
        n,
    ).format(n=n)
    if children.empty:
        unchanged = _("No child's verdict changes with it.")
        return f"{text} {unchanged}"
    changes = _("The verdict changes in {children}.").format(
        children=join_and(dict.fromkeys(children["patient"]))
    )
    return f"{text} {changes}"


def _with_answers(limits: pd.Series, answers: pd.Series) -> list[str]:
    """Return limits, each with whether a result meets it."""
    return [
        sentence("{limit}: {answer}", limit=limit, answer=term(answer))
        for limit, answer in zip(limits, answers, strict=True)
    ]
