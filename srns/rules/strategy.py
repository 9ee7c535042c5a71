"""Strategies for a rescue drug on the way: judge with it as what the strategy makes of it."""

from dataclasses import replace

import numpy as np

from srns.cohort.tables import Cohort
from srns.cohort.terms import NONE, NOT_EVALUABLE
from srns.rules.definition import Definition
from srns.rules.occasions import Occasions, find_occasions
from srns.rules.rescue import NO_RESPONSE, STRATEGIES, TREATMENT_POLICY, Rescues, find_rescues
from srns.rules.runs import ABSENT
from srns.rules.verdict import Judged, judge
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
    return occasions, _agree(judged, sooner, rescues)


def _settle(strategy: str, judged: Judged, rescue: np.ndarray, window: Window) -> Judged:
    """Count a rescue before any response as no response, where the strategy has it so."""
    if strategy != NO_RESPONSE:
        return judged
    rescued = (rescue <= window.last) & (judged.response < 0) & (judged.at_start < 0)
    rescued &= np.isfinite(rescue)
    if not rescued.any():
        return judged
    return _without_visits(judged, rescued, NONE)


def _agree(late: Judged, early: Judged, rescues: Rescues) -> Judged:
    """Keep the verdicts that are the same whether the rescue came early or late."""
    best = np.where(late.response >= 0, late.response, late.open)
    same = (late.response == early.response) & (late.settled == early.settled)
    same &= (late.open == early.open) & ((late.gap >= 0) == (early.gap >= 0))
    same &= late.has_occasion == early.has_occasion
    differs = rescues.is_open & ~same & (late.at_start < 0)
    if not differs.any():
        return late
    judged = _without_visits(late, differs, NOT_EVALUABLE)
    return replace(judged, open=np.where(differs, best, judged.open))


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
