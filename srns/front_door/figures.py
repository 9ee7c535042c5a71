"""Figures: one child or all of them as charts, and any figure as a file for print."""

from pathlib import Path
from typing import Any

import altair as alt

from srns.analysis.groups import grouping
from srns.analysis.time_to_event.occupancy import occupancy as follow_states
from srns.charts.chart_data import patient_chart_data
from srns.charts.months import origin_words
from srns.charts.occupancy import occupancy_chart as draw_states
from srns.charts.swimmer import swimmer as draw_lanes
from srns.charts.swimmer_lanes import lay_out_lanes
from srns.charts.timeline import timeline as draw_timeline
from srns.cohort.errors import InputError
from srns.cohort.tables import Cohort
from srns.cohort.unit_systems import find_units
from srns.cohort.wording import and_more
from srns.front_door.arguments import HADDAD, notes_on
from srns.front_door.calls import classified
from srns.rules.classification import Classification
from srns.rules.definition import Definition
from srns.workbook.read_workbook import Reading


def timeline(
    data: Reading | Cohort | Classification,
    patient: str | int,
    definition: str | Path | Definition = HADDAD,
    *,
    units: str = "conventional",
) -> Any:
    """Draw one child: urine tests, albumin, infusions, drugs and course on one axis of months.

    Parameters
    ----------
    patient
        The study number.
    units
        "conventional" (mg/mg, g/dL) or "SI" (mg/mmol, g/L).

    Returns
    -------
    altair.LayerChart
        `.save("child.html")` writes it; .png and .svg need the extra `report`.

    Raises
    ------
    InputError
        Where there is no such child, or the reading has errors.

    Examples
    --------
    >>> import srns
    >>> chart = srns.timeline(srns.load_haddad2021(), "1")
    >>> type(chart).__name__
    'LayerChart'
    """
    chosen = find_units(units)
    found = classified(data, definition).in_units(chosen)
    known = [str(each) for each in found.cohort.patients["patient"]]
    if str(patient) not in known:
        raise InputError(f"found no child '{patient}'; expected one of {and_more(known)}.")
    story = patient_chart_data(found.cohort, found, str(patient), chosen)
    return draw_timeline(story, found.definition, chosen, notes_on(found.cohort))


def swimmer(
    data: Reading | Cohort | Classification, definition: str | Path | Definition = HADDAD
) -> alt.LayerChart:
    """Draw all children, one lane each, from day 0 to the end of what counts.

    Examples
    --------
    >>> import srns
    >>> chart = srns.swimmer(srns.load_haddad2021())
    >>> type(chart).__name__
    'LayerChart'
    """
    found = classified(data, definition)
    histology = grouping(found.cohort, "histology")
    headings = {
        str(patient): f"{patient} · {group}"
        for patient, group in zip(found.cohort.patients["patient"], histology, strict=True)
    }
    lanes = lay_out_lanes(found, headings)
    notes, origin = notes_on(found.cohort), origin_words(found.cohort)
    return draw_lanes(**lanes, definition=found.definition, notes=notes, origin=origin, selected=())


def occupancy_chart(
    data: Reading | Cohort | Classification, definition: str | Path | Definition = HADDAD
) -> alt.LayerChart:
    """Draw the share of children in each state over time as stacked areas.

    Examples
    --------
    >>> import srns
    >>> type(srns.occupancy_chart(srns.load_haddad2021())).__name__
    'LayerChart'
    """
    found = classified(data, definition)
    return draw_states(
        follow_states(found.cohort, found),
        "Children in each state over time",
        found.definition,
        notes_on(found.cohort),
        since=origin_words(found.cohort),
    )


def write_figure(
    data: Reading | Cohort | Classification,
    figure: str,
    target: str | Path,
    definition: str | Path | Definition = HADDAD,
    *,
    patient: str | int = "",
    width: float = 85,
    dpi: int = 300,
    units: str = "",
) -> Path:
    """Write one figure at its size in print, as on the screen.

    Parameters
    ----------
    figure
        "response", "histology", "maintenance", "swimmer", "time_to_remission",
        "time_in_remission", "timeline" (of `patient`), "small_multiples", "flow" or
        "kidney_function".
    target
        A path that ends in .pdf (with its fonts), .svg or .png.
    width
        In millimetres: 85 is a column of a journal, 180 a page.
    dpi
        Of a .png, at least 300.
    units
        As in `classify`; without it those of the classification.

    Raises
    ------
    InputError
        Where there is no such figure, child, form or width.

    Examples
    --------
    >>> import pathlib, srns, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "swimmer.pdf")
    ...     path = srns.write_figure(srns.load_haddad2021(), "swimmer", path, width=180)
    ...     path.read_bytes()[:5]
    b'%PDF-'
    """
    # Here, so that the rest of the front door works without the extra `report`.
    from srns.charts.print_size import check_width, pixels_of
    from srns.charts.theme import specification
    from srns.report.figure_catalogue import FigureChoices, default_notes, make_figure
    from srns.report.figure_files import kind_of, render

    path, wide = Path(target), check_width(width)
    kind = kind_of(path.name)
    found = classified(data, definition)
    found = found.in_units(find_units(units)) if units else found
    choices = FigureChoices(str(patient), found.units, notes=default_notes(found))
    made = make_figure(figure, found, choices)
    drawn = specification(lambda: made.draw(pixels_of(wide)))
    path.write_bytes(render(drawn, kind, wide, dpi))
    return path
