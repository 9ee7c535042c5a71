"""What a paper's Methods and its first table need: children, data, doses, times, manuscript."""

from srns.dashboard.parts.page_frame import begin
from srns.dashboard.parts.tabs import choose_part
from srns.dashboard.screens.methods import parts
from srns.languages.messages import _

begin(_("What goes into the paper?"))
parts.PARTS[choose_part("methods")]()
