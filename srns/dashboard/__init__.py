"""What the pages share of Streamlit: the session, the address, the filters, the panels."""
