"""Results and limitations in words, written from the analysis results data alone.

Each sentence is what a statistician would write of that cohort: of nobody, of one child, of a
cohort in which all or none responded, and of one in which nobody could be evaluated.
"""

from collections.abc import Mapping, Sequence

from srns.analysis.results_data.rows import Statistic
from srns.analysis.time_to_event.time_origins import with_article
from srns.cohort.terms import AT_START, COMPLETE, NONE, NOT_EVALUABLE, PARTIAL, UNCLASSIFIED
from srns.languages.messages import mark
from srns.languages.sentences import joined, list_and, sentence, term, with_capital
from srns.report.ard_sentences import ArdNumbers, ArdSentence

NAMED_UP_TO = 20
"""Groups of more children are counted and not named."""
_REACHED = {
    COMPLETE: sentence("reached complete remission"),
    PARTIAL: sentence("reached partial remission"),
    NONE: sentence("had no response"),
    UNCLASSIFIED: sentence("could not be classified, because the definition leaves a gap"),
}


def results_paragraphs(
    numbers: ArdNumbers, responses: Sequence[str], *, by_line: bool = False
) -> list[list[ArdSentence]]:
    """Return the results in paragraphs: participants, response, groups, times, relapse.

    Parameters
    ----------
    responses
        The responses of the definition, best first.
    by_line
        Whether each line of treatment counts like a child.
    """
    if not numbers.value("response", AT_START, "N"):
        return [[ArdSentence(sentence("No child was studied, so nothing was estimated."))]]
    paragraphs = [
        [*_participants(numbers, by_line=by_line), *_response(numbers, responses)],
        _groups(numbers, responses[0]),
        _time_to_remission(numbers, responses[0]),
        [*_relapses(numbers), *_follow_up(numbers)],
    ]
    return [each for each in paragraphs if each]


def limitation_sentences(
    numbers: ArdNumbers, responses: Sequence[str], note: str = "", *, by_line: bool = False
) -> list[ArdSentence]:
    """Return the limitations that the numbers show; those of the design are the author's.

    Parameters
    ----------
    note
        A mandatory note on the data, such as that they are simulated.
    by_line
        Whether each line of treatment counts like a child.
    """
    said = [ArdSentence(sentence("{note}.", note=term(note.rstrip("."))))] if note else []
    if not numbers.value("response", AT_START, "N"):
        return [*said, ArdSentence(sentence("There are no data."))]
    if by_line:
        said.append(
            ArdSentence(
                sentence(
                    "Lines of treatment of one child are not independent; the intervals take them "
                    "as if they were."
                )
            )
        )
    said += _imprecision(numbers, responses[0])
    said += _unknown_sentences(numbers)
    risk = _at_risk(numbers)
    if risk is not None and risk.stat > 1:
        said += _design(numbers)
    return said


def _at_risk(numbers: ArdNumbers) -> Statistic | None:
    return numbers.of("response", COMPLETE).get("N")


def _undecided(numbers: ArdNumbers) -> Statistic | None:
    return numbers.of("response", NOT_EVALUABLE).get("n")


def _participants(numbers: ArdNumbers, *, by_line: bool) -> list[ArdSentence]:
    stats = numbers.of("response", AT_START)
    whole, at_start = stats["N"], stats["n"]
    if by_line:
        said = [
            numbers.say("Lines of treatment studied: {N}. Each counts like a child below.", stats)
        ]
    elif whole.stat == 1:
        said = [numbers.say("One child was studied.", {})]
    else:
        said = [numbers.say("{N} children were studied.", stats)]
    if not at_start.stat:
        return said
    counted_apart = _say_who(
        numbers,
        stats,
        unnamed=mark(
            "{n} of {N} were in remission at start, so not at risk and in no proportion of "
            "response."
        ),
        one=mark(
            "{n} of {N} was in remission at start ({who}), so not at risk and in no proportion of "
            "response."
        ),
        several=mark(
            "{n} of {N} were in remission at start ({who}), so not at risk and in no proportion "
            "of response."
        ),
    )
    return [*said, counted_apart]


def _say_who(
    numbers: ArdNumbers, stats: Mapping[str, Statistic], *, unnamed: str, one: str, several: str
) -> ArdSentence:
    """Return the sentence on the children counted as `n`: named where they are few."""
    counted = stats["n"]
    named = _named(counted)
    by_number = one if counted.stat == 1 else several
    return numbers.say(by_number if named else unnamed, stats, named)


