"""Catalogue of analysis results data: the numbers of every table, figure and sentence, by part."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

import pandas as pd

from srns.analysis.definitions.change_results import (
    change_results,
    matrix_results,
    reclassification_table,
    unit_results,
)
from srns.analysis.definitions.comparison import Comparison, compare, date_differences, differences
from srns.analysis.definitions.comparison_report import all_unit_flips, all_verdicts_by_unit
from srns.analysis.definitions.comparison_results import comparison_results
from srns.analysis.definitions.gap_results import gap_results
from srns.analysis.definitions.recorded_vs_computed import (
    agreement_results,
    recorded_against_computed,
)
from srns.analysis.definitions.specification_curve import specification_curve
from srns.analysis.definitions.specification_results import specification_results
from srns.analysis.definitions.tipping_points import tipping_points
from srns.analysis.definitions.tipping_table import tipping_table
from srns.analysis.groups import grouping
from srns.analysis.proportions.group_contrasts import compare_groups
from srns.analysis.proportions.outcomes import OUTCOMES
from srns.analysis.regimens.outcomes import outcome_table
from srns.analysis.regimens.relapse_by_drug import by_drug_results, relapse_by_drug
from srns.analysis.results_data.comparisons import contrast_rows
from srns.analysis.results_data.eligibility import eligibility_results
from srns.analysis.results_data.responses import members_of
from srns.analysis.results_data.rows import COLUMNS, as_table, bind, once
from srns.analysis.results_data.source_cells import deciding_cells
from srns.analysis.results_data.states import occupancy_results
from srns.analysis.results_data.summary import results_data
from srns.analysis.results_data.times import times_results
from srns.analysis.summary import summarize
from srns.analysis.time_to_event.occupancy import occupancy
from srns.analysis.time_to_event.time_analysis import RESPONSES_TIMED, TimeQuestion, times
from srns.charts.gap_map import map_points
from srns.cohort.errors import InputError
from srns.cohort.terms import COMPLETE, PARTIAL
from srns.report.table_catalogue import TABLES, Choices
from srns.rules.classification import Classification
from srns.rules.eligibility import judge_eligibility
from srns.rules.gaps import gap_grid, occasions_alone
from srns.rules.load_definition import published

Make = Callable[[Classification, Choices], pd.DataFrame]
HISTOLOGY = "histology"


def _summary(found: Classification, chosen: Choices) -> pd.DataFrame:
    return results_data(summarize(found.cohort, found, chosen.by or HISTOLOGY), found)


def _comparison(found: Classification, chosen: Choices) -> pd.DataFrame:
    by = chosen.by or HISTOLOGY
    groups = grouping(found.cohort, by)
    compared = compare_groups(found.outcomes, groups, [COMPLETE, PARTIAL])
    members = members_of(summarize(found.cohort, found, by))
    return as_table(contrast_rows(compared, members, by), deciding_cells(found))


def _agreement(found: Classification, _: Choices) -> pd.DataFrame:
    return agreement_results(found.cohort, found, recorded_against_computed(found.cohort, found))


def _times(found: Classification, chosen: Choices) -> pd.DataFrame:
    """Return the curves of all children and of the groups, tested, for each kind of remission."""
    groupings = ("", chosen.by or HISTOLOGY)
    questions = [
        TimeQuestion(response, by=by, test=bool(by))
        for response in RESPONSES_TIMED
        for by in groupings
    ]
    return once(
        bind(times_results(times(found.cohort, found, asked), found) for asked in questions)
    )


def _by_drug(found: Classification, _: Choices) -> pd.DataFrame:
    return by_drug_results(relapse_by_drug(found.cohort, found), found.cohort, found)


def _definitions(found: Classification, _: Choices) -> pd.DataFrame:
    compared, here = _compared(found), found.definition.id
    changes = (differences(compared, here), date_differences(compared, here))
    return bind(
        [
            comparison_results(compared),
            matrix_results(compared),
            once(bind(change_results(table, compared, here) for table in changes)),
            *(
                reclassification_table(compared, here, other.id).results
                for other in compared.definitions[1:]
            ),
            unit_results(all_unit_flips(compared), all_verdicts_by_unit(compared)),
        ]
    )


def _compared(found: Classification) -> Comparison:
    others = [each for each in published() if each.id != found.definition.id]
    return compare(found.cohort, [found.definition, *others], strategy=found.strategy)


def _tipping_points(found: Classification, _: Choices) -> pd.DataFrame:
    points = tipping_points(found.cohort, found.definition, found.strategy)
    return tipping_table(points, found).results


def _specifications(found: Classification, _: Choices) -> pd.DataFrame:
    definitions, tables = _compared(found).definitions, []
    for outcome in OUTCOMES:
        curve = specification_curve(
            found.cohort, definitions, outcome=outcome, strategy=found.strategy, named=True
        )
        tables.append(specification_results(curve, outcome, found))
    return bind(tables)


def _gaps(found: Classification, _: Choices) -> pd.DataFrame:
    grid, visits = gap_grid(found.definition), occasions_alone(found)
    return gap_results(grid, visits, map_points(visits, found.units, grid))


def _of_table(name: str) -> Make:
    return lambda found, chosen: TABLES[name](found.cohort, found, chosen).results


PARTS: Mapping[str, Make] = MappingProxyType(
    {
        "summary": _summary,
        "comparison": _comparison,
        "agreement": _agreement,
        "times": _times,
        "states": lambda found, _: occupancy_results(occupancy(found.cohort, found), found),
        "relapse_by_drug": _by_drug,
        "status_by_regimen": lambda found, _: outcome_table(found.cohort, found).results,
        "eligibility": lambda found, _: eligibility_results(judge_eligibility(found)),
        "definitions": _definitions,
        "tipping_points": _tipping_points,
        "specifications": _specifications,
        "gaps": _gaps,
        **{name: _of_table(name) for name in TABLES},
    }
)
"""Makers of analysis results data by part."""
ON_REQUEST = ("specifications",)
"""Parts that are made where they are named: hundreds of counts, each with all its children."""


def make_results(
    found: Classification, parts: Sequence[str] = (), choices: Choices | None = None
) -> pd.DataFrame:
    """Return the analysis results data of some parts.

    Parameters
    ----------
    parts
        Names of `PARTS`; empty: all but `ON_REQUEST`.

    Returns
    -------
    DataFrame
        The columns of `srns.analysis.results_data.rows.as_table`, and `part`.

    Raises
    ------
    InputError
        Where there is no such part.
    """
    for name in parts:
        if name not in PARTS:
            raise InputError(f"found the part '{name}'; expected one of {', '.join(PARTS)}.")
    chosen = choices or Choices()
    wanted = parts or [name for name in PARTS if name not in ON_REQUEST]
    tables = [PARTS[name](found, chosen).assign(part=name) for name in wanted]
    return bind(tables).reindex(columns=[*COLUMNS, "part"])
