"""Statement in a manuscript about its cohort, in a form that can be checked."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Statement:
    """A number, a proportion or a list of children that a manuscript states.

    Attributes
    ----------
    says
        The sentence, or a summary of it.
    value
        What it states, as printed: ``4``, ``50 %``, ``3 of 4``, ``6.5 (0.5–8)``, ``1, 2, 6``.
        Empty if it states no value; the computed value is shown all the same.
    how
        The expression that computes it, in the language of `srns.analysis.statements.parse`; empty
        if it cannot be checked by a number.
    section
        Section of the manuscript.
    against
        The passage that it contradicts, if there is one.
    note
        Remark for the reader.
    place
        Place in the file of statements, for messages.
    inconsistency
        Number of the contradiction within the manuscript that it belongs to; 0 if none.
    """

    says: str
    value: str = ""
    how: str = ""
    section: str = ""
    against: str = ""
    note: str = ""
    place: str = ""
    inconsistency: int = 0
