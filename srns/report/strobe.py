"""STROBE checklist for cohort studies: where each item stands, and what the author must write.

The items are those of von Elm et al., Lancet 2007;370:1453-7, in our own words.
"""

from collections.abc import Collection, Mapping
from typing import NamedTuple

import pandas as pd

from srns.analysis.tables.printed_table import PrintedTable


class StrobeItem(NamedTuple):
    """One item of the checklist.

    Attributes
    ----------
    parts
        The parts of the report that answer it, at least in part.
    author
        What no program can know; empty where nothing is left.
    """

    number: str
    topic: str
    parts: tuple[str, ...]
    author: str


ITEMS = (
    StrobeItem("1", "Title and abstract", (), "The design in the title; a balanced summary."),
    StrobeItem("2", "Background", (), "Why the study was done, and what was known."),
    StrobeItem("3", "Objectives", (), "The questions, and which were asked beforehand."),
    StrobeItem("4", "Study design", ("methods",), "Retrospective or prospective; who decided it."),
    StrobeItem("5", "Setting", (), "Centers, dates of recruitment, treatment and follow-up."),
    StrobeItem(
        "6", "Participants: eligibility", ("flow",), "Criteria, and how children were found."
    ),
    StrobeItem(
        "7", "Variables", ("methods", "characteristics"), "Confounders that were thought of."
    ),
    StrobeItem(
        "8", "Measurement", ("methods",), "Laboratory methods; who measured, and how often."
    ),
    StrobeItem("9", "Bias", ("limitations",), "What was done against selection and recall."),
    StrobeItem("10", "Study size", ("results",), "How the number of children came about."),
    StrobeItem(
        "11", "Quantitative variables", ("methods",), "Why groups were formed as they were."
    ),
    StrobeItem("12a–b", "Statistical methods", ("methods",), "Any analysis made elsewhere."),
    StrobeItem("12c", "Missing data", ("methods", "unknown"), ""),
    StrobeItem("12d", "Loss to follow-up", ("methods",), "Why children were lost."),
    StrobeItem("12e", "Sensitivity analyses", (), "Other definitions: srns compare has them."),
    StrobeItem(
        "13", "Flow of participants", ("flow",), "Those who were eligible and not included."
    ),
    StrobeItem("14a", "Characteristics", ("characteristics",), "What is special about them."),
    StrobeItem("14b", "Missing data by variable", ("unknown", "characteristics"), ""),
    StrobeItem("14c", "Follow-up time", ("results", "characteristics"), ""),
    StrobeItem("15", "Outcome data", ("results", "verdicts"), ""),
    StrobeItem(
        "16", "Main results", ("results", "figures"), "Adjusted estimates, if there are any."
    ),
    StrobeItem("17", "Other analyses", ("supplement",), "Subgroups beyond histology."),
    StrobeItem(
        "18", "Key results", ("results",), "The answer to the question, in a sentence or two."
    ),
    StrobeItem("19", "Limitations", ("limitations",), "Those of design; direction of each bias."),
    StrobeItem("20", "Interpretation", (), "In the light of other studies."),
    StrobeItem("21", "Generalizability", (), "To whom the results apply."),
    StrobeItem("22", "Funding", (), "Sources, and the part that they had."),
)


def strobe_table(titles: Mapping[str, str], included: Collection[str]) -> PrintedTable:
    """Tabulate where each item stands in this report.

    Parameters
    ----------
    titles
        The title of every part of a report, by name.
    included
        The parts that this report has.
    """
    rows = [
        {
            "item": item.number,
            "topic": item.topic,
            "in this report": ", ".join(titles[name] for name in item.parts if name in included)
            or "–",
            "for the author to write": item.author or "–",
        }
        for item in ITEMS
    ]
    return PrintedTable(
        "strobe",
        "STROBE checklist for cohort studies",
        pd.DataFrame(rows),
        (
            "von Elm et al., Lancet 2007;370:1453–7. A part that stands here answers an item as "
            "far as the workbook allows.",
        ),
    )
