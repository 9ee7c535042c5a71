"""Edge cases of the definition as written, one line each with the reason.

Each line is a child with three occasions, on days 30, 60 and 90, all with the same Up/c and the
same albumin (blank: not measured); a unit stands beside the number where it is not the usual one.
"""

CR = "complete remission"
PR = "partial remission"
NONE = "no response"
GAP = "unclassified"
OPEN = "not evaluable"

HADDAD_EDGES: list[tuple[str, str, str, str]] = [
    # Up/c of complete remission
    ("0.19", "3.6", CR, "just inside both limits of complete remission"),
    ("0.2", "3.6", GAP, "G1: Up/c 0.2 is not below 0.2, and not above it either"),
    ("0.21", "3.6", GAP, "G4: just above 0.2 with an albumin too good for partial remission"),
    ("0.199", "3.6", CR, "a third digit counts"),
    ("0", "3.6", CR, "no protein at all"),
    # albumin of complete remission
    ("0.15", "3.51", CR, "albumin 3.51 is above 3.5"),
    ("0.15", "3.5", GAP, "G2: albumin 3.5 is not above 3.5"),
    ("0.15", "3.41", GAP, "G2: albumin 3.41 lies between the two definitions"),
    ("0.15", "3.49", GAP, "G2: albumin 3.49 lies between the two definitions"),
    ("0.15", "3.2", GAP, "G3: the urine is well, albumin lags behind"),
    ("0.15", "2.5", GAP, "G3: albumin at the lower limit of partial remission"),
    ("0.15", "2.4", NONE, "albumin is below every lower limit"),
    # Up/c of partial remission
    ("0.21", "3.0", PR, "just above 0.2"),
    ("0.2", "3.0", GAP, "G1: Up/c 0.2 is not above 0.2"),
    ("0.201", "3.0", PR, "a third digit counts above 0.2 too"),
    ("1", "3.0", PR, "Up/c 1.0 is still partial remission"),
    ("1.0", "3.0", PR, "1.0 and 1 are one number"),
    ("1.01", "3.0", NONE, "just above 1.0"),
    ("1.001", "3.0", NONE, "a third digit counts above 1.0"),
    # albumin of partial remission
    ("0.5", "2.5", PR, "albumin 2.5 is inside"),
    ("0.5", "2.49", NONE, "G5: albumin just below 2.5"),
    ("0.5", "2.4", NONE, "G5: albumin below 2.5"),
    ("0.5", "2.8", PR, "G6: partial remission here, though not by later guidelines"),
    ("0.5", "3.4", PR, "albumin 3.4 is inside"),
    ("0.5", "3.41", GAP, "G2: albumin 3.41 is above 3.4"),
    ("0.5", "3.45", GAP, "G2: albumin 3.45 is above 3.4"),
    ("0.5", "3.5", GAP, "G2: albumin 3.5 is too good for partial remission"),
    ("0.5", "3.8", GAP, "G4: too well for partial remission"),
    ("1.5", "3.2", NONE, "G7: between 1 and 2 is no response here"),
    ("2", "3.2", NONE, "G8: nephrotic range"),
    ("2.5", "3.8", NONE, "G8: nephrotic range, whatever the albumin"),
    # units
    ("22.62 mg/mmol", "3.8", CR, "22.62 mg/mmol is just below 0.2 mg/mg"),
    ("22.624 mg/mmol", "3.8", GAP, "22.624 mg/mmol is 0.2 mg/mg exactly"),
    ("22.63 mg/mmol", "3.8", GAP, "22.63 mg/mmol is just above 0.2 mg/mg"),
    ("22.624 mg/mmol", "3.0", GAP, "22.624 mg/mmol is not above 0.2 mg/mg"),
    ("22.625 mg/mmol", "3.0", PR, "22.625 mg/mmol is above 0.2 mg/mg"),
    ("22.62 g/mol", "3.8", CR, "g/mol are mg/mmol"),
    ("22.624 g/mol", "3.8", GAP, "22.624 g/mol is 0.2 mg/mg exactly"),
    ("113.12 mg/mmol", "3.0", PR, "113.12 mg/mmol is 1.0 mg/mg exactly"),
    ("113.13 mg/mmol", "3.0", NONE, "113.13 mg/mmol is above 1.0 mg/mg"),
    ("199 mg/g", "3.8", CR, "199 mg/g is below 0.2 mg/mg"),
    ("200 mg/g", "3.8", GAP, "200 mg/g is 0.2 mg/mg exactly"),
    ("201 mg/g", "3.0", PR, "201 mg/g is above 0.2 mg/mg"),
    ("1000 mg/g", "3.0", PR, "1000 mg/g is 1.0 mg/mg exactly"),
    ("1001 mg/g", "3.0", NONE, "1001 mg/g is above 1.0 mg/mg"),
    ("0.19 g/g", "3.8", CR, "g/g are mg/mg"),
    ("0.2 g/g", "3.8", GAP, "0.2 g/g is 0.2 mg/mg"),
    ("0.15", "36 g/L", CR, "36 g/L is above 3.5 g/dL"),
    ("0.15", "35 g/L", GAP, "35 g/L is 3.5 g/dL exactly"),
    ("0.5", "34 g/L", PR, "34 g/L is 3.4 g/dL exactly"),
    ("0.5", "34.1 g/L", GAP, "34.1 g/L is above 3.4 g/dL"),
    ("0.5", "25 g/L", PR, "25 g/L is 2.5 g/dL exactly"),
    ("0.5", "24.9 g/L", NONE, "24.9 g/L is below 2.5 g/dL"),
    # results with a sign
    ("<0.15", "3.8", CR, "anything below 0.15 is below 0.2"),
    ("<0.2", "3.8", CR, "anything below 0.2 is below 0.2"),
    ("≤0.2", "3.8", OPEN, "at most 0.2 may be 0.2 itself"),
    ("≤0.19", "3.8", CR, "at most 0.19 is below 0.2"),
    ("<0.21", "3.8", OPEN, "below 0.21 may be 0.2"),
    ("<0.3", "3.8", OPEN, "below 0.3 may be above 0.2"),
    ("<0.3", "3.0", OPEN, "below 0.3 may or may not be partial remission"),
    ("≤0.2", "3.0", GAP, "at most 0.2 is not above 0.2"),
    ("<1.0", "3.8", OPEN, "below 1.0 may be complete remission"),
    (">0.2", "3.0", OPEN, "above 0.2 may be above 1.0 too"),
    (">0.2", "3.8", OPEN, "above 0.2 is no complete remission, and may be in the gap"),
    ("≥0.2", "3.0", OPEN, "at least 0.2 may be anything but complete remission"),
    ("≥1.0", "3.0", OPEN, "at least 1.0 may be 1.0 itself"),
    (">1.0", "3.0", NONE, "above 1.0 is above 1.0"),
    (">30", "3.0", NONE, "above the laboratory's range"),
    (">30", "", NONE, "albumin cannot mend an Up/c above 30"),
    ("<17 mg/mmol", "3.8", CR, "anything below 17 mg/mmol is below 0.2 mg/mg"),
    ("<22.624 mg/mmol", "3.8", CR, "anything below 22.624 mg/mmol is below 0.2 mg/mg"),
    ("≤22.624 mg/mmol", "3.8", OPEN, "at most 22.624 mg/mmol may be 0.2 mg/mg"),
    ("0.15", "<1.0", NONE, "albumin below 1.0 is certainly not above 3.5"),
    ("0.5", "<1.0", NONE, "albumin below 1.0 is certainly below 2.5"),
    ("0.15", "<2.5", NONE, "albumin below 2.5 is below every lower limit"),
    ("0.15", "≤2.5", OPEN, "albumin at most 2.5 may be 2.5, in the gap"),
    ("0.5", "≤2.5", OPEN, "albumin at most 2.5 may be 2.5"),
    ("0.15", ">3.5", CR, "albumin above 3.5 is above 3.5"),
    ("0.15", "≥3.5", OPEN, "albumin of at least 3.5 may be 3.5 itself"),
    ("0.15", ">3.4", OPEN, "albumin above 3.4 may be 3.5"),
    ("0.5", ">3.4", GAP, "albumin above 3.4 is too good for partial remission"),
    ("0.5", "≥3.4", OPEN, "albumin of at least 3.4 may be 3.4 itself"),
    ("0.5", "<3.4", OPEN, "albumin below 3.4 may be below 2.5"),
    ("0.15", "<35 g/L", OPEN, "albumin below 35 g/L may be in the gap or below it"),
    ("0.15", "<3.5", OPEN, "not complete remission; whether in the gap is unknown"),
    # albumin missing
    ("0.15", "", OPEN, "G11: no albumin at all"),
    ("0.5", "", OPEN, "G11: partial remission needs albumin too"),
    ("0.2", "", OPEN, "0.2 is no remission; whether in the gap depends on albumin"),
    ("1.01", "", NONE, "above 1.0 no albumin is needed to see no response"),
]

