"""What counts as remission."""

from srns.dashboard.pages import begin
from srns.dashboard.rulebook import choose_definition, show_definition

begin("What counts as remission?")
show_definition(choose_definition())
