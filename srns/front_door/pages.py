"""Pages from Python: the children shown, and every figure and table of a page as a panel."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from pathlib import Path
from typing import Any

from srns.cohort.day_zero import origins_of
from srns.cohort.overrides import Override, parse_overrides
from srns.cohort.tables import AS_READ, Cohort, hold_overrides
from srns.cohort.unit_systems import find_units
from srns.front_door.arguments import HADDAD, cohort_of, named
from srns.front_door.definition_files import load_definition
from srns.panels.catalogue import make_panel
from srns.panels.filters import groups_of_children, narrowed, one_of, options, read_filters
from srns.panels.panel import Panel
from srns.panels.view import View, rows_of_children
from srns.privacy.address_words import reveal
from srns.report.provenance import note_on
from srns.rules.basis import Basis, prepare
from srns.rules.classify import classify
from srns.rules.definition import Definition
from srns.rules.load_definition import published
from srns.rules.rescue import TREATMENT_POLICY
from srns.workbook.read_workbook import Reading


def view(
    data: Reading | Cohort,
    definition: str | Path | Definition = HADDAD,
    *,
    day_zero: str = AS_READ,
    by_line: bool = False,
    strategy: str = TREATMENT_POLICY,
    units: str = "conventional",
    filters: Mapping[str, Sequence[str]] | None = None,
    selected: Sequence[str | int] = (),
    only_selected: bool = False,
    group_name: str = "",
    overrides: str | Path | Sequence[Override] = (),
    also: Sequence[str | Path | Definition] = (),
) -> View:
    """Choose what the bar of the pages chooses: definition, day 0, units, filters, selection.

    Parameters
    ----------
    day_zero, by_line, strategy, units
        As in `classify`.
    filters
        The groups that pass, by "histology", "resistance", "response" or "regimen".
    selected
        The selected children, in figures and for the groups "selection".
    only_selected
        Whether only the selected children are shown.
    group_name
        What the selection is called.
    overrides
        Responses that a person set: the path of their file.
    also
        Definitions of your own to compare beside the published ones.

    A group, a child or a day 0 may be written as its place, as in an address: `~2` is the second
    that the page offers.

    Returns
    -------
    View
        `cohort` and `classification` of the children shown; `panel` takes it.

    Raises
    ------
    InputError
        Where the reading has errors, or there is no such group, child or strategy.

    Examples
    --------
    >>> import srns
    >>> srns.view(srns.load_haddad2021(), filters={"histology": ["MCD"]})
    <View of haddad2021.xlsx by haddad_2021. Filters: histology MCD: 2 of 8 children.>
    """
    as_read, asked, shown_in = cohort_of(data), load_definition(definition), find_units(units)
    basis = Basis(reveal(day_zero, list(origins_of(as_read))), by_line, strategy)
    held = as_read if by_line else hold_overrides(as_read, _read_overrides(overrides))
    whole = prepare(held, basis)
    found = classify(whole, asked, strategy=strategy).in_units(shown_in)
    groups, once = groups_of_children(whole, found), _memory()
    children = [str(each) for each in groups.index]
    chosen = {one_of(each, children, "the child") for each in selected}
    left, in_force = narrowed(
        groups,
        read_filters(filters or {}, options(groups)),
        [each for each in children if each in chosen],
        only_selected=only_selected,
        group_name=group_name,
    )
    cohort = whole
    if len(left) < len(groups):
        cohort = rows_of_children(whole, once).keep(left.index)
        found = classify(cohort, asked, strategy=strategy).in_units(shown_in)
    known = {each.id: each for each in (*published(), *map(load_definition, also), asked)}
    return View(
        cohort,
        found,
        left,
        asked,
        shown_in,
        in_force,
        len(groups),
        named(data),
        note_on(as_read),
        data if isinstance(data, Reading) else Reading("cohort", data, ()),
        whole,
        basis,
        tuple(each for each in left.index if each in chosen),
        group_name,
        tuple(known.values()),
        once,
    )


def panel(
    data: Reading | Cohort | View, name: str, definition: str | Path | Definition = HADDAD,
    **options: Any,
) -> Panel:  # fmt: skip
    """Return one figure or table of the pages, with its data, its sentences and its numbers.

    "Copy as Python" on a panel of the dashboard writes the call.

    Parameters
    ----------
    data
        What `view` returned; a reading or a cohort is shown as a whole.
    name
        Such as "remission_by_histology"; a wrong one is answered with all of them.
    options
        Those of the panel, such as `interval` or `patient`.

    Returns
    -------
    Panel
        `table`, `caption`, `sentences` and `notes`; `chart` (Altair) of a figure; `numbers` as
        analysis results data.

    Raises
    ------
    InputError
        Where the reading has errors, or there is no such panel or option.

    Examples
    --------
    >>> import srns
    >>> found = srns.panel(srns.load_haddad2021(), "response", interval="wilson")
    >>> found
    <Panel response: figure of 3 rows>
    >>> found.table[["response", "n", "of"]].values.tolist()[0]
    ['complete remission', 4, 8]
    """
    shown = data if isinstance(data, View) else view(data, definition)
    return make_panel(shown, name, **options)


def _read_overrides(given: str | Path | Sequence[Override]) -> tuple[Override, ...]:
    if isinstance(given, str | Path):
        path = Path(given)
        return parse_overrides(path.read_bytes(), path.name)
    return tuple(given)


def _memory() -> Callable[[Hashable, Callable[[], Any]], Any]:
    """Return what keeps what several panels of one view need."""
    kept: dict[Hashable, Any] = {}

    def once(key: Hashable, compute: Callable[[], Any]) -> Any:
        if key not in kept:
            kept[key] = compute()
        return kept[key]

    return once