def _named(found: Statistic) -> tuple[str, ...]:
    return tuple(found.patients) if len(found.patients) <= NAMED_UP_TO else ()


def _response(numbers: ArdNumbers, responses: Sequence[str]) -> list[ArdSentence]:
    risk = _at_risk(numbers)
    if risk is None or not risk.stat:
        return [
            ArdSentence(
                sentence("No child was at risk of a response, so no proportion was estimated.")
            )
        ]
    undecided = _undecided(numbers)
    if risk.stat == 1:
        return _one_child(numbers, risk)
    if undecided is not None and undecided.stat == risk.stat:
        return [
            numbers.say(
                "None of the {risk} children at risk could be evaluated: missing or unreadable "
                "results leave every response open. No proportion is reported, because a count of "
                "no responders would be no finding.",
                {"risk": risk},
            )
        ]
    said = [_proportion(numbers, responses[0])]
    said += [
        _proportion(numbers, each, first=False)
        for each in (*responses[1:], NONE, UNCLASSIFIED)
        if numbers.value("response", each, "n") or each in responses[1:]
    ]
    if undecided is not None and undecided.stat:
        said.append(_not_evaluated(numbers, risk, undecided))
    return said


def _not_evaluated(numbers: ArdNumbers, risk: Statistic, undecided: Statistic) -> ArdSentence:
    return _say_who(
        numbers,
        {"n": undecided, "risk": risk},
        unnamed=mark(
            "{n} of {risk} could not be evaluated; they stay in the denominator and count as "
            "without remission."
        ),
        one=mark(
            "{n} of {risk} ({who}) could not be evaluated; it stays in the denominator and counts "
            "as without remission."
        ),
        several=mark(
            "{n} of {risk} ({who}) could not be evaluated; they stay in the denominator and count "
            "as without remission."
        ),
    )


def _reached(response: str) -> str:
    return _REACHED.get(response, sentence("reached {response}", response=term(response)))


def _one_child(numbers: ArdNumbers, risk: Statistic) -> list[ArdSentence]:
    """Return what became of the only child at risk: a proportion of one says nothing."""
    for response in numbers.levels["response"]:
        if response == AT_START or not numbers.value("response", response, "n"):
            continue
        said = _reached(response)
        if response == NOT_EVALUABLE:
            said = sentence("could not be evaluated")
        return [
            numbers.say(
                "The only child at risk ({who}) {reached}. One child gives no proportion, and none "
                "is reported.",
                {"reached": said},
                _named(risk),
            )
        ]
    return []


def _proportion(numbers: ArdNumbers, response: str, *, first: bool = True) -> ArdSentence:
    """Return the sentence on one response of all children at risk."""
    stats = numbers.of("response", response)
    n, whole = stats["n"], stats["N"]
    stats = {**stats, "reached": _reached(response)}
    named = _named(n)
    if n.stat == whole.stat:
        message = mark("All {N} {reached} ({p}; {conf_low} to {conf_high}).")
        if first:
            message = mark(
                "All {N} children at risk {reached} ({p}; {conf_level} CI {conf_low} to "
                "{conf_high}): the data are compatible with a proportion as low as {conf_low}."
            )
        return numbers.say(message, stats)
    if n.stat == 0:
        message = mark("None of {N} {reached} ({p}; {conf_low} to {conf_high}).")
        if first:
            message = mark(
                "None of {N} children at risk {reached} ({p}; {conf_level} CI {conf_low} to "
                "{conf_high}): the data are compatible with a proportion as high as {conf_high}."
            )
        return numbers.say(message, stats)
    if first and named:
        message = mark(
            "{n} of {N} children at risk {reached} ({who}; {p}; {conf_level} CI {conf_low} to "
            "{conf_high})."
        )
    elif first:
        message = mark(
            "{n} of {N} children at risk {reached} ({p}; {conf_level} CI {conf_low} to "
            "{conf_high})."
        )
    elif named:
        message = mark("{n} of {N} {reached} ({who}; {p}; {conf_low} to {conf_high}).")
    else:
        message = mark("{n} of {N} {reached} ({p}; {conf_low} to {conf_high}).")
    return numbers.say(message, stats, named)


