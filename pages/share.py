"""Who else should see this."""

from srns.dashboard.screens.share import home
from srns.dashboard.state.page_start import begin

begin("Who else should see this?")
home.show()
