"""Kidney function over time."""

from srns.dashboard.screens import kidney
from srns.dashboard.state.filters import require_view
from srns.dashboard.state.page_start import begin

begin("Kidney function over time")
view = require_view()
equation = kidney.choose_equation()
kidney.show_egfr(view, equation)
kidney.show_table(view, equation)
