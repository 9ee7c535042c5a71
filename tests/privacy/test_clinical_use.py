"""The gate does no harm: what is saved is judged as the workbook was, with one screen to see."""

import pytest

from srns.privacy import deidentify
from tests.privacy.clinical_use import (
    Source,
    differences,
    read,
    save,
    sources,
    with_ages_and_dates_as_stored,
)

SOURCES = {source.name: source for source in sources()}
DRAWN = ("haddad2021", "invented_oral", "invented_lines", "invented_diary")
SOME = {**{name: SOURCES[name] for name in DRAWN}, **dict(list(SOURCES.items())[::4])}
"""Every fourth workbook; all of them: python -m tests.privacy.clinical_use."""


@pytest.mark.parametrize("source", SOME.values(), ids=SOME)
def test_what_is_saved_is_judged_as_the_workbook_was(source: Source):
    found = read(source)
    if found is None:
        return  # cells have errors: nothing can be saved
    saved = save(*found)

    strict = differences(saved, drawn=source.name in DRAWN)

    assert [name for name in strict if name.startswith("verdicts")] == []
    assert not strict or differences(with_ages_and_dates_as_stored(saved)) == []


def test_most_workbooks_can_be_saved():
    """Else nothing would be compared."""
    assert set(DRAWN) <= set(SOURCES)
    assert len(SOURCES) >= 150
    assert sum(read(source) is not None for source in SOME.values()) >= 30


def test_the_papers_cohort_needs_no_decision_about_a_word():
    cohort, _ = read(SOURCES["haddad2021"]) or pytest.fail("the paper cannot be read")
    screening = deidentify.screen(cohort)

    assert not screening.unsure
    assert not screening.labels
