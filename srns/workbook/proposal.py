"""What the columns of a workbook may mean, with the evidence, and what only a person can tell."""

import datetime
import re
from collections.abc import Sequence

from srns.cohort.columns import Column
from srns.cohort.dictionary import SHEETS, find_sheet
from srns.cohort.quantities import show_number
from srns.cohort.terms import find_drug, fold

from .cells import SheetCells, WorkbookCells, is_blank
from .dates import find_orders, read_fixed_date
from .headers import match_headers
from .issuelist import is_issue_list
from .layout.headings import IDENTIFYING, Guess, clean, find_visit, guess
from .layout.regions import Region, find_layout
from .mixed import part_cell, read_time
from .problems import address
from .prose import read_dose, read_drug_prose
from .recipe import ColumnRecipe, Question, Recipe, TableRecipe
from .tabs import choose_sheets
from .values import Findings, explain_special, missing_reason

_DRUGS = re.compile(r"immunosuppress|medication|\bdrugs?\b|treatment|therapy|maintenance", re.I)
_PURPOSES = (
    ("prior", re.compile(r"prior|previous|before|earlier", re.I)),
    ("maintenance", re.compile(r"after|mainten|last follow|post", re.I)),
    ("concomitant", re.compile(r"during|concomitant|concurrent", re.I)),
)
_ORDER = ("Labs", "Infusions", "Treatments", "Events", "Patients")
_IDENTITY = re.compile(r"(?:patient|pt|pat|child|case|subject|id)[ _.\-#]*(\w+)", re.IGNORECASE)


def propose(workbook: WorkbookCells, name: str = "") -> Recipe:
    """Propose how a workbook is to be read; what is ambiguous becomes a question."""
    tables: list[TableRecipe] = []
    questions: dict[str, Question] = {}
    for cells in workbook.sheets:
        if not cells.rows or is_issue_list(cells):
            continue
        for region in find_layout(cells).regions:
            table = _propose_table(cells, region, questions)
            if table:
                tables.append(table)
    return Recipe(name, tuple(tables), tuple(questions.values()))


def in_template_shape(workbook: WorkbookCells) -> bool:
    """Tell whether a workbook can be read as it stands, asking nothing about its columns."""
    findings = Findings()
    chosen, _ = choose_sheets(workbook.sheets, findings)
    needed = {sheet.name for sheet in SHEETS if sheet.required}
    if not needed <= chosen.keys() or any(one.severity == "error" for one in findings.problems):
        return False
    headers = [
        match_headers(cells, next(one for one in SHEETS if one.name == name))
        for name, cells in chosen.items()
    ]
    return not any(one.severity == "error" for each in headers for one in each.problems)


def _propose_table(
    cells: SheetCells, region: Region, questions: dict[str, Question]
) -> TableRecipe | None:
    guesses = [guess(heading) for heading in region.headings]
    identity = next(
        (
            number
            for number, each in enumerate(guesses)
            if any(one.column.kind == "patient" and one.whole for one in each)
        ),
        None,
    )
    patient = ""
    if identity is None:
        named = _IDENTITY.search(clean(cells.name))
        if not named or not any(guesses):
            return None
        patient = named[1]
    day, _ = find_visit(clean(cells.name).replace("_", " "))
    dated = any(one.column.id in ("date", "day") and one.whole for each in guesses for one in each)
    tab = find_sheet(cells.name)
    columns = [
        ColumnRecipe(heading, "patient", why="the heading names the child")
        if number == identity
        else _propose_column(region, number, each, tab.name if tab else "", dated, day, questions)
        for number, (heading, each) in enumerate(zip(region.headings, guesses, strict=True))
    ]
    if identity is not None:
        _ask_about_blank_identities(region, identity, questions)
    return TableRecipe(
        cells.name,
        region.first,
        "columns" if region.turned else "rows",
        tuple(columns),
        patient,
        day,
    )


def _ask_about_blank_identities(
    region: Region, identity: int, questions: dict[str, Question]
) -> None:
    blank = [
        number
        for number, row in enumerate(region.rows)
        if is_blank(row[identity]) and any(not is_blank(value) for value in row)
    ]
    if blank:
        where = address(*region.spots[blank[0]][identity])
        key = f"blank identity: {region.tab}!{region.first}"
        questions[key] = Question(
            key,
            f"In {region.tab}, {len(blank)} filled rows name no child, the first at {where}. "
            "Do they belong to the child above?",
            ("the child above", "no: I shall type the children"),
            "an empty cell under a name often means the same child again",
        )


