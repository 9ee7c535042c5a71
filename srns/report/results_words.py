"""Results and limitations in words, written from the analysis results data alone.

Each sentence is what a statistician would write of that cohort: of nobody, of one child, of a
cohort in which all or none responded, and of one in which nobody could be evaluated.
"""

from collections.abc import Sequence

from srns.analysis.results_data.rows import Statistic
from srns.analysis.time_to_event.time_origins import with_article
from srns.cohort.terms import AT_START, COMPLETE, NONE, NOT_EVALUABLE, PARTIAL, UNCLASSIFIED
from srns.cohort.wording import join_words, with_capital
from srns.report.ard_sentences import ArdNumbers, ArdSentence

NAMED_UP_TO = 20
"""Groups of more children are counted and not named."""
_REACHED = {COMPLETE: "reached complete remission", PARTIAL: "reached partial remission"}
_UNREACHED = {
    NONE: "had no response",
    UNCLASSIFIED: "could not be classified, because the definition leaves a gap",
}


def results_paragraphs(numbers: ArdNumbers, responses: Sequence[str]) -> list[list[ArdSentence]]:
    """Return the results in paragraphs: participants, response, groups, times, relapse.

    Parameters
    ----------
    responses
        The responses of the definition, best first.
    """
    if not numbers.value("response", AT_START, "N"):
        return [[ArdSentence("No child was studied, so nothing was estimated.")]]
    paragraphs = [
        [*_participants(numbers), *_response(numbers, responses)],
        _groups(numbers, responses[0]),
        _time_to_remission(numbers, responses[0]),
        [*_relapses(numbers), *_follow_up(numbers)],
    ]
    return [each for each in paragraphs if each]


def limitation_sentences(
    numbers: ArdNumbers, responses: Sequence[str], note: str = ""
) -> list[ArdSentence]:
    """Return the limitations that the numbers show; those of the design are the author's.

    Parameters
    ----------
    note
        A mandatory note on the data, such as that they are simulated.
    """
    said = [ArdSentence(f"{note.rstrip('.')}.")] if note else []
    if not numbers.value("response", AT_START, "N"):
        return [*said, ArdSentence("There are no data.")]
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


def _participants(numbers: ArdNumbers) -> list[ArdSentence]:
    stats = numbers.of("response", AT_START)
    whole, at_start = stats["N"], stats["n"]
    if whole.stat == 1:
        said = [numbers.say("One child was studied.", {})]
    else:
        said = [numbers.say("{N} children were studied.", stats)]
    if at_start.stat:
        verb = "was" if at_start.stat == 1 else "were"
        said.append(
            numbers.say(
                f"{{n}} of {{N}} {verb} in remission at start{_who(at_start)}, so not at risk and "
                "in no proportion of response.",
                stats,
                _named(at_start),
            )
        )
    return said


def _named(found: Statistic) -> tuple[str, ...]:
    return tuple(found.patients) if len(found.patients) <= NAMED_UP_TO else ()


def _response(numbers: ArdNumbers, responses: Sequence[str]) -> list[ArdSentence]:
    risk = _at_risk(numbers)
    if risk is None or not risk.stat:
        return [ArdSentence("No child was at risk of a response, so no proportion was estimated.")]
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
        verb = "it stays" if undecided.stat == 1 else "they stay"
        said.append(
            numbers.say(
                f"{{n}} of {{risk}}{_who(undecided)} could not be evaluated; {verb} in the "
                "denominator, so that the proportions of remission are lower bounds.",
                {"n": undecided, "risk": risk},
                _named(undecided),
            )
        )
    return said


def _who(found: Statistic) -> str:
    return " ({who})" if found.patients and len(found.patients) <= NAMED_UP_TO else ""


def _one_child(numbers: ArdNumbers, risk: Statistic) -> list[ArdSentence]:
    """Return what became of the only child at risk: a proportion of one says nothing."""
    for response in numbers.levels["response"]:
        if response == AT_START or not numbers.value("response", response, "n"):
            continue
        words = {**_REACHED, **_UNREACHED, NOT_EVALUABLE: "could not be evaluated"}
        said = words.get(response, f"reached {response}")
        return [
            numbers.say(
                f"The only child at risk ({{who}}) {said}. One child gives no proportion, and none "
                "is reported.",
                {},
                _named(risk),
            )
        ]
    return []


def _proportion(numbers: ArdNumbers, response: str, *, first: bool = True) -> ArdSentence:
    """Return the sentence on one response of all children at risk."""
    stats = numbers.of("response", response)
    n, whole = stats["n"], stats["N"]
    words = {**_REACHED, **_UNREACHED}.get(response, f"reached {response}")
    interval = f"{'{conf.level} CI ' if first else ''}{{conf.low}} to {{conf.high}}"
    compatible = ": the data are compatible with a proportion as"
    children = " children at risk" if first else ""
    if n.stat == whole.stat:
        said = f"{compatible} low as {{conf.low}}" if first else ""
        return numbers.say(f"All {{N}}{children} {words} ({{p}}; {interval}){said}.", stats)
    if n.stat == 0:
        said = f"{compatible} high as {{conf.high}}" if first else ""
        return numbers.say(f"None of {{N}}{children} {words} ({{p}}; {interval}){said}.", stats)
    named = _named(n)
    who = "{who}; " if named else ""
    return numbers.say(f"{{n}} of {{N}}{children} {words} ({who}{{p}}; {interval}).", stats, named)


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
        stats = {**numbers.of("response", response, group), "group": group}
        said = numbers.say("{n} of {N} with {group} ({p}; {conf.low} to {conf.high})", stats)
        clauses.append(said.text)
        rows += said.rows
        names.append(group)
    text = f"{with_capital(response)} by {numbers.grouped_by}: {join_words(clauses)}."
    said = [ArdSentence(text, tuple(rows), tuple(names))]
    if "response: difference" not in numbers.variables:
        said.append(ArdSentence("The groups were not tested against each other."))
    return said


