"""What `app.py` has drawn around the page that starts next."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator


@dataclass(frozen=True)
class Frame:
    """The pages offered, the address of the one shown, and the places around it."""

    pages: Sequence[st.Page]
    current: str
    bar: DeltaGenerator | None
    list_of_pages: DeltaGenerator
