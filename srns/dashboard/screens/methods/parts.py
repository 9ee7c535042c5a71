"""Parts of the page Methods, each drawn when it is opened."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from srns.dashboard.screens.methods import (
    agreement,
    characteristics,
    exposure,
    kidney,
    lines,
    statements,
    times,
)
from srns.dashboard.state.filters import require_view
from srns.panels.view import View


def _of_cohort(*draw: Callable[[View], None]) -> Callable[[], None]:
    """Return a function that draws these parts for the filtered children."""

    def draw_all() -> None:
        view = require_view()
        for each in draw:
            each(view)

    return draw_all


PARTS: Mapping[str, Callable[[], None]] = MappingProxyType(
    {
        "table 1": _of_cohort(characteristics.show_characteristics),
        "child by child": _of_cohort(characteristics.show_cases),
        "data": _of_cohort(characteristics.show_flow, characteristics.show_completeness),
        "recorded responses": _of_cohort(agreement.show_agreement),
        "eligibility": _of_cohort(characteristics.show_eligibility),
        "times": _of_cohort(times.show_times),
        "lines of treatment": _of_cohort(lines.show_all),
        "doses": _of_cohort(exposure.show_doses, exposure.show_table),
        "kidney function": _of_cohort(kidney.show_kidney),
        "manuscript numbers": statements.show_check,
    }
)
