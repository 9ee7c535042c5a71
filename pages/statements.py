"""Check of manuscript numbers against the workbook."""

from srns.dashboard.screens import statements
from srns.dashboard.state.page_start import begin

begin("Check manuscript numbers")
statements.show_paper()
statements.show_own()