# One sample each of domain knowledge's table of 27 points at the edges of eight definitions.
POINTS: list[tuple[str, str, str]] = [
    ("0.15", "3.8", CR),
    ("0.15", "3.5", GAP),
    ("0.15", "3.2", GAP),
    ("0.15", "2.4", NONE),
    ("0.2", "3.8", GAP),
    ("0.2", "3.3", GAP),
    ("0.21", "3.8", GAP),
    ("0.5", "3.8", GAP),
    ("0.5", "3.5", GAP),
    ("0.5", "3.45", GAP),
    ("0.5", "3.4", PR),
    ("0.5", "2.8", PR),
    ("0.5", "2.5", PR),
    ("0.5", "2.4", NONE),
    ("0.29", "3.8", GAP),
    ("0.3", "3.8", GAP),
    ("0.65", "3.6", GAP),
    ("1", "3", PR),
    ("1.01", "3", NONE),
    ("1.5", "3.2", NONE),
    ("1.99", "3", NONE),
    ("2", "3", NONE),
    ("2.01", "3", NONE),
    ("1.8", "3.1", NONE),
    ("3.4", "3.1", NONE),
    ("3", "2", NONE),
]

CLOSED_EDGES: list[tuple[str, str, str, str]] = [
    ("0.19", "3.6", CR, "complete remission is unchanged"),
    ("0.2", "3.6", PR, "G1: Up/c 0.2 is partial remission"),
    ("0.2", "3.0", PR, "G1: Up/c 0.2 is partial remission at a lower albumin too"),
    ("0.15", "3.5", PR, "G2: albumin 3.5 is short of complete remission only"),
    ("0.15", "3.2", PR, "G3: albumin lags behind"),
    ("0.15", "2.5", PR, "albumin 2.5 is inside"),
    ("0.15", "2.49", NONE, "albumin below 2.5"),
    ("0.5", "3.8", PR, "G4: too well for the partial remission as written"),
    ("0.5", "2.5", PR, "albumin 2.5 is inside, Up/c above 0.2"),
    ("0.5", "2.4", NONE, "G5: albumin below 2.5 stays no response"),
    ("1.0", "3.0", PR, "Up/c 1.0 is inside"),
    ("1.0", "3.8", PR, "Up/c 1.0 is inside, albumin normal"),
    ("1.01", "3.8", NONE, "Up/c above 1.0"),
    ("113.12 mg/mmol", "25 g/L", PR, "both limits in the other units"),
    ("113.13 mg/mmol", "25 g/L", NONE, "just above in mg/mmol"),
    ("<0.3", "3.8", PR, "below 0.3 is at least partial remission"),
    ("≤1.0", "3.0", PR, "at most 1.0 is inside"),
    ("<1.1", "3.0", OPEN, "below 1.1 may be above 1.0"),
    ("0.15", "", OPEN, "no albumin at all"),
]


def write_table(edges: list[tuple[str, str]]) -> str:
    """Return a table with one child per pair, named by its place in the list."""
    lines = ["patient | day | Up/c | albumin"]
    for child, (upcr, albumin) in enumerate(edges):
        lines += [f"{child} | {day} | {upcr} | {albumin}" for day in (30, 60, 90)]
    return "\n".join(lines)
