"""Wording of a definition: the methods paragraph, and each term with its quote."""

from collections.abc import Sequence
from dataclasses import dataclass

from srns.cohort.quantities import URINE_TESTS
from srns.cohort.tables import DAYS_PER_MONTH
from srns.languages.messages import mark
from srns.languages.sentences import (
    joined,
    list_and,
    list_or,
    nsentence,
    sentence,
    term,
    with_capital,
)
from srns.rules.definition import Definition, Relapse, Response, list_arms


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
        terms.append(Term(term("relapse"), relapse.quote, relapse.words, _remarks(relapse)))
    return tuple(terms)


def methods_paragraph(definition: Definition) -> str:
    """Return the whole definition as a paragraph for a methods section."""
    where = f"doi {definition.doi}" if definition.doi else definition.address
    version = sentence("version {version}", version=definition.version)
    sentences: list[str] = [
        sentence(
            "Response was judged by {definition} ({source}).",
            definition=definition.name,
            source=joined([version, definition.source, *([where] if where else [])], "; "),
        ),
        *_visits(definition),
    ]
    for each in list_terms(definition):
        sentences.append(
            sentence("{term} was {criteria}.", term=with_capital(each.name), criteria=each.words)
        )
        sentences += each.remarks
    if definition.relapse is None:
        sentences.append(sentence("Only recorded relapses counted."))
    sentences += [
        *_spacing(definition),
        *_units(definition),
        *_albumin(definition),
        _dated(definition),
        sentence(
            "A censored result, such as <0.3, stood for every value that it allows; a child whose "
            "response depended on a missing or censored result was not evaluable."
        ),
    ]
    if definition.unverified:
        sentences.append(_unverified(definition.unverified))
    return joined(sentences, " ")


def _dated(definition: Definition) -> str:
    if definition.dated_by == "first":
        return sentence("A remission was dated by the first of its confirming visits.")
    return sentence("A remission was dated by the last of its confirming visits.")


def _visits(definition: Definition) -> list[str]:
    """Word which urine tests make a visit, and which result of a day counts."""
    tests = definition.visit_rules.tests
    measured = [term(URINE_TESTS[test].label) for test in tests if test != "dipstick"]
    ways: list[str] = []
    if measured:
        ways.append(sentence("{tests} was measured", tests=list_or(measured)))
    if "dipstick" in tests:
        ways.append(sentence("urine was tested by dipstick"))
    what = list_arms(ways)
    if len(tests) == 1:
        visit = sentence(
            "A visit was a day after day 0 on which {what}; of several results on one day, the "
            "highest {test} and the lowest albumin counted.",
            what=what,
            test=term(URINE_TESTS[tests[0]].label),
        )
    elif len(ways) == 1:
        visit = sentence(
            "A visit was a day after day 0 on which {what}; of several results on one day, the "
            "highest of each test and the lowest albumin counted.",
            what=what,
        )
    else:
        visit = sentence(
            "A visit was a day after day 0 on which {what}; of several results on one day, the "
            "highest of each test and the lowest albumin counted, and a measured protein went "
            "before the dipstick.",
            what=what,
        )
    sentences = [visit, *_both_measured(measured)]
    if not definition.specimen:
        return sentences
    specimen = definition.specimen.capitalize().replace(" ", "-")
    first = sentence(
        "{specimen} urine went before other samples of the day.", specimen=term(specimen)
    )
    return [*sentences, first]


def _both_measured(labels: Sequence[str]) -> list[str]:
    """Word what holds on a day with two measured proteins: a reading of ours, so it is said."""
    if len(labels) < 2:
        return []
    return [
        sentence(
            "Where {tests} were measured on one day, a response or relapse asked each of them for "
            "which it has a limit.",
            tests=list_and(labels),
        )
    ]


FIRST_MORNING = mark("First-morning")
"""The one specimen that a definition may ask for, as a sentence begins with it."""


def _remarks(said: Response | Relapse) -> tuple[str, ...]:
    remarks = (term(said.borrowed or ""), _unverified(said.unverified))
    return tuple(filter(None, remarks))


def _unverified(why: str | None) -> str:
    return sentence("Not verified: {why}", why=term(why)) if why else ""


def _spacing(definition: Definition) -> list[str]:
    sentences: list[str] = []
    repeated = [each for each in definition.responses if each.occasions and each.occasions > 1]
    if any(not each.min_days_between and each.max_days_between is None for each in repeated):
        sentences.append(sentence("Consecutive visits could be any number of days apart."))
    times = [time for each in definition.responses for time in (each.by, each.at) if time]
    if any(time.startswith("month") for time in times):
        sentences.append(
            sentence("Months of {days} days were counted from day 0.", days=DAYS_PER_MONTH)
        )
    elif times:
        sentences.append(sentence("Weeks were counted from day 0."))
    return sentences


def _units(definition: Definition) -> list[str]:
    limits = [each.upcr for each in definition.responses if each.upcr is not None]
    if all(len(limit.printed) == 1 for limit in limits):
        return [sentence("Results in other units were converted exactly.")]
    return [
        sentence(
            "Each result was judged by the threshold printed in its own unit, and converted only "
            "if the definition prints no threshold in that unit."
        )
    ]


def _albumin(definition: Definition) -> list[str]:
    asked = [each.albumin for each in definition.responses if each.albumin]
    if not asked:
        return [sentence("Albumin was not required.")]
    days = definition.albumin_window_days
    if any(limit.if_measured for limit in asked):
        return [
            nsentence(
                "Albumin was the value measured nearest to the visit, within {n} day; if none was "
                "measured, albumin was not required.",
                "Albumin was the value measured nearest to the visit, within {n} days; if none "
                "was measured, albumin was not required.",
                days,
            )
        ]
    return [
        nsentence(
            "Albumin was the value measured nearest to the visit, within {n} day.",
            "Albumin was the value measured nearest to the visit, within {n} days.",
            days,
        )
    ]