def _texts(values: Sequence[object]) -> list[object]:
    return [value for value in values if not is_blank(value) and missing_reason(value) is None]


def _fits(column: Column, values: Sequence[object]) -> bool:
    """Tell whether most cells could stand in a column of this kind."""
    told = _texts(values)
    if not told:
        return True
    if column.kind in ("quantity", "number", "day", "number or words"):
        told = [value for value in told if explain_special(value) is None]
        good = sum(
            part_cell(value).number is not None
            or (column.kind == "day" and read_time(value) is not None)
            or (column.id == "dose" and isinstance(value, str) and read_dose(value) is not None)
            for value in told
        )
        words = sum(bool(part_cell(value).dipstick) for value in told)
        return 2 * (good + words) >= len(told)
    if column.kind == "date":
        good = sum(
            isinstance(value, datetime.date)
            or (
                isinstance(value, str) and bool(read_fixed_date(value) or find_orders(clean(value)))
            )
            or (isinstance(value, float | int) and 20000 <= value <= 60000)
            for value in told
        )
        return 2 * good >= len(told)
    if column.kind == "term" and column.spellings and column.strict:
        return any(fold(str(value)) in column.spellings for value in told)
    return True


def _propose_column(
    region: Region,
    number: int,
    guesses: Sequence[Guess],
    tab: str,
    dated: bool,
    table_day: int | None,
    questions: dict[str, Question],
) -> ColumnRecipe:
    heading, values = region.headings[number], region.column(number)
    told = _texts(values)
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
    fitting = [one for one in ranked if _fits(one.column, values)]
    # A known heading over odd cells is read, so that each odd cell is named as a problem.
    for one in fitting or [one for one in ranked if one.whole]:
        if one.column.id in ("date", "day") and one.sheet.name != "Patients":
            return _propose_date(region, number, one, one.column.id, questions)
        sampled = one.sheet.name in ("Labs", "Infusions")
        if sampled and not dated and one.day is None and table_day is None:
            if one.column.quantity is None or not one.whole:
                continue
            key = f"day: {region.tab}!{address(*region.heading_spots[number][0])} {heading}"
            questions[key] = Question(
                key,
                f"'{heading}' says no day. When was it measured?",
                ("at the first infusion (day 0)", "ignore it"),
                "no date, day or visit stands beside it",
            )
        if one.column.kind == "date":
            return _propose_date(
                region, number, one, f"{one.sheet.name}.{one.column.id}", questions
            )
        return _propose_numbers(region, number, one, questions)
    spoken = [word for word in re.findall(r"[\w\-]+", heading) if find_drug(word)]
    if spoken:
        return ColumnRecipe(
            heading, "note", why=f"speaks of {spoken[0]}, but fits no column of the dictionary"
        )
    return ColumnRecipe(heading, "ignore", why="a column that is not in the data dictionary")


