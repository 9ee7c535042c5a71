"""What the dates of a column are of, and which comes first in its text dates."""

import re
from collections.abc import Sequence

from srns.workbook.recipe.column_evidence import Asker, is_date, told
from srns.workbook.recipe.match_headings import IDENTIFYING, Guess, guess
from srns.workbook.recipe.model import LEAVE_OUT, SAMPLED, ColumnRecipe
from srns.workbook.values.dates import SERIAL, find_orders, read_fixed_date
from srns.workbook.values.partial_dates import read_partial_date
from srns.workbook.values.result_text import read_time
from srns.workbook.values.text import clean

YES = "yes"


def propose_date(asker: Asker, one: Guess, means: str) -> ColumnRecipe:
    """Let the text dates of a column vote, and ask where none of them decides."""
    heading = asker.heading
    texts = [
        (asker.cell(row), clean(value))
        for row, value in enumerate(asker.values)
        if isinstance(value, str) and find_orders(clean(value)) and not read_fixed_date(value)
    ]
    why = "the heading names it"
    order = ""
    if texts:
        fits = [
            order
            for order in ("day first", "month first", "year first")
            if all(order in find_orders(text) for _, text in texts)
        ]
        decided = [(cell, text) for cell, text in texts if len(find_orders(text)) == 1]
        if len(fits) == 1:
            order = fits[0]
            cells = ", ".join(f"{cell} '{text}'" for cell, text in decided[:3])
            why = f"text dates are {order}, because of {cells}"
        elif len(fits) > 1:
            cell, text = texts[0]
            asker.ask(
                "date order",
                f"Which comes first in '{heading}', the day or the month ({cell}: '{text}')?",
                fits,
                f"none of the {len(texts)} text dates decides it",
            )
        else:
            why = "text dates of the column contradict each other"
    why = "; ".join((why, *_read_as_days(asker, means)))
    return ColumnRecipe(heading, means, day=one.day, order=order, why=why)


def holds_dates(heading: str, values: Sequence[object]) -> bool:
    """Tell whether a column of which the heading says nothing holds dates and nothing else."""
    if guess(heading) or IDENTIFYING.search(clean(heading)):
        return False
    some = told(values)
    return bool(some) and all(map(is_date, some))


def ask_whether_sampled(asker: Asker) -> None:
    """Ask whether the results of a row are of the day that a column gives."""
    asker.ask(
        SAMPLED,
        f"Are the results of a row of the day in '{asker.heading}'?",
        (YES, LEAVE_OUT),
        "it holds dates, and its heading does not say of what",
    )


def _read_as_days(asker: Asker, means: str) -> list[str]:
    """Say which cells are no dates and are read as days all the same."""
    if means == "day":
        times = sum(isinstance(each, str) and read_time(each) is not None for each in asker.told)
        return [f"{times} time{'s' * (times > 1)} after the index date"] if times else []
    counted = sum(type(each) in (int, float) and each in SERIAL for each in asker.told)
    named = sum(
        isinstance(each, str) and re.search(r"[^\W\d_]{3}", each) is not None
        and read_fixed_date(clean(each)) is not None
        for each in asker.told
    )  # fmt: skip
    parts = sum(read_partial_date(each) is not None for each in asker.told)
    said = ((counted, "number", "is a day as Excel counts them", "are days as Excel counts them"),
            (named, "date", "names its month", "name their month"),
            (parts, "date", "is known only in part", "are known only in part"))  # fmt: skip
    return [
        f"{count} {thing}{'s' * (count > 1)} {several if count > 1 else single}"
        for count, thing, single, several in said
        if count
    ]
