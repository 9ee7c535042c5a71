"""Progress of a long step: what is being done, with its counts."""

from collections.abc import Callable

import streamlit as st


def with_progress(work: Callable[[Callable[[str], None]], None], steps: int = 1) -> None:
    """Do the work, and show the sentence that it reports before each of its steps.

    Parameters
    ----------
    work
        Takes a function to call before each step.
    steps
        How many steps there are at most.
    """
    done = 0
    bar = st.progress(0.0, "…")

    def report(sentence: str) -> None:
        nonlocal done
        bar.progress(min(1.0, done / steps), sentence)
        done += 1

    work(report)
    bar.empty()
