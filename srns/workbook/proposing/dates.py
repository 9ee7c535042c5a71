"""Which comes first in the text dates of a column, as all of them together decide."""

from ..dates import find_orders, read_fixed_date
from ..layout.headings import Guess, clean
from ..recipe import ColumnRecipe
from .asking import Asker


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
    return ColumnRecipe(heading, means, day=one.day, order=order, why=why)
