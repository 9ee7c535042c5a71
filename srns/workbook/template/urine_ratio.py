"""Up/c computed from the protein and the creatinine of one urine sample."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from fractions import Fraction

import numpy as np

from srns.cohort.quantities import UPCR, URINE_CREATININE, URINE_PROTEIN, show_number
from srns.languages.sentences import sentence, term
from srns.workbook.findings import Findings, Place
from srns.workbook.template.sample_results import ColumnResults
from srns.workbook.values.numbers_and_words import Numbers

_PER_MMOL = "mmol/L"
_FLIPPED = {"": "", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_FAR_APART = Fraction(11, 10)


def compute_ratios(
    protein: ColumnResults,
    creatinine: ColumnResults,
    reported: Sequence[ColumnResults],
    findings: Findings,
) -> ColumnResults:
    """Return the Up/c of each row that has protein and creatinine of urine, and no Up/c itself.

    The quotient is exact, and is rounded once to the 15 digits that Excel keeps: mg/mg where
    creatinine was reported in mg/dL or g/L, mg/mmol where it was in mmol/L. A bound of either is
    kept (<4 over 50 is <0.08); where the bounds contradict, or either cannot be read, the ratio is
    unknown. A row with only one of the two has no ratio, and is asked about.

    Parameters
    ----------
    protein, creatinine
        The two columns as read.
    reported
        The columns of Up/c that the sheet has.
    """
    unit = "mg/mmol" if creatinine.unit == _PER_MMOL else "mg/mg"
    by_row = {row: one for one in reported for row in one.rows.tolist()}
    of_protein, of_creatinine = set(protein.rows.tolist()), set(creatinine.rows.tolist())
    query_alone(protein, of_creatinine | by_row.keys(), term(URINE_CREATININE.label), findings)
    query_alone(creatinine, of_protein | by_row.keys(), term(URINE_PROTEIN.label), findings)
    found = Numbers(np.full(len(protein.numbers.results), np.nan), {})
    rows = []
    for row in sorted(of_protein & of_creatinine):
        ratio, bound = _divide(protein, creatinine, unit, row)
        if row in by_row:
            if ratio is not None and not bound:
                _query_other_ratio(protein.place, row, ratio, unit, by_row[row], findings)
            continue
        rows.append(row)
        if ratio is None:
            found.unread.add(row)
            continue
        found.results[row] = float(f"{float(ratio):.15g}")
        if bound:
            found.bounds[row] = bound
    return ColumnResults(
        UPCR.analyte, unit, np.array(rows, dtype=np.int64), found, protein.place, creatinine.place
    )


def query_alone(
    one: ColumnResults, others: AbstractSet[int], lacks: str, findings: Findings
) -> None:
    """Query results without their partner, of which no ratio can be computed.

    Parameters
    ----------
    others
        The rows that have the partner, or an Up/c.
    """
    for row in one.rows.tolist():
        if row not in others:
            findings.problems.append(
                one.place.query(
                    row,
                    sentence(
                        "{column} without {lacks}",
                        column=term(one.place.matched.column.label),
                        lacks=lacks,
                    ),
                    sentence("both of one urine sample, for its Up/c"),
                    sentence("Type the other if it was measured; this one alone decides nothing."),
                )
            )


def _divide(
    protein: ColumnResults, creatinine: ColumnResults, unit: str, row: int
) -> tuple[Fraction | None, str]:
    """Return the ratio of a row with its bound; None where it is unknown."""
    above, below = protein.numbers.results[row], creatinine.numbers.results[row]
    if np.isnan(above) or np.isnan(below):
        return None, ""
    bounds = {
        protein.numbers.bounds.get(row, ""),
        _FLIPPED[creatinine.numbers.bounds.get(row, "")],
    } - {""}
    if len({bound[0] for bound in bounds}) > 1:
        return None, ""
    ratio = (
        _exact(above)
        * URINE_PROTEIN.factor(protein.unit, "mg/dL")
        / (_exact(below) * URINE_CREATININE.factor(creatinine.unit, "mg/dL"))
    )
    return ratio * UPCR.factor("mg/mg", unit), min(bounds, key=len, default="")


def _exact(number: float) -> Fraction:
    return Fraction(f"{number:.15g}")


def _query_other_ratio(
    place: Place, row: int, ratio: Fraction, unit: str, reported: ColumnResults, findings: Findings
) -> None:
    """Query a reported Up/c that is not about the quotient of the same row."""
    value = reported.numbers.results[row]
    if np.isnan(value) or row in reported.numbers.bounds:
        return
    computed, typed = ratio * UPCR.factor(unit, reported.unit), _exact(value)
    if max(computed, typed) > min(computed, typed) * _FAR_APART:
        findings.problems.append(
            place.query(
                row,
                sentence(
                    "urine protein and creatinine whose ratio is {computed:.3g} {unit}",
                    computed=float(computed),
                    unit=reported.unit,
                ),
                sentence("about the Up/c of the same row, {value}", value=show_number(value)),
                sentence("Check the three; the reported Up/c is used."),
            )
        )
