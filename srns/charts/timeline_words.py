"""What the timeline of one child shows, in sentences: its caption and alternative text."""

from typing import Any

from srns.charts.chart_data import WITH_STEROID, PatientChartData
from srns.charts.theme import with_letter
from srns.cohort.unit_systems import Units
from srns.languages import counted
from srns.languages.lists import join_and, join_row
from srns.languages.messages import _, ngettext


def describe(data: PatientChartData, definition: Any, units: Units) -> str:
    """Return the sentences on what the timeline shows: its caption, and its alternative text."""
    measured = [
        _("{results} ({unit}, logarithmic axis)").format(
            results=counted.upcr_results(len(data.upcr)), unit=units.upcr
        ),
        counted.albumin_results(len(data.albumin)),
    ]
    if n := len(data.infusions):
        measured.append(ngettext("{n} infusion", "{n} infusions", n).format(n=n))
    parts = [
        _("Child {patient}: {measured}.").format(patient=data.patient, measured=join_and(measured))
    ]
    parts += _other_tests(data)
    parts += [_("Shaded: {why}.").format(why=why) for why in data.shaded["why"]]
    parts += [*_on_treatment(data), _on_evidence(data)]
    if len(data.upcr) and data.upcr["bound"].fillna("").ne("").any():
        parts.append(_("Open triangles are results reported as below or above a limit."))
    if data.at_floor:
        parts.append(
            ngettext(
                "Drawn at the lower end of the axis: {n} result below {lowest} {unit}, or 0.",
                "Drawn at the lower end of the axis: {n} results below {lowest} {unit}, or 0.",
                data.at_floor,
            ).format(n=data.at_floor, lowest=f"{units.upcr_floor:.3g}", unit=units.upcr)
        )
    if len(data.long_gaps):
        parts.append(_("Dotted: {words}.").format(words=join_and(data.long_gaps["words"])))
    if len(data.states):
        course = " → ".join(dict.fromkeys(with_letter(str(each)) for each in data.states["state"]))
        parts.append(_("Course: {course}.").format(course=course))
    if len(data.spans):
        labels = join_row(data.spans["label"], "; ")
        parts.append(
            _("Events with a partial date, drawn as bars over all possible days: {labels}.").format(
                labels=labels
            )
        )
    parts.append(
        _("Dashed lines are the thresholds of {definition}.").format(definition=definition.name)
    )
    return " ".join(parts)


def _on_evidence(data: PatientChartData) -> str:
    """Return the sentence on the points that decided the verdict."""
    tested = [points for points in (data.upcr, data.protein, data.dipstick) if len(points)]
    deciding = sum(int(points["evidence"].sum()) for points in tested)
    if not deciding:
        return _("No point is filled: no single sample decided the verdict.")
    return ngettext(
        "The filled point decided the verdict.",
        "The filled {n} points decided the verdict.",
        deciding,
    ).format(n=deciding)


def _on_treatment(data: PatientChartData) -> list[str]:
    """Return the sentences on infusions and drugs, and on what of them is not known."""
    parts: list[str] = []
    if (data.infusions["given"] == WITH_STEROID).any():
        parts.append(_("Crosses are infusions with methylprednisolone, ticks those without."))
    if len(data.missed):
        words = join_and(dict.fromkeys(data.missed["words"]))
        parts.append(_("Dashed rings: {words}.").format(words=words))
    if not data.treatments["sure"].all():
        parts.append(_("Pale parts of a drug bar are possible but not certain days of its course."))
    if len(data.undated_drugs):
        drugs = join_row(
            (f"{row['drug']}, {row['words']}" for row in data.undated_drugs.to_dict("records")),
            "; ",
        )
        parts.append(_("Dashed bars are courses without a day ({drugs}).").format(drugs=drugs))
    return parts


def _other_tests(data: PatientChartData) -> list[str]:
    """Return the sentences on dipstick, 24-hour protein and results that cannot be read."""
    parts: list[str] = []
    if len(data.dipstick):
        diary = int(data.dipstick["diary"].sum())
        results = counted.dipstick_results(len(data.dipstick))
        parts.append(
            _("{results} on their own scale, {n} of them from the diary (thin strokes).").format(
                results=results, n=diary
            )
            if diary
            else _("{results} on their own scale.").format(results=results)
        )
    if n := len(data.egfr):
        parts.append(
            ngettext(
                "{n} estimate of kidney function (eGFR, mL/min/1.73 m²).",
                "{n} estimates of kidney function (eGFR, mL/min/1.73 m²).",
                n,
            ).format(n=n)
        )
    if n := len(data.protein):
        parts.append(
            ngettext(
                "{n} result of 24-hour protein ({unit}).",
                "{n} results of 24-hour protein ({unit}).",
                n,
            ).format(n=n, unit=data.protein_unit)
        )
    if len(data.unreadable):
        listed = join_row(data.unreadable["label"], "; ")
        parts.append(
            _("Question marks are results that cannot be read: {listed}.").format(listed=listed)
        )
    return parts
