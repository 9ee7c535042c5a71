"""What one column means, by its heading and by what stands in it."""

import re
from collections.abc import Sequence

from srns.cohort.dictionary import LABS, PATIENTS, find_column, may_mean
from srns.cohort.terms import find_drug
from srns.workbook.problems import show_list
from srns.workbook.recipe.column_evidence import Asker, fits
from srns.workbook.recipe.match_headings import IDENTIFYING, Guess
from srns.workbook.recipe.model import LEAVE_OUT, UNKNOWN, ColumnRecipe
from srns.workbook.recipe.propose_dates import ask_whether_sampled, holds_dates, propose_date
from srns.workbook.recipe.propose_units import propose_numbers
from srns.workbook.values.drug_text import read_drug_prose
from srns.workbook.values.text import clean

_DRUGS = re.compile(
    r"immunosuppress|medication|\bmeds?\b|\bdrugs?\b|treatment|therapy|\bmaint", re.I
)
_FIRST = re.compile(r"\b(1st|first|start|started)\b|(#|\bno\.?) ?1\b", re.I)
_PURPOSES = (
    ("prior", re.compile(r"prior|previous|before|earlier", re.I)),
    ("maintenance", re.compile(r"after|\bmaint|last follow|post", re.I)),
    ("concomitant", re.compile(r"during|concomitant|concurrent", re.I)),
)
_INDEX_DATE = find_column("Patients", "index_date")
_DATE = find_column("Labs", "date")
_ORDER = ("Labs", "Infusions", "Treatments", "Events", "Patients")


def propose_column(
    asker: Asker, guesses: Sequence[Guess], tab: str, dated: bool, table_day: int | None
) -> ColumnRecipe:
    """Propose what a column means.

    Parameters
    ----------
    guesses
        What its heading may mean.
    tab
        The sheet of the dictionary that the workbook's sheet is named after, if any.
    dated
        Whether the table has a column for the day.
    table_day
        The day that the sheet's name gives.
    """
    heading, told = asker.heading, asker.told
    if IDENTIFYING.search(clean(heading)):
        return ColumnRecipe(heading, "ignore", why="may identify a child: never kept")
    drugs = [value for value in told if isinstance(value, str) and read_drug_prose(value)]
    speaks = _DRUGS.search(heading) or not guesses
    if told and speaks and 2 * len(drugs) >= len(told) and tab != "Treatments":
        purpose = next((word for word, sign in _PURPOSES if sign.search(heading)), "")
        return ColumnRecipe(
            heading,
            "Treatments.drug",
            purpose=purpose,
            why=f"{len(drugs)} of {len(told)} cells name drugs",
        )

    def rank(one: Guess) -> tuple[bool, bool, int]:
        preferred = tab or ("" if dated else "Patients")
        return (not one.whole, one.sheet.name != preferred, _ORDER.index(one.sheet.name))

    spoken = [word for word in re.findall(r"[\w\-]+", heading) if find_drug(word)]
    surely = any(one.whole for one in guesses)
    if not surely and _is_first_infusion(asker, spoken):
        first = Guess(PATIENTS, _INDEX_DATE, None, None, False)
        return propose_date(asker, first, "Patients.index_date")
    ranked = [one for one in sorted(guesses, key=rank) if one.column.kind != "patient"]
    fitting = [one for one in ranked if fits(one.column, asker.values)]
    # A known heading over odd cells is read, so that each odd cell is named as a problem.
    for one in fitting or [one for one in ranked if one.whole]:
        if one.column.id in ("date", "day") and one.sheet.name != "Patients":
            if not one.whole:
                ask_whether_sampled(asker)
            return propose_date(asker, one, one.column.id)
        sampled = one.sheet.name in ("Labs", "Infusions")
        if sampled and not dated and one.day is None and table_day is None:
            if one.column.quantity is None or not one.whole:
                continue
            asker.ask(
                "day",
                f"'{heading}' says no day. When was it measured?",
                ("at the first infusion (day 0)", "ignore it"),
                "no date, day or visit stands beside it",
            )
        if one.column.kind == "date":
            return propose_date(asker, one, f"{one.sheet.name}.{one.column.id}")
        return propose_numbers(asker, one)
    if choices := may_mean(clean(heading)):
        asker.ask(
            "which",
            f"'{heading}' does not say which. Which is it?",
            (*(column.label for column in choices), LEAVE_OUT),
            f"{show_list([column.label for column in choices], 'and')} are both kept",
        )
        means = f"Patients.{choices[0].id}"
        return ColumnRecipe(heading, means, why="the answer to the question says which")
    if holds_dates(heading, asker.values):
        ask_whether_sampled(asker)
        return propose_date(asker, Guess(LABS, _DATE, None, None, False), "date")
    if spoken:
        return ColumnRecipe(
            heading, "note", why=f"speaks of {spoken[0]}, but fits no column of the dictionary"
        )
    return ColumnRecipe(heading, "ignore", why=UNKNOWN)


def _is_first_infusion(asker: Asker, spoken: Sequence[str]) -> bool:
    """Tell whether a column such as '1st CYC' holds the days of the first infusions."""
    return (
        any(find_drug(word) == "cyclophosphamide" for word in spoken)
        and _FIRST.search(asker.heading) is not None
        and bool(asker.told)
        and fits(_INDEX_DATE, asker.values)
    )
