"""Saving and sharing a cohort."""

from srns.dashboard.parts.page_frame import begin
from srns.dashboard.screens.share import home
from srns.languages.messages import _

begin(_("Save and share"))
home.show()