def _groups(numbers: ArdNumbers, response: str) -> list[ArdSentence]:
    """Return the sentence on the best response by group; nothing where there is one group."""
    groups = [each for each in numbers.groups if numbers.value("response", response, "N", each)]
    risk = _at_risk(numbers)
    if len(groups) < 2 or risk is None or risk.stat < 2:
        return []
    undecided = _undecided(numbers)
    if undecided is not None and undecided.stat == risk.stat:
        return []
    clauses, rows, names = [], [], []
    for group in groups:
        stats = {**numbers.of("response", response, group), "group": term(group)}
        said = numbers.say("{n} of {N} with {group} ({p}; {conf_low} to {conf_high})", stats)
        clauses.append(said.text)
        rows += said.rows
        names.append(group)
    text = sentence(
        "{response} by {group}: {counts}.",
        response=with_capital(term(response)),
        group=term(numbers.grouped_by),
        counts=list_and(clauses),
    )
    said = [ArdSentence(text, tuple(rows), tuple(names))]
    if "response: difference" not in numbers.variables:
        said.append(ArdSentence(sentence("The groups were not tested against each other.")))
    return said


def _time_to_remission(numbers: ArdNumbers, response: str) -> list[ArdSentence]:
    origin = numbers.curve_origin
    spread = numbers.of(f"months to {response}", None, origin)
    risk = _at_risk(numbers)
    if not spread or not spread["N"].stat or risk is None or risk.stat < 2:
        return []
    words = {"since": term(with_article(origin)), "response": term(response)}
    if spread["N"].stat == 1:
        message = mark("The child in {response} reached it {median} months from {since}.")
    else:
        message = mark(
            "Among the {N} children in {response}, it came at a median of {median} months from "
            "{since} (range {min} to {max})."
        )
    followed = sentence("children followed from {since}", since=words["since"])
    return [
        numbers.say(message, {**spread, **words}),
        *_curve(numbers, origin, followed, words["response"]),
    ]


def _curve(numbers: ArdNumbers, group: str, whom: str, event: str) -> list[ArdSentence]:
    """Return the sentence on a curve: events, competing events, median; of one, nothing.

    Parameters
    ----------
    whom
        What is followed, in the plural.
    event
        What the curve counts.
    """
    counted, median = numbers.of("follow-up", None, group), numbers.of("prob", 0.5, group)
    if not counted or counted["N"].stat < 2:
        return []
    stats = {**counted, **median, "whom": whom, "event": event}
    if counted["n.event"].stat and counted["n.competing"].stat:
        message = mark(
            "Of {N} {whom}, {n_event} had {event} and {n_competing} had kidney failure or died "
            "first; {time}."
        )
    elif counted["n.event"].stat:
        message = mark("Of {N} {whom}, {n_event} had {event}; {time}.")
    elif counted["n.competing"].stat:
        message = mark(
            "Of {N} {whom}, none had {event} and {n_competing} had kidney failure or died first; "
            "{time}."
        )
    else:
        message = mark("Of {N} {whom}, none had {event}; {time}.")
    time = _median_time(numbers, stats)
    said = numbers.say(message, {**stats, "time": time.text})
    return [ArdSentence(said.text, (*said.rows, *time.rows))]


def _median_time(numbers: ArdNumbers, stats: Mapping[str, Statistic | str]) -> ArdSentence:
    """Return the end of the sentence on a curve: its median with limits."""
    estimate, low, high = (
        found.stat if isinstance(found := stats[name], Statistic) else None
        for name in ("estimate", "conf.low", "conf.high")
    )
    if estimate is None:
        return numbers.say("the median time was not reached", {})
    if not low and high is None:
        message = mark(
            "the median time was {estimate} months (no {conf_level} CI from so few children)"
        )
    elif high is None:
        message = mark(
            "the median time was {estimate} months ({conf_level} CI from {conf_low} months, upper "
            "limit not reached)"
        )
    else:
        message = mark(
            "the median time was {estimate} months ({conf_level} CI {conf_low} to {conf_high})"
        )
    return numbers.say(message, stats)


