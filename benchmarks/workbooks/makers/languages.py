"""Headings in twelve languages, and laboratory lists whose tests are named in them."""

import datetime

from ..case import Case, Fact, lab

# Per language: child, day, then heading, analyte and unit of each column.
TABLES = {
    "english": ("Study no.", "day", ("Urine protein:creatinine (mg/mg)", "mg/mg"),
                ("S-Albumin (g/L)", "g/L"), ("S-Creatinine (umol/L)", "µmol/L"),
                ("24 h urine protein (mg/24 h)", "mg/day")),
    "german": ("Studiennummer", "Tag", ("Protein/Kreatinin-Quotient (mg/g)", "mg/g"),
               ("Albumin im Serum (g/L)", "g/L"), ("Kreatinin (µmol/L)", "µmol/L"),
               ("Eiweiß im 24-h-Sammelurin (mg/d)", "mg/day")),
    "french": ("N° patient", "Jour", ("Rapport protéinurie/créatininurie (mg/mmol)", "mg/mmol"),
               ("Albuminémie (g/L)", "g/L"), ("Créatininémie (µmol/L)", "µmol/L"),
               ("Protéinurie des 24 heures (g/24h)", "g/day")),
    "spanish": ("Paciente", "Día", ("Cociente proteína/creatinina (mg/mg)", "mg/mg"),
                ("Albúmina sérica (g/dL)", "g/dL"), ("Creatinina (mg/dL)", "mg/dL"),
                ("Proteinuria de 24 horas (mg/día)", "mg/day")),
    "portuguese": ("Paciente", "Dia", ("Relação proteína/creatinina (mg/mg)", "mg/mg"),
                   ("Albumina sérica (g/dL)", "g/dL"), ("Creatinina (mg/dL)", "mg/dL"),
                   ("Proteinúria de 24 horas (mg/dia)", "mg/day")),
    "italian": ("Paziente", "Giorno", ("Rapporto proteine/creatinina (mg/mg)", "mg/mg"),
                ("Albumina sierica (g/dL)", "g/dL"), ("Creatinina (mg/dL)", "mg/dL"),
                ("Proteinuria delle 24 ore (mg/die)", "mg/day")),
    "turkish": ("Hasta no", "Gün", ("İdrar protein/kreatinin (mg/mg)", "mg/mg"),
                ("Serum albümin (g/dL)", "g/dL"), ("Kreatinin (mg/dL)", "mg/dL"),
                ("24 saatlik idrarda protein (mg/gün)", "mg/day")),
    "chinese": ("病人编号", "天", ("尿蛋白/肌酐比值 (mg/mg)", "mg/mg"),
                ("血清白蛋白 (g/L)", "g/L"), ("血肌酐 (µmol/L)", "µmol/L"),
                ("24小时尿蛋白定量 (g/24h)", "g/day")),
    "japanese": ("患者ID", "日", ("尿蛋白/クレアチニン比 (g/g)", "g/g"),
                 ("血清アルブミン (g/dL)", "g/dL"), ("血清クレアチニン (mg/dL)", "mg/dL"),
                 ("1日尿蛋白量 (g/日)", "g/day")),
    "hindi": ("mareez sankhya", "din", ("peshab protein/creatinine (mg/mg)", "mg/mg"),
              ("serum albumin (g/dL)", "g/dL"), ("creatinine (mg/dL)", "mg/dL"),
              ("24 ghante ka mutra protein (mg/day)", "mg/day")),
    "korean": ("환자번호", "일수", ("요단백/크레아티닌비 (mg/mg)", "mg/mg"),
               ("혈청 알부민 (g/dL)", "g/dL"), ("혈청 크레아티닌 (mg/dL)", "mg/dL"),
               ("24시간 요단백 (mg/24시간)", "mg/day")),
    "russian": ("Код пациента", "День", ("Белок/креатинин мочи, мг/ммоль", "mg/mmol"),
                ("Альбумин сыворотки, г/л", "g/L"), ("Креатинин крови, мкмоль/л", "µmol/L"),
                ("Суточная протеинурия, г/сут", "g/day")),
}  # fmt: skip
VALUES: dict[str, tuple[float, float]] = {
    "mg/mg": (6.1, 0.15), "g/g": (6.1, 0.15), "mg/g": (6100, 150), "mg/mmol": (690, 17),
    "g/dL": (1.8, 3.9), "g/L": (18, 39), "mg/dL": (0.5, 0.4), "µmol/L": (44, 35),
    "mg/day": (4200, 90), "g/day": (4.2, 0.09),
}  # fmt: skip
ANALYTES = ("upcr", "albumin", "creatinine", "protein_24h")
START = datetime.date(2015, 3, 2)

