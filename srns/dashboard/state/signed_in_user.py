"""Who signed in, where the server has it?"""

import streamlit as st


def offered() -> bool:
    """Say whether this server lets anybody sign in."""
    try:
        return "auth" in st.secrets
    except FileNotFoundError:
        return False


def subject() -> str:
    """Give the OIDC subject, issuer included, of whoever signed in; empty on a bare server."""
    if not getattr(st.user, "is_logged_in", False) or not st.user.get("sub"):
        return ""
    return f"{st.user.get('iss', '')}|{st.user['sub']}"


def called() -> str:
    """Give what the provider calls whoever signed in; empty where it says nothing."""
    return str(st.user.get("name") or st.user.get("email") or "")
