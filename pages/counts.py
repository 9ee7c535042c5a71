"""What may be told of this cohort."""

from srns.dashboard import shared, told
from srns.dashboard.pages import begin

begin("What may be told of this cohort?")
told.show(shared.counts())
