"""What is the saved cohort that is open: which version, which views, what was done with it?"""

from dataclasses import replace

import pandas as pd
import streamlit as st

from srns.dashboard.markdown_text import count, inert
from srns.dashboard.parts import figures_and_tables, sign_in
from srns.dashboard.screens.share import links, save
from srns.dashboard.screens.share.links import SEES
from srns.dashboard.state import saved_view, session
from srns.dashboard.state.session import SHARED, Opened
from srns.sharing import audit, cohorts, snapshots
from srns.sharing.permissions import EDITOR, OWNER


def show(opened: Opened) -> None:
    """Show what is open, and whatever this role may do with it."""
    snapshot = opened.snapshot
    st.subheader(inert(opened.name))
    st.write(
        f"You came as **{opened.access.role}**: you see {SEES[opened.access.role]}. Open is "
        f"version {snapshot.number}, judged by {inert(snapshot.read_definition().label)}."
    )
    differs = saved_view.differences(opened)
    if differs:
        st.warning("\n".join(f"- {inert(each)}" for each in differs))
    elif _is_looked_at():
        st.success("Every child is called as on the day it was saved.")
    if opened.access.may(OWNER):
        links.show(opened)
    if opened.access.may(EDITOR):
        st.subheader("Versions and views")
        _show_views(opened)
        _show_versions(opened)
        sign_in.ask()
    if opened.access.may(OWNER):
        _show_log(opened)
        _show_deletion(opened)


def _is_looked_at() -> bool:
    held = session.state().held
    return held is not None and held.origin == SHARED


def _show_views(opened: Opened) -> None:
    """Offer every view that was kept; the one that is open stands chosen."""
    views = snapshots.list_snapshots(saved_view.store(), opened.access)
    names = {
        row["id"]: f"version {row['number']}, {row['definition']}, kept {row['created_at'][:16]} "
        f"by {_named(row['who'], opened)}".replace("T", " ")
        for row in views.to_dict(orient="records")
    }
    newest = next(iter(names))
    if newest != opened.snapshot.id:
        st.info("A newer view was kept since. It is the first in this list.")
    key = f"view_{opened.snapshot.id}_{len(names)}"
    st.selectbox(
        f"View ({count(len(names), 'is kept', 'are kept')})",
        list(names),
        index=list(names).index(opened.snapshot.id),
        format_func=names.__getitem__,
        key=key,
        on_change=lambda: saved_view.attempt(
            lambda: saved_view.open_access(replace(opened.access, snapshot=st.session_state[key]))
        ),
    )
    if _is_looked_at():
        st.button(
            "Keep this view: definition, filters and units as they are now",
            key="snapshot",
            on_click=lambda: saved_view.attempt(lambda: save.keep_view(opened)),
        )
        st.caption(
            "To save a data cut, open the new workbook on the page Cohort and come back: what is "
            "different is shown before anything is saved."
        )


def _show_versions(opened: Opened) -> None:
    versions = cohorts.list_versions(saved_view.store(), opened.access)
    st.dataframe(
        pd.DataFrame(
            [
                (
                    one.number,
                    one.children,
                    _named(one.who, opened),
                    one.created_at[:16].replace("T", " "),
                    one.sha256[:12],
                )
                for one in versions
            ],
            columns=["version", "children", "saved by", "at (UTC)", "content"],
        ),
        hide_index=True,
        alt="versions",
    )


def _named(who: str, opened: Opened) -> str:
    """Name who did it; whoever came by the same link is you, until initials say otherwise."""
    return "you" if opened.access.link and who == f"link {opened.access.link}" else who


def _show_log(opened: Opened) -> None:
    with st.expander("Who did what"):
        log = audit.read_log(saved_view.store(), opened.access.cohort)
        figures_and_tables.listing("audit_log", log)
        chain = audit.verify_log(saved_view.store())
        st.caption(inert(chain.broken) if chain.broken else f"The chain is whole ({chain.head}).")


def _show_deletion(opened: Opened) -> None:
    with st.expander("Delete this cohort"):
        st.write("Every version, view, link and comment goes at once. Backups still hold it.")
        sure = st.checkbox("Delete it for good", key="sure")
        st.button(
            "Delete",
            disabled=not sure,
            key="purge",
            on_click=lambda: saved_view.attempt(lambda: _purge(opened)),
        )


def _purge(opened: Opened) -> None:
    cohorts.purge_cohort(saved_view.store(), opened.access)
    saved_view.close("The cohort was deleted.")
