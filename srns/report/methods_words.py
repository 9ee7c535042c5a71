"""Methods in words: definition, basis, estimators, what was done with the unknown, versions."""

import platform
from collections.abc import Mapping

import numpy
import pandas
import scipy

from srns import SOFTWARE
from srns.analysis.basis_sentences import basis_paragraph
from srns.analysis.time_to_event.cumulative_incidence import QUARTILES_FROM
from srns.languages.lists import join_row
from srns.languages.sentences import joined, sentence, term
from srns.report.ard_sentences import ArdNumbers
from srns.rules.classification import Classification
from srns.rules.definition_wording import methods_paragraph


def methods_paragraphs(
    classification: Classification, numbers: ArdNumbers, hashes: Mapping[str, str]
) -> tuple[str, ...]:
    """Return the methods in paragraphs.

    Parameters
    ----------
    hashes
        SHA-256 by what it is of.
    """
    definition = classification.definition
    source = sentence("Source of the definition: {source}.", source=definition.source)
    if definition.doi:
        source = joined([source, f"https://doi.org/{definition.doi}"], " ")
    return (
        joined([methods_paragraph(definition), source], " "),
        basis_paragraph(classification),
        _estimators(numbers),
        sentence(
            "Results reported as below or above a limit were not replaced by a number. A child "
            "whose response is undetermined is not evaluable; it stays in the denominator, and so "
            "does a child of whom a better response than the one counted stays possible. No urine "
            "result and no albumin was imputed; height and weight were carried forward for the "
            "days stated below the tables. In curves, kidney failure, death or a relapse with a "
            "partial date stands on the latest possible day, one without any date at the last "
            "visit, and each such child is named."
        ),
        _software(definition.sha256, hashes),
    )


def _estimators(numbers: ArdNumbers) -> str:
    """Return the sentences on estimators: those that the numbers were made with."""
    said: list[str] = [
        sentence(
            "Proportions are given with exact (Clopper–Pearson) 95 % intervals, numbers as median "
            "(range), with quartiles from {n} children.",
            n=QUARTILES_FROM,
        )
    ]
    origin = numbers.curve_origin
    curve = numbers.value("prob", 0.5, "method", origin)
    if curve:
        said.append(
            sentence(
                "The time from {origin} to the best response was estimated as cumulative incidence "
                "(estimator and limits: {method}), with kidney failure and death as competing "
                "events; the other children are censored at their last visit in the window.",
                origin=term(origin),
                method=curve,
            )
        )
    lasting = [numbers.value("prob", 0.5, "method", each) for each in numbers.remissions]
    if found := list(dict.fromkeys(filter(None, lasting))):
        said.append(
            sentence(
                "The time from remission to relapse was estimated likewise ({method}).",
                method=joined(found, "; "),
            )
        )
    said.append(sentence("No test was made unless one is reported."))
    return joined(said, " ")


def _software(definition: str, hashes: Mapping[str, str]) -> str:
    listed = [
        joined([term(what), digest], " ")
        for what, digest in {"definition": definition, **hashes}.items()
        if digest
    ]
    return sentence(
        "Software: {software}. SHA-256: {hashes}. This report gives no diagnosis and no treatment "
        "advice.",
        software=join_row(
            (
                SOFTWARE,
                f"Python {platform.python_version()}",
                f"NumPy {numpy.__version__}",
                f"pandas {pandas.__version__}",
                f"SciPy {scipy.__version__}",
            )
        ),
        hashes=joined(listed, "; "),
    )
