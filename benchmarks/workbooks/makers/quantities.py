"""Columns beside Up/c that are something else, or in another unit than usual."""

from ..case import Case, lab

UPCR = (6.1, 0.15)

# Name, heading, and two values that would pass for another quantity.
OTHERS = {
    "albumin_globulin": ("Albumin/globulin ratio", (0.6, 1.4)),
    "a_g": ("A/G", (0.6, 1.4)),
    "albumin_infusion": ("Albumin infusion (g)", (1, 4)),
    "acr": ("ACR (mg/mmol)", (300, 12)),
    "creatinine_clearance": ("Creatinine clearance (mL/min)", (1.2, 1.1)),
    "clearance_in_french": ("Clairance de la créatinine (mL/min)", (1.2, 1.1)),
    "height_score": ("height SDS", (-1.2, -0.8)),
    "birth_weight": ("birth weight (kg)", (3.2, 3.2)),
    "mothers_height": ("mother's height (cm)", (165, 165)),
    "total_protein": ("Total protein (g/dL)", (4.1, 6.6)),
    "prealbumin": ("prealbumin (mg/dL)", (20, 25)),
    "crp": ("CRP (mg/L)", (2, 1)),
    "microalbumin": ("Microalbumin (mg/L)", (900, 20)),
    "creatine_kinase": ("creatine kinase (U/L)", (90, 80)),
    "corrected_calcium": ("albumin-corrected calcium (mmol/L)", (2.2, 2.3)),
    "mean_albumin": ("mean albumin (g/dL)", (2.2, 3.3)),
}
# Name, heading, analyte, unit as the dictionary writes it, and two values.
UNITS = {
    "creatinine_mmol": ("Creatinine (mmol/L)", "creatinine", "mmol/L", (0.044, 0.035)),
    "creatinine_mg_percent": ("S. creatinine (mg%)", "creatinine", "mg/dL", (0.5, 0.4)),
    "albumin_g_percent": ("Albumin (g%)", "albumin", "g/dL", (1.8, 3.9)),
    "albumin_per_mille": ("Albumin (‰)", "albumin", "g/L", (18, 39)),
    "daily_g": ("Proteinuria (g/24h)", "protein_24h", "g/day", (4.2, 0.09)),
    "daily_mg_per_area": ("urine protein mg/m2/day", "protein_24h", "mg/m²/day", (4200, 60)),
    "daily_mg_per_area_hour": ("Proteinuria (mg/m2/h)", "protein_24h", "mg/m²/h", (60, 3)),
    "daily_mg_per_kg": ("Proteinuria (mg/kg/d)", "protein_24h", "mg/kg/day", (60, 3)),
    "weight_lb": ("weight (lb)", "weight", "lb", (44, 46)),
    "height_in": ("height (in)", "height", "in", (41, 42)),
}
ASKED = {
    "proteinuria": ("proteinuria", (800, 90)),
    "pcr": ("PCR", (90, 12)),
    "albumin_unclear": ("albumin xyz", (1.8, 3.9)),
}


def _rows(heading: str, values: tuple[object, object]) -> dict[str, list[list[object]]]:
    rows = [["1", 30 * n, UPCR[n], values[n]] for n in (0, 1)]
    return {"Data": [["patient", "day", "Up/c (mg/mg)", heading], *rows]}


def _upcr() -> list:
    return [lab("1", 30 * n, "upcr", UPCR[n], "mg/mg", f"Data!C{n + 2}") for n in (0, 1)]


def _unit(name: str) -> Case:
    heading, analyte, unit, values = UNITS[name]
    facts = [lab("1", 30 * n, analyte, values[n], unit, f"Data!D{n + 2}") for n in (0, 1)]
    title = f"'{heading}': the unit is kept."
    return Case(f"unit_{name}", title, (41,), _rows(heading, values), {"labs": [*_upcr(), *facts]})


CASES = [
    *(
        Case(f"other_{name}", f"'{heading}' is another quantity.", (40,), _rows(heading, values),
             {"labs": _upcr()})
        for name, (heading, values) in OTHERS.items()
    ),
    *map(_unit, UNITS),
    *(
        Case(f"asked_{name}", f"'{heading}' may be several things and is asked.", (40,),
             _rows(heading, values), {"labs": _upcr()},
             {f"which: Data!A1 {heading}": "leave it out"})
        for name, (heading, values) in ASKED.items()
    ),
    Case(
        "measured_apart",
        "Protein and creatinine of one urine are measured apart; the Up/c is computed of both.",
        (41,),
        {
            "Data": [
                ["patient", "day", "urine protein (mg/dL)", "urine creatinine (mg/dL)"],
                ["1", 0, 305, 50],
                ["1", 30, 12, 80],
            ]
        },
        {
            "labs": [
                lab("1", 0, "upcr", 6.1, "mg/mg", "Data!C2/D2"),
                lab("1", 30, "upcr", 0.15, "mg/mg", "Data!C3/D3"),
            ]
        },
    ),
]  # fmt: skip
