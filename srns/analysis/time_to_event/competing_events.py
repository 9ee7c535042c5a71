"""Competing events with partial dates: how they were handled, in sentences."""

from collections.abc import Mapping, Sequence

from srns.cohort.wording import and_more


def partial_date_sentences(spans: Mapping[str, str], left_out: Sequence[str] = ()) -> list[str]:
    """List the children with a partially dated event, and how it was handled.

    Parameters
    ----------
    spans
        By child: the range of possible days, in words.
    left_out
        Children with a remission left out because its end is undetermined.

    >>> partial_date_sentences({"1": "day 91 to 120"})
    ['Event with a partial date, placed on the latest possible day: 1 (day 91 to 120).']
    """
    sentences = []
    if spans:
        named = and_more([f"{patient} ({days})" for patient, days in spans.items()], 20)
        sentences.append(f"Event with a partial date, placed on the latest possible day: {named}.")
    if left_out:
        sentences.append(
            "Remission left out, because a relapse, kidney failure or death with a partial date "
            f"may have ended it: {and_more(left_out, 20)}."
        )
    return sentences
