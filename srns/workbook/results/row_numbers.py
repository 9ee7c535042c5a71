"""Numbers of a laboratory list: commas, comments, units and ranges."""

from fractions import Fraction

import numpy as np

from srns.cohort.quantities import QUANTITIES, read_bound, show_number, show_result
from srns.languages.sentences import sentence, term
from srns.workbook.problems import Severity
from srns.workbook.results.list_reader import ListReader
from srns.workbook.values.typing_errors import explain_number, explain_text, how_to_type_the_number

_FLIPPED = {"": "", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


def read_numbers(reader: ListReader) -> None:
    """Bring every number into its unit; what is not certain is unknown."""
    values = reader.found
    numbers = (values.kinds == "number") & reader.alive & (reader.analytes != "dipstick")

    def conflict(found: str, spots: np.ndarray) -> None:
        reader.fail(
            spots,
            reader.problem(
                spots,
                str(values.headings[spots][0]),
                sentence("{conflict}: '{text}'", conflict=found, text=str(values.texts[spots][0])),
                sentence("columns that agree"),
                sentence("Correct the export; the result is unknown until then."),
            ),
            keep=True,
        )

    reader.each(numbers & (values.conflicts != ""), values.conflicts, conflict)
    _settle_commas(reader, numbers)
    _refuse_texts(reader, numbers)
    reader.units = np.where(
        reader.analytes == "dipstick",
        "",
        reader.tests.lookup([one.unit for one in reader.meanings]),
    )
    reader.numbers = np.where(numbers & ~reader.unknown, values.numbers, np.nan)
    reader.bounds = np.where(np.isnan(reader.numbers), "", values.bounds)
    _convert(reader)
    _check_ranges(reader)


def _settle_commas(reader: ListReader, numbers: np.ndarray) -> None:
    commas = reader.found.commas
    typed = numbers & np.isin(commas, ("decimal", "thousands", "groups"))
    points = (numbers & (commas == "point")).any()
    groups = (numbers & (commas == "groups")).any()
    agreed = (typed & (commas != "thousands")).any() and not points
    if not typed.any():
        return
    if agreed or reader.decimal == ",":
        _settle_points(reader, numbers & (commas == "open"), parts_thousands=bool(groups))
        return
    found = reader.problem(
        typed,
        str(reader.found.headings[typed][0]),
        sentence("the text '{text}'", text=str(reader.found.texts[typed][0])),
        sentence("one way to write decimals in the whole column"),
        sentence("Say that the comma is a decimal comma, or type a point instead."),
    )
    reader.fail(np.flatnonzero(typed), found, keep=True)


def _settle_points(reader: ListReader, spots: np.ndarray, *, parts_thousands: bool) -> None:
    """Read 3.900 among decimal commas as 3900 where other points part thousands; else refuse it."""
    if parts_thousands:
        reader.found.numbers[spots] = np.round(reader.found.numbers[spots] * 1000)
    elif spots.any():
        text = str(reader.found.texts[spots][0])
        found = reader.problem(
            spots,
            str(reader.found.headings[spots][0]),
            sentence("the text '{text}'", text=text),
            sentence("one way to write decimals in the whole column"),
            how_to_type_the_number(text, "", read_bound(text)[1]),
        )
        reader.fail(np.flatnonzero(spots), found, keep=True)


def _refuse_texts(reader: ListReader, numbers: np.ndarray) -> None:
    """Return in words what stands in place of a number; the result is unknown."""
    kinds, texts = reader.found.kinds, reader.found.texts
    strip = reader.analytes == "dipstick"
    bare = strip & (kinds == "number") & (reader.found.units.expand() == "")
    odd = reader.alive & ((kinds == "unreadable") | (bare & (kinds == "number")))
    comments = reader.alive & ((kinds == "unknown") | ((kinds == "strip") & ~strip))

    def refuse(text: str, spots: np.ndarray) -> None:
        of_strip = sentence("a reading such as negative, trace or 2+")
        expected = of_strip if strip[spots].all() else sentence("a number")
        remedy = explain_text(text) or sentence("Type the result; until then it is unknown.")
        heading = str(reader.found.headings[spots][0])
        found = sentence("the text '{text}'", text=text)
        reader.fail(spots, reader.problem(spots, heading, found, expected, remedy), keep=True)

    def say(text: str, spots: np.ndarray) -> None:
        heading = str(reader.found.headings[spots][0])
        reader.problems.append(
            reader.problem(
                spots,
                heading,
                sentence("'{text}' in place of a number", text=text),
                sentence("a number"),
                sentence("The result is there but unknown on its day; type it if it is known."),
                "note",
            )
        )

    reader.each(odd, texts, refuse)
    reader.each(comments, texts, say)


def _convert(reader: ListReader) -> None:
    for code, meaning in enumerate(reader.meanings):
        if meaning.factor == 1 and not meaning.inverse:
            continue
        mine = (reader.tests.codes == code) & ~np.isnan(reader.numbers)
        distinct, place = np.unique(reader.numbers[mine], return_inverse=True)
        changed = []
        for number in distinct.tolist():
            exact = Fraction(repr(number))
            if meaning.inverse:
                exact = meaning.factor / exact if exact > 0 else None
            else:
                exact *= meaning.factor
            changed.append(np.nan if exact is None else float(f"{float(exact):.15g}"))
        reader.numbers[mine] = np.array(changed)[place]
        if meaning.inverse:
            reader.bounds[mine] = [_FLIPPED[bound] for bound in reader.bounds[mine]]
            reader.bounds[np.isnan(reader.numbers)] = ""
            _refuse_zeros(reader, mine & np.isnan(reader.numbers))


def _refuse_zeros(reader: ListReader, zeros: np.ndarray) -> None:
    if zeros.any():
        found = reader.problem(
            zeros,
            str(reader.found.headings[zeros][0]),
            f"'{reader.found.texts[zeros][0]}'",
            sentence("a creatinine/protein ratio above 0, which can be turned round"),
            sentence("Correct the number; the result is unknown until then."),
        )
        reader.fail(np.flatnonzero(zeros), found, keep=True)


def _check_ranges(reader: ListReader) -> None:
    """Refuse impossible numbers and ask about unusual ones, as every reader of ours does."""
    units = reader.units
    for analyte, quantity in QUANTITIES.items():
        for unit in quantity.units:
            mine = reader.alive & (reader.analytes == analyte) & (units == unit)
            checks: tuple[tuple[tuple[float, float], Severity], ...] = (
                (quantity.possible_in(unit), "error"),
                (quantity.usual_in(unit), "query"),
            )
            for limits, severity in checks:
                odd = mine & ((reader.numbers < limits[0]) | (reader.numbers > limits[1]))
                if severity == "query":
                    odd &= reader.bounds == ""
                if odd.any():
                    _report_range(reader, odd, quantity.label, unit, limits, severity)


def _report_range(
    reader: ListReader,
    odd: np.ndarray,
    label: str,
    unit: str,
    limits: tuple[float, float],
    severity: Severity,
) -> None:
    low, high = map(show_number, limits)
    what = sentence("{what} in {unit}", what=term(label), unit=unit)

    def report(_: str, spots: np.ndarray) -> None:
        number, bound = float(reader.numbers[spots][0]), str(reader.bounds[spots][0])
        heading = str(reader.found.headings[spots][0])
        if severity == "query":
            expected = sentence(
                "{what}, usually from {low} to {high}", what=what, low=low, high=high
            )
            remedy = sentence("Look it up once more; it is used as it stands.")
        else:
            expected = sentence("{what}, from {low} to {high}", what=what, low=low, high=high)
            remedy = explain_number(number) or sentence("Correct the number or its unit.")
        found = reader.problem(
            spots, heading, show_result(number, bound), expected, remedy, severity
        )
        if severity == "error":
            reader.fail(spots, found, keep=True)
        else:
            reader.problems.append(found)

    reader.each(odd, reader.numbers, report)
    if severity == "error":
        reader.numbers[odd], reader.bounds[odd] = np.nan, ""
