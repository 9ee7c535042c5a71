"""Saved cohort that is open: versions, views, audit log, deletion."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from srns.dashboard.markdown_text import escape
from srns.dashboard.parts import figures_and_tables, sign_in
from srns.dashboard.parts.shown_table import in_language
from srns.dashboard.screens.share import links, save
from srns.dashboard.screens.share.links import SEES
from srns.dashboard.state import saved_view, session
from srns.dashboard.state.session import SHARED, OpenedSnapshot
from srns.languages.messages import _, translated
from srns.panels.panel import table_panel
from srns.privacy.typed_words import LONGEST_NAME
from srns.sharing import audit, cohorts, snapshots
from srns.sharing.permissions import EDITOR, OWNER


def show(opened: OpenedSnapshot) -> None:
    """Draw the saved cohort and what this role may do with it."""
    snapshot = opened.snapshot
    st.header(escape(opened.name))
    st.write(
        _(
            "Your role is **{role}**: you see {sees}. Open is version {number}, "
            "classified by {definition}."
        ).format(
            role=translated(opened.access.role),
            sees=translated(SEES[opened.access.role]),
            number=snapshot.number,
            definition=escape(snapshot.read_definition().label),
        )
    )
    differs = saved_view.differences(opened)
    if differs:
        st.warning("\n".join(f"- {escape(each)}" for each in differs))
    elif _is_shown():
        st.success(_("Verdicts unchanged since saving."))
    if opened.access.may(OWNER):
        links.show(opened)
    if opened.access.may(EDITOR):
        st.header(_("Versions and views"))
        _show_views(opened)
        _show_versions(opened)
        sign_in.ask_initials()
    if opened.access.may(OWNER):
        _show_name(opened)
        _show_log(opened)
        _show_deletion(opened)


def _is_shown() -> bool:
    loaded = session.state().loaded
    return loaded is not None and loaded.origin == SHARED


def _show_views(opened: OpenedSnapshot) -> None:
    """Draw the choice of a saved view; the open one is selected."""
    views = snapshots.list_snapshots(saved_view.store(), opened.access)
    names = {
        row["id"]: _("version {number}, {definition}, saved {time} by {person}").format(
            number=row["number"],
            definition=row["definition"],
            time=row["created_at"][:16].replace("T", " "),
            person=_named(row["who"], opened),
        )
        for row in views.to_dict(orient="records")
    }
    newest = next(iter(names))
    if newest != opened.snapshot.id:
        st.info(_("A newer view was saved since. It is the first in this list."))
    key = f"view_{opened.snapshot.id}_{len(names)}"
    st.selectbox(
        _("View ({n} saved)").format(n=len(names)),
        list(names),
        index=list(names).index(opened.snapshot.id),
        format_func=names.__getitem__,
        key=key,
        on_change=lambda: saved_view.attempt(
            lambda: saved_view.open_access(replace(opened.access, snapshot=st.session_state[key]))
        ),
    )
    if _is_shown():
        st.button(
            _("Save this view: current definition, filters and units"),
            key="snapshot",
            on_click=lambda: saved_view.attempt(lambda: save.save_view(opened)),
        )
        st.caption(
            _(
                "To save a data cut, open the new workbook on the page Import and return here: "
                "changes are shown before anything is saved."
            )
        )


def _show_versions(opened: OpenedSnapshot) -> None:
    versions = cohorts.list_versions(saved_view.store(), opened.access)
    st.dataframe(
        in_language(
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
                columns=["version", "children", "saved by", "saved at (UTC)", "content hash"],
            )
        ),
        hide_index=True,
        alt=_("Versions"),
    )


def _named(who: str, opened: OpenedSnapshot) -> str:
    """Return the name of a person; the holder of this same link, without initials, is "you"."""
    return _("you") if opened.access.link and who == f"link {opened.access.link}" else who


def _show_name(opened: OpenedSnapshot) -> None:
    with st.expander(_("Rename this cohort")):
        st.text_input(_("New name"), opened.name, key="new_name", max_chars=LONGEST_NAME)
        st.button(
            _("Rename"), key="rename", on_click=lambda: saved_view.attempt(lambda: _rename(opened))
        )


def _rename(opened: OpenedSnapshot) -> None:
    name, here = str(st.session_state["new_name"]), session.state()
    cohorts.rename_cohort(saved_view.store(), opened.access, name, confirmed=here.confirmed_words)
    here.opened = replace(opened, name=name)


def _show_log(opened: OpenedSnapshot) -> None:
    with st.expander(_("Audit log")):
        log = audit.read_log(saved_view.store(), opened.access.cohort)
        figures_and_tables.data_table(table_panel("audit_log", log))
        chain = audit.verify_log(saved_view.store())
        st.caption(
            escape(chain.broken)
            if chain.broken
            else _("The log is complete and unaltered ({head}).").format(head=chain.head)
        )


def _show_deletion(opened: OpenedSnapshot) -> None:
    with st.expander(_("Delete this cohort")):
        st.write(
            _(
                "Deletes every version, view, link and comment at once. Backups may still contain "
                "them."
            )
        )
        sure = st.checkbox(_("Delete permanently"), key="sure")
        st.button(
            _("Delete"),
            disabled=not sure,
            key="purge",
            on_click=lambda: saved_view.attempt(lambda: _purge(opened)),
        )


def _purge(opened: OpenedSnapshot) -> None:
    cohorts.purge_cohort(saved_view.store(), opened.access)
    saved_view.close(_("The cohort was deleted."))
