"""The result of a whole registry: counts, times, and any one child."""

from srns.dashboard.parts.page_frame import begin
from srns.dashboard.screens import registry
from srns.languages.messages import _

begin(_("What does the registry show?"))
registry.show()
