"""Wording of a definition: the methods paragraph, and each term with its quote."""

from dataclasses import dataclass

from srns.cohort.quantities import URINE_TESTS
from srns.cohort.tables import DAYS_PER_MONTH
from srns.cohort.wording import join_words, with_capital
from srns.rules.definition import Definition, Relapse, Response


@dataclass(frozen=True)
class Term:
    """One term of a definition: the source's words and our reading.

    Attributes
    ----------
    name
        ``partial remission (FPRE)``, ``relapse``.
    quote
        The source's words, or None if it has none.
    words
        Our reading, worded from the limits themselves.
    remarks
        What is borrowed and what could not be verified, each in a sentence or two.
    """

    name: str
    quote: str | None
    words: str
    remarks: tuple[str, ...]


def list_terms(definition: Definition) -> tuple[Term, ...]:
    """List each term with its quote: the responses, best first, then relapse."""
    terms = [
        Term(each.title, each.quote, each.words, _remarks(each)) for each in definition.responses
    ]
    if definition.relapse:
        relapse = definition.relapse
        terms.append(Term("relapse", relapse.quote, relapse.words, _remarks(relapse)))
    return tuple(terms)


def methods_paragraph(definition: Definition) -> str:
    """Return the whole definition as a paragraph for a methods section."""
    where = f"doi {definition.doi}" if definition.doi else definition.address
    named = [f"version {definition.version}", definition.source, *([where] if where else [])]
    sentences = [
        f"Response was judged by {definition.name} ({'; '.join(named)}).",
        *_visits(definition),
    ]
    for term in list_terms(definition):
        sentences.append(f"{with_capital(term.name)} was {term.words}.")
        sentences += term.remarks
    if definition.relapse is None:
        sentences.append("Only recorded relapses counted.")
    sentences += [
        *_spacing(definition),
        *_units(definition),
        *_albumin(definition),
        f"A remission was dated by the {definition.dated_by} of its confirming visits.",
        "A censored result, such as <0.3, stood for every value that it allows; a child whose "
        "response depended on a missing or censored result was not evaluable.",
    ]
    if definition.unverified:
        sentences.append(f"Not verified: {definition.unverified}")
    return " ".join(sentences)


def _visits(definition: Definition) -> list[str]:
    """Word which urine tests make a visit, and which result of a day counts."""
    tests = definition.visit_rules.tests
    measured = [URINE_TESTS[test].label for test in tests if test != "dipstick"]
    ways = [f"{join_words(measured, 'or')} was measured"] if measured else []
    if "dipstick" in tests:
        ways.append("urine was tested by dipstick")
    highest = URINE_TESTS[tests[0]].label if len(tests) == 1 else "of each test"
    before = ", and a measured protein went before the dipstick" if len(ways) > 1 else ""
    sentences = [
        f"A visit was a day after day 0 on which {', or '.join(ways)}; of several results on one "
        f"day, the highest {highest} and the lowest albumin counted{before}."
    ]
    if definition.specimen:
        specimen = definition.specimen.capitalize().replace(" ", "-")
        sentences.append(f"{specimen} urine went before other samples of the day.")
    return sentences


def _remarks(said: Response | Relapse) -> tuple[str, ...]:
    unverified = f"Not verified: {said.unverified}" if said.unverified else None
    return tuple(remark for remark in (said.borrowed, unverified) if remark)


def _spacing(definition: Definition) -> list[str]:
    sentences = []
    repeated = [each for each in definition.responses if each.occasions and each.occasions > 1]
    if any(not each.min_days_between and each.max_days_between is None for each in repeated):
        sentences.append("Consecutive visits could be any number of days apart.")
    times = [time for each in definition.responses for time in (each.by, each.at) if time]
    if any(time.startswith("month") for time in times):
        sentences.append(f"Months of {DAYS_PER_MONTH} days were counted from day 0.")
    elif times:
        sentences.append("Weeks were counted from day 0.")
    return sentences


def _units(definition: Definition) -> list[str]:
    limits = [each.upcr for each in definition.responses if each.upcr is not None]
    if all(len(limit.printed) == 1 for limit in limits):
        return ["Results in other units were converted exactly."]
    return [
        "Each result was judged by the threshold printed in its own unit, and converted only if "
        "the definition prints no threshold in that unit."
    ]


def _albumin(definition: Definition) -> list[str]:
    asked = [each.albumin for each in definition.responses if each.albumin]
    if not asked:
        return ["Albumin was not required."]
    sentence = (
        "Albumin was the value measured nearest to the visit, within "
        f"{definition.albumin_window_days} days"
    )
    if any(limit.if_measured for limit in asked):
        sentence += "; if none was measured, albumin was not required"
    return [f"{sentence}."]
