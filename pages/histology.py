"""Response by histology."""

from srns.dashboard.parts.page_frame import show
from srns.dashboard.screens import histology
from srns.dashboard.state.filters import require_view
from srns.languages.messages import _


def draw() -> None:
    """Draw the children that the filters leave."""
    histology.show_groups(require_view())


show(_("Did response differ by histology?"), draw)
