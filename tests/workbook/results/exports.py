"""The same invented children as the template's workbook and as an export of every dialect.

`make_children` invents results; `with_traps` adds what exports have besides: superseded,
preliminary and cancelled versions, flags, comments, other tests, protein and creatinine apart.
Everything follows from the seed.
"""

import csv
import datetime
import io
import json
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import pyarrow as pa
import pyarrow.parquet
from openpyxl import Workbook

from tests.workbook.results.xport import write_xport

Time = datetime.datetime
LOINC = {
    "upcr": ("2890-2", "Protein/Creatinine [Mass Ratio] in Urine", "Urine"),
    "albumin": ("1751-7", "Albumin [Mass/volume] in Serum or Plasma", "Serum"),
    "creatinine": ("2160-0", "Creatinine [Mass/volume] in Serum or Plasma", "Serum"),
    "urine_protein": ("2888-6", "Protein [Mass/volume] in Urine", "Urine"),
    "urine_creatinine": ("2161-8", "Creatinine [Mass/volume] in Urine", "Urine"),
    "potassium": ("2823-3", "Potassium [Moles/volume] in Serum or Plasma", "Serum"),
    "acr": ("9318-7", "Albumin/Creatinine [Mass Ratio] in Urine", "Urine"),
    "crp": ("1988-5", "C reactive protein [Mass/volume] in Serum or Plasma", "Serum"),
}
OMOP = {
    "upcr": 3001582,
    "albumin": 3024561,
    "creatinine": 3016723,
    "urine_protein": 3037121,
    "urine_creatinine": 3017250,
    "potassium": 3023103,
    "acr": 3034485,
    "crp": 3020460,
}
MIMIC = {
    "upcr": 51099,
    "albumin": 50862,
    "creatinine": 50912,
    "urine_protein": 51102,
    "urine_creatinine": 51082,
    "potassium": 50971,
    "acr": 51070,
    "crp": 50889,
}
SDTM = {
    "upcr": ("PROTCRT", "Protein/Creatinine", "URINE"),
    "albumin": ("ALB", "Albumin", "SERUM"),
    "creatinine": ("CREAT", "Creatinine", "SERUM"),
    "urine_protein": ("PROT", "Protein", "URINE"),
    "urine_creatinine": ("CREAT", "Creatinine", "URINE"),
    "potassium": ("K", "Potassium", "SERUM"),
    "acr": ("ALBCREAT", "Albumin/Creatinine", "URINE"),
    "crp": ("CRP", "C Reactive Protein", "SERUM"),
}
_SIGNS = {"<": "4171756", "<=": "4171754", ">": "4172704", ">=": "4171755", "": "4172703"}
_PCORNET = {"<": "LT", "<=": "LE", ">": "GT", ">=": "GE", "": "EQ"}


@dataclass(frozen=True)
class Row:
    """One row of an export; `counts` tells whether a reader is to use it."""

    patient: str
    collected: Time
    accession: str
    analyte: str
    text: str
    unit: str
    status: str = "final"
    resulted: int = 180
    flag: str = ""
    counts: bool = True
    computed: str = ""

    @property
    def bound(self) -> str:
        return self.text[: len(self.text) - len(self.text.lstrip("<>="))]

    @property
    def number(self) -> str:
        return self.text.lstrip("<>=")

    @property
    def reported(self) -> Time:
        return self.collected + datetime.timedelta(minutes=self.resulted)

    @property
    def is_number(self) -> bool:
        return self.number.replace(".", "", 1).isdigit()


@dataclass(frozen=True)
class Child:
    """A child's id and day 0."""

    patient: str
    index: datetime.date


def make_children(
    count: int, seed: int = 7, *, mixed: bool = False
) -> tuple[list[Child], list[Row]]:
    """Invent children with some visits; with `mixed` every other child is measured in SI units."""
    draw = random.Random(seed)
    children, rows = [], []
    for number in range(1, count + 1):
        patient = f"P{number:04d}"
        start = datetime.date(2012, 1, 1) + datetime.timedelta(days=draw.randrange(2500))
        children.append(Child(patient, start))
        day = start - datetime.timedelta(days=draw.randrange(1, 20))
        si = mixed and number % 2 == 0
        for visit in range(draw.randrange(4, 9)):
            when = Time.combine(day, datetime.time(draw.randrange(7, 18), draw.randrange(60)))
            ratio = draw.choice(("0.1", "0.15", "0.2", "0.5", "1", "1.05", "2", "3.1", "6.1"))
            bound = draw.choice(("",) * 8 + ("<", "<=", ">"))
            code = f"{number:04d}{visit:02d}"
            rows += [
                Row(patient, when, f"U{code}", "upcr", bound + ratio, "mg/mg"),
                Row(
                    patient, when, f"S{code}", "albumin", f"{draw.randrange(12, 45) / 10:g}", "g/dL"
                ),
                Row(
                    patient,
                    when,
                    f"S{code}",
                    "creatinine",
                    f"{draw.randrange(2, 12) / 10:g}",
                    "mg/dL",
                ),
            ]
            if si:
                upcr = f"{bound}{draw.randrange(10, 900)}"
                rows[-3] = replace(rows[-3], text=upcr, unit="mg/mmol")
                rows[-2] = replace(rows[-2], text=str(draw.randrange(12, 45)), unit="g/L")
                rows[-1] = replace(rows[-1], text=str(draw.randrange(20, 90)), unit="µmol/L")
            day += datetime.timedelta(days=draw.randrange(7, 90))
    return children, rows


