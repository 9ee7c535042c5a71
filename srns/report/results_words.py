"""Results and limitations in words, written from the analysis results data alone.

Each sentence is what a statistician would write of that cohort: of nobody, of one child, of a
cohort in which all or none responded, and of one in which nobody could be evaluated.
"""

from collections.abc import Sequence

from srns.analysis.time_to_event.time_origins import with_article
from srns.cohort.terms import AT_START, COMPLETE, NONE, NOT_EVALUABLE, PARTIAL, UNCLASSIFIED
from srns.cohort.wording import join_words, with_capital
from srns.report.ard_sentences import ArdNumbers, ArdSentence, FoundStatistic

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
    whole = numbers.get("response", AT_START, "N")
    if whole is None or not whole.value:
        return [*said, ArdSentence("There are no data.")]
    said += _imprecision(numbers, responses[0])
    said += _unknown_sentences(numbers)
    if _at_risk(numbers) and (_at_risk(numbers) or whole).value > 1:
        said += _design(numbers)
    return said


def _at_risk(numbers: ArdNumbers) -> FoundStatistic | None:
    return numbers.get("response", COMPLETE, "N")


def _participants(numbers: ArdNumbers) -> list[ArdSentence]:
    whole, at_start = (numbers.get("response", AT_START, each) for each in ("N", "n"))
    assert whole is not None
    assert at_start is not None
    if whole.value == 1:
        said = [numbers.say("One child was studied.", {})]
    else:
        said = [numbers.say("{whole} children were studied.", {"whole": whole})]
    if at_start.value:
        verb = "was" if at_start.value == 1 else "were"
        said.append(
            numbers.say(
                f"{{n}} of {{whole}} {verb} in remission at start ({{who}}), so not at risk and in "
                "no proportion of response.",
                {"n": at_start, "whole": whole},
                _named(at_start),
            )
        )
    return said


def _named(found: FoundStatistic) -> tuple[str, ...]:
    return found.patients if len(found.patients) <= NAMED_UP_TO else ()


def _response(numbers: ArdNumbers, responses: Sequence[str]) -> list[ArdSentence]:
    risk = _at_risk(numbers)
    if risk is None or not risk.value:
        return [ArdSentence("No child was at risk of a response, so no proportion was estimated.")]
    undecided = numbers.get("response", NOT_EVALUABLE, "n")
    if risk.value == 1:
        return _one_child(numbers, risk)
    if undecided is not None and undecided.value == risk.value:
        return [
            numbers.say(
                "None of the {risk} children at risk could be evaluated: missing or unreadable "
                "results leave every response open. No proportion is reported, because a count of "
                "no responders would be no finding.",
                {"risk": risk},
            )
        ]
    said = [_proportion(numbers, responses[0], risk)]
    said += [
        _proportion(numbers, each, risk, first=False)
        for each in (*responses[1:], NONE, UNCLASSIFIED)
        if numbers.value("response", each, "n") or each in responses[1:]
    ]
    if undecided is not None and undecided.value:
        verb = "it stays" if undecided.value == 1 else "they stay"
        said.append(
            numbers.say(
                f"{{n}} of {{risk}}{_who(undecided)} could not be evaluated; {verb} in the "
                "denominator, so that the proportions of remission are lower bounds.",
                {"n": undecided, "risk": risk},
                _named(undecided),
            )
        )
    return said


def _who(found: FoundStatistic) -> str:
    return " ({who})" if found.patients and len(found.patients) <= NAMED_UP_TO else ""


def _one_child(numbers: ArdNumbers, risk: FoundStatistic) -> list[ArdSentence]:
    """Return what became of the only child at risk: a proportion of one says nothing."""
    for response in numbers.levels["response"]:
        found = numbers.get("response", response, "n")
        if response == AT_START or found is None or not found.value:
            continue
        words = {**_REACHED, **_UNREACHED, NOT_EVALUABLE: "could not be evaluated"}
        said = words.get(response, f"reached {response}")
        return [
            numbers.say(
                f"The only child at risk ({{who}}) {said}. One child gives no proportion, and none "
                "is reported.",
                {},
                risk.patients,
            )
        ]
    return []


def _proportion(
    numbers: ArdNumbers, response: str, risk: FoundStatistic, *, first: bool = True
) -> ArdSentence:
    """Return the sentence on one response of all children at risk."""
    stats = {
        name: numbers.get("response", response, stat)
        for name, stat in (
            ("n", "n"), ("N", "N"), ("p", "p"), ("low", "conf.low"), ("high", "conf.high"),
            ("level", "conf.level"),
        )
    }  # fmt: skip
    n = stats["n"]
    assert n is not None
    words = {**_REACHED, **_UNREACHED}.get(response, f"reached {response}")
    interval = "{level} CI {low} to {high}" if first else "{low} to {high}"
    compatible = ": the data are compatible with a proportion as"
    children = " children at risk" if first else ""
    if n.value == risk.value:
        said = f"{compatible} low as {{low}}" if first else ""
        return numbers.say(f"All {{N}}{children} {words} ({{p}}; {interval}){said}.", stats)
    if n.value == 0:
        said = f"{compatible} high as {{high}}" if first else ""
        return numbers.say(f"None of {{N}}{children} {words} ({{p}}; {interval}){said}.", stats)
    named = _named(n)
    who = "{who}; " if named else ""
    return numbers.say(f"{{n}} of {{N}}{children} {words} ({who}{{p}}; {interval}).", stats, named)


