"""Competing events with partial dates: how they were handled, in sentences."""

from collections.abc import Mapping, Sequence

from srns.languages.sentences import first_of, sentence


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
        named = [
            sentence("{child} ({days})", child=patient, days=days)
            for patient, days in spans.items()
        ]
        sentences.append(
            sentence(
                "Event with a partial date, placed on the latest possible day: {children}.",
                children=first_of(named, 20),
            )
        )
    if left_out:
        sentences.append(
            sentence(
                "Remission left out, because a relapse, kidney failure or death with a partial "
                "date may have ended it: {children}.",
                children=first_of(left_out, 20),
            )
        )
    return sentences
