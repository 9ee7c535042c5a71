"""What Haddad et al., BMC Nephrology 2021;22:395 (CC BY 4.0) print of their eight children."""

import re

PATIENTS = tuple("12345678")
DAYS_PER_MONTH = 30.4375
DAYS_PER_YEAR = 365.25

TABLE_1 = """\
Patient | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8
Steroid resistance | Secondary | Secondary | Primary | Primary | Primary | Primary | Secondary \
| Secondary
Time to steroid resistance (months) | 13 | 6 | – | – | – | – | 50 | 81
Renal biopsy histopathology | MCD | MCD | MCD/IgM | MCD/C1q | FSGS | MCD/mesangial expansion \
| MCD/IgM | FSGS
Genetic testing | Not done | Not done | Variants of unknown significance \
| Variants of unknown significance | No mutations | Not done | Not done | No mutations
Immunosuppressive medications other than steroids prior to IV CTX | Tac + MMF | Tac | Tac | Tac \
| Tac, followed by Rituximab | Tac + MMF | Tac, followed by oral CTX \
| Tac, followed by cyclosporine
Age at start of CTX (years) | 4 | 3.8 | 6.5 | 13.1 | 10.5 | 10.5 | 6 | 10
Serum albumin at start of CTX (g/dL) | < 1.0 | < 1.0 | 1.3 | < 1.0 | 1.7 | 2.2 | 1.8 | < 1.0
IV CTX doses | 5 | 6 | 6 | 6 | 6 | 6 | 6 | 4
IV methylprednisolone | With 4th and 5th CTX infusion | None | None | None | None \
| With each CTX infusion | With each CTX infusion | With each CTX infusion
Remission | CR | CR | NR | PR | NR | CR | CR | NR
Time to remission (months) after last CTX dose | 0.5 | 6.5 | – | 4.5 | – | 8 \
| After 4th CTX infusion | –
Immunosuppression after completion of IV CTX at last follow up | MMF | Tac | Tac + MMF | Myfortic \
| None | MMF + prednisone | None | None
Outcome at last follow up (years after completion of IV CTX) | CR (10.5) | CR (3.7) \
| Persistently nephrotic; normal renal function | PR (1.3) | ESRD | CR (8.5) \
| Relapsed (0.9); steroid dependent | ESRD
"""

NOTES = {
    "1": "Table 1: MMF at last follow-up; text: MMF stopped after 2.5 years, in remission without "
    "any immunosuppressive medication.",
    "3": "Table 1: variants of unknown significance; text: all tested were negative for known "
    "mutations. Text: only #5 received rituximab, and also: the MCD-variant child without response "
    "subsequently failed rituximab. The paper prints no day of last follow-up.",
    "4": "Table 1: PR (1.3); text: PR 1.7 years after completion. Table 1: variants of unknown "
    "significance; text: all tested were negative for known mutations.",
    "5": "Discussion: the relapsed, steroid-dependent child is #5; Table 1 and Results: it is #7, "
    "and #5 is NR, ESRD. The paper prints no day of kidney failure. Text: dose adjusted where "
    "renal function deteriorated; for whom and to what is not printed.",
    "6": "Table 1: MMF + prednisone at last follow-up; text: prednisolone, eventually tapered off. "
    "Text: three of the four responders had MCD; Table 1: all four had MCD or a variant.",
    "7": "Discussion calls the relapsed child #5; Table 1 and Results: #7. Table 1: steroid "
    "dependent, yet None at last follow-up. Text: only #5 received rituximab, and also: the "
    "relapsed child failed it after IV CTX. Text: youngest at diagnosis 1.5 years; Table 1: "
    "6 years less 50 months less 6 months of tacrolimus is at most 1.3.",
    "8": "Table 1: 81 months (6.75 years) to resistance; text: range up to 6.7 years. The paper "
    "prints no day of kidney failure. Text: dose adjusted where renal function deteriorated; for "
    "whom and to what is not printed.",
}

MAINTENANCE = [  # patient, drug, dose, dose unit, frequency, note
    ("1", "MMF", 300, "mg/m2", "twice a day", "Text: stopped after 2.5 years"),
    ("2", "Tac", None, None, None, None),
    ("3", "Tac", None, None, None, None),
    ("3", "MMF", None, None, None, None),
    ("4", "Myfortic", None, None, None, "Text: 568 to 675 mg/m2 per day"),
    ("5", "None", None, None, None, None),
    ("6", "MMF", None, None, "twice daily", "Text: 278 to 362 mg/m2 per dose"),
    ("6", "prednisone", None, None, None,
     "Text: prednisolone 5 mg every other day, eventually tapered off"),
    ("7", "None", None, None, None, "Steroid dependent by the outcome row of Table 1"),
    ("8", "None", None, None, None, None),
]  # fmt: skip

INFUSION_NOTES = {
    ("1", 5): "Text: went into CR after the fifth infusion",
    ("7", 4): "Table 1: remission after this infusion",
    ("8", 4): "Text: only 4 doses, rapidly progressed to ESRD",
}

README = [
    "The cohort of Haddad et al., BMC Nephrology 2021;22:395, doi 10.1186/s12882-021-02605-6.",
    "The article is open access under CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/). "
    "Changed here: Table 1 is turned on its side, split over sheets, and joined with simulated "
    "results.",
    "FACTS: Patients, Treatments and Events, and the albumin of day 0 (source: Table 1), are from "
    "Table 1 and the text of the paper. Blank means that the paper prints nothing.",
    "SIMULATED: every Up/c, and every albumin but that of day 0 (source: simulated). The paper "
    "shows Up/c only as a picture. The series were made so that the paper's definition gives the "
    "paper's responses and times. They are no child's results: draw no clinical conclusion.",
    "INFUSIONS: number of doses and methylprednisolone from Table 1; the days by the printed "
    "monthly protocol (1 month = 30.4375 days), the doses 500, 750, then 1000 mg/m2 as printed; "
    "methylprednisolone 30 mg/kg (maximum 1 g per dose). The paper says that doses were adjusted "
    "where renal function deteriorated, but not whose: none is adjusted here. Day 0 is the first "
    "infusion.",
    "LAST FOLLOW-UP DAY: day of the last infusion plus the printed years. It is blank for 3, 5 and "
    "8, for whom none is printed; their simulated series end at a day that we chose.",
    "CONTRADICTIONS that the paper prints are kept and named in the notes. Where Table 1 and the "
    "text disagree, Table 1 is taken.",
]


def printed(row: str) -> dict[str, str]:
    """Give one row of Table 1: the printed words by patient."""
    for line in TABLE_1.splitlines():
        label, *words = (word.strip() for word in line.split(" | "))
        if label.startswith(row):
            return dict(zip(PATIENTS, words, strict=True))
    raise KeyError(row)


def number(word: str) -> float | str:
    """Give the number that a word is, or the word."""
    return float(word) if re.fullmatch(r"[\d.]+", word) else word


def infusion_days(patient: str) -> list[int]:
    """Give the days of the monthly infusions, the first on day 0."""
    return [round(k * DAYS_PER_MONTH) for k in range(int(printed("IV CTX doses")[patient]))]


def last_follow_up(patient: str) -> int | None:
    """Give the last infusion's day plus the printed years, or None where no year is printed."""
    years = re.search(r"\(([\d.]+)\)", printed("Outcome")[patient])
    return infusion_days(patient)[-1] + round(float(years[1]) * DAYS_PER_YEAR) if years else None
