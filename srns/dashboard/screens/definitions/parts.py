"""Parts of the page Definitions, each drawn when it is opened."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from srns.dashboard.screens.definitions import (
    gaps,
    own_definition,
    try_patient,
    view_definition,
)
from srns.dashboard.screens.definitions.comparison import (
    agreement,
    changes,
    matrix,
    one_child,
    sensitivity,
)
from srns.dashboard.state import filters, session


def _show_text() -> None:
    view_definition.show_definition(session.definition_in_use())


def _show_cases() -> None:
    view_definition.show_cases(session.definition_in_use())


def _show_gaps() -> None:
    view = filters.current_view()
    gaps.show_gaps(session.definition_in_use(), view if view and view.patients else None)


def _try_patient() -> None:
    try_patient.try_patient(session.definition_in_use())


def _compare() -> None:
    view = filters.require_view()
    matrix.show_strategy(view)
    matrix.show_matrix(view)


def _show_one_child() -> None:
    view = filters.require_view()
    matrix.show_strategy(view)
    one_child.show_one_child(view)


def _show_changes() -> None:
    view = filters.require_view()
    changes.show_changes(view)


def _show_agreement() -> None:
    view = filters.require_view()
    agreement.show_remission_counts(view)
    agreement.show_agreement(view)
    agreement.show_unit_effects(view)


def _show_sensitivity() -> None:
    view = filters.require_view()
    sensitivity.show_tipping(view)
    sensitivity.show_curve(view)


PARTS: Mapping[str, Callable[[], None]] = MappingProxyType(
    {
        "text": _show_text,
        "worked cases": _show_cases,
        "gaps": _show_gaps,
        "try a patient": _try_patient,
        "own definition": own_definition.load_own,
        "comparison": _compare,
        "one child": _show_one_child,
        "changes": _show_changes,
        "agreement": _show_agreement,
        "sensitivity": _show_sensitivity,
    }
)
