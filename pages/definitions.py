"""Definitions of remission."""

from srns.dashboard.screens.definitions.gaps import show_gaps
from srns.dashboard.screens.definitions.own_definition import load_own
from srns.dashboard.screens.definitions.try_patient import try_patient
from srns.dashboard.screens.definitions.view_definition import (
    choose_definition,
    show_cases,
    show_definition,
)
from srns.dashboard.state.filters import current_view
from srns.dashboard.state.page_start import begin

begin("What counts as remission?")
definition = choose_definition()
show_definition(definition)
show_cases(definition)
view = current_view()
show_gaps(definition, view if view and view.patients else None)
try_patient(definition)
load_own()
