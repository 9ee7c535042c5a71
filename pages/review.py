"""Review of each child's verdict."""

from srns.dashboard.screens import review
from srns.dashboard.state.filters import require_view
from srns.dashboard.state.page_start import begin

begin("Has every child been reviewed?")
opened = review.require_saved()
review.show(require_view(), opened)
