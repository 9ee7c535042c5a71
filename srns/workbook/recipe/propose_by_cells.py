"""Meaning of a column that its cells tell, where its heading does not say it or not alone."""

import re
from dataclasses import replace

from srns.cohort.dictionary import LABS, PATIENTS, find_column
from srns.cohort.histology import HISTOLOGY
from srns.cohort.schema import Column
from srns.cohort.terms import DEATH, KIDNEY_FAILURE, fold
from srns.languages.sentences import sentence, term
from srns.workbook.headings.deciding import may_be_ratio, may_be_result, names_another
from srns.workbook.headings.heading import Heading, parse_heading
from srns.workbook.recipe.column_candidate import ColumnCandidate, ask_whether_it_holds
from srns.workbook.recipe.column_evidence import is_date
from srns.workbook.recipe.column_meanings import name_meaning
from srns.workbook.recipe.lower_headings import measures
from srns.workbook.recipe.match_headings import Guess, guess
from srns.workbook.recipe.model import ANSWERED, LEAVE_OUT, ColumnRecipe
from srns.workbook.recipe.propose_dates import (
    ask_whether_sampled,
    dates_rows,
    holds_dates,
    propose_date,
    propose_days_of,
)
from srns.workbook.recipe.propose_words import ask_about_words
from srns.workbook.recipe.region import Region
from srns.workbook.values.drug_text import count_drug_cells
from srns.workbook.values.outcome_text import find_outcome_events
from srns.workbook.values.result_text import part_cell
from srns.workbook.values.text import clean

_DRUGS = re.compile(
    r"immunosuppress|medication|\bmeds?\b|\bdrugs?\b|treatment|therapy|\bmaint", re.I
)
_PURPOSES = (
    ("prior", re.compile(r"prior|previous|before|earlier", re.I)),
    ("maintenance", re.compile(r"after|\bmaint|last follow|post", re.I)),
    ("concomitant", re.compile(r"during|concomitant|concurrent", re.I)),
)
_DATE = find_column("Labs", "date")
_UPCR = find_column("Labs", "upcr")
_PROTEIN_24H = find_column("Labs", "protein_24h")
_BY_AREA_AND_HOUR = "mg/m2/h"
_LESIONS = ("MCD", "MCD variant", "FSGS")


def list_of_drugs(column: ColumnCandidate) -> ColumnRecipe | None:
    """Propose drugs where at least half of the cells name one, or most where no heading says so."""
    filled = column.asker.filled
    said = parse_heading(clean(column.heading)).quantity
    named = bool(_DRUGS.search(column.heading)) or said in ("drug", "immunosuppression")
    may_be_drugs = named or not column.guesses
    if not filled or not may_be_drugs or column.tab == "Treatments":
        return None
    drugs = count_drug_cells(filled)
    if 2 * drugs < len(filled) or (not named and 2 * drugs == len(filled)):
        return None
    return ColumnRecipe(
        column.heading,
        "Treatments.drug",
        purpose=next((word for word, sign in _PURPOSES if sign.search(column.heading)), ""),
        why=sentence("{n} of {of} cells name drugs", n=drugs, of=len(filled)),
    )


def by_unit(column: ColumnCandidate) -> ColumnRecipe | None:
    """Ask about a column of which nothing is understood but a unit of protein in urine.

    Such as mg/mmol, of ratios, or mg/m²/h; of a unit that doses have, too, where it stands alone.
    """
    parsed = parse_heading(clean(column.heading))
    kind = _UPCR if may_be_ratio(parsed) else _PROTEIN_24H if _may_be_of_a_day(parsed) else None
    unit = kind.find_unit(parsed.unit) if kind else None
    numbers = sum(part_cell(value).number is not None for value in column.asker.filled)
    if kind is None or unit is None or 2 * numbers <= len(column.asker.filled):
        return None
    return ask_whether_it_holds(
        column,
        sentence("{what} in {unit}", what=term(kind.label), unit=unit),
        sentence("the words are not understood, and the unit is one of protein/creatinine ratios")
        if kind is _UPCR
        else sentence("only the unit is understood, and protein of 24 hours is reported in it"),
    )


def _may_be_of_a_day(heading: Heading) -> bool:
    """Return whether a unit says protein of 24 hours: by area and hour, or any that stands alone.

    Drugs are dosed by area and day, but not by the hour.
    """
    if heading.quantity or heading.column is not None:
        return False
    return heading.unit == _BY_AREA_AND_HOUR or not heading.unexplained


def by_words(column: ColumnCandidate) -> ColumnRecipe | None:
    """Ask about a column whose every word is one of a column of the dictionary, such as primary."""
    filled = column.asker.filled
    words = {fold(value) for value in filled if isinstance(value, str)}
    if len(words) < 2 or not all(isinstance(value, str) for value in filled):
        return None
    fitting = [
        one
        for one in PATIENTS.columns
        if one.kind == "term" and one.strict and one.spellings and words <= set(one.spellings)
    ]
    if len(fitting) != 1:
        return None
    label = fitting[0].label
    if fitting[0].id == "steroid_resistance" and "srns" in fold(column.heading):
        means = "Patients.steroid_resistance"
        why = sentence("the heading names the disease, and every cell says which resistance it is")
        return ColumnRecipe(column.heading, means, why=why)
    why = sentence("all of its cells are words of that column")
    if _lists_words(column.heading, fitting[0]):
        return ColumnRecipe(column.heading, f"Patients.{fitting[0].id}", why=why)
    return _ask_whether(column, label, why)


