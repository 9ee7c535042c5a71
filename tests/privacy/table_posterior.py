"""How probable each count is, weighed over every table that there can be.

The tables are not enumerated one by one. They have two groups, and a table is built response after
response; what has to be remembered on the way is the number of children so far in the first group
(r), that in the first group of a second grouping of the same children (s), and all of them (n).
Sums over all ways to get there are products in Fourier space, cut off at the largest number of
children; what is left beside one response gives its posterior.
No sum over r and s wraps round, for they are never larger than n.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import scipy.fft

from tests.privacy.published_tables import FEWEST, LARGEST, Place

Weights = Mapping[Place, np.ndarray]
_ROOM = 3 * LARGEST
"""No product of three polynomials wraps round in it, nor what is taken out of one again."""
_UNSEEN = np.ones(LARGEST)
_COUNTS = np.arange(LARGEST)
_SECOND = _COUNTS[None, :] - _COUNTS[:, None]
"""What the second group has, by what the first (row) and both (column) have; negative: nothing."""


@dataclass(frozen=True)
class Evidence:
    """How probable all that is seen is, by place and count.

    Attributes
    ----------
    own
        What is seen of the table itself: all its places, in every release and data cut.
    grouping
        What is seen of the groups and cells of a second grouping of the same children.
    definition
        What is seen of the responses and cells of a second definition.

    The latter two are None where there is none; all tables are then equally probable at first, and
    else all tables with every second grouping and definition that they can have.
    """

    own: Weights
    grouping: Weights | None = None
    definition: Weights | None = None


def posterior(evidence: Sequence[Evidence], responses: int) -> dict[Place, np.ndarray]:
    """Return for each place the probability of each count; one row for each evidence."""
    own = [each.own for each in evidence]
    second = [each.grouping for each in evidence if each.grouping is not None]
    other = [each.definition for each in evidence if each.definition is not None]
    columns = [_column(own, j) for j in range(responses)]
    rows = _rows(own) * (_COUNTS >= FEWEST)
    if other:
        rows = rows * _second_definition(other, responses)
    if second:
        in_second = [_half(_column(second, j)) for j in range(responses)]
        rows_second = _half(_rows(second))
    else:
        rows_second = np.ones((1, 1, LARGEST))
        in_second = [rows_second] * responses
    joint = [_in_n(_joint(each, more)) for each, more in zip(columns, in_second, strict=True)]
    whole = _in_n(_joint(rows, rows_second))
    found: dict[Place, np.ndarray] = {}
    for j in range(responses):
        beside = _multiply(joint[:j] + joint[j + 1 :])
        ways = _without(_out_of_n(whole * beside.conj()), in_second[j])
        _note(found, columns[j] * ways, ("cell", 0, j), ("cell", 1, j), ("column", 0, j))
    ways = _without(_out_of_n(_multiply(joint)), rows_second)
    _note(found, rows * ways, ("row", 0, 0), ("row", 1, 0), ("all", 0, 0))
    return found


def _pair(given: Sequence[Weights], first: Place, second: Place, both: Place) -> np.ndarray:
    """Return the weight of a pair of counts, by evidence, the first count and the sum."""
    of = [np.array([each.get(place, _UNSEEN) for each in given]) for place in (first, second, both)]
    paired = of[0][:, :, None] * of[1][:, _SECOND] * of[2][:, None, :]
    return np.where(_SECOND >= 0, paired, 0.0)


def _column(given: Sequence[Weights], response: int) -> np.ndarray:
    return _pair(given, ("cell", 0, response), ("cell", 1, response), ("column", 0, response))


def _rows(given: Sequence[Weights]) -> np.ndarray:
    return _pair(given, ("row", 0, 0), ("row", 1, 0), ("all", 0, 0))


def _second_definition(given: Sequence[Weights], responses: int) -> np.ndarray:
    """Return how probable what is seen of a second definition is, by first group and sum."""
    steps = [_in_n(np.fft.fft(_column(given, j), axis=1)) for j in range(responses)]
    return np.fft.ifft(_out_of_n(_multiply(steps)), axis=1).real


def _half(pairs: np.ndarray) -> np.ndarray:
    """Return the second grouping in Fourier space; what is left out mirrors it."""
    return np.fft.rfft(pairs, axis=1)


def _joint(pairs: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Return both groupings in Fourier space: evidence, r, s, n."""
    return scipy.fft.fft(pairs, axis=1)[:, :, None] * second[:, None]


def _multiply(series: Sequence[np.ndarray]) -> np.ndarray:
    """Return the product of polynomials in Fourier space."""
    product = series[0]
    for other in series[1:]:
        product = product * other
    return product


def _in_n(polynomial: np.ndarray) -> np.ndarray:
    """Return polynomials in n in Fourier space, with room for the product of three."""
    return scipy.fft.fft(polynomial, _ROOM, axis=-1)


def _out_of_n(transformed: np.ndarray) -> np.ndarray:
    """Return polynomials in n, cut off at the largest number of children."""
    return scipy.fft.ifft(transformed, axis=-1)[..., :LARGEST]


def _without(joint: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Return the weights summed over the second grouping, by r and n, out of Fourier space."""
    twice = np.full(second.shape[1], 2.0)
    twice[0] = twice[-1] = 1.0  # all others stand for their mirrored half, too
    summed = np.einsum(
        "brsn,bsn,s->brn", joint, np.broadcast_to(second.conj(), joint[:, 0].shape), twice
    )
    return np.fft.ifft(summed, axis=1).real


def _note(
    found: dict[Place, np.ndarray], pairs: np.ndarray, first: Place, second: Place, both: Place
) -> None:
    pairs = np.clip(pairs, 0.0, None)
    pairs = pairs / pairs.sum(axis=(1, 2), keepdims=True)
    found[first], found[both] = pairs.sum(axis=2), pairs.sum(axis=1)
    found[second] = np.stack([np.trace(pairs, n, 1, 2) for n in range(LARGEST)], axis=1)