def _relapses(numbers: ArdNumbers) -> list[ArdSentence]:
    said = []
    for group in numbers.remissions:
        counted = numbers.of("follow-up", None, group)
        if not counted or not counted["N"].stat:
            continue
        if counted["N"].stat == 1:
            only = sentence(
                "The only {remission} was not followed by a relapse.", remission=term(group)
            )
            if counted["n.event"].stat:
                only = sentence("The only {remission} ended in relapse.", remission=term(group))
            said.append(ArdSentence(only))
        said += _curve(numbers, group, _plural_of(group), sentence("a relapse"))
    return said


def _plural_of(remission: str) -> str:
    """Return the curve's name in the plural, with which remissions it follows.

    >>> _plural_of("first remission"), _plural_of("remission after a relapse")
    ('first remissions, complete or partial', 'remissions after a relapse, complete or partial')
    """
    remissions = term(remission.replace("remission", "remissions", 1))
    return sentence("{remissions}, complete or partial", remissions=remissions)


REMISSIONS = (
    mark("first remission"), mark("first remissions"), mark("remission after a relapse"),
    mark("remissions after a relapse"), mark("any remission"),
)  # fmt: skip
"""Curves of relapse, alone and in the plural."""


def _follow_up(numbers: ArdNumbers) -> list[ArdSentence]:
    variable = "years of follow-up in remission"
    for origin in dict.fromkeys((numbers.curve_origin, "last infusion", "first infusion", "day 0")):
        stats = numbers.of(variable, None, origin)
        if not stats or not stats["N"].stat:
            continue
        if stats["N"].stat == 1:
            message = mark(
                "The one child still in complete remission without a relapse was followed for "
                "{median} years from {since}."
            )
        else:
            message = mark(
                "The {N} children still in complete remission without a relapse were followed for "
                "a median of {median} years from {since} (range {min} to {max})."
            )
        since = term(with_article(origin))
        return [numbers.say(message, {**stats, "since": since})]
    return []


def _imprecision(numbers: ArdNumbers, response: str) -> list[ArdSentence]:
    risk = _at_risk(numbers)
    undecided = _undecided(numbers)
    if risk is None or not risk.stat:
        return []
    if risk.stat == 1:
        return [ArdSentence(sentence("One child supports no estimate and no generalization."))]
    if undecided is not None and undecided.stat == risk.stat:
        return [
            ArdSentence(
                sentence("Nobody could be evaluated: this cohort says nothing on response.")
            )
        ]
    stats = {**numbers.of("response", response), "response": term(response)}
    if undecided is not None and undecided.stat:
        return [
            numbers.say(
                "With {N} children at risk, the {conf_level} CI of the proportion with {response} "
                "is {conf_low} to {conf_high}; it does not allow for what the {undecided} "
                "who could not be evaluated may have reached.",
                {**stats, "undecided": undecided},
            )
        ]
    return [
        numbers.say(
            "With {N} children at risk, the proportion with {response} is known only to lie "
            "between {conf_low} and {conf_high} ({conf_level} CI).",
            stats,
        )
    ]


def _unknown_sentences(numbers: ArdNumbers) -> list[ArdSentence]:
    """Return one sentence on what stayed unknown, of everything that did."""
    clauses: list[str] = []
    rows: list[int] = []
    for what in numbers.levels["unknown"]:
        stats = {**numbers.of("unknown", what), "what": what}
        if not numbers.value("unknown", what, "N_miss"):
            continue
        said = numbers.say("{what} ({N_miss} of {N_obs})", stats)
        clauses.append(said.text)
        rows += said.rows
    if not clauses:
        return [ArdSentence(sentence("Nothing that the analysis asks for was unknown."))]
    # Heights and weights are carried on.
    text = sentence(
        "Not known were: {facts}. No urine result and no albumin was imputed.",
        facts=joined(clauses, "; "),
    )
    return [ArdSentence(text, tuple(rows))]


def _design(numbers: ArdNumbers) -> list[ArdSentence]:
    said = [
        ArdSentence(
            sentence(
                "A remission is dated by the visits at which urine was tested; it began at some "
                "time since the visit before."
            )
        ),
        ArdSentence(
            sentence(
                "There is no comparison group, so that no effect of a treatment can be told from "
                "these numbers."
            )
        ),
    ]
    if "response: difference" not in numbers.variables and len(numbers.groups) > 1:
        said.append(
            ArdSentence(
                sentence("Differences between groups are descriptive; no test was planned.")
            )
        )
    return said
