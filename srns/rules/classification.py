"""Classification of a cohort: verdicts with their reasons, evidence and overrides."""

from dataclasses import replace
from functools import cached_property

import numpy as np
import pandas as pd

from srns.cohort.overrides import Override
from srns.cohort.terms import RESPONSES
from srns.cohort.unit_systems import Units
from srns.rules.explain import trace_occasions
from srns.rules.judgement import Judgement
from srns.rules.reasons import explain_verdicts


class Classification(Judgement):
    """The remission calls of a cohort under one definition, with their reasons and evidence."""

    def __repr__(self) -> str:
        responses = list(self.outcomes["response"])
        found = [f"{responses.count(each)} {each}" for each in RESPONSES if each in responses]
        return f"<Classification {self.definition.id}: {', '.join(found) or 'no children'}>"

    def in_units(self, units: Units) -> "Classification":
        """Return the same calls, worded in one system of units: reasons, what each visit lacked.

        No sentence mixes two systems: results reported in the other are converted.
        """
        return self if units == self.units else replace(self, units=units)

    @cached_property
    def verdicts(self) -> pd.DataFrame:
        """`outcomes` with the `reason` of each verdict and any override of it.

        `reason` is one sentence. `override`, `override_reason` and `override_by` are None without
        an override; they change no other column.
        """
        overrides = self.overrides
        mine = [overrides.get(str(patient)) for patient in self.outcomes["patient"]]
        return self.outcomes.assign(
            reason=explain_verdicts(self, self.occasions),
            override=as_objects([each and each.response for each in mine]),
            override_reason=as_objects([each and each.reason for each in mine]),
            override_by=as_objects([each and each.by for each in mine]),
        )

    @property
    def overrides(self) -> dict[str, Override]:
        """The overrides of verdicts under this definition, by child."""
        applying = [each for each in self.cohort.overrides if each.applies_to(self.definition.id)]
        # An override that names the definition takes precedence over one that does not.
        applying.sort(key=lambda each: each.definition is not None)
        return {each.patient: each for each in applying}

    @property
    def relapse_between(self) -> dict[str, tuple[int, int]]:
        """First and last possible day of the first relapse by child, if its day is not known."""
        spans = self.course.relapse_between
        known = np.flatnonzero(~np.isnan(spans[:, 0]))
        patients = self.outcomes["patient"].to_numpy()
        return {str(patients[child]): (int(spans[child, 0]), int(spans[child, 1]))
                for child in known}  # fmt: skip

    @property
    def adjudicated(self) -> pd.DataFrame:
        """`outcomes` with each overridden response in place of the computed one."""
        overrides = self.overrides
        responses = [
            overrides[str(patient)].response if str(patient) in overrides else response
            for patient, response in zip(
                self.outcomes["patient"], self.outcomes["response"], strict=True
            )
        ]
        return self.outcomes.assign(response=as_objects(responses))

    @cached_property
    def occasions(self) -> pd.DataFrame:
        """One row is one visit with a urine result: its albumin, cells, state and what it lacked.

        Columns `patient`, `day`, `upcr`, `upcr_bound`, `upcr_unit`, `upcr_text`, `upcr_cell`, the
        same for `albumin` with `albumin_day` (missing if none was within the window), `evidence`
        (whether the verdict rests on it), `lacked` (empty for evidence of a response), `state`.
        Texts and units are as reported; `upcr_shown` and `albumin_shown` are the results with their
        unit in the system of units in use.
        """
        return trace_occasions(self)


def as_objects(values: list[str | None]) -> np.ndarray:
    """Return a column of texts, None where there is none."""
    column = np.empty(len(values), dtype=object)
    column[:] = values
    return column