def _propose_date(
    region: Region, number: int, one: Guess, means: str, questions: dict[str, Question]
) -> ColumnRecipe:
    heading = region.headings[number]
    texts = [
        (address(*region.spots[row][number]), clean(value))
        for row, value in enumerate(region.column(number))
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
            key = f"date order: {region.tab}!{address(*region.heading_spots[number][0])} {heading}"
            cell, text = texts[0]
            questions[key] = Question(
                key,
                f"Which comes first in '{heading}', the day or the month ({cell}: '{text}')?",
                tuple(fits),
                f"none of the {len(texts)} text dates decides it",
            )
        else:
            why = "text dates of the column contradict each other"
    return ColumnRecipe(heading, means, day=one.day, order=order, why=why)


def _propose_numbers(
    region: Region, number: int, one: Guess, questions: dict[str, Question]
) -> ColumnRecipe:
    heading, column = region.headings[number], one.column
    spot = address(*region.heading_spots[number][0]) if region.heading_spots[number] else ""
    means = f"{one.sheet.name}.{column.id}"
    values = region.column(number)
    why = ["the heading is a known name" if one.whole else f"the heading speaks of {column.label}"]
    unit, above, above_unit = one.unit or "", None, ""
    if column.quantity:
        # The visits of one analyte share their unit, and one question.
        cells = [
            part_cell(value)
            for other, words in enumerate(region.headings)
            if other == number
            or any(each.whole and each.column is column and not each.unit for each in guess(words))
            for value in region.column(other)
        ]
        numbers = [cell.number for cell in cells if cell.number is not None and not cell.unit]
        stated = {found for cell in cells if cell.unit and (found := column.find_unit(cell.unit))}
        if one.unit:
            why.append(f"unit {unit} in the heading")
        elif len(stated) == 1 and not numbers:
            unit = next(iter(stated))
            why.append(f"unit {unit} in the cells")
        else:
            options = tuple(
                each
                for each in column.quantity.units
                if not numbers or _usual(column, each, numbers)
            ) or tuple(column.quantity.units)
            groups = {column.quantity.units[each] for each in options}
            spread = (
                f"{show_number(min(numbers))} to {show_number(max(numbers))}" if numbers else ""
            )
            key = f"unit: {region.tab}!{region.first} {column.label}"
            if len(groups) == 1 and numbers:
                unit = options[0]
                why.append(f"numbers from {spread} fit only {unit}")
            else:
                questions[key] = Question(
                    key,
                    f"In which unit is {column.label} ('{heading}')? "
                    f"It holds {spread or 'no number'}.",
                    tuple(column.quantity.units),
                    f"no unit in the heading; {' or '.join(options)} would fit",
                )
        split = _clusters(column, unit, numbers) if unit else None
        if split:
            above, above_unit, low, high = split
            key = f"mixed units: {region.tab}!{spot} {heading}"
            questions[key] = Question(
                key,
                f"'{heading}' holds {low} and {high}. Is the higher group in {above_unit}?",
                (
                    f"yes: from {show_number(above)} on it is {above_unit}",
                    "no: the cells are wrong",
                ),
                f"{unit} credible to {show_number(column.quantity.possible_in(unit)[1])}",
            )
    nd = [
        address(*region.spots[row][number])
        for row, value in enumerate(values)
        if isinstance(value, str) and fold(value) == "nd"
    ]
    if nd:
        questions["ND"] = Question(
            "ND",
            f"What does 'ND' mean ({region.tab}!{nd[0]})?",
            ("not done", "not detected"),
            "it is written for both",
        )
    if column.id == "recorded_outcome":
        two = [value for value in values if isinstance(value, str) and re.search(r"\(\d", value)]
        if two:
            key = f"two facts: {region.tab}!{spot} {heading}"
            questions[key] = Question(
                key,
                f"'{heading}' holds words and a number in brackets ('{two[0]}'). "
                "What is the number?",
                (
                    "part of the words",
                    "years from the first infusion to the last follow-up",
                    "months from the first infusion to the last follow-up",
                ),
                f"{len(two)} cells hold two facts; the words as typed are kept in any case",
            )
    return ColumnRecipe(
        heading,
        means,
        unit=unit,
        day=one.day,
        above=above,
        above_unit=above_unit,
        why="; ".join(why),
    )


def _usual(column: Column, unit: str, numbers: Sequence[float]) -> bool:
    usual = column.usual_in(unit)
    return usual is None or all(usual[0] <= number <= usual[1] for number in numbers)


def _clusters(
    column: Column, unit: str, numbers: Sequence[float]
) -> tuple[float, str, str, str] | None:
    """Find numbers that no child has in this unit and all have in another."""
    possible = column.possible_in(unit)
    if not possible or not column.quantity:
        return None
    far = sorted(number for number in numbers if number > possible[1])
    near = sorted(number for number in numbers if possible[0] <= number <= possible[1])
    if not far or not near:
        return None
    for other in column.quantity.units:
        if column.quantity.factor(other, unit) < 1 and _usual(column, other, far):
            shown = [
                f"{len(group)} from {show_number(group[0])} to {show_number(group[-1])}"
                for group in (near, far)
            ]
            return far[0], other, shown[0], shown[1]
    return None


__all__ = ["in_template_shape", "propose"]
