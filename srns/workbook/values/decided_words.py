"""Words of a cell with what a person decided that they mean."""


class DecidedWord(str):
    """A text as typed, and the group that a person put it into; empty for none."""

    __slots__ = ("group",)
    group: str

    @classmethod
    def of(cls, typed: str, group: str) -> "DecidedWord":
        """Return a text with its group."""
        word = cls(typed)
        word.group = group
        return word