def _lists_words(heading: str, column: Column) -> bool:
    """Return whether a heading lists words of a column, as "m/w" does those of the sex."""
    listed = {(column.spellings or {}).get(fold(word)) for word in heading.split("/")}
    return len(listed) > 1 and None not in listed


def _ask_whether(column: ColumnCandidate, label: str, why: str) -> ColumnRecipe:
    """Ask whether a column is one of the dictionary; it is left out until that is answered."""
    column.asker.ask(
        "which",
        sentence(
            "Sheet {sheet}: is '{heading}' the {what}?",
            sheet=column.asker.region.tab,
            heading=column.heading,
            what=term(label),
        ),
        (term(label), LEAVE_OUT),
        why,
    )
    return ColumnRecipe(column.heading, "ignore", why=ANSWERED)


def tells_events(column: ColumnCandidate) -> ColumnRecipe | None:
    """Ask about a column of words that tell of a loss of the kidneys or of the child."""
    asker = column.asker
    if column.dated or any(one.whole for one in column.guesses):
        return None
    words = [clean(value) for value in asker.filled if isinstance(value, str)]
    told = [word for word in words if any(one.is_certain for one in find_outcome_events(word))]
    if not told or 2 * len(words) < len(asker.filled):
        return None
    label = find_column("Patients", "recorded_outcome").label
    why = sentence(
        "{n} of {of} cells tell of an event, such as '{example}'",
        n=len(told),
        of=len(asker.filled),
        example=told[0],
    )
    return _ask_whether(column, label, why)


def diagnosis(column: ColumnCandidate) -> ColumnRecipe | None:
    """Take a diagnosis for the histology, if its words name lesions and no other column does."""
    asker = column.asker
    if not asker.filled or parse_heading(clean(column.heading)).quantity != "diagnosis":
        return None
    words = [clean(value) for value in asker.filled]
    lesions = [word for word in words if _names_lesion(word)]
    elsewhere = any(
        one.whole and one.column.id == "histology"
        for heading in asker.region.headings
        for one in guess(heading)
    )
    if 2 * len(lesions) < len(words) or elsewhere:
        return None
    ask_about_words(asker, find_column("Patients", "histology"))
    why = _name_lesions(lesions, words)
    return ColumnRecipe(column.heading, "Patients.histology", why=why)


def tells_lesions(column: ColumnCandidate) -> ColumnRecipe | None:
    """Ask about a column under an unknown heading of which most cells name a lesion."""
    words = [clean(value) for value in column.asker.filled if isinstance(value, str)]
    lesions = [word for word in words if _names_lesion(word)]
    known = parse_heading(clean(column.heading)).quantity or any(o.whole for o in column.guesses)
    if known or not lesions or 2 * len(lesions) <= len(column.asker.filled):
        return None
    label = find_column("Patients", "histology").label
    why = _name_lesions(lesions, words)
    return _ask_whether(column, label, why)


def _name_lesions(lesions: list[str], words: list[str]) -> str:
    return sentence(
        "{n} of {of} cells name a lesion, such as '{example}'",
        n=len(lesions),
        of=len(words),
        example=lesions[0],
    )


def _names_lesion(words: str) -> bool:
    return HISTOLOGY.is_understood(words) and HISTOLOGY.group(words) in _LESIONS


def only_dates(column: ColumnCandidate) -> ColumnRecipe | None:
    """Ask about the only dates of a table of urine results, though they are named otherwise."""
    asker = column.asker
    parsed = parse_heading(clean(column.heading))
    if not names_another(parsed) or not holds_dates(column.heading, asker.values):
        return None
    return _ask_about_samples(column) if dates_rows(asker.region, asker.number) else None


def unnamed_dates(column: ColumnCandidate) -> ColumnRecipe | None:
    """Ask about a column that holds dates under an unknown heading."""
    return _ask_what_dates_are(column) if holds_dates(column.heading, column.asker.values) else None


def other_dates(column: ColumnCandidate) -> ColumnRecipe | None:
    """Ask about a column of nothing but dates that nothing else explains."""
    filled = column.asker.filled
    return _ask_what_dates_are(column) if len(filled) > 1 and all(map(is_date, filled)) else None


def _ask_what_dates_are(column: ColumnCandidate) -> ColumnRecipe:
    """Ask which dates of the children they are, or whether they are those of samples."""
    if column.tab in ("", "Patients") and not _measures(column.asker.region):
        return _ask_which_date(column)
    return _ask_about_samples(column)


def _ask_about_samples(column: ColumnCandidate) -> ColumnRecipe:
    ask_whether_sampled(column.asker)
    return propose_date(column.asker, Guess(LABS, _DATE, None, None, False), "date")


def _measures(region: Region) -> bool:
    """Return whether a column of a table may hold results."""
    return any(
        measures(heading) or may_be_result(parse_heading(clean(heading)))
        for heading in region.headings
    )


def _ask_which_date(column: ColumnCandidate) -> ColumnRecipe:
    """Ask which date of the child it is, in a table in which nothing is measured."""
    labels = [name_meaning(ColumnRecipe("", f"Patients.{one.id}"))
              for one in PATIENTS.columns if one.kind == "date"]  # fmt: skip
    labels += [name_meaning(ColumnRecipe("", "Events.date", event=event))
               for event in (DEATH, KIDNEY_FAILURE, "relapse")]  # fmt: skip
    column.asker.ask(
        "which",
        sentence(
            "Sheet {sheet}: which date is '{heading}'?",
            sheet=column.asker.region.tab,
            heading=column.heading,
        ),
        (*labels, LEAVE_OUT),
        sentence("it holds dates, but the heading does not say which"),
    )
    found = propose_days_of(column.asker, "Patients.index_date")
    return replace(found, why=ANSWERED)
