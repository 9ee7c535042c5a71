"""What the timeline of one child shows, in sentences: its caption and alternative text."""

from typing import Any

from srns.charts.chart_data import WITH_STEROID, PatientChartData
from srns.charts.theme import with_letter
from srns.cohort.unit_systems import Units
from srns.cohort.wording import join_words, plural


def describe(data: PatientChartData, definition: Any, units: Units) -> str:
    """Return the sentences on what the timeline shows: its caption, and its alternative text."""
    counted = [
        f"{plural(len(data.upcr), 'Up/c result')} ({units.upcr}, logarithmic axis)",
        plural(len(data.albumin), "albumin result"),
    ]
    if len(data.infusions):
        counted.append(plural(len(data.infusions), "infusion"))
    parts = [f"Child {data.patient}: {join_words(counted)}."]
    parts += _other_tests(data)
    parts += [f"Shaded: {why}." for why in data.shaded["why"]]
    parts += [*_on_treatment(data), _on_evidence(data)]
    if len(data.upcr) and data.upcr["bound"].fillna("").ne("").any():
        parts.append("Open triangles are results reported as below or above a limit.")
    if data.at_floor:
        parts.append(
            f"Drawn at the lower end of the axis: {plural(data.at_floor, 'result')} below "
            f"{units.upcr_floor:.3g} {units.upcr}, or 0."
        )
    if len(data.long_gaps):
        parts.append(f"Dotted: {join_words(data.long_gaps['words'])}.")
    if len(data.states):
        course = " → ".join(dict.fromkeys(with_letter(str(each)) for each in data.states["state"]))
        parts.append(f"Course: {course}.")
    if len(data.spans):
        labels = "; ".join(data.spans["label"])
        parts.append(f"Events with a partial date, drawn as bars over all possible days: {labels}.")
    parts.append(f"Dashed lines are the thresholds of {definition.name}.")
    return " ".join(parts)


def _on_evidence(data: PatientChartData) -> str:
    """Return the sentence on the points that decided the verdict."""
    tested = [points for points in (data.upcr, data.protein, data.dipstick) if len(points)]
    deciding = sum(int(points["evidence"].sum()) for points in tested)
    if not deciding:
        return "No point is filled: no single sample decided the verdict."
    points = "point" if deciding == 1 else f"{deciding} points"
    return f"The filled {points} decided the verdict."


def _on_treatment(data: PatientChartData) -> list[str]:
    """Return the sentences on infusions and drugs, and on what of them is not known."""
    parts: list[str] = []
    if (data.infusions["given"] == WITH_STEROID).any():
        parts.append("Crosses are infusions with methylprednisolone, ticks those without.")
    if len(data.missed):
        words = join_words(dict.fromkeys(data.missed["words"]))
        parts.append(f"Dashed rings: {words}.")
    if not data.treatments["sure"].all():
        parts.append("Pale parts of a drug bar are possible but not certain days of its course.")
    if len(data.undated_drugs):
        drugs = "; ".join(
            f"{row['drug']}, {row['words']}" for row in data.undated_drugs.to_dict("records")
        )
        parts.append(f"Dashed bars are courses without a day ({drugs}).")
    return parts


def _other_tests(data: PatientChartData) -> list[str]:
    """Return the sentences on dipstick, 24-hour protein and results that cannot be read."""
    parts: list[str] = []
    if len(data.dipstick):
        diary = int(data.dipstick["diary"].sum())
        home = f", {diary} of them from the diary (thin strokes)" if diary else ""
        parts.append(f"{plural(len(data.dipstick), 'dipstick result')} on their own scale{home}.")
    if len(data.egfr):
        parts.append(
            f"{plural(len(data.egfr), 'estimate')} of kidney function (eGFR, mL/min/1.73 m²)."
        )
    if len(data.protein):
        results = plural(len(data.protein), "result")
        parts.append(f"{results} of 24-hour protein ({data.protein_unit}).")
    if len(data.unreadable):
        listed = "; ".join(data.unreadable["label"])
        parts.append(f"Question marks are results that cannot be read: {listed}.")
    return parts