# Per language: child, date, test, result and unit, then the tests.
LISTS = {
    "english": ("patient", "date", "test", "result", "unit",
                "Protein/creatinine ratio", "Albumin", "Creatinine"),
    "german": ("Patient", "Datum", "Untersuchung", "Ergebnis", "Einheit",
               "Protein/Kreatinin-Quotient", "Albumin", "Kreatinin"),
    "french": ("Patient", "Date", "Examen", "Résultat", "Unité",
               "Rapport protéinurie/créatininurie", "Albumine", "Créatinine"),
    "spanish": ("Paciente", "Fecha", "Prueba", "Resultado", "Unidad",
                "Proteína/creatinina", "Albúmina", "Creatinina"),
    "portuguese": ("Paciente", "Data", "Exame", "Resultado", "Unidade",
                   "Proteína/creatinina", "Albumina", "Creatinina"),
    "italian": ("Paziente", "Data", "Esame", "Risultato", "Unità",
                "Proteinuria/creatininuria", "Albumina", "Creatinina"),
    "turkish": ("Hasta no", "Tarih", "Tetkik", "Sonuç", "Birim",
                "Protein/kreatinin", "Albümin", "Kreatinin"),
    "chinese": ("病人", "日期", "检验项目", "结果", "单位", "尿蛋白/肌酐", "白蛋白", "肌酐"),
    "japanese": ("患者ID", "日付", "検査項目", "結果", "単位",
                 "尿蛋白/クレアチニン比", "アルブミン", "クレアチニン"),
    "korean": ("환자번호", "검사일", "검사항목", "결과", "단위",
               "요단백/크레아티닌비", "알부민", "크레아티닌"),
    "russian": ("Пациент", "Дата", "Показатель", "Результат", "Единица измерения",
                "Белок/креатинин", "Альбумин", "Креатинин"),
}  # fmt: skip


def table_case(language: str) -> Case:
    """Return two visits of one child under the headings of a language."""
    child, day, *columns = TABLES[language]
    rows: list[list[object]] = [[child, day, *(heading for heading, _ in columns)]]
    facts: list[Fact] = []
    for visit in (0, 1):
        rows.append(["1", 30 * visit, *(VALUES[unit][visit] for _, unit in columns)])
        facts += [
            lab("1", 30 * visit, analyte, VALUES[unit][visit], unit, f"Data!{letter}{visit + 2}")
            for analyte, (_, unit), letter in zip(ANALYTES, columns, "CDEF", strict=True)
        ]
    title = f"The headings are {language.capitalize()}."
    return Case(f"headings_{language}", title, (39, 41), {"Data": rows}, {"labs": facts})


def list_case(language: str) -> Case:
    """Return a laboratory list in a language, beside a sheet of the children."""
    *headings, ratio, albumin, creatinine = LISTS[language]
    rows: list[list[object]] = [list(headings)]
    facts: list[Fact] = []
    tests = ((ratio, "upcr", "mg/mg"), (albumin, "albumin", "g/L"))
    for visit in (0, 1):
        date = START + datetime.timedelta(days=30 * visit)
        for test, analyte, unit in (*tests, (creatinine, "creatinine", "µmol/L")):
            value = VALUES[unit][visit]
            rows.append(["1", date, test, value, unit])
            facts.append(lab("1", 30 * visit, analyte, value, unit, f"Results!D{len(rows)}"))
    sheets = {"Patients": [["patient", "index date"], ["1", START]], "Results": rows}
    title = f"A list with one test a row, named in {language.capitalize()}."
    return Case(f"list_{language}", title, (39, 42), sheets, {"labs": facts})


CASES = [*map(table_case, TABLES), *map(list_case, LISTS)]
