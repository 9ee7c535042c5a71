"""Catalogue of the panels: every figure and table of the pages by name."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from srns.cohort.errors import InputError
from srns.panels import (
    compared_definitions,
    courses,
    definition_gaps,
    doses,
    eligibility,
    kidney,
    lines,
    manuscript_numbers,
    paper_tables,
    regimens,
    remission_times,
    response_counts,
    sensitivity,
    states,
    verdict_tables,
)
from srns.panels.panel import Panel
from srns.panels.view import View

Make = Callable[..., Panel]
PANELS: Mapping[str, Make] = MappingProxyType(
    {
        "response": response_counts.response,
        "verdicts": verdict_tables.verdicts,
        "swimmer": courses.swimmer,
        "small_multiples": courses.small_timelines,
        "time_to_remission": remission_times.time_to_remission,
        "waits": remission_times.waits,
        "milestones": remission_times.milestones,
        "between_visits": remission_times.between_visits,
        "duration_of_remission": remission_times.duration_of_remission,
        "remissions": remission_times.remissions,
        "states_over_time": states.states_over_time,
        "states_by_month": states.states_by_month,
        "timeline": courses.timeline,
        "evidence": verdict_tables.evidence,
        "overrides": verdict_tables.overrides,
        "remission_by_histology": response_counts.remission_by_histology,
        "responses_by_histology": response_counts.responses_by_histology,
        "remission_by_regimen": response_counts.remission_by_regimen,
        "status_by_regimen": response_counts.status_by_regimen,
        "regimens": regimens.regimens,
        "regimen_course": regimens.regimen_course,
        "regimens_in_time": regimens.regimens_in_time,
        "regimen_at": regimens.regimen_at,
        "relapse_by_drug": regimens.relapse_by_drug,
        "relapses": regimens.relapses,
        "worked_cases": definition_gaps.worked_cases,
        "gap_map": definition_gaps.gap_map,
        "visits_in_gaps": definition_gaps.visits_in_gaps,
        "definition_matrix": compared_definitions.definition_matrix,
        "visits_by_definition": compared_definitions.visits_by_definition,
        "response_changes": compared_definitions.response_changes,
        "date_changes": compared_definitions.date_changes,
        "reclassification": compared_definitions.reclassification,
        "remission_by_definition": compared_definitions.remission_by_definition,
        "agreement": compared_definitions.agreement,
        "unit_effects": compared_definitions.unit_effects,
        "tipping_points": sensitivity.tipping_points,
        "specification_curve": sensitivity.specification_curve,
        "table1": paper_tables.table1,
        "cases": paper_tables.cases,
        "flow": paper_tables.flow,
        "completeness": paper_tables.completeness,
        "recorded_vs_computed": verdict_tables.recorded_vs_computed,
        "eligibility": eligibility.eligibility,
        "eligibility_items": eligibility.eligibility_items,
        "lines": lines.lines,
        "remission_by_line": lines.remission_by_line,
        "remission_by_mechanism": lines.remission_by_mechanism,
        "strategies": lines.strategies,
        "dose_per_surface": doses.dose_per_surface,
        "dose_per_weight": doses.dose_per_weight,
        "exposure": doses.exposure,
        "kidney_function": kidney.kidney_function,
        "kidney_table": kidney.kidney_table,
        "paper_statements": manuscript_numbers.paper_statements,
        "own_statements": manuscript_numbers.own_statements,
    }
)
"""Makers of panels by name, in the order of the pages."""


def make_panel(view: View, name: str, **options: Any) -> Panel:
    """Return a figure or a table of the children shown, as its page shows it.

    Parameters
    ----------
    name
        A key of `PANELS`.
    options
        As its maker takes them; the usual ones where they are left out.

    Raises
    ------
    InputError
        Where there is no such panel or option.
    """
    if name not in PANELS:
        raise InputError(f"found the panel '{name}'; expected one of {', '.join(PANELS)}.")
    try:
        inspect.signature(PANELS[name]).bind(view, **options)
    except TypeError as error:
        raise InputError(
            f"found options of the panel '{name}' that do not fit ({error}); expected "
            f"{', '.join(_options_of(name)) or 'none'}."
        ) from None
    return replace(PANELS[name](view, **options), options=options)


def _options_of(name: str) -> list[str]:
    return list(inspect.signature(PANELS[name]).parameters)[1:]
