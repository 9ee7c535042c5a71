"""Streamlit code behind the pages: screens, shared parts, session state, server."""