def _time_to_remission(numbers: ArdNumbers, response: str) -> list[ArdSentence]:
    origin = numbers.curve_origin
    spread = numbers.of(f"months to {response}", None, origin)
    risk = _at_risk(numbers)
    if not spread or not spread["N"].stat or risk is None or risk.stat < 2:
        return []
    since = {"since": with_article(origin)}
    if spread["N"].stat == 1:
        form = f"The child in {response} reached it {{median}} months from {{since}}."
    else:
        form = (
            f"Among the {{N}} children in {response}, it came at a median of {{median}} months "
            "from {since} (range {min} to {max})."
        )
    said = [numbers.say(form, {**spread, **since})]
    said += _curve(numbers, origin, f"children followed from {with_article(origin)}", response)
    return said


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
    stats = {**counted, **median}
    form = f"Of {{N}} {whom}, {'{n.event}' if counted['n.event'].stat else 'none'} had {event}"
    if counted["n.competing"].stat:
        form += " and {n.competing} had kidney failure or died first"
    if median["estimate"].stat is None:
        return [numbers.say(f"{form}; the median time was not reached.", stats)]
    low, high = median["conf.low"].stat, median["conf.high"].stat
    if not low and high is None:
        limits = "no {conf.level} CI from so few children"
    elif high is None:
        limits = "{conf.level} CI from {conf.low} months, upper limit not reached"
    else:
        limits = "{conf.level} CI {conf.low} to {conf.high}"
    return [numbers.say(f"{form}; the median time was {{estimate}} months ({limits}).", stats)]


def _relapses(numbers: ArdNumbers) -> list[ArdSentence]:
    said = []
    for group in numbers.remissions:
        counted = numbers.of("follow-up", None, group)
        if not counted or not counted["N"].stat:
            continue
        if counted["N"].stat == 1:
            ended = counted["n.event"].stat
            did = "ended in relapse" if ended else "was not followed by a relapse"
            said.append(ArdSentence(f"The only {group} {did}."))
        said += _curve(numbers, group, _plural_of(group), "a relapse")
    return said


def _plural_of(remission: str) -> str:
    """Return the curve's name in the plural, with which remissions it follows.

    >>> _plural_of("first remission"), _plural_of("remission after a relapse")
    ('first remissions, complete or partial', 'remissions after a relapse, complete or partial')
    """
    return f"{remission.replace('remission', 'remissions', 1)}, complete or partial"


def _follow_up(numbers: ArdNumbers) -> list[ArdSentence]:
    variable = "years of follow-up in remission"
    for origin in dict.fromkeys((numbers.curve_origin, "last infusion", "first infusion", "day 0")):
        stats = numbers.of(variable, None, origin)
        if not stats or not stats["N"].stat:
            continue
        form = (
            "The one child still in complete remission without a relapse was followed for {median} "
            "years from {since}."
            if stats["N"].stat == 1
            else "The {N} children still in complete remission without a relapse were followed for "
            "a median of {median} years from {since} (range {min} to {max})."
        )
        return [numbers.say(form, {**stats, "since": with_article(origin)})]
    return []


def _imprecision(numbers: ArdNumbers, response: str) -> list[ArdSentence]:
    risk = _at_risk(numbers)
    undecided = _undecided(numbers)
    if risk is None or not risk.stat:
        return []
    if risk.stat == 1:
        return [ArdSentence("One child supports no estimate and no generalization.")]
    if undecided is not None and undecided.stat == risk.stat:
        return [ArdSentence("Nobody could be evaluated: this cohort says nothing on response.")]
    return [
        numbers.say(
            f"With {{N}} children at risk, the proportion with {response} is known only to lie "
            "between {conf.low} and {conf.high} ({conf.level} CI).",
            numbers.of("response", response),
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
        return [ArdSentence("Nothing that the analysis asks for was unknown.")]
    imputed = "No urine result and no albumin was imputed."  # heights and weights are carried on
    text = f"Not known were: {'; '.join(clauses)}. {imputed}"
    return [ArdSentence(text, tuple(rows))]


def _design(numbers: ArdNumbers) -> list[ArdSentence]:
    said = [
        ArdSentence(
            "A remission is dated by the visits at which urine was tested; it began at some time "
            "since the visit before."
        ),
        ArdSentence(
            "There is no comparison group, so that no effect of a treatment can be told from these "
            "numbers."
        ),
    ]
    if "response: difference" not in numbers.variables and len(numbers.groups) > 1:
        said.append(ArdSentence("Differences between groups are descriptive; no test was planned."))
    return said
