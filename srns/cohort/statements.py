"""What does a statement of a manuscript consist of, when a machine is to check it?"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Statement:
    """A number, a share or a list of children that a text states of its cohort.

    Attributes
    ----------
    says
        The words, or what they state.
    value
        What they state, as printed: ``4``, ``50 %``, ``3 of 4``, ``6.5 (0.5–8)``, ``1, 2, 6``.
        Empty where the text states nothing: what the table gives is shown all the same.
    how
        How it is computed, in the words of `srns.analysis.statements.parse`; empty where no
        number can check it.
    section
        Where it stands in the text.
    against
        The other passage that it contradicts, where there is one.
    note
        What a reader should know.
    place
        Where it stands in the file of statements, for messages.
    inconsistency
        The number of the contradiction within the text that it belongs to; 0 without one.
    """

    says: str
    value: str = ""
    how: str = ""
    section: str = ""
    against: str = ""
    note: str = ""
    place: str = ""
    inconsistency: int = 0
