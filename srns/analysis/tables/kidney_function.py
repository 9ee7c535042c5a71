"""Kidney function: estimated GFR at every creatinine, by one equation for the whole cohort.

Switching equations with age creates jumps: at a boy's 18th birthday bedside Schwartz gives 72, CKiD
U25 89 and CKD-EPI 112 for the same creatinine. So each cohort uses one equation, and ages outside
its range have no estimate.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from srns.cohort.child_keys import child_codes
from srns.cohort.quantities import CREATININE
from srns.cohort.tables import DAYS_PER_YEAR, Cohort
from srns.languages.messages import mark
from srns.languages.sentences import sentence, term
from srns.rules.carry_forward import carried_forward
from srns.rules.window import find_window

HEIGHT_WITHIN_DAYS = 180
UNIT = "mL/min/1.73 m²"
STAGES = ((90, "G1"), (60, "G2"), (45, "G3a"), (30, "G3b"), (15, "G4"), (0, "G5"))


def u25_constant(age_years: ArrayLike, male: ArrayLike) -> NDArray[np.float64]:
    """Return the constant K of the CKiD U25 creatinine equation.

    References
    ----------
    Pierce et al. (2021), Kidney International 99:948-956.

    Examples
    --------
    >>> u25_constant([1, 18], [True, True]).round(1).tolist()
    [35.7, 50.8]
    """
    age, is_male = np.asarray(age_years, float), np.asarray(male, bool)
    young = np.where(is_male, 39.0, 36.1) * 1.008 ** (age - 12)
    older = np.where(is_male, 39.0 * 1.045 ** (age - 12), 36.1 * 1.023 ** (age - 12))
    adult = np.where(is_male, 50.8, 41.4)
    return np.where(age < 12, young, np.where(age < 18, older, adult))


def ckid_u25(
    age_years: ArrayLike, male: ArrayLike, height_cm: ArrayLike, creatinine_mg_dl: ArrayLike
) -> NDArray[np.float64]:
    """Estimate GFR from age 1 to below 26 years (CKiD U25, creatinine).

    >>> ckid_u25(11, True, 120, 0.9).round(1).item(), ckid_u25(11, False, 120, 0.9).round(1).item()
    (51.6, 47.8)
    """
    height_m = np.asarray(height_cm, float) / 100
    return u25_constant(age_years, male) * height_m / np.asarray(creatinine_mg_dl, float)


def bedside_schwartz(
    age_years: ArrayLike, male: ArrayLike, height_cm: ArrayLike, creatinine_mg_dl: ArrayLike
) -> NDArray[np.float64]:
    """Estimate GFR from age 1 to 18 years (Schwartz 2009, IDMS-traceable creatinine).

    References
    ----------
    Schwartz et al. (2009), Journal of the American Society of Nephrology 20:629-637.

    Examples
    --------
    >>> bedside_schwartz(18, True, 175, 1.0).round(1).item()
    72.3
    """
    return 0.413 * np.asarray(height_cm, float) / np.asarray(creatinine_mg_dl, float)


Estimate = Callable[[ArrayLike, ArrayLike, ArrayLike, ArrayLike], NDArray[np.float64]]


@dataclass(frozen=True)
class Equation:
    """A GFR equation, its age range, and whether it needs the sex.

    Attributes
    ----------
    lowest_age, highest_age
        In years; the highest age is excluded if `below` is set.
    """

    id: str
    name: str
    source: str
    estimate: Estimate
    lowest_age: float
    highest_age: float
    below: bool
    needs_sex: bool

    def covers(self, age: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Return which ages the equation covers."""
        old_enough = age >= self.lowest_age
        return old_enough & (age < self.highest_age if self.below else age <= self.highest_age)


EQUATIONS = {
    equation.id: equation
    for equation in (
        Equation(
            "ckid_u25",
            "CKiD U25 (creatinine)",
            mark("Pierce et al., Kidney Int 2021;99:948; constants of the authors' published code"),
            ckid_u25,
            1,
            26,
            True,
            True,
        ),
        Equation(
            "bedside_schwartz",
            "bedside Schwartz 2009",
            "Schwartz et al., J Am Soc Nephrol 2009;20:629",
            bedside_schwartz,
            1,
            18,
            False,
            False,
        ),
    )
}
# Limits of the authors' published code.
CREATININE_MG_DL = (0.1, 10.0)
HEIGHT_CM = (60.0, 200.0)


