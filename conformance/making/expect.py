"""What the oracle demands of a vector."""

from typing import Any

from conformance.making.subject import Subject, Vector
from tests.rules.oracle import AT_START, REMISSIONS, Verdict
from tests.rules.oracle_rescue import as_child, find_lines, find_rescue
from tests.rules.oracle_samples import NEVER, Child, Window, find_window

REASONS: dict[str, str] = {
    "at start": "in remission before treatment began",
    "reached": "a run of visits decides the response",
    "possible": "a response is neither reached nor ruled out",
    "gap": "a visit is within the outer limits of a response, and none was reached",
    "possible gap": "a visit may be within the outer limits of a response",
    "limits not met": "no visit is within the outer limits of any response",
    "no visit": "nothing that the definition judges was measured in the window",
    "rescue": "a rescue drug came before any response, and counts as no response",
    "rescue uncertain": "the verdict depends on whether, or when, a rescue drug was started",
}


def expect(subject: Subject, vector: Vector) -> dict[str, Any]:
    """Return the verdict of the child, or of its line."""
    judged, window = vector.child, None
    if vector.line is not None:
        line = find_lines(vector.child)[vector.line - 1]
        judged, window = as_child(vector.child, line)
    verdict = subject.oracle.judge(judged, vector.strategy, window)
    return {
        "response": verdict.response,
        "left_open": verdict.left_open,
        "onset_day": verdict.onset_day,
        "confirmed_day": verdict.confirmed_day,
        "relapse_day": verdict.relapse_day,
        "sustained": verdict.sustained,
        "status": verdict.status,
        "remission_at_start": verdict.remission_at_start,
        "reason": _reason(verdict, judged, vector.strategy, window),
    }


def _reason(verdict: Verdict, child: Child, strategy: str, window: Window | None) -> str:
    """Name the step of section 8 of docs/verdicts.md at which the verdict fell."""
    if verdict.response == AT_START:
        return "at start"
    if verdict.response in REMISSIONS:
        return "reached"
    if verdict.states is None:
        return "rescue uncertain"
    if verdict.response == "no response":
        window = find_window(child) if window is None else window
        rescue = find_rescue(child).surely
        came = rescue < NEVER and rescue <= window.last
        return "rescue" if strategy == "rescue is no response" and came else "limits not met"
    if verdict.left_open is not None:
        return "possible"
    if verdict.response == "unclassified":
        return "gap"
    return "possible gap" if verdict.states else "no visit"
