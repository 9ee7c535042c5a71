"""Who else should see this."""

from srns.dashboard import share
from srns.dashboard.pages import begin

begin("Who else should see this?")
share.show()
