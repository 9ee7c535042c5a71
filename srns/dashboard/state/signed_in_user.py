"""OIDC sign-in: whether the server offers it, and who is signed in."""

import streamlit as st


def is_offered() -> bool:
    """Return whether sign-in is configured on this server."""
    try:
        return "auth" in st.secrets
    except FileNotFoundError:
        return False


def subject() -> str:
    """Return the OIDC issuer and subject of the visitor; empty if nobody is signed in."""
    if not getattr(st.user, "is_logged_in", False) or not st.user.get("sub"):
        return ""
    return f"{st.user.get('iss', '')}|{st.user['sub']}"


def display_name() -> str:
    """Return the name or e-mail address of the visitor; empty if the provider sends neither."""
    return str(st.user.get("name") or st.user.get("email") or "")