def with_traps(rows: Iterable[Row], seed: int = 8) -> list[Row]:
    """Sprinkle in what exports have besides; what counts stays the same."""
    draw = random.Random(seed)
    found: list[Row] = []
    for row in rows:
        chance = draw.random()
        if chance < 0.08:
            wrong = f"{float(row.number) * 2:g}"
            found.append(replace(row, text=wrong, counts=False, resulted=60))
            found.append(replace(row, status="corrected", resulted=400))
        elif chance < 0.14:
            found.append(replace(row, text="9", status="preliminary", counts=False, resulted=30))
            found.append(row)
        elif chance < 0.18:
            found.append(row)
            found.append(replace(row, text="", status="cancelled", counts=False, resulted=500))
        elif chance < 0.22:
            found.append(replace(row, text="8", status="entered-in-error", counts=False))
            found.append(row)
        elif chance < 0.3 and not row.bound:
            found.append(replace(row, flag=draw.choice((" H", "*", " (L)"))))
        elif row.analyte == "upcr" and chance < 0.5 and row.unit == "mg/mg":
            protein = f"{row.bound}{float(row.number) * 50:g}"
            parts = Row(
                row.patient, row.collected, row.accession, "urine_protein", protein, "mg/dL"
            )
            found.append(replace(parts, computed=row.text))
            found.append(replace(parts, analyte="urine_creatinine", text="50"))
        else:
            found.append(row)
        for analyte, text, unit in (
            ("potassium", "4.4", "mmol/L"),
            ("acr", "300", "mg/g"),
            ("crp", "<5", "mg/L"),
        ):
            if draw.random() < 0.2:
                found.append(replace(row, analyte=analyte, text=text, unit=unit, counts=False))
    return found


def expected(rows: Iterable[Row]) -> list[tuple[object, ...]]:
    """Return patient, date, analyte, value, bound and unit of what a reader is to use, sorted."""
    found = []
    for row in rows:
        if not row.counts:
            continue
        value = float(row.number)
        found.append((row.patient, row.collected.date(), row.analyte, value, row.bound, row.unit))
        if row.computed:
            ratio = float(row.computed.lstrip("<>="))
            found.append((row.patient, row.collected.date(), "upcr", ratio, row.bound, "mg/mg"))
    return sorted(found)


# -------------------------------------------------------------------- files


def write_csv(
    names: Sequence[str], rows: Iterable[Sequence[object]], separator: str = ","
) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=separator)
    writer.writerow(names)
    writer.writerows(rows)
    return text.getvalue().encode()


def _plain(rows: Sequence[Row]) -> list[Row]:
    """Return the rows of a format that has no versions: those that were once counted."""
    return [row for row in rows if row.counts or row.analyte not in MAIN]


MAIN = ("upcr", "albumin", "creatinine", "urine_protein", "urine_creatinine")


