"""To whom is a view given by a link, as what, until when; and how is it taken back?"""

import pandas as pd
import streamlit as st

from srns.dashboard.state import saved_view, session
from srns.dashboard.state.session import Opened
from srns.privacy import deidentify
from srns.sharing import links
from srns.sharing.permissions import AGGREGATE, EDITOR, OWNER, ROLES, VIEWER

SEES = {
    AGGREGATE: "masked counts, and no child",
    VIEWER: "everything, and can change nothing",
    EDITOR: "everything, and can save data cuts, views, reviews and comments",
    OWNER: "everything, and can besides make and revoke links and delete the cohort",
}


def show(opened: Opened) -> None:
    """Show the links of a cohort, and offer to make, lower and revoke one."""
    st.subheader("Share this view by a link")
    st.radio(
        "Whoever has the link sees",
        ROLES[:-1],
        index=1,
        format_func=lambda role: f"{SEES[role]} ({role})",
        key="link_role",
    )
    for_whom, until, secret = st.columns([2, 1, 2])
    for_whom.text_input(
        "For whom", key="link_label", max_chars=60, placeholder="the centre in Turin"
    )
    until.number_input("Ends after (days)", 1, 3650, 90, key="link_days")
    secret.text_input(
        "Password, if you want one",
        type="password",
        key="new_link_password",
        help=f"{links.SHORTEST_PASSWORD} characters or more. Tell it by another way than the link.",
    )
    st.button(
        "Make the link",
        type="primary",
        key="make_link",
        on_click=lambda: saved_view.attempt(lambda: _make(opened)),
    )
    table = links.list_links(saved_view.store(), opened.access)
    st.markdown(f"**Links** ({len(table)})")
    st.dataframe(_in_words(table, opened.access.link), hide_index=True, alt="links")
    _offer_changes(opened, table)


def _in_words(table: pd.DataFrame, own: str) -> pd.DataFrame:
    """Give the links as people speak of them."""
    return pd.DataFrame(
        {
            "for whom": [
                "you, by this link" if row["id"] == own else row["label"] or "not said"
                for row in _rows(table)
            ],
            "role": table["role"],
            "now": table["state"],
            "made": table["created_at"].str[:10],
            "ends": table["expires_at"].str[:10].replace("", "never"),
            "password": table["password"].map(lambda asked: "yes" if asked else "no"),
            "id": table["id"],
        }
    )


def _offer_changes(opened: Opened, table: pd.DataFrame) -> None:
    alive = table[(table["state"] == "open") & (table["id"] != opened.access.link)]
    if alive.empty:
        return
    names = {
        row["id"]: f"{row['role']}, {row['label'] or 'not said for whom'} ({row['id']})"
        for row in _rows(alive)
    }
    chosen = str(
        st.selectbox(
            "Link to change", list(names), format_func=names.__getitem__, key="link_chosen"
        )
    )
    with st.container(horizontal=True):
        st.button(
            "Revoke it now",
            key="revoke",
            on_click=lambda: saved_view.attempt(
                lambda: links.revoke_link(saved_view.store(), opened.access, chosen)
            ),
        )
        if alive.set_index("id").loc[chosen, "role"] != AGGREGATE:
            st.button(
                "Make it aggregate-only",
                key="downgrade",
                on_click=lambda: saved_view.attempt(
                    lambda: links.change_role(saved_view.store(), opened.access, chosen, AGGREGATE)
                ),
            )


def _rows(table: pd.DataFrame) -> list[dict]:
    return table.to_dict(orient="records")


def _make(opened: Opened) -> None:
    given = st.session_state
    role, label = str(given["link_role"]), str(given["link_label"])
    deidentify.require_safe_words(label, "label")
    made = links.make_link(
        saved_view.store(),
        opened.access,
        role,
        snapshot=opened.snapshot.id,
        label=label,
        days=int(given["link_days"]),
        password=str(given["new_link_password"]),
    )
    given["new_link_password"] = ""  # so that the next link does not get it unseen
    say_new(made.token, role)


def say_new(token: str, role: str) -> None:
    """Show a link on the next page, once."""
    here = session.state()
    here.new_link = address_of(token, role)
    here.new_link_says = (
        "Saved. This is your own way back to the cohort, as its owner: keep it as you keep a key."
        if role == OWNER
        else f"A new link. Whoever has it sees {SEES[role]}."
    )


def address_of(token: str, role: str) -> str:
    """Give the address of a link; it opens on the page that has something to show."""
    base = str(st.context.url or "").split("?")[0]
    for page in ("share", "review"):
        base = base.removesuffix(f"/{page}")
    page = "" if role == AGGREGATE else "overview"
    return f"{base.rstrip('/')}/{page}?{links.PARAMETER}={token}"
