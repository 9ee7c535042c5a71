"""Basis in words, in the language in use, as figures and pages state it."""

from srns.cohort.day_zero import name_as_read
from srns.cohort.tables import AS_READ, Cohort
from srns.languages.messages import _, translated
from srns.rules.basis import Basis


def basis_words(basis: Basis, cohort: Cohort) -> str:
    """Return day 0 and the strategy in words; in English as `Basis.words_for` does."""
    origin = translated(basis.day_zero)
    if basis.by_line:
        origin = _("the start of each line of treatment, which counts like a child")
    elif basis.day_zero == AS_READ:
        read = name_as_read(cohort)
        origin = _("index date, else first infusion") if read == AS_READ else translated(read)
    return _("Day 0: {origin}. Rescue drugs: {strategy}.").format(
        origin=origin, strategy=translated(basis.strategy)
    )
