"""Basis of an analysis in sentences: day 0, the window of observation, the strategy for rescue."""

from collections.abc import Mapping
from types import MappingProxyType

from srns.analysis.definitions.unjudged_tests import unasked_sentences, unjudged_tests_sentence
from srns.analysis.follow_up import (
    at_start_sentences,
    in_remission_at_start,
    maybe_in_remission_at_start,
    not_evaluable,
    not_evaluable_sentences,
)
from srns.cohort.tables import AS_READ
from srns.cohort.terms import COMPLETE
from srns.languages.sentences import joined, nsentence, sentence, term
from srns.rules.classification import Classification
from srns.rules.lines import START_OF_LINE
from srns.rules.rescue import NO_RESPONSE, TREATMENT_POLICY, UNTIL_RESCUE

_STRATEGIES: Mapping[str, str] = MappingProxyType(
    {
        TREATMENT_POLICY: sentence(
            "A rescue drug changed nothing: visits after it counted (strategy: {strategy}).",
            strategy=term(TREATMENT_POLICY),
        ),
        NO_RESPONSE: sentence(
            "Visits after the start of a rescue drug did not count, and a child without a response "
            "by then was counted as no response (strategy: {strategy}).",
            strategy=term(NO_RESPONSE),
        ),
        UNTIL_RESCUE: sentence(
            "Visits after the start of a rescue drug did not count; a child without a response by "
            "then was judged on the visits before it (strategy: {strategy}).",
            strategy=term(UNTIL_RESCUE),
        ),
    }
)


def day_zero_sentence(classification: Classification) -> str:
    """Return what day 0 was.

    >>> from srns import classify, load_definition, load_haddad2021
    >>> day_zero_sentence(classify(load_haddad2021(), load_definition("haddad_2021")))
    'Day 0 was the index date, or the first infusion where none is recorded.'
    """
    name = classification.cohort.day_zero
    if name == AS_READ:
        return sentence("Day 0 was the index date, or the first infusion where none is recorded.")
    if name == START_OF_LINE:
        return sentence("Day 0 was the start of each line of treatment.")
    return sentence("Day 0 was the {origin}.", origin=term(name))


def window_sentence(classification: Classification) -> str:
    """Return until when visits counted."""
    ends = sentence("kidney failure, chronic dialysis, kidney transplant, death or last follow-up")
    if is_by_line(classification):
        ends = sentence("the next line of treatment, {ends}", ends=ends)
    if classification.strategy != TREATMENT_POLICY:
        ends = sentence("{ends}, or the start of a rescue drug", ends=ends)
    return sentence(
        "Visits counted from the day after day 0 until {ends}, whichever came first; what was "
        "measured later was not used.",
        ends=ends,
    )


def is_by_line(classification: Classification) -> bool:
    """Return whether each line of treatment was judged, and counts, like a child."""
    return classification.cohort.day_zero == START_OF_LINE


def strategy_sentence(classification: Classification) -> str:
    """Return what happened with rescue drugs, with the name of the strategy."""
    return _STRATEGIES[classification.strategy]


def headline_sentences(classification: Classification) -> list[str]:
    """Return the headline, the strategy that it depends on, and whom it cannot speak of.

    Those are children whose urine was tested otherwise, and those in remission at start.
    """
    outcomes = classification.outcomes
    at_start = outcomes.loc[in_remission_at_start(classification), "patient"].tolist()
    complete = int((outcomes["response"] == COMPLETE).sum())
    left = len(outcomes) - len(at_start)
    strategy = term(classification.strategy)
    counted = nsentence(
        "Complete remission in {complete} of {n} child at risk (strategy for rescue drugs: "
        "{strategy}).",
        "Complete remission in {complete} of {n} children at risk (strategy for rescue drugs: "
        "{strategy}).",
        left,
        complete=complete,
        strategy=strategy,
    )
    unknown = not_evaluable(outcomes)
    said = not_evaluable_sentences(unknown, left)
    if left and left == len(unknown):
        said = []
        counted = nsentence(
            "The one child at risk cannot be evaluated (strategy for rescue drugs: {strategy}).",
            "None of the {n} children at risk can be evaluated (strategy for rescue drugs: "
            "{strategy}).",
            left,
            strategy=strategy,
        )
    return [
        counted,
        *said,
        *filter(None, [unjudged_tests_sentence(classification)]),
        *unasked_sentences(classification),
        *at_start_sentences(at_start, maybe_in_remission_at_start(classification), len(outcomes)),
    ]


def basis_paragraph(classification: Classification) -> str:
    """Return the paragraph of a methods section on day 0, window, remission at start and rescue."""
    return joined(
        (
            day_zero_sentence(classification),
            window_sentence(classification),
            sentence(
                "A child in remission by the definition at its last visit of the baseline (the 90 "
                "days to day 0) was in remission at start, not at risk, and in no denominator of "
                "response."
            ),
            strategy_sentence(classification),
        ),
        " ",
    )
