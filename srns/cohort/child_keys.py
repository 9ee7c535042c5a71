"""Keys of child and day, so that sorted arrays serve all children at once."""

import numpy as np
import pandas as pd


def starts(sorted_codes: np.ndarray) -> np.ndarray:
    """Mark the first of each block of equal codes."""
    marks = np.ones(len(sorted_codes), dtype=bool)
    np.not_equal(sorted_codes[1:], sorted_codes[:-1], out=marks[1:])
    return marks


def child_codes(patients: pd.Series, column: pd.Series) -> np.ndarray:
    """Return the place of each row's child among the patients, -1 for a stranger."""
    return places_in(pd.Index(patients), column)


def places_in(words: pd.Index, column: pd.Series) -> np.ndarray:
    """Return the place of each value of a column among the words, -1 where it is none of them."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        places = np.append(words.get_indexer(column.cat.categories), -1)
        return places[column.cat.codes.to_numpy()]
    return words.get_indexer(pd.Index(column))


def day_key(child: np.ndarray, day: np.ndarray) -> np.ndarray:
    """Return one number for child and day, so that one sorted array serves both.

    Days lie within ±10 million, so children never touch.
    """
    return child.astype(np.int64) * 20_000_001 + day


def order_by_day(child: np.ndarray, day: np.ndarray) -> np.ndarray:
    """Return the places that sort by child, then day; equal ones stay in the order they stand in.

    Parameters
    ----------
    child, day
        Whole numbers.

    Examples
    --------
    >>> order_by_day(np.array([1, 0, 1, 0]), np.array([-5, 30, -5, 7])).tolist()
    [3, 1, 0, 2]
    """
    if not len(child):
        return np.arange(0)
    first, days = int(day.min()), int(day.max()) - int(day.min()) + 1
    return stable_order((child.astype(np.int64) - child.min()) * days + (day - first))


def stable_order(key: np.ndarray) -> np.ndarray:
    """Return the places that sort whole numbers of 0 or more; equal ones stay in their order.

    A number and its place are sorted as one number, which takes a fifteenth of the time of sorting
    places, where both fit into 63 bits.

    >>> stable_order(np.array([7, 2, 7, 0])).tolist()
    [3, 1, 0, 2]
    """
    bits = max(len(key) - 1, 1).bit_length()
    if len(key) and int(key.max()) >= 1 << (63 - bits):
        return np.argsort(key, kind="stable")
    packed = (key.astype(np.int64) << bits) | np.arange(len(key))
    packed.sort()
    return packed & ((1 << bits) - 1)


def last_of_each_child(child: np.ndarray, children: int) -> np.ndarray:
    """Return the last place of each child in an array sorted by child and day, -1 without one."""
    place = np.full(children, -1)
    place[child] = np.arange(len(child))
    return place
