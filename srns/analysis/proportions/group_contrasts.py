"""Group contrasts in a response: differences, ratios and exact tests, on request only."""

from collections.abc import Sequence

import pandas as pd

from srns.analysis.follow_up import at_risk
from srns.analysis.proportions.exact_tests import fisher_of_responses
from srns.analysis.proportions.two_groups import (
    Contrast,
    newcombe_difference,
    risk_ratio,
    score_difference,
)
from srns.cohort.terms import NOT_RECORDED

NOT_COMPARED = "left_out_in_remission_at_start"
DIFFERENCES = {"score": score_difference, "newcombe": newcombe_difference}


def compare_groups(
    verdicts: pd.DataFrame,
    groups: pd.Series,
    responses: Sequence[str],
    *,
    difference: str = "score",
    confidence: float = 0.95,
) -> dict:
    """Compare every group with the reference group, response by response.

    Parameters
    ----------
    verdicts
        One row per child; columns `patient` and `response`.
    groups
        The group of each child, categorical, with the same index. The first category is the
        reference; children whose group is not recorded, and those in remission at start, who are
        not at risk, are excluded.
    responses
        Responses to compare, best first; each counts children with that response or a better one.
    difference
        ``score`` (Miettinen-Nurminen) or ``newcombe``.

    Returns
    -------
    dict
        `reference`, the reference group; `pairs`, one per response and other group, with counts,
        the `difference` (percentage points) and the `ratio`, each with its interval (None: not
        estimable, or no upper limit); `tests`, Fisher's exact test of each response across all
        groups, with mid-p and the caution to print with them; `left_out_in_remission_at_start`, the
        children excluded as not at risk. Intervals are not adjusted for
        multiple comparisons.
    """
    known = [name for name in groups.cat.categories if name != NOT_RECORDED]
    risk = at_risk(verdicts["response"])
    at_start = verdicts.loc[~risk, "patient"].tolist()
    groups = groups.where(risk)
    present = groups.where(groups.isin(known))
    if not known:
        return {"reference": None, "pairs": [], "tests": [], NOT_COMPARED: at_start}
    size = {name: int((groups == name).sum()) for name in known}
    pairs, tests = [], []
    for place, response in enumerate(responses):
        counted = list(responses[: place + 1])
        has = verdicts["response"].isin(counted)
        label = " or ".join(counted) if place else response
        n = {name: int((has & (groups == name)).sum()) for name in known}
        reference = known[0]
        for other in known[1:]:
            cells = (n[other], size[other], n[reference], size[reference])
            pairs.append(
                {
                    "response": label,
                    "group": other,
                    "n": n[other],
                    "of": size[other],
                    "reference": reference,
                    "reference_n": n[reference],
                    "reference_of": size[reference],
                    "difference": _percent(DIFFERENCES[difference](*cells, confidence=confidence)),
                    "ratio": risk_ratio(*cells, confidence=confidence)._asdict(),
                }
            )
        counts = pd.DataFrame({"response": has.map({True: label, False: "other"})})
        tests.append(
            {"response": label, **fisher_of_responses(counts, present, responses=[label])._asdict()}
        )
    return {"reference": known[0], "pairs": pairs, "tests": tests, NOT_COMPARED: at_start}


def _percent(contrast: Contrast) -> dict:
    return {
        name: None if value is None else 100 * value for name, value in contrast._asdict().items()
    }


def contrast_sentence(pair: dict) -> str:
    """Return the sentence that compares a group with the reference.

    >>> verdicts = pd.DataFrame({"patient": list("abcd"), "response": ["CR", "CR", "CR", "none"]})
    >>> groups = pd.Series(pd.Categorical(["FSGS", "MCD", "MCD", "FSGS"]))
    >>> contrast_sentence(compare_groups(verdicts, groups, ["CR"])["pairs"][0])
    'CR, MCD 2 of 2 versus FSGS 1 of 2: 50.0 percentage points more (95 % interval -46.8 to \
92.4); ratio 2.00 (0.52 to 10.58).'
    """
    difference, ratio = pair["difference"], pair["ratio"]
    words = (
        f"{pair['response']}, {pair['group']} {pair['n']} of {pair['of']} versus "
        f"{pair['reference']} {pair['reference_n']} of {pair['reference_of']}"
    )
    if difference["estimate"] is None:
        return f"{words}: no comparison is possible."
    way = "more" if difference["estimate"] >= 0 else "fewer"
    words += (
        f": {abs(difference['estimate']):.1f} percentage points {way} (95 % interval "
        f"{difference['low']:.1f} to {difference['high']:.1f})"
    )
    if ratio["low"] is None:
        return f"{words}; neither group has an event, so the ratio is undefined."
    high = "no upper limit" if ratio["high"] is None else f"{ratio['high']:.2f}"
    middle = "not estimable" if ratio["estimate"] is None else f"{ratio['estimate']:.2f}"
    return f"{words}; ratio {middle} ({ratio['low']:.2f} to {high})."


def exact_test_sentence(test: dict) -> str:
    """Return the sentence on Fisher's exact test of a response, or why there is no test."""
    if test["p"] is None:
        return f"{test['response']}: {test['words']}"
    words = (
        f"{test['response']}: Fisher's exact test p = {test['p']:.3f}, mid-p {test['mid_p']:.3f}"
    )
    return f"{words} ({test['n']} children). {test['words']}".strip()
