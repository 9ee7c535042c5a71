"""What one column means, by its heading and by what stands in it."""

import re
from collections.abc import Sequence

from srns.cohort.dictionary import may_mean
from srns.cohort.terms import find_drug

from ..layout.headings import IDENTIFYING, Guess, clean
from ..problems import show_list
from ..prose import read_drug_prose
from ..recipe import LEAVE_OUT, ColumnRecipe
from .asking import Asker
from .dates import propose_date
from .fitting import fits
from .numbers import propose_numbers

_DRUGS = re.compile(r"immunosuppress|medication|\bdrugs?\b|treatment|therapy|maintenance", re.I)
_PURPOSES = (
    ("prior", re.compile(r"prior|previous|before|earlier", re.I)),
    ("maintenance", re.compile(r"after|mainten|last follow|post", re.I)),
    ("concomitant", re.compile(r"during|concomitant|concurrent", re.I)),
)
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
    if told and _DRUGS.search(heading) and 2 * len(drugs) >= len(told) and tab != "Treatments":
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

    ranked = [one for one in sorted(guesses, key=rank) if one.column.kind != "patient"]
    fitting = [one for one in ranked if fits(one.column, asker.values)]
    # A known heading over odd cells is read, so that each odd cell is named as a problem.
    for one in fitting or [one for one in ranked if one.whole]:
        if one.column.id in ("date", "day") and one.sheet.name != "Patients":
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
    spoken = [word for word in re.findall(r"[\w\-]+", heading) if find_drug(word)]
    if spoken:
        return ColumnRecipe(
            heading, "note", why=f"speaks of {spoken[0]}, but fits no column of the dictionary"
        )
    return ColumnRecipe(heading, "ignore", why="a column that is not in the data dictionary")
