"""Meaning of one column, proposed from its heading and its cells."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from srns.cohort.dictionary import LABS, PATIENTS, find_column, may_mean
from srns.cohort.histology import HISTOLOGY
from srns.cohort.terms import DEATH, KIDNEY_FAILURE, find_drug, fold
from srns.cohort.wording import join_words
from srns.workbook.headings.deciding import may_be_ratio, may_be_result, names_another
from srns.workbook.headings.heading import parse_heading
from srns.workbook.recipe.answered_results import list_results
from srns.workbook.recipe.column_evidence import (
    Asker,
    fits,
    holds_only_dates,
    is_date,
)
from srns.workbook.recipe.listed_days import LISTABLE, part_days
from srns.workbook.recipe.lower_headings import measures
from srns.workbook.recipe.match_headings import Guess, find_visit, guess, identifies
from srns.workbook.recipe.model import LEAVE_OUT, NO_VALUE, UNKNOWN, ColumnRecipe
from srns.workbook.recipe.propose_ages import propose_age_and_sex
from srns.workbook.recipe.propose_dates import (
    ask_whether_sampled,
    dates_rows,
    holds_dates,
    propose_date,
    propose_days_of,
)
from srns.workbook.recipe.propose_drug_sheet import propose_dates_of_drug
from srns.workbook.recipe.propose_events import propose_event
from srns.workbook.recipe.propose_units import propose_numbers
from srns.workbook.recipe.propose_visits import ask_for_visit, find_visit_side
from srns.workbook.recipe.propose_words import ask_about_words
from srns.workbook.recipe.region import Region
from srns.workbook.values.drug_text import names_drugs
from srns.workbook.values.outcome_text import find_outcome_events
from srns.workbook.values.result_text import part_cell
from srns.workbook.values.text import clean

_DRUGS = re.compile(
    r"immunosuppress|medication|\bmeds?\b|\bdrugs?\b|treatment|therapy|\bmaint", re.I
)
_FIRST = re.compile(
    r"\b(1st|first|start|started|erste[rn]?|première|1ère|1re|primera|1[aª]|primeira|prima|ilk)\b"
    r"|(#|\bno\.?) ?1\b|^1\.|首次|第一次|初回",
    re.I,
)
_PURPOSES = (
    ("prior", re.compile(r"prior|previous|before|earlier", re.I)),
    ("maintenance", re.compile(r"after|\bmaint|last follow|post", re.I)),
    ("concomitant", re.compile(r"during|concomitant|concurrent", re.I)),
)
_INDEX_DATE = find_column("Patients", "index_date")
_DATE = find_column("Labs", "date")
_UPCR = find_column("Labs", "upcr")
_SOME_AGE = "age (when is not said)"
_LESIONS = ("MCD", "MCD variant", "FSGS")
_ORDER = ("Labs", "Infusions", "Treatments", "Events", "Patients", "Diary")


def propose_column(
    asker: Asker, guesses: Sequence[Guess], tab: str, dated: bool, table_day: int | None
) -> ColumnRecipe:
    """Propose what a column means; a column that nothing explains is ignored.

    Parameters
    ----------
    guesses
        Columns of the dictionary that its heading may mean.
    tab
        The sheet of the dictionary that the workbook's sheet is named after; empty for none.
    dated
        Whether the table has a column for the day.
    table_day
        The day that the sheet's name gives, from day 0; None where it gives none.
    """
    if parted := part_days(asker):
        listed = _propose(_Candidate(parted, guesses, tab, dated, table_day))
        if parse_heading(clean(asker.heading)).column == "Infusions.date":
            listed = replace(listed, means="Infusions.date")
        if listed.means in LISTABLE:
            asker.questions.update(parted.questions)
            return replace(listed, why=f"{listed.why}; some cells list several days")
    return _propose(_Candidate(asker, guesses, tab, dated, table_day))


def _propose(column: "_Candidate") -> ColumnRecipe:
    return next(proposed for propose in _PROPOSALS if (proposed := propose(column)) is not None)


def propose_meaning(
    asker: Asker, one: Guess, dated: bool, table_day: int | None = None
) -> ColumnRecipe:
    """Propose unit and day of a column whose meaning is known; ask what its cells leave open.

    Parameters
    ----------
    one
        The column of the dictionary that it is.
    dated, table_day
        As in `propose_column`.
    """
    column = _Candidate(asker, (one,), "", dated, table_day)
    return _as_guessed(column, one) or propose_numbers(asker, one)


@dataclass(frozen=True)
class _Candidate:
    """One column with what is known of its table; see `propose_column`."""

    asker: Asker
    guesses: Sequence[Guess]
    tab: str
    dated: bool
    table_day: int | None

    @property
    def heading(self) -> str:
        """The heading as typed."""
        return self.asker.heading

    @cached_property
    def drug_words(self) -> list[str]:
        """The words of the heading that name a drug."""
        words = [*re.findall(r"[\w\-]+", self.heading), *re.findall(r"[^\W_]+", self.heading)]
        return [word for word in dict.fromkeys(words) if find_drug(word)]


def _identifying(column: _Candidate) -> ColumnRecipe | None:
    if not identifies(column.heading):
        return None
    return ColumnRecipe(column.heading, "ignore", why="may identify a child: never stored")


def _list_of_drugs(column: _Candidate) -> ColumnRecipe | None:
    """Propose drugs where at least half of the cells name one, or most where no heading says so."""
    filled = column.asker.filled
    may_be_drugs = bool(_DRUGS.search(column.heading)) or not column.guesses
    if not filled or not may_be_drugs or column.tab == "Treatments":
        return None
    drugs = sum(isinstance(value, str) and names_drugs(value) for value in filled)
    named = bool(_DRUGS.search(column.heading))
    if 2 * drugs < len(filled) or (not named and 2 * drugs == len(filled)):
        return None
    return ColumnRecipe(
        column.heading,
        "Treatments.drug",
        purpose=next((word for word, sign in _PURPOSES if sign.search(column.heading)), ""),
        why=f"{drugs} of {len(filled)} cells name drugs",
    )


def _oral_course(column: _Candidate) -> ColumnRecipe | None:
    """Propose a course for doses of cyclophosphamide by mouth, which are no infusions."""
    parsed = parse_heading(clean(column.heading))
    if parsed.quantity != "oral cyclophosphamide" or not column.dated:
        return None
    return ColumnRecipe(
        column.heading,
        "Treatments.dose",
        unit=parsed.unit,
        drug="oral cyclophosphamide",
        why="doses by mouth: a drug course, and no infusions",
    )


def _first_infusion(column: _Candidate) -> ColumnRecipe | None:
    """Propose the index date for a column such as '1st CYC' that holds dates."""
    infusions = {"Infusions"} >= {one.sheet.name for one in column.guesses if one.whole}
    if not infusions:
        return None
    asker = column.asker
    named = parse_heading(clean(column.heading)).quantity.split()
    if (
        ("cyclophosphamide" in named or "cyclophosphamide" in map(find_drug, column.drug_words))
        and _FIRST.search(column.heading) is not None
        and bool(asker.filled)
        and fits(_INDEX_DATE, asker.values)
    ):
        index_date = Guess(PATIENTS, _INDEX_DATE, None, None, False)
        return propose_date(asker, index_date, "Patients.index_date")
    return None


def _infusion_days(column: _Candidate) -> ColumnRecipe | None:
    """Propose the days of infusions for dates under a heading of their doses, as "CYC pulses"."""
    doses = "cyclophosphamide_mg_m2"
    if not any(one.whole and one.column.id == doses for one in column.guesses):
        return None
    if column.tab == "Infusions" or not holds_only_dates(column.asker.values):
        return None
    return propose_days_of(column.asker, "Infusions.date")


def _event(column: _Candidate) -> ColumnRecipe | None:
    """Propose the days of an event that the heading names, as in a list of children."""
    if column.tab == "Events":
        return None
    return propose_event(column.asker, dated=column.dated)


def _dates_of_drug(column: _Candidate) -> ColumnRecipe | None:
    if column.tab == "Treatments":
        return None
    return propose_dates_of_drug(column.asker, column.drug_words)


def _by_heading(column: _Candidate) -> ColumnRecipe | None:
    """Propose the best column of the dictionary that heading and cells agree on."""
    ranked = sorted(
        (one for one in column.guesses if one.column.kind != "patient"),
        key=lambda one: _rank(one, column),
    )
    ranked = [one for one in ranked if one.whole or not _is_result(one)]
    fitting = [one for one in ranked if fits(one.column, column.asker.values)]
    # A known heading over odd cells is read, so that each odd cell is named as a problem.
    for one in fitting or [one for one in ranked if one.whole]:
        if proposed := _as_guessed(column, one):
            return proposed
    return None


def _is_result(one: Guess) -> bool:
    """Return whether a column holds results, of which every word must be understood."""
    return one.sheet.name == "Labs" and one.column.kind not in ("date", "day", "patient", "text")


def _rank(one: Guess, column: _Candidate) -> tuple[bool, bool, int]:
    """Return what sorts guesses: whole headings first, then the sheet that the table is of."""
    preferred = column.tab or ("" if column.dated else "Patients")
    return (not one.whole, one.sheet.name != preferred, _ORDER.index(one.sheet.name))


def _as_guessed(column: _Candidate, one: Guess) -> ColumnRecipe | None:
    """Propose one guess; None for a doubtful one of a result whose day nothing gives."""
    asker = column.asker
    if one.column.id in ("date", "day") and one.sheet.name != "Patients":
        if not one.whole:
            ask_whether_sampled(asker)
        return propose_date(asker, one, one.column.id)
    if column.tab == "Infusions" and one.column.id == "dose":
        return _infused_dose(column)
    if one.sheet.name == "Infusions" and _holds_no_number(column):
        return None
    if _lacks_a_day(column, one):
        if one.column.quantity is None or not one.whole:
            return None
        if visit := find_visit_side(asker.heading):
            ask_for_visit(asker, visit)
            return propose_numbers(asker, one)
        _ask_for_day(column)
    if one.column.kind == "date":
        return propose_date(asker, one, f"{one.sheet.name}.{one.column.id}")
    return propose_numbers(asker, one)


def _ask_for_day(column: _Candidate) -> None:
    """Ask when something was measured of which neither the heading nor the table gives the day."""
    column.asker.ask(
        "day",
        f"When was '{column.heading}' measured? Its heading names no visit.",
        ("at the first infusion (day 0)", "ignore it"),
        "the table has no date, day or visit for it",
    )


def _infused_dose(column: _Candidate) -> ColumnRecipe | None:
    """Propose cyclophosphamide for a dose by body surface on a sheet of infusions."""
    if parse_heading(clean(column.heading)).unit != "mg/m2":
        return None
    return ColumnRecipe(
        column.heading,
        "Infusions.cyclophosphamide_mg_m2",
        unit="mg/m2",
        why="a dose in mg/m2 on a sheet of infusions",
    )


def _holds_no_number(column: _Candidate) -> bool:
    """Return whether a column holds words only, such as yes and no."""
    filled = column.asker.filled
    return bool(filled) and not any(any(map(str.isdigit, str(value))) for value in filled)


def _lacks_a_day(column: _Candidate, one: Guess) -> bool:
    """Return whether something measured or given at a visit has no day from anywhere."""
    at_a_visit = one.sheet.name in ("Labs", "Infusions")
    return at_a_visit and not column.dated and one.day is None and column.table_day is None


def _ambiguous(column: _Candidate) -> ColumnRecipe | None:
    """Ask which column is meant by a heading such as 'Age'."""
    choices = may_mean(clean(column.heading))
    if not choices and parse_heading(clean(column.heading)).quantity == _SOME_AGE:
        choices = may_mean("age")
    if not choices:
        return None
    labels = [choice.label for choice in choices]
    column.asker.ask(
        "which",
        f"Sheet {column.asker.region.tab}: which column is '{column.heading}'?",
        (*labels, LEAVE_OUT),
        f"it could be {join_words(labels, 'or')}",
    )
    means = f"Patients.{choices[0].id}"
    return ColumnRecipe(column.heading, means, why="decided by the answer to its question")


def _undecided(column: _Candidate) -> ColumnRecipe | None:
    """Ask about a column that may hold a result that decides, or whose words leave it open."""
    parsed = parse_heading(clean(column.heading))
    partly = {one.column.id for one in column.guesses if _is_result(one) and not one.whole}
    if not (may_be_result(parsed) or partly):
        return None
    if not column.asker.filled:
        return ColumnRecipe(column.heading, "ignore", why=NO_VALUE)
    options = list_results(parsed, partly)
    what = f" It seems to be {parsed.quantity}." if parsed.quantity else ""
    undated = not column.dated and column.table_day is None and _visit_of(column) is None
    if undated and not find_visit_side(column.heading):
        _ask_for_day(column)
    column.asker.ask(
        "which",
        f"Sheet {column.asker.region.tab}: what does '{column.heading}' hold?{what}",
        (*options, LEAVE_OUT),
        "words that are not understood: " + ", ".join(parsed.unexplained)
        if parsed.unexplained
        else "the heading alone does not decide it",
    )
    return ColumnRecipe(
        column.heading, "ignore", day=_visit_of(column), why="decided by the answer to its question"
    )


def _by_unit(column: _Candidate) -> ColumnRecipe | None:
    """Ask about a column of which nothing is understood but a unit of ratios, such as mg/mmol."""
    parsed = parse_heading(clean(column.heading))
    unit = _UPCR.find_unit(parsed.unit) if may_be_ratio(parsed) else None
    numbers = sum(part_cell(value).number is not None for value in column.asker.filled)
    if unit is None or 2 * numbers <= len(column.asker.filled):
        return None
    if not column.dated and column.table_day is None and _visit_of(column) is None:
        _ask_for_day(column)
    column.asker.ask(
        "which",
        f"Sheet {column.asker.region.tab}: what does '{column.heading}' hold?",
        (f"{_UPCR.label} in {unit}", LEAVE_OUT),
        "the words are not understood, and the unit is one of protein/creatinine ratios",
    )
    why = "decided by the answer to its question"
    return ColumnRecipe(column.heading, "ignore", day=_visit_of(column), why=why)


def _visit_of(column: _Candidate) -> int | None:
    return find_visit(column.heading)[0]


def _by_words(column: _Candidate) -> ColumnRecipe | None:
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
        why = "the heading names the disease, and every cell says which resistance it is"
        return ColumnRecipe(column.heading, means, why=why)
    return _ask_whether(column, label, "all of its cells are words of that column")


def _ask_whether(column: _Candidate, label: str, why: str) -> ColumnRecipe:
    """Ask whether a column is one of the dictionary; it is left out until that is answered."""
    column.asker.ask(
        "which",
        f"Sheet {column.asker.region.tab}: is '{column.heading}' the {label}?",
        (label, LEAVE_OUT),
        why,
    )
    return ColumnRecipe(column.heading, "ignore", why="decided by the answer to its question")


def _tells_events(column: _Candidate) -> ColumnRecipe | None:
    """Ask about a column of words that tell of a loss of the kidneys or of the child."""
    asker = column.asker
    if column.dated or any(one.whole for one in column.guesses):
        return None
    words = [clean(value) for value in asker.filled if isinstance(value, str)]
    told = [word for word in words if any(one.is_certain for one in find_outcome_events(word))]
    if not told or 2 * len(words) < len(asker.filled):
        return None
    label = find_column("Patients", "recorded_outcome").label
    why = f"{len(told)} of {len(asker.filled)} cells tell of an event, such as '{told[0]}'"
    return _ask_whether(column, label, why)


def _diagnosis(column: _Candidate) -> ColumnRecipe | None:
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
    why = f"{len(lesions)} of {len(words)} cells name a lesion, such as '{lesions[0]}'"
    return ColumnRecipe(column.heading, "Patients.histology", why=why)


def _tells_lesions(column: _Candidate) -> ColumnRecipe | None:
    """Ask about a column under an unknown heading of which most cells name a lesion."""
    words = [clean(value) for value in column.asker.filled if isinstance(value, str)]
    lesions = [word for word in words if _names_lesion(word)]
    known = parse_heading(clean(column.heading)).quantity or any(o.whole for o in column.guesses)
    if known or not lesions or 2 * len(lesions) <= len(column.asker.filled):
        return None
    label = find_column("Patients", "histology").label
    why = f"{len(lesions)} of {len(words)} cells name a lesion, such as '{lesions[0]}'"
    return _ask_whether(column, label, why)


def _names_lesion(words: str) -> bool:
    return HISTOLOGY.is_understood(words) and HISTOLOGY.group(words) in _LESIONS


def _named_another(column: _Candidate) -> ColumnRecipe | None:
    """Leave out, by its name, what is understood and is no column of the dictionary."""
    parsed = parse_heading(clean(column.heading))
    dated = parsed.quantity.startswith("date of")
    if not names_another(parsed) or (column.drug_words and not dated):
        return None
    return ColumnRecipe(column.heading, "ignore", why=f"another quantity: {parsed.quantity}")


def _only_dates(column: _Candidate) -> ColumnRecipe | None:
    """Ask about the only dates of a table of urine results, though they are named otherwise."""
    asker = column.asker
    parsed = parse_heading(clean(column.heading))
    if not names_another(parsed) or not holds_dates(column.heading, asker.values):
        return None
    if not dates_rows(asker.region, asker.number):
        return None
    ask_whether_sampled(asker)
    return propose_date(asker, Guess(LABS, _DATE, None, None, False), "date")


def _unnamed_dates(column: _Candidate) -> ColumnRecipe | None:
    """Ask about a column that holds dates under an unknown heading."""
    if not holds_dates(column.heading, column.asker.values):
        return None
    if column.tab in ("", "Patients") and not _measures(column.asker.region):
        return _ask_which_date(column)
    ask_whether_sampled(column.asker)
    return propose_date(column.asker, Guess(LABS, _DATE, None, None, False), "date")


def _other_dates(column: _Candidate) -> ColumnRecipe | None:
    """Ask about a column of nothing but dates that nothing else explains."""
    filled = column.asker.filled
    if len(filled) < 2 or not all(map(is_date, filled)):
        return None
    if column.tab in ("", "Patients") and not _measures(column.asker.region):
        return _ask_which_date(column)
    ask_whether_sampled(column.asker)
    return propose_date(column.asker, Guess(LABS, _DATE, None, None, False), "date")


def _measures(region: Region) -> bool:
    """Return whether a column of a table may hold results."""
    return any(
        measures(heading) or may_be_result(parse_heading(clean(heading)))
        for heading in region.headings
    )


def _ask_which_date(column: _Candidate) -> ColumnRecipe:
    """Ask which date of the child it is, in a table in which nothing is measured."""
    labels = [one.label for one in PATIENTS.columns if one.kind == "date"]
    labels += [f"event: date of {event}" for event in (DEATH, KIDNEY_FAILURE, "relapse")]
    column.asker.ask(
        "which",
        f"Sheet {column.asker.region.tab}: which date is '{column.heading}'?",
        (*labels, LEAVE_OUT),
        "it holds dates, but the heading does not say which",
    )
    found = propose_days_of(column.asker, f"Patients.{_INDEX_DATE.id}")
    return replace(found, why="decided by the answer to its question")


def _drug_in_heading(column: _Candidate) -> ColumnRecipe | None:
    if not column.drug_words:
        return None
    why = f"mentions {column.drug_words[0]}, but matches no column of the data dictionary"
    return ColumnRecipe(column.heading, "note", why=why)


def _unknown(column: _Candidate) -> ColumnRecipe:
    return ColumnRecipe(column.heading, "ignore", why=UNKNOWN)


_PROPOSALS: tuple[Callable[[_Candidate], ColumnRecipe | None], ...] = (
    _identifying,
    _oral_course,
    _list_of_drugs,
    _first_infusion,
    _infusion_days,
    lambda column: propose_age_and_sex(column.asker, dated=column.dated),
    _event,
    _dates_of_drug,
    _by_heading,
    _ambiguous,
    _undecided,
    _by_unit,
    _by_words,
    _tells_events,
    _only_dates,
    _diagnosis,
    _tells_lesions,
    _named_another,
    _unnamed_dates,
    _other_dates,
    _drug_in_heading,
    _unknown,
)
"""What a column may be, in the order in which it is tried; the last one always answers."""