def kidney_function(
    cohort: Cohort,
    equation: str = "ckid_u25",
    *,
    height_within_days: int = HEIGHT_WITHIN_DAYS,
) -> pd.DataFrame:
    """Estimate GFR at every creatinine result.

    Parameters
    ----------
    equation
        ``ckid_u25`` or ``bedside_schwartz``: one for the whole cohort. Estimates end with the
        window of observation, so with the child's own kidneys: a creatinine later than kidney
        failure, dialysis, transplant, death or last follow-up has none.
    height_within_days
        Maximum age of the height in days; later heights are never used.

    Returns
    -------
    DataFrame
        One row per creatinine of a child, in the order of the sheet: `patient`, `day`, `month`
        (from the first infusion; in a cohort without any, from day 0), `age_years`,
        `creatinine_mg_dl`, `height_cm`, `height_days_old`, `egfr` (mL/min/1.73 m²; missing
        where `why_not` gives the reason), `bound` (``>`` where the creatinine was reported as
        ``<``), `stage` (KDIGO G, from age 2), `cell`, `height_cell`, `why_not`.
    """
    used = EQUATIONS[equation]
    labs = cohort.labs[cohort.labs["analyte"] == "creatinine"].reset_index(drop=True)
    day = labs["day"].astype(float)
    first = labs["patient"].map(cohort.infusions.groupby("patient")["day"].min()).astype(float)
    children = cohort.patients.set_index("patient")
    age_then = labs["patient"].map(_column(children, "age_at_first_infusion_years")).astype(float)
    age = np.asarray(age_then + (day - first) / DAYS_PER_YEAR, dtype=np.float64)
    sex = labs["patient"].map(_column(children, "sex")).astype(object)
    factor = (
        labs["unit"]
        .astype(str)
        .map({unit: float(CREATININE.factor(unit, "mg/dL")) for unit in CREATININE.units})
    )
    creatinine = (labs["value"].astype(float) * factor.astype(float)).to_numpy()
    height = carried_forward(
        cohort, "height", labs["patient"], labs["day"], within_days=height_within_days
    )
    after, maybe_after = _after_window(cohort, labs["patient"], day)
    why_not = np.select(
        [
            day.isna(),
            after != "",
            maybe_after != "",
            np.isnan(age),
            ~used.covers(age),
            used.needs_sex & ~sex.isin(["male", "female"]).to_numpy(),
            np.isnan(height.value),
            (height.value < HEIGHT_CM[0]) | (height.value > HEIGHT_CM[1]),
            (creatinine < CREATININE_MG_DL[0]) | (creatinine > CREATININE_MG_DL[1]),
        ],
        [
            mark("no day 0"),
            after,
            maybe_after,
            mark("age at first infusion not recorded"),
            _kept(sentence("age outside the range of {equation}", equation=term(used.name))),
            mark("sex not recorded"),
            _kept(
                sentence(
                    "no height on that day or up to {days} days before", days=height_within_days
                )
            ),
            mark("height outside 60 to 200 cm"),
            mark("creatinine outside 0.1 to 10 mg/dL"),
        ],
        "",
    ).astype(object)
    with np.errstate(divide="ignore"):
        rate = used.estimate(age, (sex == "male").to_numpy(), height.value, creatinine)
    rate = np.where(why_not == "", rate, np.nan)
    turned = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
    bound = labs["bound"].astype(str).map(turned).fillna("").astype(object)
    return pd.DataFrame(
        {
            "patient": labs["patient"].to_numpy(),
            "day": labs["day"].to_numpy(),
            "month": (
                (day - (0 if cohort.infusions.empty else first)) / (DAYS_PER_YEAR / 12)
            ).to_numpy(),
            "age_years": age,
            "creatinine_mg_dl": creatinine,
            "height_cm": height.value,
            "height_days_old": height.days_old,
            "egfr": rate,
            "bound": bound.to_numpy(),
            "stage": [
                stage(float(egfr), float(years), sign)
                for egfr, years, sign in zip(rate, age, bound, strict=True)
            ],
            "cell": labs["cell"].to_numpy(),
            "height_cell": height.cell,
            "why_not": why_not,
        }
    )


def _after_window(
    cohort: Cohort, patients: pd.Series, day: pd.Series
) -> tuple[NDArray[np.object_], NDArray[np.object_]]:
    """Return for each result why it comes, or may come, after its child's window; else ``""``."""
    window = find_window(cohort)
    owner = child_codes(cohort.patients["patient"], patients)
    days = day.to_numpy(dtype=float, na_value=np.nan)
    names = window.ended_by[owner]
    with np.errstate(invalid="ignore"):
        after = days > window.last[owner]
        # Before day 0 a kidney failure without a date has not come.
        maybe = (days > window.surely[owner]) & (days > 0)
    return (
        np.where(after, _each(sentence("after {event}", event=term(name)) for name in names), ""),
        np.where(
            maybe,
            _each(
                sentence("may have come after {event}", event=term(name or "kidney failure"))
                for name in names
            ),
            "",
        ),
    )


def _kept(reason: str) -> NDArray[np.object_]:
    """Return a reason in an array that keeps what it was made of."""
    return np.array(reason, dtype=object)


def _each(reasons: Iterable[str]) -> NDArray[np.object_]:
    """Return reasons as an array that keeps what each was made of."""
    return np.array(list(reasons), dtype=object)


def stage(egfr: float, age_years: float, bound: str = "") -> str:
    """Return the KDIGO GFR category; empty below 2 years, where fixed limits do not apply.

    A GFR only known to be above or below a number has no category either.

    >>> stage(89.9, 10), stage(90, 10), stage(90, 1.5), stage(60, 10, ">")
    ('G2', 'G1', '', '')
    """
    if np.isnan(egfr) or age_years < 2 or bound:
        return ""
    # A floating-point result may come out just below a limit that it reaches.
    return next(name for lowest, name in STAGES if egfr >= lowest - 1e-9)


def _column(children: pd.DataFrame, name: str) -> pd.Series:
    if name in children:
        return children[name]
    return pd.Series(np.nan, index=children.index, dtype=object)
