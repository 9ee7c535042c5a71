"""Colours of states: told apart with three color blindnesses, in gray, and never the only code."""

from itertools import combinations

import numpy as np
import pytest

from srns.charts.theme import COLOURS, ON_COLOUR, STATE_LETTERS
from srns.cohort.terms import COMPLETE, NONE, PARTIAL

# Machado, Oliveira and Fernandes (2009), IEEE TVCG 15:1291-1298, table 1, severity 1.0.
VISION = {
    "usual": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
LEAST = 12
"""Distance in CIELAB; about 2.3 is just noticeable side by side."""


def linear(colour: str) -> np.ndarray:
    parts = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def lab(light: np.ndarray) -> np.ndarray:
    xyz = TO_XYZ @ np.clip(light, 0, 1) / np.array([0.95047, 1.0, 1.08883])
    bent = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * bent[1] - 16, 500 * (bent[0] - bent[1]), 200 * (bent[1] - bent[2])])


def pairs() -> list[tuple[str, str]]:
    """States that are drawn in different colors: some states are one thing by two names."""
    return [(one, other) for one, other in combinations(COLOURS, 2)
            if COLOURS[one] != COLOURS[other]]  # fmt: skip


@pytest.mark.parametrize("vision", VISION)
def test_states_are_told_apart(vision: str):
    seen = {state: lab(VISION[vision] @ linear(colour)) for state, colour in COLOURS.items()}
    near = {
        (one, other): round(float(np.linalg.norm(seen[one] - seen[other])), 1)
        for one, other in pairs()
    }

    assert {pair: distance for pair, distance in near.items() if distance < LEAST} == {}


def test_the_responses_differ_in_a_grey_copy():
    gray = [lab(linear(COLOURS[response]))[0] for response in (NONE, COMPLETE, PARTIAL)]

    assert np.diff(gray).min() > 7


def test_states_of_different_colours_have_different_letters():
    assert [pair for pair in pairs() if STATE_LETTERS[pair[0]] == STATE_LETTERS[pair[1]]] == []


@pytest.mark.parametrize("state", COLOURS)
def test_letters_can_be_read_on_their_colour(state: str):
    ground, ink = (TO_XYZ[1] @ linear(colour) for colour in (COLOURS[state], ON_COLOUR))

    assert (ground + 0.05) / (ink + 0.05) >= 4.5
