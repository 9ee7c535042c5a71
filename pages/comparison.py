"""Comparison of definitions on the open cohort."""

from srns.dashboard.screens.comparison import (
    agreement,
    changes,
    matrix,
    one_child,
    sensitivity,
    unit_effects,
)
from srns.dashboard.screens.comparison.all_definitions import comparison_of
from srns.dashboard.screens.definitions.view_definition import choose_definition
from srns.dashboard.state.filters import require_view
from srns.dashboard.state.page_start import begin

begin("Does the response depend on the definition?")
choose_definition()
view = require_view()
matrix.show_strategy(view)
comparison = comparison_of(view)
matrix.show_matrix(view, comparison)
one_child.show_one_child(view, comparison)
changes.show_changes(view, comparison)
agreement.show_remission_counts(view, comparison)
agreement.show_agreement(view, comparison)
unit_effects.show_unit_effects(view, comparison)
sensitivity.show_tipping(view)
sensitivity.show_curve(view, comparison)
