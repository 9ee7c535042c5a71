"""What `app.py` has drawn around the page that starts next."""

from dataclasses import dataclass

from streamlit.delta_generator import DeltaGenerator


@dataclass(frozen=True)
class Frame:
    """The address of the page that is shown, and where the bar has a place for the filters."""

    current: str
    filters: DeltaGenerator | None
