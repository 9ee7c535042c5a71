"""The result of a whole registry: counts, times, and any one child."""

from srns.dashboard.screens import registry
from srns.dashboard.state.page_start import begin
from srns.languages.messages import _

begin(_("What does the registry show?"))
registry.show()
