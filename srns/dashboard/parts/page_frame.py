"""What stands around a page: the bar above it, the list of pages beside it, messages, its title.

A filter changes none of the other choices in the bar. So what follows from a filter is a fragment:
the rest of the bar and the list of pages stay as they are, and only the page is drawn anew.
"""

import runpy
from collections.abc import Callable, Sequence

import streamlit as st

from srns.app_files import APP
from srns.dashboard.parts import bar, linked, navigation
from srns.dashboard.state import filters, session, url_state
from srns.dashboard.state.access_checks import checked_fragment
from srns.dashboard.state.frame import Frame


def draw_frame(pages: Sequence[st.Page], current: str, *, has_bar: bool) -> None:
    """Draw around the page that starts next what no filter changes.

    Parameters
    ----------
    current
        The address of the page.
    has_bar
        Whether the page shows the cohort that is open.
    """
    bar.draw_style()
    place = bar.draw_bar() if has_bar else None
    navigation.draw_sidebar(pages, current)
    session.state().frame = Frame(current, place)


def begin(title: str) -> None:
    """Write the title of a page of which every choice draws all anew."""
    _draw_around(_take_frame(), title)


def show(title: str, draw: Callable[[], None]) -> None:
    """Show a page of which a filter, or any choice within it, draws no more than the page."""
    frame = _take_frame()
    if session.current_cohort() is None:  # what opens a cohort changes the bar, too
        _draw_around(frame, title)
        draw()
    else:
        _draw_page(frame, title, draw)


@checked_fragment
def _draw_page(frame: Frame, title: str, draw: Callable[[], None]) -> None:
    _draw_around(frame, title)
    draw()


def _draw_around(frame: Frame, title: str) -> None:
    """Draw what follows from the filters, and keep the choices in the address."""
    if frame.filters is not None:
        bar.draw_view(frame.filters)
    url_state.write_address(frame.current)
    filters.show_notices()
    linked.take_step()
    st.title(title, anchor=False)


def _take_frame() -> Frame:
    """Return what `app.py` drew around this page.

    The first address requested from a fresh server runs the file in `pages/` without `app.py`,
    because Streamlit takes the folder for its older kind of app until `st.navigation` was called
    once. Then `app.py` is run from here: it chooses the same page by the address.
    """
    here = session.state()
    if here.frame is None:
        runpy.run_path(str(APP))
        st.stop()
    frame, here.frame = here.frame, None  # what stopped the script must stop the next page too
    return frame
