"""What counts as remission."""

from srns.dashboard.filters import current_view
from srns.dashboard.holes import show_holes
from srns.dashboard.own_definition import load_own
from srns.dashboard.pages import begin
from srns.dashboard.rulebook import choose_definition, show_cases, show_definition
from srns.dashboard.trying import try_a_patient

begin("What counts as remission?")
definition = choose_definition()
show_definition(definition)
show_cases(definition)
view = current_view()
show_holes(definition, view if view and view.patients else None)
try_a_patient(definition)
load_own()
