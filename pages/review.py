"""Has every child been looked at."""

from srns.dashboard import review
from srns.dashboard.filters import require_view
from srns.dashboard.pages import begin

begin("Has every child been looked at?")
opened = review.require_saved()
review.show(require_view(), opened)
