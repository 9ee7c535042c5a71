"""Habits of clinics elsewhere: words of their languages, several days or facts in one cell."""

import datetime

from ..case import Case, lab

START = datetime.date(2018, 3, 12)
LABS = [["patient", "date", "Up/c (mg/mg)"], ["P1", START, 4.2]]
RESULT = [lab("P1", 0, "upcr", 4.2, "mg/mg", "Labs!C2")]


def _children(name: str, title: str, features: tuple[int, ...], headings: list[object],
              row: list[object], facts: dict[str, object], **more: object) -> Case:  # fmt: skip
    sheets = {"Cases": [["patient", *headings], ["P1", *row]], "Labs": LABS}
    tables = {"labs": RESULT, **facts}
    return Case(name, title, features, sheets, tables, **more)  # pyright: ignore[reportArgumentType]


CASES = [
    _children(
        "infusions_in_one_cell",
        "A cell lists the infusions of a child.",
        (45,),
        ["sex", "CYC pulses"],
        ["f", "12/03/2018, 14/04/2018 and 25/05/2018"],
        {"infusions": [{"patient": "P1", "day": day} for day in (0, 33, 74)]},
    ),
    _children(
        "relapses_in_one_cell",
        "A cell lists the relapses of a child.",
        (45,),
        ["index date", "Relapses"],
        [START, "3 May 2019; 4 June 2020"],
        {"events": [{"patient": "P1", "event": "relapse", "day": day} for day in (417, 815)]},
    ),
    _children(
        "age_and_sex",
        "Age and sex share a cell.",
        (30,),
        ["Age/Sex", "index date"],
        ["7y/M", START],
        {"patients": [{"patient": "P1", "sex": "male", "age_at_diagnosis_years": 7.0}]},
        answers={"age in: Cases!A1 Age/Sex": "age at diagnosis"},
    ),
    _children(
        "outcome_with_its_day",
        "An outcome says when it came.",
        (30,),
        ["index date", "outcome"],
        [START, "Expired on 25/05/2019"],
        {"events": [{"patient": "P1", "event": "death", "day": 439}]},
    ),
    Case(
        "infusions_by_the_drug",
        "A sheet is named for the drug, and has doses by surface.",
        (45,),
        {"Labs": LABS, "Endoxan": [["patient", "date", "Dosis (mg/m2)"], ["P1", START, 500]]},
        {
            "labs": RESULT,
            "infusions": [{"patient": "P1", "day": 0, "cyclophosphamide_mg_m2": 500.0}],
        },
    ),
    Case(
        "strips_in_brackets",
        "Strips in brackets: (+) is no trace among them.",
        (19, 39),
        {
            "Data": [
                ["患者ID", "日", "尿蛋白定性"],
                ["P1", 0, "(3+)"],
                ["P1", 30, "(+)"],
                ["P1", 60, "(±)"],
                ["P1", 90, "(－)"],
                ["P1", 120, "測定せず"],
            ]
        },
        {
            "labs": [
                lab("P1", 30 * n, "dipstick", grade, "", f"Data!C{2 + n}")
                for n, grade in enumerate((4, 2, 1, 0))
            ]
        },
    ),
    Case(
        "values_in_russian",
        "Words of the cells in Russian, decimal commas, months by name.",
        (13, 15, 21, 39),
        {
            "Дети": [
                ["№ пациента", "Пол", "Морфология", "Дата первой инфузии циклофосфана", "Исход"],
                ["1", "ж", "ФСГС", START, "умерла 25.05.2019"],
            ],
            "Анализы": [
                ["№ пациента", "Дата анализа", "Белок/креатинин мочи (мг/мг)", "Примечание"],
                ["1", "12 марта 2018 г.", "4,8", "ОРВИ"],
                ["1", "20.06.2018", "<0,1", ""],
                ["1", "25.07.2018", "не сделан", "гемолиз"],
            ],
        },
        {
            "labs": [
                lab("1", 0, "upcr", 4.8, "mg/mg", "Анализы!C2"),
                lab("1", 100, "upcr", 0.1, "mg/mg", "Анализы!C3", "<"),
            ],
            "patients": [{"patient": "1", "sex": "female", "histology_group": "FSGS"}],
            "events": [{"patient": "1", "event": "death", "day": 439}],
        },
    ),
    Case(
        "letters_for_the_sex",
        "H and M are hombre and mujer: both letters are asked.",
        (7, 39),
        {
            "Datos": [
                ["paciente", "sexo", "día", "Up/c (mg/mg)"],
                ["1", "H", 0, 4.2],
                ["2", "M", 0, 3.1],
            ]
        },
        {
            "labs": [
                lab("1", 0, "upcr", 4.2, "mg/mg", "Datos!D2"),
                lab("2", 0, "upcr", 3.1, "mg/mg", "Datos!D3"),
            ],
            "patients": [{"patient": "1", "sex": "male"}, {"patient": "2", "sex": "female"}],
        },
        {"word H: Datos!A1 sexo": "male", "word M: Datos!A1 sexo": "female"},
    ),
    Case(
        "a_language_that_is_not_known",
        "Only the unit, the dates and the lesions tell.",
        (46,),
        {
            "Leletek": [
                ["Beteg", "Dátum", "Fehérje aránya [mg/mg]"],
                ["P1", START, 4.2],
                ["P1", START + datetime.timedelta(days=91), 0.15],
            ],
            "Gyerekek": [
                ["Beteg", "Szövettan", "Első kezelés"],
                ["P1", "FSGS", START],
                ["P2", "MCD", START],
            ],
        },
        {
            "labs": [
                lab("P1", 0, "upcr", 4.2, "mg/mg", "Leletek!C2"),
                lab("P1", 91, "upcr", 0.15, "mg/mg", "Leletek!C3"),
            ],
            "patients": [
                {"patient": "P1", "histology_group": "FSGS"},
                {"patient": "P2", "histology_group": "MCD"},
            ],
        },
        {
            "child: Leletek!A1": "Beteg",
            "child: Gyerekek!A1": "Beteg",
            "which: Leletek!A1 Fehérje aránya [mg/mg]": "Up/c in mg/mg",
            "which: Gyerekek!A1 Szövettan": "histology",
            "which: Gyerekek!A1 Első kezelés": "index date",
        },
    ),
    Case(
        "dates_of_a_list_decide",
        "The dates of a list decide the order of others.",
        (20, 42),
        {
            "Lista": [
                ["patient", "date", "test", "result", "unit"],
                ["P1", "25/03/2019", "Protein/creatinine ratio", 4.2, "mg/mg"],
            ],
            "Infusions": [["patient", "date"], ["P1", "04/03/2019"]],
        },
        {"labs": [lab("P1", 21, "upcr", 4.2, "mg/mg", "Lista!D2")]},
    ),
    Case(
        "calendar_of_months",
        "A home diary: months below each other, the days across.",
        (43,),
        {
            "Ann": [
                ["Dipsticks of Ann, 2018"],
                [],
                ["Month", *range(1, 32)],
                ["March", *[None] * 11, "+++", *[None] * 19],
                ["April", None, "neg", *[None] * 29],
            ],
            "Children": [["patient", "index date"], ["Ann", START]],
        },
        {
            "labs": [
                lab("Ann", 0, "dipstick", 4, "", "Ann!M4"),
                lab("Ann", 21, "dipstick", 0, "", "Ann!C5"),
            ]
        },
        {"child: Ann!A3": "the name of the sheet"},
    ),
    Case(
        "unit_beside_each_result",
        "A unit beside each result says ratio or 24 hours.",
        (17,),
        {
            "Children": [["patient", "index date"], ["P1", START]],
            "Esami": [
                ["patient", "date", "Proteinuria", "Unità"],
                ["P1", START, 4.2, "mg/mg"],
                ["P1", START + datetime.timedelta(days=30), 20, "mg/mmol"],
                ["P1", START + datetime.timedelta(days=60), 3.2, "g/24h"],
            ],
        },
        {
            "labs": [
                lab("P1", 0, "upcr", 4.2, "mg/mg", "Esami!C2"),
                lab("P1", 30, "upcr", 20, "mg/mmol", "Esami!C3"),
                lab("P1", 60, "protein_24h", 3.2, "g/day", "Esami!C4"),
            ]
        },
    ),
    Case(
        "eras_of_japan",
        "Every date counts the years of an era.",
        (21,),
        {
            "Children": [["patient", "index date"], ["P1", START]],
            "外来": [
                ["患者", "採尿日", "Up/c (mg/mg)"],
                ["P1", "H30.3.12", 4.2],
                ["P1", "令和元年5月8日", 0.15],
            ],
        },
        {
            "labs": [
                lab("P1", 0, "upcr", 4.2, "mg/mg", "外来!C2"),
                lab("P1", 422, "upcr", 0.15, "mg/mg", "外来!C3"),
            ]
        },
        {"calendar: 外来!A1 採尿日": "yes: convert them"},
    ),
    Case(
        "infusions_by_marks",
        "A cross beside a visit is an infusion of that day.",
        (45,),
        {
            "Visits": [
                ["patient", "date", "Up/c (mg/mg)", "CYC pulse"],
                ["P1", START, 4.2, "x"],
                ["P1", START + datetime.timedelta(days=28), 2.1, "x"],
                ["P1", START + datetime.timedelta(days=56), 0.15, None],
            ]
        },
        {
            "labs": [
                lab("P1", 0, "upcr", 4.2, "mg/mg", "Visits!C2"),
                lab("P1", 28, "upcr", 2.1, "mg/mg", "Visits!C3"),
                lab("P1", 56, "upcr", 0.15, "mg/mg", "Visits!C4"),
            ],
            "infusions": [{"patient": "P1", "day": day} for day in (0, 28)],
        },
        {"marks: Visits!A1 CYC pulse": "yes"},
    ),
    Case(
        "dialysis_with_its_day_in_a_note",
        "A note says an event and its date.",
        (30,),
        {
            "Children": [["patient", "index date", "note"], ["P1", START, "dialyse 13/08/2019"]],
            "Labs": LABS,
        },
        {"labs": RESULT, "events": [{"patient": "P1", "event": "dialysis", "day": 519}]},
        messages=("It is read as dialysis on that day",),
    ),
]
