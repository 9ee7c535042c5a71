"""Strategies for a rescue drug on the way: judge with it as what the strategy makes of it."""

from dataclasses import replace

import numpy as np

from srns.cohort.tables import Cohort
from srns.cohort.terms import NONE, NOT_EVALUABLE
from srns.rules.definition import Definition
from srns.rules.occasions import Occasions, find_occasions
from srns.rules.rescue import NO_RESPONSE, STRATEGIES, TREATMENT_POLICY, Rescues, find_rescues
from srns.rules.response_names import responses_of
from srns.rules.runs import ABSENT
from srns.rules.verdict import Judged, judge, ranks
from srns.rules.window import Window


def judge_by(
    strategy: str,
    cohort: Cohort,
    definition: Definition,
    window: Window,
    occasions: Occasions | None = None,
) -> tuple[Occasions, Judged]:
    """Judge every child with a rescue counted as a strategy has it.

    Where it cannot be told whether, or on which day, a rescue began, the child is judged both
    ways; where the verdicts differ it is not evaluable and the better one is left open.

    Parameters
    ----------
    strategy
        One of `srns.rules.rescue.STRATEGIES`.
    occasions
        The visits under the treatment policy, where they are known.
    """
    if strategy not in STRATEGIES:
        raise ValueError(
            f"found the strategy '{strategy}'; expected one of {', '.join(STRATEGIES)}."
        )
    rules = definition.visit_rules
    if strategy == TREATMENT_POLICY:
        occasions = find_occasions(cohort, rules, window) if occasions is None else occasions
        return occasions, judge(occasions, definition)
    rescues = find_rescues(cohort)
    late = window.cut(rescues.last, rescues.last, rescues.drug, rescues.cell)
    occasions = find_occasions(cohort, rules, late)
    judged = _settle(strategy, judge(occasions, definition), rescues.last, window)
    if not rescues.is_open.any():
        return occasions, judged
    early = window.cut(rescues.maybe, rescues.maybe, rescues.maybe_drug, rescues.maybe_cell)
    sooner = judge(find_occasions(cohort, rules, early), definition)
    sooner = _settle(strategy, sooner, rescues.maybe, window)
    return occasions, _agree(judged, sooner, rescues, definition)


def _settle(strategy: str, judged: Judged, rescue: np.ndarray, window: Window) -> Judged:
    """Count a rescue before any response as no response, where the strategy has it so."""
    if strategy != NO_RESPONSE:
        return judged
    rescued = (rescue <= window.last) & (judged.response < 0) & (judged.at_start < 0)
    rescued &= np.isfinite(rescue)
    if not rescued.any():
        return judged
    return _without_visits(judged, rescued, NONE)


def _agree(late: Judged, early: Judged, rescues: Rescues, definition: Definition) -> Judged:
    """Keep the verdicts that are the same whether the rescue came early or late.

    The better of what the two leave open stays open; where the verdicts differ, the better of what
    the two reached or leave open.
    """
    asked = rescues.is_open & (late.at_start < 0)
    if not asked.any():
        return late
    same = responses_of(late, definition) == responses_of(early, definition)
    late_best, early_best = (
        np.where(each.response >= 0, each.response, each.open) for each in (late, early)
    )
    differs = asked & ~same
    judged = _without_visits(late, differs, NOT_EVALUABLE) if differs.any() else late
    left_open = np.where(
        differs,
        _better(late_best, early_best, definition),
        np.where(asked, _better(late.open, early.open, definition), late.open),
    )
    return replace(judged, open=left_open)


def _better(one: np.ndarray, other: np.ndarray, definition: Definition) -> np.ndarray:
    """Return the better of two responses by their places in the definition; -1 is none."""
    rank = ranks(definition)
    return np.where(rank[other] < rank[one], other, one)


def _without_visits(judged: Judged, chosen: np.ndarray, verdict: str) -> Judged:
    """Settle some verdicts by something other than their visits."""
    settled = judged.settled.copy()
    settled[chosen] = verdict
    response, left_open, gap, possible_gap = (
        np.where(chosen, ABSENT, column)
        for column in (judged.response, judged.open, judged.gap, judged.possible_gap)
    )
    return replace(
        judged,
        response=response,
        open=left_open,
        gap=gap,
        possible_gap=possible_gap,
        settled=settled,
    )
