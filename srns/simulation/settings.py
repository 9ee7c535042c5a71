"""What is asked of an invented cohort: how many children, how they are seen and recorded."""

from dataclasses import dataclass, fields

from srns.cohort.errors import InputError

_SHARES = ("missing_albumin", "strips", "diaries", "si_units", "duplicates", "unreadable",
           "censored")  # fmt: skip


@dataclass(frozen=True)
class SimulationSettings:
    """How a cohort is invented. The same settings make the same cohort.

    Attributes
    ----------
    visit_days
        Days from one visit to the next, on average.
    years
        The longest follow-up; each child's is drawn from 0.9 years to it.
    missing_albumin, strips
        Share of visits without albumin, and with a strip in place of the ratio.
    diaries
        Share of children with a strip a day at home in the first 120 days.
    si_units, censored
        Share of children measured in mg/mmol and g/L, and by a laboratory that prints ``<0.10``.
    duplicates, unreadable
        Share of results that stand there twice, and that nobody can read.
    long_rows
        How many results the first child has besides, of a daily diary of many strips.
    """

    children: int
    seed: int = 1
    visit_days: int = 30
    years: float = 5.0
    missing_albumin: float = 0.10
    strips: float = 0.0
    diaries: float = 0.05
    si_units: float = 0.3
    duplicates: float = 0.02
    unreadable: float = 0.002
    censored: float = 0.2
    long_rows: int = 0

    def __post_init__(self) -> None:
        if self.children < 1 or self.visit_days < 1 or self.years < 1 or self.long_rows < 0:
            raise InputError(
                f"found {self.children} children, a visit every {self.visit_days} days and "
                f"{self.years} years; expected at least 1 of each. Ask for more."
            )
        for name in _SHARES:
            share = getattr(self, name)
            if not 0 <= share <= 1:
                raise InputError(
                    f"found {name.replace('_', ' ')} {share}; expected a share from 0 to 1."
                )

    def in_words(self) -> dict[str, str]:
        """Return the settings as texts, to stand in the file that is made of them."""
        return {each.name: str(getattr(self, each.name)) for each in fields(self)}