def _groups(numbers: ArdNumbers, response: str) -> list[ArdSentence]:
    """Return the sentence on the best response by group; nothing where there is one group."""
    groups = [each for each in numbers.groups if numbers.value("response", response, "N", each)]
    risk = _at_risk(numbers)
    if len(groups) < 2 or risk is None or risk.value < 2:
        return []
    undecided = numbers.get("response", NOT_EVALUABLE, "n")
    if undecided is not None and undecided.value == risk.value:
        return []
    clauses, rows, names = [], [], []
    for group in groups:
        stats = {
            name: numbers.get("response", response, stat, group)
            for name, stat in (
                ("n", "n"), ("N", "N"), ("p", "p"), ("low", "conf.low"), ("high", "conf.high"),
            )
        }  # fmt: skip
        said = numbers.say(
            "{n} of {N} with {group} ({p}; {low} to {high})", {**stats, "group": group}
        )
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
    variable = f"months to {response}"
    names = ("N", "median", "min", "max")
    spread = {name: numbers.get(variable, None, name, origin) for name in names}
    count = spread["N"]
    risk = _at_risk(numbers)
    if count is None or not count.value or risk is None or risk.value < 2:
        return []
    since = {"since": with_article(origin)}
    if count.value == 1:
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
    stats = {
        name: numbers.get(variable, level, stat, group)
        for name, variable, level, stat in (
            ("start", "follow-up", None, "N"),
            ("events", "follow-up", None, "n.event"),
            ("competing", "follow-up", None, "n.competing"),
            ("median", "prob", 0.5, "estimate"),
            ("low", "prob", 0.5, "conf.low"),
            ("high", "prob", 0.5, "conf.high"),
            ("level", "prob", 0.5, "conf.level"),
        )
    }
    start, events = stats["start"], stats["events"]
    if start is None or events is None or start.value < 2:
        return []
    form = f"Of {{start}} {whom}, {'{events}' if events.value else 'none'} had {event}"
    if (competing := stats["competing"]) is not None and competing.value:
        form += " and {competing} had kidney failure or died first"
    if stats["median"] is None or stats["median"].value is None:
        return [numbers.say(f"{form}; the median time was not reached.", stats)]
    low, high = stats["low"], stats["high"]
    lacks_high = high is None or high.value is None
    if low is not None and not low.value and lacks_high:
        limits = "no {level} CI from so few children"
    elif lacks_high:
        limits = "{level} CI from {low} months, upper limit not reached"
    else:
        limits = "{level} CI {low} to {high}"
    return [numbers.say(f"{form}; the median time was {{median}} months ({limits}).", stats)]


def _relapses(numbers: ArdNumbers) -> list[ArdSentence]:
    said = []
    for group in numbers.remissions:
        start, events = (numbers.get("follow-up", None, each, group) for each in ("N", "n.event"))
        if start is None or events is None or not start.value:
            continue
        if start.value == 1:
            did = "ended in relapse" if events.value else "was not followed by a relapse"
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
        stats = {
            name: numbers.get(variable, None, name, origin)
            for name in ("N", "median", "min", "max")
        }
        count = stats["N"]
        if count is None or not count.value:
            continue
        form = (
            "The one child still in complete remission without a relapse was followed for {median} "
            "years from {since}."
            if count.value == 1
            else "The {N} children still in complete remission without a relapse were followed for "
            "a median of {median} years from {since} (range {min} to {max})."
        )
        return [numbers.say(form, {**stats, "since": with_article(origin)})]
    return []


def _imprecision(numbers: ArdNumbers, response: str) -> list[ArdSentence]:
    risk = _at_risk(numbers)
    undecided = numbers.get("response", NOT_EVALUABLE, "n")
    if risk is None or not risk.value:
        return []
    if risk.value == 1:
        return [ArdSentence("One child supports no estimate and no generalization.")]
    if undecided is not None and undecided.value == risk.value:
        return [ArdSentence("Nobody could be evaluated: this cohort says nothing on response.")]
    stats = {
        name: numbers.get("response", response, stat)
        for name, stat in (
            ("N", "N"), ("low", "conf.low"), ("high", "conf.high"), ("level", "conf.level"),
        )
    }  # fmt: skip
    return [
        numbers.say(
            f"With {{N}} children at risk, the proportion with {response} is known only to lie "
            "between {low} and {high} ({level} CI).",
            stats,
        )
    ]


def _unknown_sentences(numbers: ArdNumbers) -> list[ArdSentence]:
    """Return one sentence on what stayed unknown, of everything that did."""
    clauses: list[str] = []
    rows: list[int] = []
    for what in numbers.levels["unknown"]:
        missing, of = (numbers.get("unknown", what, stat) for stat in ("N_miss", "N_obs"))
        if missing is None or of is None or not missing.value:
            continue
        said = numbers.say("{what} ({n} of {of})", {"what": what, "n": missing, "of": of})
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
