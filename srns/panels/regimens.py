"""Maintenance regimens: of each child, over time, and relapse on and off drugs."""

from srns.analysis.regimens.outcomes import listed_regimens, outcomes_by_regimen
from srns.analysis.regimens.periods import RULES, Periods, RegimenRules
from srns.analysis.regimens.relapse_by_drug import (
    RelapseByDrug,
    by_drug_results,
    drug_curves,
    drug_sentences,
    rate_sentence,
)
from srns.analysis.regimens.relapse_by_drug import relapse_by_drug as follow_by_drug
from srns.analysis.regimens.relapses import cells_of_courses
from srns.analysis.results_data.courses import lane_results
from srns.charts.curves import incidence_chart, step_table
from srns.charts.regimen_rows import regimen_rows
from srns.charts.regimens import describe as describe_regimens
from srns.charts.regimens import regimen_lanes
from srns.languages.messages import _, translated
from srns.panels.pages_of_children import LANES, page_of
from srns.panels.panel import Panel, panel_of, table_panel
from srns.panels.paper_tables import printed
from srns.panels.view import View
from srns.report.table_catalogue import periods_in_window


def regimens(view: View) -> Panel:
    """List each child's maintenance regimen (also as typed), response and status."""
    table = outcomes_by_regimen(view.cohort, view.classification)
    return table_panel(
        "regimens", table, lambda: listed_regimens(table, view.cohort, view.classification)
    )


def regimen_course(
    view: View, *, bridge_days: int = RULES.bridge_days, overlap_days: int = RULES.overlap_days
) -> Panel:
    """List the regimens of each child in their order."""
    return panel_of(printed(view, "regimen_course", rules=RegimenRules(bridge_days, overlap_days)))


def regimen_at(
    view: View, *, bridge_days: int = RULES.bridge_days, overlap_days: int = RULES.overlap_days
) -> Panel:
    """Tabulate the regimen at fixed times."""
    return panel_of(printed(view, "regimen_at", rules=RegimenRules(bridge_days, overlap_days)))


def relapses(
    view: View, *, bridge_days: int = RULES.bridge_days, overlap_days: int = RULES.overlap_days
) -> Panel:
    """Tabulate relapse rates by regimen."""
    return panel_of(printed(view, "relapses", rules=RegimenRules(bridge_days, overlap_days)))


def regimens_in_time(
    view: View,
    *,
    bridge_days: int = RULES.bridge_days,
    overlap_days: int = RULES.overlap_days,
    page: int = 1,
) -> Panel:
    """Draw the regimens of the children on a page over time."""
    rules = RegimenRules(bridge_days, overlap_days)
    periods = periods_of(view, rules)
    shown = page_of(placed_children(periods), LANES, page)
    headings = {
        child: f"{child} · {translated(view.groups.loc[child, 'histology'])}" for child in shown
    }
    frames, since = regimen_rows(view.classification, periods, headings), periods.since
    return Panel(
        "regimens_in_time",
        "Regimens in time",
        frames["stretches"],
        describe_regimens(**frames, since=translated(since)),
        draw=lambda: regimen_lanes(
            **frames,
            title=_("Regimens and remission from {origin}").format(origin=translated(since)),
            definition=view.definition,
            notes=view.notes,
            since=translated(since),
        ),
        results=lambda: lane_results(
            **frames, cells=cells_of_courses(view.cohort, view.classification)
        ),
    )


def relapse_by_drug(
    view: View, *, bridge_days: int = RULES.bridge_days, overlap_days: int = RULES.overlap_days
) -> Panel:
    """Draw relapse on and off maintenance drugs, with relapses and person-years in words."""
    found = followed_by_drug(view, RegimenRules(bridge_days, overlap_days))
    curves = drug_curves(found)
    return Panel(
        "relapse_by_drug",
        "Relapse by drug",
        step_table(curves.curves),
        " ".join(map(translated, drug_sentences(found))),
        tuple(rate_sentence(name, rate) for name, rate in found.rates.items()),
        draw=lambda: incidence_chart(
            curves, _("Relapse on and off maintenance drugs"), view.definition, view.notes
        ),
        results=lambda: by_drug_results(found, view.cohort, view.classification),
    )


def placed_children(periods: Periods) -> list[str]:
    """Return the children whose regimens have dates, in their order."""
    return list(dict.fromkeys(periods.table["patient"]))


def periods_of(view: View, rules: RegimenRules) -> Periods:
    """Return the regimen periods of the filtered children, computed once for each set of rules."""
    key = ("periods", tuple(view.patients), rules.bridge_days, rules.overlap_days)
    return view.once(key, lambda: periods_in_window(view.cohort, view.classification, rules))


def followed_by_drug(view: View, rules: RegimenRules) -> RelapseByDrug:
    """Return each remission followed on and off drugs, computed once for each set of rules."""
    return view.once(
        ("relapse by drug", tuple(view.patients), rules.bridge_days, rules.overlap_days),
        lambda: follow_by_drug(view.cohort, view.classification, rules),
    )
