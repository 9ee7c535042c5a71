"""Who the children are and what is said of them: identities, outcomes, biopsies, drugs."""

from ..case import Case, lab

UPCR = "Up/c (mg/mg)"

CASES = [
    *(
        Case(
            f"age_{name}",
            f"'Age' does not say at which time; the person answers '{answer}'.",
            (7,),
            {"Data": [["patient", "sex", heading], ["1", "F", 4.5], ["2", "M", 11]]},
            {
                "patients": [
                    {"patient": child, "sex": sex, **({column: age} if column else {})}
                    for child, sex, age in (("1", "female", 4.5), ("2", "male", 11))
                ]
            },
            {f"which: Data!A1 {heading}": answer},
            messages=("found the column 'Age'",) if not column else (),
        )
        for name, heading, answer, column in (
            ("at_diagnosis", "Age (years)", "age at diagnosis", "age_at_diagnosis_years"),
            ("at_infusion", "Age", "age at first infusion", "age_at_first_infusion_years"),
            ("left_out", "Age", "leave it out", ""),
        )
    ),
    Case(
        "identity_twice",
        "One child stands in two rows of the list of children.",
        (9, 38),
        {"Data": [["patient", "sex"], ["1", "F"], ["1", "M"]]},
        messages=("patient '1' again",),
        refusal="Data!A3: found patient '1' again",
    ),
    Case(
        "suffixes",
        "Some numbers have a suffix, or zeros in front, which may mean the same child again.",
        (9, 38),
        {
            "Data": [
                ["patient", "sex"],
                *[[name, "F"] for name in ("12", "12d", "3", "3 dup", "03")],
            ]
        },
        {"patients": [{"patient": name} for name in ("12", "12d", "3", "3 dup", "03")]},
        messages=(
            "Data!A3: found patient '12d', which is '12' of A2 with the suffix 'd'",
            "Data!A5: found patient '3 dup', which is '3' of A4 with the suffix 'dup'",
            "Data!A6: found patient '03', which is '3' of A4 but for zeros in front",
        ),
        answers={"one child: 3": "no: each is a child of its own"},
    ),
    Case(
        "letters_of_siblings",
        "Siblings share a number and have letters.",
        (38,),
        {"Data": [["patient", "sex"], *[[f"5{letter}", "F"] for letter in ("", "b", "c", "d")]]},
        {"patients": [{"patient": f"5{letter}"} for letter in ("", "b", "c", "d")]},
        silences=("suffix",),
    ),
    Case(
        "lost_zeros",
        "007 on one sheet is 7 on the other.",
        (9,),
        {
            "Children": [["patient", "sex"], ["007", "F"]],
            "Urine": [["patient", "day", UPCR], [7, 0, 2.5]],
        },
        messages=("Did you mean '007'?",),
        answers={"one child: 007": "no: each is a child of its own"},
        refusal="Urine!A2: found patient '7'",
    ),
    Case(
        "constants_disagree",
        "The sex of one child differs between its samples.",
        (37,),
        {"Data": [["patient", "day", "sex", UPCR], ["1", 0, "F", 2.5], ["1", 30, "M", 0.4]]},
        messages=("'M' for patient 1",),
        refusal="Data!C3: found 'M' for patient 1",
    ),
    Case(
        "constants_repeated",
        "The sex of a child stands beside each of its samples.",
        (37,),
        {"Data": [["patient", "day", "sex", UPCR], ["1", 0, "F", 2.5], ["1", 30, "F", 0.4]]},
        {
            "labs": [
                lab("1", 0, "upcr", 2.5, "mg/mg", "Data!D2"),
                lab("1", 30, "upcr", 0.4, "mg/mg", "Data!D3"),
            ],
            "patients": [{"patient": "1", "sex": "female"}],
        },
    ),
    Case(
        "names_and_birth_dates",
        "Names and record numbers stand beside the study numbers.",
        (35,),
        {"Data": [["patient", "Surname", "MRN number", "sex"], ["1", "Nobody", "A17", "F"]]},
        {"patients": [{"patient": "1", "sex": "female"}]},
    ),
    Case(
        "outcome_with_years",
        "Response and follow-up stand in one cell.",
        (30,),
        {"Data": [["patient", "outcome"], ["1", "CR (10.5)"], ["2", "ESRD"]]},
        {
            "patients": [
                {"patient": "1", "recorded_outcome": "CR (10.5)", "last_follow_up_day": 3835},
                {"patient": "2", "recorded_outcome": "ESRD"},
            ]
        },
        {"two facts: Data!A1 outcome": "years from the first infusion to the last follow-up"},
    ),
    Case(
        "declared_only",
        "A response is recorded, and nothing was measured.",
        (31,),
        {"Data": [["patient", "response"], ["1", "PR"], ["2", "CR"]]},
        {
            "patients": [
                {"patient": "1", "recorded_response": "partial remission"},
                {"patient": "2", "recorded_response": "complete remission"},
            ]
        },
    ),
    Case(
        "compound_histology",
        "Histology with its modifiers, as typed.",
        (29,),
        {"Data": [["patient", "biopsy"], ["1", "MCD/IgM"], ["2", "MCD → FSGS"]]},
        {
            "patients": [
                {"patient": "1", "histology": "MCD/IgM", "histology_group": "MCD variant"},
                {"patient": "2", "histology": "MCD → FSGS", "histology_group": "FSGS"},
            ]
        },
    ),
    Case(
        "drugs_as_prose",
        "Drugs before the infusions, as a sequence, a combination and a brand.",
        (27,),
        {
            "Data": [
                ["patient", "Immunosuppression prior to CTX"],
                ["1", "Tac, followed by Rituximab"],
                ["2", "MMF + pred"],
                ["3", "Myfortic"],
            ]
        },
        {
            "treatments": [
                {"patient": "1", "drug": "tacrolimus", "purpose": "prior", "cell": "Data!B2"},
                {"patient": "1", "drug": "rituximab", "purpose": "prior", "cell": "Data!B2"},
                {
                    "patient": "2",
                    "drug": "mycophenolate mofetil",
                    "purpose": "prior",
                    "cell": "Data!B3",
                },
                {"patient": "2", "drug": "prednisolone", "purpose": "prior", "cell": "Data!B3"},
                {
                    "patient": "3",
                    "drug": "mycophenolate sodium",
                    "purpose": "prior",
                    "cell": "Data!B4",
                },
            ]
        },
    ),
    Case(
        "doses",
        "Doses by weight and by area, with their frequency, in one cell.",
        (28,),
        {
            "Drug list": [
                ["patient", "drug", "dose"],
                ["1", "MMF", "300 mg/m2 per dose BD"],
                ["2", "tac", "0.1 mg/kg"],
            ]
        },
        {
            "treatments": [
                {
                    "patient": "1",
                    "drug": "mycophenolate mofetil",
                    "dose": 300.0,
                    "dose_unit": "mg/m2",
                    "frequency": "BD",
                    "cell": "Drug list!B2",
                },
                {
                    "patient": "2",
                    "drug": "tacrolimus",
                    "dose": 0.1,
                    "dose_unit": "mg/kg",
                    "cell": "Drug list!B3",
                },
            ]
        },
    ),
]