def template_workbook(children: Sequence[Child], rows: Sequence[Row]) -> bytes:
    """Return the template's workbook: one row of the sheet Labs is one visit."""
    book = Workbook()
    patients = book.active
    assert patients is not None
    patients.title = "Patients"
    patients.append(["patient", "index date"])
    for child in children:
        patients.append([child.patient, child.index])
    labs = book.create_sheet("Labs")
    labs.append(["patient", "date", "Up/c (mg/mg)", "albumin (g/dL)", "creatinine (mg/dL)"])
    visits: dict[tuple[str, datetime.date], dict[str, str]] = {}
    for row in rows:
        visit = visits.setdefault((row.patient, row.collected.date()), {})
        visit[row.analyte] = row.text
    for (patient, day), visit in visits.items():
        cells = [visit.get(analyte, "") for analyte in ("upcr", "albumin", "creatinine")]
        labs.append(
            [patient, day, *(float(cell) if cell[:1].isdigit() else cell for cell in cells)]
        )
    infusions = book.create_sheet("Infusions")
    infusions.append(["patient", "date"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


RESULTS_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "English": ("patient", "date", "test", "result", "unit"),
    "German": ("Patient", "Datum", "Untersuchung", "Ergebnis", "Einheit"),
    "French": ("Patient", "Date", "Examen", "Résultat", "Unité"),
    "Spanish": ("Paciente", "Fecha", "Prueba", "Resultado", "Unidad"),
    "Portuguese": ("Paciente", "Data", "Exame", "Resultado", "Unidade"),
    "Italian": ("Paziente", "Data", "Esame", "Risultato", "Unità"),
    "Turkish": ("Hasta no", "Tarih", "Tetkik", "Sonuç", "Birim"),
    "Chinese": ("病人", "日期", "检验项目", "结果", "单位"),
    "Japanese": ("患者ID", "日付", "検査項目", "結果", "単位"),
}
TEST_NAMES: Mapping[str, tuple[str, ...]] = {
    "English": ("Protein/creatinine ratio", "Albumin", "Creatinine"),
    "German": ("Protein/Kreatinin-Quotient", "Albumin", "Kreatinin"),
    "French": ("Rapport protéinurie/créatininurie", "Albumine", "Créatinine"),
    "Spanish": ("Proteína/creatinina", "Albúmina", "Creatinina"),
    "Portuguese": ("Proteína/creatinina", "Albumina", "Creatinina"),
    "Italian": ("Proteinuria/creatininuria", "Albumina", "Creatinina"),
    "Turkish": ("Protein/kreatinin", "Albümin", "Kreatinin"),
    "Chinese": ("尿蛋白/肌酐", "白蛋白", "肌酐"),
    "Japanese": ("尿蛋白/クレアチニン比", "アルブミン", "クレアチニン"),
}


def results_sheet(rows: Sequence[Row], language: str = "English") -> dict[str, list[object]]:
    """Return the template's sheet Results with headings and tests in a language."""
    names = dict(zip(("upcr", "albumin", "creatinine"), TEST_NAMES[language], strict=True))
    cells = [
        (row.patient, row.collected.date(), names[row.analyte], _cell(row.text), row.unit)
        for row in rows
        if row.analyte in names and row.counts
    ]
    return dict(zip(RESULTS_HEADINGS[language], map(list, zip(*cells, strict=True)), strict=True))


def _cell(text: str) -> object:
    return float(text) if text[:1].isdigit() else text


def lis_csv(rows: Sequence[Row]) -> bytes:
    names = "Study ID;MRN;Accession;Collected;Received;Resulted;Test;LOINC;Result;Unit;Ref Range"
    return write_csv(
        [*names.split(";"), "Specimen", "Flag", "Status", "Comment"],
        (
            (
                row.patient,
                f"00{row.patient[1:]}",
                row.accession,
                f"{row.collected:%d/%m/%Y %H:%M}",
                f"{row.collected + datetime.timedelta(days=1):%d/%m/%Y %H:%M}",
                f"{row.reported:%Y-%m-%d %H:%M}",
                LOINC[row.analyte][1],
                LOINC[row.analyte][0],
                row.text + row.flag,
                row.unit,
                "<20",
                LOINC[row.analyte][2],
                row.flag.strip(),
                row.status,
                "",
            )
            for row in rows
        ),
    )


def clarity_csv(rows: Sequence[Row]) -> bytes:
    status = {"final": "Final", "corrected": "Edited Result - FINAL", "cancelled": "Cancelled"}
    return write_csv(
        [
            "STUDY_ID",
            "ORDER_PROC_ID",
            "COMPONENT_ID_NAME",
            "LOINC_CODE",
            "ORD_VALUE",
            "ORD_NUM_VALUE",
            "REFERENCE_UNIT",
            "RESULT_FLAG_C_NAME",
            "SPECIMEN_TYPE_C_NAME",
            "SPECIMN_TAKEN_TIME",
            "RESULT_DATE",
            "RESULT_TIME",
            "RESULT_STATUS_C_NAME",
        ],
        (
            (
                row.patient,
                row.accession,
                LOINC[row.analyte][1].upper(),
                LOINC[row.analyte][0],
                row.text + row.flag,
                "9999999" if row.bound or row.flag or not row.text else row.number,
                row.unit,
                row.flag.strip(),
                LOINC[row.analyte][2],
                row.collected.isoformat(" "),
                f"{row.reported:%Y-%m-%d} 00:00:00",
                row.reported.isoformat(" "),
                status.get(row.status, row.status),
            )
            for row in rows
        ),
    )


def omop_csv(rows: Sequence[Row], *, source_text: bool = True) -> bytes:
    units = {"mg/dL": "8840", "g/dL": "8713", "g/L": "8636", "µmol/L": "8749"}
    return write_csv(
        [
            "measurement_id",
            "person_id",
            "measurement_concept_id",
            "measurement_date",
            "measurement_datetime",
            "operator_concept_id",
            "value_as_number",
            "unit_concept_id",
            "measurement_source_value",
            "unit_source_value",
            "value_source_value",
        ],
        (
            (
                number,
                row.patient,
                OMOP[row.analyte],
                row.collected.date().isoformat(),
                row.collected.isoformat(" "),
                _SIGNS[row.bound] if row.bound or number % 2 else ("0", "")[number % 4 // 2],
                row.number,
                units.get(row.unit, "0"),
                LOINC[row.analyte][0],
                row.unit,
                row.text if source_text else "",
            )
            for number, row in enumerate(_plain(rows))
        ),
    )


def pcornet_csv(rows: Sequence[Row]) -> bytes:
    return write_csv(
        [
            "LAB_RESULT_CM_ID",
            "PATID",
            "SPECIMEN_SOURCE",
            "LAB_LOINC",
            "LAB_ORDER_ID",
            "SPECIMEN_DATE",
            "SPECIMEN_TIME",
            "RESULT_DATE",
            "RESULT_QUAL",
            "RESULT_NUM",
            "RESULT_MODIFIER",
            "RESULT_UNIT",
            "RAW_LAB_NAME",
            "RAW_RESULT",
            "RAW_UNIT",
        ],
        (
            (
                number,
                row.patient,
                LOINC[row.analyte][2].upper(),
                LOINC[row.analyte][0],
                row.accession,
                row.collected.date().isoformat() if number % 9 or row.computed else "",
                f"{row.collected:%H:%M}" if number % 9 or row.computed else "",
                row.collected.date().isoformat(),
                "NI",
                row.number,
                _PCORNET[row.bound],
                row.unit,
                LOINC[row.analyte][1],
                row.text if number % 2 else "",
                row.unit if number % 2 else "",
            )
            for number, row in enumerate(_plain(rows))
        ),
    )


_LB = [
    "STUDYID",
    "DOMAIN",
    "USUBJID",
    "LBSEQ",
    "LBREFID",
    "LBTESTCD",
    "LBTEST",
    "LBORRES",
    "LBORRESU",
    "LBSTRESC",
    "LBSTRESN",
    "LBSTRESU",
    "LBSPEC",
    "LBSTAT",
    "LBDTC",
    "LBDY",
]


def _lb(rows: Sequence[Row]) -> list[tuple[object, ...]]:
    return [
        (
            "S1",
            "LB",
            row.patient,
            number,
            row.accession,
            SDTM[row.analyte][0],
            SDTM[row.analyte][1],
            row.text,
            row.unit,
            row.text,
            None if row.bound else float(row.number),
            row.unit,
            SDTM[row.analyte][2],
            "",
            row.collected.isoformat(timespec="minutes"),
            1.0,
        )
        for number, row in enumerate(_plain(rows), 1)
    ]


def sdtm_csv(rows: Sequence[Row]) -> bytes:
    return write_csv(_LB, _lb(rows))


def sdtm_xpt(rows: Sequence[Row]) -> bytes:
    return write_xport("LB", _LB, _lb(rows))


def adam_csv(rows: Sequence[Row]) -> bytes:
    return write_csv(
        [
            "STUDYID",
            "USUBJID",
            "PARAMCD",
            "PARAM",
            "AVAL",
            "AVALC",
            "ADT",
            "ADY",
            "LBSPEC",
            "LBREFID",
        ],
        (
            (
                "S1",
                row.patient,
                SDTM[row.analyte][0],
                f"{SDTM[row.analyte][1]} ({row.unit})",
                "" if row.bound else row.number,
                row.text,
                row.collected.date().isoformat(),
                "1",
                SDTM[row.analyte][2],
                row.accession,
            )
            for row in _plain(rows)
        ),
    )


def mimic_csv(rows: Sequence[Row]) -> bytes:
    return write_csv(
        [
            "labevent_id",
            "subject_id",
            "hadm_id",
            "specimen_id",
            "itemid",
            "charttime",
            "storetime",
            "value",
            "valuenum",
            "valueuom",
            "ref_range_lower",
            "ref_range_upper",
            "flag",
            "priority",
            "comments",
        ],
        (
            (
                number,
                row.patient,
                "",
                row.accession,
                MIMIC[row.analyte],
                row.collected.isoformat(" "),
                row.reported.isoformat(" "),
                row.text,
                "" if row.bound else row.number,
                row.unit,
                "",
                "",
                "abnormal" if row.flag else "",
                "ROUTINE",
                "",
            )
            for number, row in enumerate(_plain(rows))
        ),
    )


def _meds(rows: Sequence[Row]) -> dict[str, list[object]]:
    kept = _plain(rows)
    return {
        "subject_id": [row.patient for row in kept],
        "time": [row.collected for row in kept],
        "code": [f"LAB//{MIMIC[row.analyte]}//{row.unit}" for row in kept],
        "numeric_value": [float(row.number) for row in kept],
        "text_value": [row.text if row.bound else None for row in kept],
    }


def meds_parquet(rows: Sequence[Row]) -> bytes:
    columns = _meds(rows)
    table = pa.table(
        {
            **columns,
            "time": pa.array(columns["time"], pa.timestamp("us")),
            "numeric_value": pa.array(columns["numeric_value"], pa.float32()),
        }
    )
    out = io.BytesIO()
    pyarrow.parquet.write_table(table, out)
    return out.getvalue()


def meds_csv(rows: Sequence[Row]) -> bytes:
    columns = _meds(rows)
    return write_csv(list(columns), zip(*columns.values(), strict=True))


def _observation(row: Row) -> dict[str, object]:
    code, name, specimen = LOINC[row.analyte]
    quantity: dict[str, object] = {
        "value": float(row.number or 0),
        "unit": row.unit,
        "code": row.unit,
    }
    if row.bound:
        quantity["comparator"] = row.bound
    return {
        "resourceType": "Observation",
        "status": row.status,
        "code": {"coding": [{"system": "http://loinc.org", "code": code, "display": name}]},
        "subject": {"reference": f"Patient/{row.patient}"},
        "specimen": {"reference": f"Specimen/{row.accession}", "display": specimen},
        "effectiveDateTime": f"{row.collected.isoformat()}+01:00",
        "issued": f"{row.reported.isoformat()}+01:00",
        **({"valueQuantity": quantity} if row.text else {}),
    }


def fhir_bundle(rows: Sequence[Row]) -> bytes:
    patients = [{"resourceType": "Patient", "id": one} for one in {row.patient for row in rows}]
    entries = [{"resource": one} for one in [*patients, *map(_observation, rows)]]
    return json.dumps({"resourceType": "Bundle", "type": "searchset", "entry": entries}).encode()


def fhir_ndjson(rows: Sequence[Row]) -> bytes:
    return "\n".join(json.dumps(_observation(row)) for row in rows).encode()


def hl7_messages(rows: Sequence[Row]) -> bytes:
    status = {"final": "F", "corrected": "C", "preliminary": "P", "cancelled": "X"}
    lines = []
    for number, row in enumerate(rows):
        code, name, specimen = LOINC[row.analyte]
        kind, value = "NM", row.text
        if row.bound:
            kind, value = "SN", f"{row.bound}^{row.number}"
        elif row.flag:
            kind, value = "ST", row.text + row.flag
        obr = [""] * 23
        obr[0:5] = ["OBR", "1", "", f"{row.accession}^LAB", f"{code}^{name}^LN"]
        obr[7], obr[15], obr[22] = (
            f"{row.collected:%Y%m%d%H%M}",
            specimen,
            f"{row.reported:%Y%m%d%H%M}",
        )
        lines += [
            f"MSH|^~\\&|LAB|H|SRNS|H|20200101||ORU^R01|{number}|P|2.5",
            f"PID|1||{row.patient}^^^H^MR||",
            "|".join(obr),
            f"OBX|1|{kind}|{code}^{name}^LN||{value}|{row.unit}||{row.flag.strip()}|||"
            f"{status.get(row.status, 'W')}|||",
        ]
    return "\r".join(lines).encode()


DIALECTS: Mapping[str, Callable[[Sequence[Row]], bytes]] = {
    "list": lis_csv,
    "clarity": clarity_csv,
    "omop": omop_csv,
    "pcornet": pcornet_csv,
    "sdtm": sdtm_csv,
    "sdtm xpt": sdtm_xpt,
    "adam": adam_csv,
    "mimic": mimic_csv,
    "meds": meds_csv,
    "meds parquet": meds_parquet,
    "fhir": fhir_bundle,
    "fhir ndjson": fhir_ndjson,
    "hl7": hl7_messages,
}
"""Every kind of export, by the dialect's id and the kind of file."""
