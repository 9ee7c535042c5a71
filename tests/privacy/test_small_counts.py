"""Nobody learns a count from what is published of it, of its sums, or of the tables beside it."""

from collections import Counter

import numpy as np
import pandas as pd
import pytest

from srns.cohort.terms import AT_START, COMPLETE, NONE
from srns.privacy.count_noise import draw_noise
from srns.privacy.small_counts import EVERYONE, MASKED, SMALLER, publish_count, release
from tests.privacy.attack_counts import SURE, Attacker, chances, invent

RANDOM = np.random.default_rng(4)


def some_keys(count: int) -> list[bytes]:
    return [RANDOM.bytes(32) for _ in range(count)]


def published(*verdicts: tuple[str, int], group: list[str] | None = None) -> pd.DataFrame:
    responses = pd.Series([name for name, count in verdicts for _ in range(count)])
    groups = {"histology": pd.Series(group or ["MCD"] * len(responses))}
    return release(responses, groups, pd.Series(some_keys(len(responses)))).counts


def test_noise_is_spread_as_the_docstring_says():
    drawn = Counter(draw_noise([each]) for each in some_keys(12_000))

    for noise in range(-4, 5):
        expected = 12_000 * 2.0 ** -abs(noise) / 3
        assert abs(drawn[noise] - expected) < 5 * expected**0.5, noise


@pytest.mark.parametrize("count", [0, 1, 3, 5, 12])
def test_the_attack_weighs_counts_as_they_are_published(count):
    """Else it would be an attack on another rule."""
    shown = Counter(publish_count(some_keys(count)) for _ in range(2000))

    for column, chance in enumerate(chances(noisy=True)[count]):
        seen = shown[str(5 * column) if column else MASKED]
        assert abs(seen - 2000 * chance) <= 5 * (2000 * chance) ** 0.5 + 1


def test_every_masked_count_may_be_zero_and_no_number_shown_is_certain():
    chance = chances(noisy=True)

    assert (chance[:12, 0] > 0).all()
    for shown in range(1, 5):
        assert (chance[1:25, shown] > 0).all()


@pytest.mark.parametrize(("groups", "responses", "tries"), [(2, 2, 120), (2, 3, 3)])
def test_all_that_is_published_makes_nobody_sure_of_a_count(groups, responses, tries):
    attacker = Attacker(groups, responses, noisy=True)
    random = np.random.default_rng(7)
    eligible = np.flatnonzero(attacker.counts[:, -1] <= 25)

    for true in random.choice(eligible, tries):
        likeliest, _ = attacker.surest(attacker.attack(true, random, at_once=True))
        assert (likeliest < SURE).all()


def test_the_attack_breaks_rounding_alone():
    """Else it would prove nothing."""
    attacker = Attacker(2, 2, noisy=False)
    random = np.random.default_rng(7)
    exact = 0
    for true in random.choice(len(attacker.tables), 60):
        likeliest, _ = attacker.surest(attacker.attack(true, random, at_once=True))
        exact += int((likeliest > 1 - 1e-9).sum())

    assert exact > 20


def test_the_same_children_are_altered_alike_under_every_choice_of_tables():
    responses, groups, keys = invent(60, np.random.default_rng(1))

    whole = release(responses, groups, keys).counts
    for name in groups:
        part = release(responses, groups, keys, [name]).counts
        assert part.equals(whole[whole["by"].isin([EVERYONE, name])].reset_index(drop=True))


def test_the_order_of_the_children_changes_nothing():
    responses, groups, keys = invent(60, np.random.default_rng(1))
    mixed = np.random.default_rng(2).permutation(60)

    again = release(
        responses.iloc[mixed], {k: v.iloc[mixed] for k, v in groups.items()}, keys.iloc[mixed]
    )

    assert again.counts.equals(release(responses, groups, keys).counts)


def test_children_in_remission_at_the_start_are_in_no_percentage():
    shown = published((COMPLETE, 40), (AT_START, 40))

    everyone = shown[shown["by"] == EVERYONE].set_index("response")
    assert int(everyone.loc[COMPLETE, "of"]) <= 60
    assert everyone.loc[COMPLETE, "percent"] != ""
    assert everyone.loc[AT_START, "percent"] == ""


def test_so_few_children_have_no_percentages():
    shown = published((COMPLETE, 4), (NONE, 4))

    assert set(shown["percent"]) == {""}


def test_small_groups_stand_together():
    shown = published((COMPLETE, 20), (NONE, 20), group=[f"rare {each}" for each in range(40)])

    assert not shown["group"].str.startswith("rare").all()
    together = shown[shown["group"] == SMALLER]
    assert int(together["of"].iloc[0]) >= 20


def test_no_number_under_five_is_ever_shown():
    responses, groups, keys = invent(40, np.random.default_rng(3))

    counts = release(responses, groups, keys).counts

    numbers = [int(each) for each in {*counts["children"], *counts["of"]} - {MASKED}]
    assert numbers
    assert all(number % 5 == 0 and number >= 5 for number in numbers)


def test_of_a_handful_of_children_nothing_is_shown():
    assert published((COMPLETE, 0)).empty
