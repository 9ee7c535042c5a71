"""Saving and sharing a cohort."""

from srns.dashboard.screens.share import home
from srns.dashboard.state.page_start import begin
from srns.languages.messages import _

begin(_("Save and share"))
home.show()
