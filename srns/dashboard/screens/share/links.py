"""Share links: create with a role and an expiry date, list, restrict, revoke."""

import pandas as pd
import streamlit as st

from srns.dashboard.parts.shown_table import in_language
from srns.dashboard.state import saved_view, session
from srns.dashboard.state.session import OpenedSnapshot
from srns.languages.messages import _, mark, translated
from srns.sharing import links
from srns.sharing.permissions import AGGREGATE, EDITOR, OWNER, ROLES, VIEWER

SEES = {
    AGGREGATE: mark("rounded counts only, no single children"),
    VIEWER: mark("everything, but can change nothing"),
    EDITOR: mark("everything, and can save data cuts, views, reviews and comments"),
    OWNER: mark("everything, and can also create and revoke links and delete the cohort"),
}


def show(opened: OpenedSnapshot) -> None:
    """Draw the form for a new link, the list of links, and the buttons to change one."""
    st.header(_("Share this view by link"))
    st.radio(
        _("Anyone with the link sees"),
        ROLES[:-1],
        index=1,
        format_func=lambda role: f"{translated(SEES[role])} ({translated(role)})",
        key="link_role",
    )
    for_whom, until, secret = st.columns([2, 1, 2])
    for_whom.text_input(
        _("For whom"), key="link_label", max_chars=60, placeholder=_("the centre in Turin")
    )
    until.number_input(_("Expires after (days)"), 1, links.MOST_DAYS, 90, key="link_days")
    secret.text_input(
        _("Password (optional)"),
        type="password",
        key="new_link_password",
        help=_("{n} characters or more. Send it separately from the link.").format(
            n=links.SHORTEST_PASSWORD
        ),
    )
    st.button(
        _("Create link"),
        type="primary",
        key="make_link",
        on_click=lambda: saved_view.attempt(lambda: _make(opened)),
    )
    table = links.list_links(saved_view.store(), opened.access)
    st.markdown(_("**Links** ({n})").format(n=len(table)))
    st.dataframe(
        in_language(_link_table(table, opened.access.link)), hide_index=True, alt=_("Share links")
    )
    _draw_changes(opened, table)


def _link_table(table: pd.DataFrame, own: str) -> pd.DataFrame:
    """Return the links with readable headings, one a row."""
    return pd.DataFrame(
        {
            "for whom": [
                _("you, by this link") if row["id"] == own else row["label"] or _("not stated")
                for row in _rows(table)
            ],
            "role": table["role"],
            "status": table["state"],
            "created": table["created_at"].str[:10],
            "expires": table["expires_at"].str[:10].replace("", "never"),
            "password": table["password"].map(lambda asked: "yes" if asked else "no"),
            "id": table["id"],
        }
    )


def _draw_changes(opened: OpenedSnapshot, table: pd.DataFrame) -> None:
    alive = table[(table["state"] == "open") & (table["id"] != opened.access.link)]
    if alive.empty:
        return
    names = {
        row["id"]: _("{role}, {recipient} ({link})").format(
            role=translated(row["role"]),
            recipient=row["label"] or _("recipient not stated"),
            link=row["id"],
        )
        for row in _rows(alive)
    }
    chosen = str(
        st.selectbox(
            _("Link to change"), list(names), format_func=names.__getitem__, key="link_chosen"
        )
    )
    with st.container(horizontal=True):
        st.button(
            _("Revoke link"),
            key="revoke",
            on_click=lambda: saved_view.attempt(
                lambda: links.revoke_link(saved_view.store(), opened.access, chosen)
            ),
        )
        if alive.set_index("id").loc[chosen, "role"] != AGGREGATE:
            st.button(
                _("Restrict to counts only"),
                key="downgrade",
                on_click=lambda: saved_view.attempt(
                    lambda: links.change_role(saved_view.store(), opened.access, chosen, AGGREGATE)
                ),
            )


def _rows(table: pd.DataFrame) -> list[dict]:
    return table.to_dict(orient="records")


def _make(opened: OpenedSnapshot) -> None:
    given = st.session_state
    role, label = str(given["link_role"]), str(given["link_label"])
    made = links.make_link(
        saved_view.store(),
        opened.access,
        role,
        snapshot=opened.snapshot.id,
        label=label,
        days=int(given["link_days"]),
        password=str(given["new_link_password"]),
        confirmed=session.state().confirmed_words,
    )
    given["new_link_password"] = ""  # or the next link would silently get it too
    announce_link(made.token, role)


def announce_link(token: str, role: str) -> None:
    """Store a new link to be shown once at the next rerun."""
    here = session.state()
    here.new_link = address_of(token, role)
    here.new_link_message = (
        _("Saved. This link is your own access to the cohort, as its owner: keep it like a key.")
        if role == OWNER
        else _("New link. Anyone who has it sees {sees}.").format(sees=translated(SEES[role]))
    )


def address_of(token: str, role: str) -> str:
    """Return the address of a link, on the first page that its role may see."""
    base = str(st.context.url or "").split("?")[0]
    for page in ("share", "review"):
        base = base.removesuffix(f"/{page}")
    page = "" if role == AGGREGATE else "overview"
    return f"{base.rstrip('/')}/{page}?{links.PARAMETER}={token}"
