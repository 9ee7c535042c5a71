"""Group contrasts in a response: differences, ratios and exact tests, on request only."""

from collections.abc import Sequence

import pandas as pd

from srns.analysis.follow_up import at_risk, not_evaluable, not_evaluable_sentences
from srns.analysis.proportions.exact_tests import caution, fisher_of_responses, show_p
from srns.analysis.proportions.two_groups import Contrast
from srns.analysis.proportions.unconditional_test import TwoGroups, compare_proportions, p_value
from srns.cohort.paper_numbers import with_decimals
from srns.cohort.terms import NOT_RECORDED
from srns.languages.messages import mark
from srns.languages.sentences import children_of, either, run_on, sentence, term

NOT_COMPARED = "left_out_in_remission_at_start"
FISHER = mark("Fisher's exact test")


def compare_groups(
    verdicts: pd.DataFrame,
    groups: pd.Series,
    responses: Sequence[str],
    *,
    mid_p: bool = False,
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
    mid_p
        Whether tables that tie with the observed one count by half in tests and intervals; see
        `unconditional_test.compare_proportions`.

    Returns
    -------
    dict
        `reference`, the reference group; `pairs`, one per response and other group, with counts,
        the children counted (`patients`, `reference_patients`), the `difference` (percentage
        points) and the `ratio`, each with its interval (None: not estimable, or no upper limit),
        and the `p` of the `test` that both intervals invert; `tests`, one of each response across
        all groups (of two groups the test of the pair, of more Fisher's), with mid-p and the
        caution to print with them; `left_out_in_remission_at_start`,
        the children excluded as not at risk; `not_evaluable`, those compared that count as without
        remission because nothing is known of them; `compared`, how many are compared. Nothing is
        adjusted for multiple comparisons.
    """
    known = [name for name in groups.cat.categories if name != NOT_RECORDED]
    risk = at_risk(verdicts["response"])
    at_start = verdicts.loc[~risk, "patient"].tolist()
    groups = groups.where(risk)
    present = groups.where(groups.isin(known))
    if not known:
        return {"reference": None, "pairs": [], "tests": [], "compared": 0, "not_evaluable": [],
                NOT_COMPARED: at_start}  # fmt: skip
    size = {name: int((groups == name).sum()) for name in known}
    pairs, tests = [], []
    for place, response in enumerate(responses):
        counted = list(responses[: place + 1])
        has = verdicts["response"].isin(counted)
        who = _children(verdicts[has.to_numpy()], groups[has.to_numpy()], known)
        label = either(map(term, counted)) if place else response
        n = {name: len(own) for name, own in who.items()}
        reference = known[0]
        compared = {
            other: compare_proportions(
                n[other], size[other], n[reference], size[reference],
                confidence=confidence, mid_p=mid_p,
            )
            for other in known[1:]
        }  # fmt: skip
        pairs += [
            {
                "response": label,
                "group": other,
                "n": n[other],
                "of": size[other],
                "patients": who[other],
                "reference": reference,
                "reference_n": n[reference],
                "reference_of": size[reference],
                "reference_patients": who[reference],
                "difference": _percent(found.difference),
                "ratio": found.ratio._asdict(),
                "p": found.p,
                "test": found.method,
            }
            for other, found in compared.items()
        ]
        filled = [name for name in known if size[name]]
        if len(filled) == 2 and filled[0] == reference:
            one, other = ((n[name], size[name]) for name in reversed(filled))
            tests.append(_test_of_pair(label, compared[filled[1]], *one, *other))
            continue
        counts = pd.DataFrame({"response": has.map({True: label, False: "other"})})
        found = fisher_of_responses(counts, present, responses=[label])
        tests.append({"response": label, "test": FISHER, **found._asdict()})
    return {
        "reference": known[0],
        "pairs": pairs,
        "tests": tests,
        "compared": sum(size.values()),
        "not_evaluable": not_evaluable(verdicts[present.notna().to_numpy()]),
        NOT_COMPARED: at_start,
    }


def comparison_sentences(compared: dict) -> list[str]:
    """Return what `compare_groups` found in sentences; those not evaluable come last."""
    return [
        *map(contrast_sentence, compared["pairs"]),
        *map(exact_test_sentence, compared["tests"]),
        *not_evaluable_sentences(compared["not_evaluable"], compared["compared"]),
    ]


def _children(
    verdicts: pd.DataFrame, groups: pd.Series, known: Sequence[str]
) -> dict[str, list[str]]:
    """Return the children of each group."""
    return {name: verdicts.loc[(groups == name).to_numpy(), "patient"].tolist() for name in known}


def _test_of_pair(
    label: str, found: TwoGroups, n: int, of: int, other_n: int, other_of: int
) -> dict:
    """Return the test of two groups in the form of Fisher's: the one that the intervals invert."""
    return {
        "response": label,
        "test": found.method,
        "p": found.p,
        "mid_p": p_value(n, of, other_n, other_of, mid_p=True),
        "n": of + other_of,
        "words": caution(of + other_of),
    }


def _percent(contrast: Contrast) -> dict:
    return {
        name: None if value is None else 100 * value for name, value in contrast._asdict().items()
    }


def contrast_sentence(pair: dict) -> str:
    """Return the sentence that compares a group with the reference.

    >>> verdicts = pd.DataFrame({"patient": list("abcd"), "response": ["CR", "CR", "CR", "none"]})
    >>> groups = pd.Series(pd.Categorical(["FSGS", "MCD", "MCD", "FSGS"]))
    >>> contrast_sentence(compare_groups(verdicts, groups, ["CR"])["pairs"][0])
    'CR, MCD 2 of 2 versus FSGS 1 of 2: 50.0 percentage points more (95 % interval -61.2 to \
98.7); ratio 2.00 (0.32 to 79.50); p = 0.625, exact unconditional score test.'
    """
    difference, ratio = pair["difference"], pair["ratio"]
    counts = sentence(
        "{response}, {group} {n} of {of} versus {reference} {reference_n} of {reference_of}",
        response=term(pair["response"]),
        group=term(pair["group"]),
        reference=term(pair["reference"]),
        **{name: pair[name] for name in ("n", "of", "reference_n", "reference_of")},
    )
    if difference["estimate"] is None:
        return sentence("{counts}: no comparison is possible.", counts=counts)
    said: dict[str, object] = {
        "counts": counts,
        "difference": _difference(difference),
        "p": show_p(pair["p"]),
        "test": term(pair["test"]),
    }
    if ratio["low"] is None:
        return sentence(
            "{counts}: {difference}; neither group has an event, so the ratio is undefined; {p}, "
            "{test}.",
            **said,
        )
    return sentence(
        "{counts}: {difference}; ratio {ratio} ({low} to {high}); {p}, {test}.",
        ratio=_two_decimals(ratio["estimate"]) or sentence("not estimable"),
        low=with_decimals(ratio["low"], 2),
        high=_two_decimals(ratio["high"]) or sentence("no upper limit"),
        **said,
    )


def _difference(difference: dict) -> str:
    """Return a difference with its interval, larger or smaller than the reference."""
    said = {
        "points": with_decimals(abs(difference["estimate"]), 1),
        "low": with_decimals(difference["low"], 1),
        "high": with_decimals(difference["high"], 1),
    }
    if difference["estimate"] >= 0:
        return sentence("{points} percentage points more (95 % interval {low} to {high})", **said)
    return sentence("{points} percentage points fewer (95 % interval {low} to {high})", **said)


def _two_decimals(value: float | None) -> str:
    return "" if value is None else with_decimals(value, 2)


def exact_test_sentence(test: dict) -> str:
    """Return the sentence on the test of a response in all groups, or why there is no test."""
    response = term(test["response"])
    if test["p"] is None:
        return sentence("{response}: {words}", response=response, words=test["words"])
    p = show_p(test["p"])
    if test["test"] == FISHER:
        p = sentence("{p}, mid-{mid_p}", p=p, mid_p=show_p(test["mid_p"]))
    said = sentence(
        "{response}: {test} {p} ({children}).",
        response=response,
        test=term(test["test"]),
        p=p,
        children=children_of(test["n"]),
    )
    return run_on([said, test["words"]])
