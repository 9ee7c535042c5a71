"""Definitions of remission: wording, gaps, a trial patient, an own file, the comparison."""

from srns.dashboard.parts.page_frame import begin
from srns.dashboard.parts.tabs import choose_part
from srns.dashboard.screens.definitions import parts
from srns.languages.messages import _

begin(_("What counts as remission?"))
parts.PARTS[choose_part("definitions")]()
