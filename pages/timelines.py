"""Clinical course of each child."""

from srns.dashboard.parts.choose_patient import choose_patient
from srns.dashboard.screens import timelines
from srns.dashboard.state.filters import require_view
from srns.dashboard.state.page_start import begin

begin("Clinical course of each child")
view = require_view()
patient = choose_patient(view)
timelines.show_timeline(view, patient)
timelines.show_evidence(view, patient)
timelines.show_all(view)
