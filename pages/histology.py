"""Response by histology."""

from srns.dashboard.screens import histology
from srns.dashboard.state.filters import require_view
from srns.dashboard.state.page_start import begin
from srns.languages.messages import _

begin(_("Did response differ by histology?"))
histology.show_groups(require_view())
