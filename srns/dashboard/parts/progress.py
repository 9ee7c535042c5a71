"""Progress of a long step: what is being done, with its counts."""

from collections.abc import Callable

import streamlit as st

_STEPS = 4


def with_progress(work: Callable[[Callable[[str], None]], None]) -> None:
    """Do the work, and show the sentence that it reports before each of its steps.

    Parameters
    ----------
    work
        Takes a function to call before each step, of which there are at most four.
    """
    done = 0
    bar = st.progress(0.0, "…")

    def report(sentence: str) -> None:
        nonlocal done
        bar.progress(min(1.0, done / _STEPS), sentence)
        done += 1

    work(report)
    bar.empty()
