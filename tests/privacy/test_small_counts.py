"""Nobody learns a count from what is published of it, of its sums, or of the tables beside it."""

from collections import Counter

import numpy as np
import pandas as pd
import pytest

from srns.cohort.terms import AT_START, COMPLETE, NONE, RESPONSES
from srns.privacy.count_noise import draw_noise
from srns.privacy.small_counts import EVERYONE, MASKED, SMALLER, publish_count, release
from tests.privacy.attack_counts import (
    SURE,
    different_tables,
    every_table,
    invent,
    publish_all,
    what_is_possible,
    what_is_probable,
)
from tests.privacy.published_tables import (
    LARGEST,
    chances,
    count_of,
    places_of,
    publish,
)
from tests.privacy.table_posterior import posterior

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


@pytest.mark.parametrize("responses", [2, 3])
def test_of_all_tables_and_patterns_each_count_has_two_values_and_each_masked_one_may_be_zero(
    responses,
):
    found = what_is_possible(responses)

    assert found.cases > len(every_table(responses))
    assert found.fewest >= 2
    assert found.never_zero == 0


@pytest.mark.parametrize(("responses", "tables"), [(2, 300), (3, 32)])
def test_all_that_is_published_makes_nobody_sure_of_a_count(responses, tables):
    found = what_is_probable(responses, noisy=True, at_once=True, most=tables, seed=7)

    assert found.tables == tables
    assert found.surest < SURE
    assert found.certain == 0


def test_the_attack_breaks_rounding_alone():
    """Else it would prove nothing."""
    assert what_is_probable(2, noisy=False, at_once=True, most=200, seed=7).certain > 0.05


@pytest.mark.parametrize("responses", [2, 3])
def test_the_posterior_is_that_of_weighing_every_table_one_by_one(responses):
    random = np.random.default_rng(3)
    tables = every_table(responses, most=LARGEST - 1)
    if responses == 3:  # those that agree with a total, which is known here
        tables = tables[tables.sum((1, 2)) == 9]
    chosen = [table.astype(int) for table in random.choice(tables, 3)]
    evidence = [publish_all(table, random, noisy=True, at_once=False)[0] for table in chosen]
    for each in evidence:
        if responses == 3:
            each.own["all", 0, 0] = np.eye(LARGEST)[9]

    found = posterior(evidence, responses)

    for number, each in enumerate(evidence):
        counts = {place: np.array([count_of(table, place) for table in tables])
                  for place in places_of(2, responses)}  # fmt: skip
        weight = np.prod([each.own[place][counts[place]] for place in each.own], axis=0)
        for place, of_place in counts.items():
            expected = np.bincount(of_place, weight, minlength=LARGEST) / weight.sum()
            np.testing.assert_allclose(found[place][number], expected, atol=1e-9)


def test_a_second_grouping_and_definition_are_weighed_as_one_by_one():
    """Each pair of tables that share sums, weighed by both; of a few children."""
    random = np.random.default_rng(5)
    table = np.array([[3, 1], [0, 2]])
    evidence, *_ = publish_all(table, random, noisy=True, at_once=True)
    evidence.own["all", 0, 0] = np.eye(LARGEST)[6]
    tables = [each for each in every_table(2) if each.sum() == 6]

    def weigh_one(each: np.ndarray, of: dict) -> float:
        return float(np.prod([weights[count_of(each, place)] for place, weights in of.items()]))

    weight = []
    for each in tables:
        beside = [
            sum(
                weigh_one(other, of)
                for other in tables
                if (other.sum(axis) == each.sum(axis)).all()
            )
            for axis, of in ((0, evidence.grouping), (1, evidence.definition))
        ]
        weight.append(weigh_one(each, evidence.own) * beside[0] * beside[1])

    found = posterior([evidence], 2)
    for place in places_of(2, 2):
        expected = np.bincount(
            [count_of(each, place) for each in tables], weight, minlength=LARGEST
        )
        np.testing.assert_allclose(found[place][0], expected / sum(weight), atol=1e-9)


@pytest.mark.parametrize("seed", range(6))
def test_the_model_of_what_is_published_is_the_rule(seed):
    """Else it would be an attack on another rule."""
    random = np.random.default_rng(seed)
    table = random.choice(different_tables(3)).astype(int)
    names = list(RESPONSES[:3])
    children = [(g, r) for (g, r), count in np.ndenumerate(table) for _ in range(count)]
    keys = pd.Series(some_keys(len(children)))
    responses = pd.Series([names[r] for _, r in children])
    groups = {"by": pd.Series([f"g{g}" for g, _ in children])}

    def noise(place: tuple[str, int, int], added: int) -> int:
        kind, group, response = place
        chosen = [
            key
            for key, (g, r) in zip(keys, children, strict=True)
            if (kind in ("all", "column") or g == group)
            and (kind in ("all", "row") or r == response)
        ]
        return draw_noise(chosen, "" if kind in ("all", "row") else names[response])

    expected = {}
    for one in publish(table, noise):
        kind, group, response = one.place
        label = EVERYONE if kind in ("all", "column") else f"g{group}"
        expected[label, kind in ("all", "row"), response] = (
            str(5 * one.shown) if one.shown else MASKED
        )

    shown = release(responses, groups, keys).counts
    for row in shown[shown["response"].isin(names)].to_dict(orient="records"):
        if row["group"] == SMALLER:
            continue
        assert row["of"] == expected[row["group"], True, 0]
        of = expected.get((row["group"], False, names.index(row["response"])), MASKED)
        assert row["children"] == of
    sizes = {label for (label, whole, _), text in expected.items() if whole and text != MASKED}
    assert set(shown["group"]) - {SMALLER} == sizes


def test_a_group_of_everyone_is_shown_as_everyone():
    shown = published((COMPLETE, 9), (NONE, 12))

    columns = ["response", "children", "of", "percent"]
    parts = [part[columns].reset_index(drop=True) for _, part in shown.groupby("by")]
    assert parts[0].equals(parts[1])


def test_no_part_of_a_masked_count_is_shown():
    for seed in range(20):
        shown = release(*invent(30, np.random.default_rng(seed))).counts
        everyone = shown[shown["by"] == EVERYONE].set_index("response")["children"]
        parts = shown[shown["by"] != EVERYONE]
        assert (parts["of"] != MASKED).all()
        assert set(parts.loc[parts["response"].map(everyone) == MASKED, "children"]) <= {MASKED}


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
