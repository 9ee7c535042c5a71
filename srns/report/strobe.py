"""STROBE checklist for cohort studies: where each item stands, and what the author must write.

The items are those of von Elm et al., Lancet 2007;370:1453-7, in our own words.
"""

from collections.abc import Collection, Mapping
from typing import NamedTuple

import pandas as pd

from srns.analysis.tables.printed_table import PrintedTable
from srns.languages.messages import mark
from srns.languages.sentences import joined, sentence, term


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
    StrobeItem(
        "1", mark("Title and abstract"), (), mark("The design in the title; a balanced summary.")
    ),
    StrobeItem("2", mark("Background"), (), mark("Why the study was done, and what was known.")),
    StrobeItem(
        "3", mark("Objectives"), (), mark("The questions, and which were asked beforehand.")
    ),
    StrobeItem(
        "4",
        mark("Study design"),
        ("methods",),
        mark("Retrospective or prospective; who decided it."),
    ),
    StrobeItem(
        "5", mark("Setting"), (), mark("Centers, dates of recruitment, treatment and follow-up.")
    ),
    StrobeItem(
        "6",
        mark("Participants: eligibility"),
        ("flow",),
        mark("Criteria, and how children were found."),
    ),
    StrobeItem(
        "7",
        mark("Variables"),
        ("methods", "characteristics"),
        mark("Confounders that were thought of."),
    ),
    StrobeItem(
        "8",
        mark("Measurement"),
        ("methods",),
        mark("Laboratory methods; who measured, and how often."),
    ),
    StrobeItem(
        "9", mark("Bias"), ("limitations",), mark("What was done against selection and recall.")
    ),
    StrobeItem(
        "10", mark("Study size"), ("results",), mark("How the number of children came about.")
    ),
    StrobeItem(
        "11",
        mark("Quantitative variables"),
        ("methods",),
        mark("Why groups were formed as they were."),
    ),
    StrobeItem(
        "12a–b", mark("Statistical methods"), ("methods",), mark("Any analysis made elsewhere.")
    ),
    StrobeItem("12c", mark("Missing data"), ("methods", "unknown"), ""),
    StrobeItem("12d", mark("Loss to follow-up"), ("methods",), mark("Why children were lost.")),
    StrobeItem(
        "12e", mark("Sensitivity analyses"), (), mark("Other definitions: srns compare has them.")
    ),
    StrobeItem(
        "13",
        mark("Flow of participants"),
        ("flow",),
        mark("Those who were eligible and not included."),
    ),
    StrobeItem(
        "14a", mark("Characteristics"), ("characteristics",), mark("What is special about them.")
    ),
    StrobeItem("14b", mark("Missing data by variable"), ("unknown", "characteristics"), ""),
    StrobeItem("14c", mark("Follow-up time"), ("results", "characteristics"), ""),
    StrobeItem("15", mark("Outcome data"), ("results", "verdicts"), ""),
    StrobeItem(
        "16",
        mark("Main results"),
        ("results", "figures"),
        mark("Adjusted estimates, if there are any."),
    ),
    StrobeItem("17", mark("Other analyses"), ("supplement",), mark("Subgroups beyond histology.")),
    StrobeItem(
        "18",
        mark("Key results"),
        ("results",),
        mark("The answer to the question, in a sentence or two."),
    ),
    StrobeItem(
        "19",
        mark("Limitations"),
        ("limitations",),
        mark("Those of design; direction of each bias."),
    ),
    StrobeItem("20", mark("Interpretation"), (), mark("In the light of other studies.")),
    StrobeItem("21", mark("Generalizability"), (), mark("To whom the results apply.")),
    StrobeItem("22", mark("Funding"), (), mark("Sources, and the part that they had.")),
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
            "in this report": joined(term(titles[name]) for name in item.parts if name in included)
            or "–",
            "for the author to write": item.author or "–",
        }
        for item in ITEMS
    ]
    return PrintedTable(
        "strobe",
        sentence("STROBE checklist for cohort studies"),
        pd.DataFrame(rows),
        (
            sentence(
                "von Elm et al., Lancet 2007;370:1453–7. A part that stands here answers an item "
                "as far as the workbook allows."
            ),
        ),
    )
