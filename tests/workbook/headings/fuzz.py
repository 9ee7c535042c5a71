"""Generated headings: analyte × specimen × unit × sides × language × typography.

The generator has its own words and knows what each heading is. None may be read as another
quantity, and what decides a verdict may never be lost in silence.
A slice runs in the suite; the whole: python -m tests.workbook.headings.fuzz 100000 [FIRST_SEED]
"""

import random
import sys
import time
import unicodedata
from collections import Counter
from dataclasses import dataclass

from srns.workbook.headings.heading import parse_heading

RATIO_UNITS = {
    "mg/mg": "mg/mg",
    "g/g": "g/g",
    "mg/g": "mg/g",
    "mg/mmol": "mg/mmol",
    "g/mol": "g/mol",
    "mg/mM": "mg/mmol",
}
ALBUMIN_UNITS = {"g/dL": "g/dL", "g/L": "g/L", "g%": "g/dL", "gm/dl": "g/dL", "g/l": "g/L"}
CREATININE_UNITS = {
    "mg/dL": "mg/dL",
    "µmol/L": "µmol/L",
    "umol/l": "µmol/L",
    "mmol/L": "mmol/L",
    "mg%": "mg/dL",
    "μmol/L": "µmol/L",
}
DAILY_UNITS = {
    "mg/24h": "mg/day",
    "g/24 h": "g/day",
    "g/d": "g/day",
    "mg/day": "mg/day",
    "mg/m2/d": "mg/m2/day",
    "mg/m²/h": "mg/m2/h",
    "mg/kg/d": "mg/kg/day",
}
LENGTHS = {"cm": "cm", "m": "m", "in": "in"}
MASSES = {"kg": "kg", "lb": "lb", "g": "g"}
CLEARANCES = {"mL/min": "mL/min", "ml/min/1.73m2": "mL/min/1.73 m2"}
OTHER = ""
"""The truth of a heading that is none of the columns and decides nothing."""
OPEN = "?"
"""The truth of a heading that only a person can settle."""
DECIDING = frozenset(
    (
        "Labs.upcr",
        "Labs.protein_24h",
        "Labs.urine_creatinine",
        "Labs.albumin",
        "Labs.dipstick",
        "Labs.date",
        "patient",
        OPEN,
    )
)

WORDS = {
    "en": {
        "protein": "protein",
        "albumin": "albumin",
        "creatinine": "creatinine",
        "urine": "urine|urinary",
        "serum": "serum|plasma",
        "ratio": "protein/creatinine ratio|protein to creatinine ratio|protein-creatinine ratio|"
        "Up/c|UPCR|prot/creat|P/C ratio",
        "inverse": "creatinine/protein|creat/prot|creatinine to protein ratio",
        "acr": "albumin/creatinine ratio|albumin creatinine ratio|ACR|alb/creat",
        "ag": "albumin/globulin ratio|A/G ratio|albumin:globulin",
        "clearance": "creatinine clearance|CrCl|clearance of creatinine",
        "infusion": "albumin infusion|infusion of albumin|albumin given",
        "microalbumin": "microalbumin|urine albumin|urinary albumin|albuminuria",
        "proteinuria": "proteinuria|urine protein",
        "daily": "24 hour urine protein|24h protein|24-hour proteinuria",
        "height": "height|stature",
        "weight": "weight|body weight",
        "mother": "mother's {}|maternal {}|{} of mother|{} of the father|father's {}",
        "birth": "birth {}|{} at birth",
        "score": "{} SDS|{} z-score|{} percentile|{} SD score",
        "mean": "mean {}|median {}|minimum {}|peak {}|delta {}|log {}|corrected {}",
        "date": "date|visit date|sample date|date of visit|collection date",
        "otherdate": "date of birth|date of biopsy|date of diagnosis|date of remission|DOB|"
        "discharge date|date of admission|date of death|transplant date|date at relapse",
        "patient": "patient|patient ID|study number|patient no.|subject ID",
        "dipstick": "dipstick|urine dipstick|dip stick",
        "months": "month {n}|{n} months|M{n}|after {n} months|at month {n}",
        "sides": "baseline|last|at diagnosis|at relapse|before infusion|visit {n}|post treatment",
    },
    "de": {
        "protein": "Protein|Eiweiß",
        "albumin": "Albumin",
        "creatinine": "Kreatinin",
        "urine": "Urin|im Urin",
        "serum": "Serum|im Serum",
        "ratio": "Protein/Kreatinin-Quotient|Eiweiß/Kreatinin|Protein-Kreatinin-Quotient|"
        "Protein-Kreatinin-Verhältnis|Prot/Krea",
        "inverse": "Kreatinin/Protein|Kreatinin/Eiweiß|Krea/Prot",
        "acr": "Albumin/Kreatinin-Quotient|Albumin-Kreatinin-Quotient|Alb/Krea",
        "ag": "Albumin/Globulin-Quotient|Albumin-Globulin-Quotient",
        "clearance": "Kreatinin-Clearance|Kreatininclearance",
        "infusion": "Albumininfusion|Albumin-Infusion|Albumingabe",
        "microalbumin": "Mikroalbumin|Urinalbumin|Albuminurie|Albumin im Urin",
        "proteinuria": "Proteinurie|Eiweiß im Urin|Urinprotein",
        "daily": "24-Stunden-Protein im Urin|Protein im 24h-Urin|Protein im Sammelurin",
        "height": "Größe|Körpergröße|Körperlänge",
        "weight": "Gewicht|Körpergewicht",
        "mother": "{} der Mutter|{} des Vaters|mütterliche {}",
        "birth": "{} bei Geburt",
        "score": "{} SDS|{} Perzentile|{} Z-Score",
        "mean": "mittleres {}|minimales {}|maximales {}|Veränderung {}|korrigiertes {}",
        "date": "Datum|Abnahmedatum|Probendatum|Datum der Visite|Entnahmedatum",
        "otherdate": "Geburtsdatum|Datum der Biopsie|Diagnosedatum|Datum der Remission|"
        "Aufnahmedatum|Entlassungsdatum|Datum der Transplantation",
        "patient": "Patient|Pat.-Nr.|Patienten-ID|Patientennummer|Studiennummer",
        "dipstick": "Urinstix|Teststreifen|Urin-Stix",
        "months": "Monat {n}|nach {n} Monaten|{n}. Monat|{n} Monate",
        "sides": "Baseline|bei Diagnose|vor Therapie|letzter Termin|Visite {n}|nach Infusion",
    },
    "fr": {
        "protein": "protéine|protéines",
        "albumin": "albumine",
        "creatinine": "créatinine",
        "urine": "urinaire|dans les urines",
        "serum": "sérique|plasmatique",
        "ratio": "rapport protéine/créatinine|protéinurie/créatininurie|"
        "relation protéines/créatinine|rapport protéinurie / créatininurie",
        "inverse": "créatinine/protéine|créatininurie/protéinurie|rapport créatinine/protéines",
        "acr": "rapport albumine/créatinine|albuminurie/créatininurie",
        "ag": "rapport albumine/globuline|albumine/globulines",
        "clearance": "clairance de la créatinine|clairance créatinine",
        "infusion": "perfusion d'albumine|albumine perfusée",
        "microalbumin": "microalbuminurie|albuminurie|albumine urinaire",
        "proteinuria": "protéinurie|protéines urinaires",
        "daily": "protéinurie des 24 heures|protéinurie de 24h|protéinurie 24 h",
        "height": "taille",
        "weight": "poids",
        "mother": "{} de la mère|{} du père|{} maternelle",
        "birth": "{} à la naissance|{} de naissance",
        "score": "{} percentile|z-score {}|{} SDS",
        "mean": "{} moyenne|{} médiane|{} minimale|variation {}|{} corrigée",
        "date": "date|date de visite|date du prélèvement|date de consultation",
        "otherdate": "date de naissance|date de la biopsie|date du diagnostic|date de rémission",
        "patient": "patient|N° patient|code patient|identifiant patient|numéro de dossier",
        "dipstick": "bandelette|bandelette urinaire",
        "months": "mois {n}|à {n} mois|M{n}|après {n} mois",
        "sides": "au diagnostic|avant perfusion|visite {n}|dernière visite|J{n}|après traitement",
    },
    "es": {
        "protein": "proteína|proteínas",
        "albumin": "albúmina",
        "creatinine": "creatinina",
        "urine": "urinaria|en orina",
        "serum": "sérica|plasmática|en suero",
        "ratio": "índice proteína/creatinina|cociente proteína/creatinina|"
        "proteinuria/creatininuria|"
        "relación proteína/creatinina|relación proteína-creatinina",
        "inverse": "creatinina/proteína|cociente creatinina/proteína",
        "acr": "cociente albúmina/creatinina|albúmina/creatinina|albuminuria/creatininuria",
        "ag": "cociente albúmina/globulina|relación albúmina/globulinas",
        "clearance": "aclaramiento de creatinina|depuración de creatinina",
        "infusion": "infusión de albúmina|albúmina administrada",
        "microalbumin": "microalbuminuria|albuminuria|albúmina en orina",
        "proteinuria": "proteinuria|proteínas en orina",
        "daily": "proteinuria de 24 horas|proteínas en orina de 24 horas|proteinuria 24h",
        "height": "talla|estatura",
        "weight": "peso|peso corporal",
        "mother": "{} de la madre|{} materna|{} del padre",
        "birth": "{} al nacer|{} al nacimiento",
        "score": "percentil de {}|{} percentil|puntuación z {}",
        "mean": "{} media|{} mínima|{} máxima|cambio de {}|{} corregida",
        "date": "fecha|fecha de visita|fecha de la muestra|fecha de toma",
        "otherdate": "fecha de nacimiento|fecha de la biopsia|fecha del diagnóstico",
        "patient": "paciente|nº paciente|código del paciente|número de paciente|NHC",
        "dipstick": "tira reactiva|tira de orina",
        "months": "mes {n}|{n} meses|a los {n} meses|después de {n} meses",
        "sides": "basal|al diagnóstico|última|visita {n}|antes del tratamiento|tras infusión",
    },
    "pt": {
        "protein": "proteína|proteínas",
        "albumin": "albumina",
        "creatinine": "creatinina",
        "urine": "urinária|na urina",
        "serum": "sérica|plasmática",
        "ratio": "relação proteína/creatinina|índice proteína/creatinina|"
        "razão proteína/creatinina|proteinúria/creatininúria",
        "inverse": "creatinina/proteína|relação creatinina/proteína",
        "acr": "relação albumina/creatinina|albumina/creatinina",
        "ag": "relação albumina/globulina|albumina/globulinas",
        "clearance": "clearance de creatinina|depuração de creatinina",
        "infusion": "infusão de albumina|albumina administrada",
        "microalbumin": "microalbuminúria|albuminúria|albumina urinária",
        "proteinuria": "proteinúria|proteína na urina",
        "daily": "proteinúria de 24 horas|proteinúria 24h|proteína na urina de 24 horas",
        "height": "altura|estatura",
        "weight": "peso|peso corporal",
        "mother": "{} da mãe|{} materna|{} do pai",
        "birth": "{} ao nascer",
        "score": "percentil de {}|{} percentil|escore z {}",
        "mean": "{} média|{} mínima|{} máxima|variação de {}|{} corrigida",
        "date": "data|data da coleta|data da consulta|data da amostra",
        "otherdate": "data de nascimento|data da biópsia|data do diagnóstico",
        "patient": "paciente|nº do paciente|código do paciente|prontuário",
        "dipstick": "fita reagente|fita urinária",
        "months": "mês {n}|{n} meses|após {n} meses",
        "sides": "basal|ao diagnóstico|última|visita {n}|antes do tratamento|após infusão",
    },
    "it": {
        "protein": "proteine|proteina",
        "albumin": "albumina",
        "creatinine": "creatinina",
        "urine": "urinaria|nelle urine",
        "serum": "sierica|plasmatica",
        "ratio": "rapporto proteine/creatinina|indice proteine/creatinina|"
        "proteinuria/creatininuria|"
        "indice proteinuria/creatininuria",
        "inverse": "creatinina/proteine|rapporto creatinina/proteine",
        "acr": "rapporto albumina/creatinina|albumina/creatinina",
        "ag": "rapporto albumina/globuline|albumina/globulina",
        "clearance": "clearance della creatinina|clearance creatinina",
        "infusion": "infusione di albumina|albumina somministrata",
        "microalbumin": "microalbuminuria|albuminuria|albumina urinaria",
        "proteinuria": "proteinuria|proteine urinarie",
        "daily": "proteinuria delle 24 ore|proteinuria 24h|proteine urine 24 ore",
        "height": "altezza|statura",
        "weight": "peso|peso corporeo",
        "mother": "{} della madre|{} materna|{} del padre",
        "birth": "{} alla nascita",
        "score": "percentile di {}|{} percentile|z-score {}",
        "mean": "{} media|{} minima|{} massima|variazione {}|{} corretta",
        "date": "data|data della visita|data del prelievo",
        "otherdate": "data di nascita|data della biopsia|data della diagnosi",
        "patient": "paziente|codice paziente|N. paziente|cartella clinica",
        "dipstick": "stick urine|stick urinario",
        "months": "mese {n}|{n} mesi|dopo {n} mesi",
        "sides": "basale|alla diagnosi|ultima|visita {n}|prima della terapia|dopo infusione",
    },
    "tr": {
        "protein": "protein",
        "albumin": "albümin",
        "creatinine": "kreatinin",
        "urine": "idrar|idrarda|spot idrarda",
        "serum": "serum",
        "ratio": "protein/kreatinin oranı|protein/kreatinin|protein kreatinin oranı",
        "inverse": "kreatinin/protein|kreatinin/protein oranı",
        "acr": "albümin/kreatinin oranı|albümin/kreatinin",
        "ag": "albümin/globülin oranı|albümin/globülin",
        "clearance": "kreatinin klirensi",
        "infusion": "albümin infüzyonu|albümin replasmanı",
        "microalbumin": "mikroalbümin|idrar albümini|mikroalbüminüri",
        "proteinuria": "proteinüri|idrar proteini",
        "daily": "24 saatlik idrarda protein|24 saatlik proteinüri|günlük proteinüri",
        "height": "boy|boy uzunluğu",
        "weight": "kilo|vücut ağırlığı",
        "mother": "annenin {}|babanın {}",
        "birth": "doğumda {}",
        "score": "{} persentili|{} SDS|{} z skoru",
        "mean": "ortalama {}|en düşük {}|{} değişimi|düzeltilmiş {}",
        "date": "tarih|örnek tarihi|vizit tarihi|muayene tarihi",
        "otherdate": "doğum tarihi|biyopsi tarihi|tanı tarihi",
        "patient": "hasta no|hasta kodu|dosya no|hasta numarası",
        "dipstick": "idrar stik|idrar çubuğu",
        "months": "{n}. ay|{n}. ayda",
        "sides": "bazal|tanıda|son|vizit {n}|tedavi öncesi|infüzyon sonrası",
    },
    "zh": {
        "protein": "蛋白",
        "albumin": "白蛋白",
        "creatinine": "肌酐",
        "urine": "尿",
        "serum": "血清|血",
        "ratio": "蛋白/肌酐|蛋白肌酐比值|蛋白/肌酐比",
        "inverse": "肌酐/蛋白|肌酐蛋白比",
        "acr": "白蛋白/肌酐|白蛋白肌酐比值",
        "ag": "白蛋白/球蛋白|白球比",
        "clearance": "肌酐清除率",
        "infusion": "白蛋白输注|输注白蛋白",
        "microalbumin": "尿微量白蛋白|尿白蛋白",
        "proteinuria": "尿蛋白|蛋白尿",
        "daily": "24小时尿蛋白|24小时尿蛋白定量|24h尿蛋白",
        "height": "身高",
        "weight": "体重",
        "mother": "母亲{}|父亲{}",
        "birth": "出生{}",
        "score": "{}百分位|{}Z评分",
        "mean": "平均{}|最低{}|{}变化|校正{}",
        "date": "日期|采样日期|就诊日期",
        "otherdate": "出生日期|活检日期|诊断日期",
        "patient": "患者编号|病历号|患者ID",
        "dipstick": "尿试纸|尿蛋白定性",
        "months": "{n}个月|第{n}个月",
        "sides": "基线|诊断时|末次|治疗前|输注后",
    },
    "ja": {
        "protein": "蛋白|タンパク",
        "albumin": "アルブミン",
        "creatinine": "クレアチニン",
        "urine": "尿|尿中",
        "serum": "血清",
        "ratio": "蛋白/クレアチニン比|蛋白クレアチニン比|タンパク/クレアチニン",
        "inverse": "クレアチニン/蛋白|クレアチニン/タンパク比",
        "acr": "アルブミン/クレアチニン比|アルブミンクレアチニン比",
        "ag": "アルブミン/グロブリン比|A/G比",
        "clearance": "クレアチニンクリアランス",
        "infusion": "アルブミン点滴|アルブミン投与",
        "microalbumin": "尿中アルブミン|微量アルブミン",
        "proteinuria": "尿蛋白|蛋白尿|尿タンパク",
        "daily": "24時間尿蛋白|1日尿蛋白|蓄尿蛋白",
        "height": "身長",
        "weight": "体重",
        "mother": "母の{}|父の{}|母親の{}",
        "birth": "出生時{}",
        "score": "{}パーセンタイル|{}SDスコア",
        "mean": "平均{}|最低{}|{}変化量|補正{}",
        "date": "日付|採血日|受診日|検査日",
        "otherdate": "生年月日|腎生検日|診断日",
        "patient": "患者ID|症例番号|カルテ番号",
        "dipstick": "尿試験紙|試験紙",
        "months": "{n}か月|{n}ヶ月後",
        "sides": "ベースライン|診断時|最終|治療前|点滴後",
    },
    "hi": {
        "protein": "protein",
        "albumin": "albumin",
        "creatinine": "creatinine",
        "urine": "mutra|peshab",
        "serum": "khoon ka|rakt",
        "ratio": "protein/creatinine anupaat|protein creatinine anupaat|protein/creatinine",
        "inverse": "creatinine/protein anupaat|creatinine/protein",
        "acr": "albumin/creatinine anupaat|albumin/creatinine",
        "ag": "albumin/globulin anupaat",
        "clearance": "creatinine clearance",
        "infusion": "albumin infusion|albumin chadhaya",
        "microalbumin": "mutra albumin|peshab mein albumin",
        "proteinuria": "mutra protein|peshab mein protein",
        "daily": "24 ghante ka mutra protein|24 ghante ka peshab protein",
        "height": "lambai|unchai",
        "weight": "vajan|wazan",
        "mother": "maa ki {}|pita ki {}|mata ki {}",
        "birth": "janm ke samay {}",
        "score": "{} percentile|{} SDS",
        "mean": "ausat {}|nyuntam {}|adhiktam {}",
        "date": "tarikh|dinank|namune ki tarikh|jaanch ki tarikh",
        "otherdate": "janm tithi|biopsy ki tarikh|nidan ki tarikh",
        "patient": "rogi sankhya|mareez nambar|rogi kramank",
        "dipstick": "peshab ki patti|mutra patti",
        "months": "{n} mahine|{n} mahine baad",
        "sides": "nidan ke samay|aakhri|ilaj se pehle|infusion ke baad",
    },
}
JOINED = ("zh", "ja")
INVISIBLE = ("\u200b", "\u200d", "\u00ad", "\ufeff")


@dataclass(frozen=True)
class Generated:
    """A heading with what it is.

    Attributes
    ----------
    truth
        A column of the dictionary, `OTHER`, or `OPEN`.
    unit
        The canonical unit that it states; empty where it states none.
    """

    language: str
    kind: str
    text: str
    truth: str
    unit: str


def _any(rng: random.Random, words: dict[str, str], key: str) -> str:
    return rng.choice(words[key].split("|"))


def _core(rng: random.Random, words: dict[str, str], space: str) -> tuple[str, str, str, dict]:
    """Choose a kind, its words, its truth, and the units that agree with it."""
    kind = rng.choice(KINDS)
    word = _any(rng, words, kind if kind in words else "albumin")
    specimen = rng.random() < 0.5
    if kind == "ratio":
        urine = _any(rng, words, "urine")
        text = f"{urine}{space}{word}" if specimen else word
        return kind, text, "Labs.upcr", RATIO_UNITS
    if kind in ("albumin", "creatinine"):
        word = _any(rng, words, kind)
        text = f"{_any(rng, words, 'serum')}{space}{word}" if specimen else word
        units = ALBUMIN_UNITS if kind == "albumin" else CREATININE_UNITS
        return kind, text, f"Labs.{kind}", units
    if kind == "albumin_day":
        return kind, _any(rng, words, "albumin"), OTHER, DAILY_UNITS
    if kind == "urine_creatinine":
        text = f"{_any(rng, words, 'urine')}{space}{_any(rng, words, 'creatinine')}"
        return kind, text, "Labs.urine_creatinine", CREATININE_UNITS
    if kind == "proteinuria_ratio":
        return kind, _any(rng, words, "proteinuria"), "Labs.upcr", RATIO_UNITS
    if kind == "proteinuria_day":
        return kind, _any(rng, words, "proteinuria"), "Labs.protein_24h", DAILY_UNITS
    if kind in ("mother", "birth", "score"):
        body = _any(rng, words, rng.choice(("height", "weight")))
        return kind, word.format(body), OTHER, {}
    if kind == "mean":
        body = _any(rng, words, rng.choice(("albumin", "creatinine", "ratio")))
        return kind, word.format(body), OTHER, {}
    truth, units = SIMPLE[kind]
    return kind, word, truth, units


SIMPLE: dict[str, tuple[str, dict[str, str]]] = {
    "inverse": (OPEN, RATIO_UNITS),
    "acr": (OTHER, RATIO_UNITS),
    "ag": (OTHER, {}),
    "clearance": (OTHER, CLEARANCES),
    "infusion": (OTHER, {"g": "g", "g/kg": "g/kg"}),
    "microalbumin": (OTHER, {"mg/L": "mg/L", "mg/dL": "mg/dL"}),
    "proteinuria": (OPEN, {}),
    "daily": ("Labs.protein_24h", {"mg": "mg", "g": "g", **DAILY_UNITS}),
    "height": ("Labs.height", LENGTHS),
    "weight": ("Labs.weight", MASSES),
    "date": ("Labs.date", {}),
    "otherdate": (OTHER, {}),
    "patient": ("patient", {}),
    "dipstick": ("Labs.dipstick", {}),
}
KINDS = (
    *("ratio", "ratio", "ratio", "albumin", "albumin", "albumin", "creatinine", "creatinine"),
    *("albumin_day", "urine_creatinine", "proteinuria_ratio", "proteinuria_day"),
    *("mother", "birth", "score", "mean", *SIMPLE),
)
NEED_UNIT = ("albumin_day", "proteinuria_ratio", "proteinuria_day")
NO_SIDES = ("otherdate", "patient", "date", "birth", "mother", "score", "mean", "infusion")


def generate(seed: int) -> Generated:
    """Generate a heading, always the same for a seed."""
    rng = random.Random(seed)
    language = rng.choice(tuple(WORDS))
    words = WORDS[language]
    space = "" if language in JOINED else " "
    kind, text, truth, units = _core(rng, words, space)
    if kind not in NO_SIDES and rng.random() < 0.4:
        beside = WORDS["en"] if rng.random() < 0.15 else words  # exports mix their languages
        side = _any(rng, beside, rng.choice(("months", "sides"))).format(n=rng.randint(2, 24))
        text = rng.choice(
            (f"{text} {side}", f"{text} ({side})", f"{text}, {side}", f"{side} {text}")
        )
    unit = ""
    if units and (kind in NEED_UNIT or rng.random() < 0.6):
        typed, unit = rng.choice(tuple(units.items()))
        text = _with_unit(rng, text, typed)
    return Generated(language, kind, _typography(rng, text), truth, unit)


def _with_unit(rng: random.Random, text: str, unit: str) -> str:
    if len(unit) == 1 or unit == "in":
        return f"{text} ({unit})"
    ways = (f"{text} ({unit})", f"{text} [{unit}]", f"{text}, {unit}", f"{text} {unit}")
    return rng.choice((*ways, f"{text}({unit})", f"{text}_{unit}"))


def _typography(rng: random.Random, text: str) -> str:
    way = rng.randrange(12)
    if way == 0:
        text = text.upper()
    elif way == 1:
        text = text.lower()
    elif way == 2:
        text = text.replace(" ", "_")
    elif way == 3:
        text = "".join(
            letter
            for letter in unicodedata.normalize("NFD", text)
            if not ("\u0300" <= letter <= "\u036f")
        )
        text = unicodedata.normalize("NFC", text)
    elif way == 4:
        at = rng.randrange(len(text) + 1)
        text = text[:at] + rng.choice(INVISIBLE) + text[at:]
    elif way == 5:
        text = text.replace(" ", rng.choice(("\u00a0", "  ", "\n", "\u3000", "\t")))
    elif way == 6:
        text = unicodedata.normalize("NFD", text)
    elif way == 7:
        text = f"  {text} "
    elif way == 8:
        text = text.replace("/", " / ")
    elif way == 9:
        wide = {code: code + 0xFEE0 for code in range(0x21, 0x7F) if chr(code) not in "_'"}
        text = text.translate(wide)
    return text


def judge(one: Generated) -> str:
    """Compare with the truth: `read`, `asked`, `left out by name`, `wrong` or `lost`."""
    heading = parse_heading(one.text)
    if heading.column is not None:
        if heading.column != one.truth or (one.unit and heading.unit != one.unit):
            return "wrong"
        return "read"
    if one.truth in DECIDING and not heading.may_decide:
        return "lost"
    if one.truth == OTHER and heading.quantity and not heading.may_decide:
        return "left out by name"
    return "asked"


def main() -> None:
    """Print what became of many headings, and the first that went wrong."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    began = time.perf_counter()
    counts: Counter[str] = Counter()
    by_kind: Counter[tuple[str, str]] = Counter()
    shown = 0
    for seed in range(first, first + number):
        one = generate(seed)
        outcome = judge(one)
        counts[outcome] += 1
        by_kind[one.kind, outcome] += 1
        if outcome in ("wrong", "lost") and shown < 40:
            shown += 1
            heading = parse_heading(one.text)
            print(f"{outcome} {seed} {one!r}: {heading.column} {heading.quantity} {heading.unit}")
    seconds = time.perf_counter() - began
    print(f"{number} headings in {seconds:.0f} s: {dict(counts)}")
    for kind in dict.fromkeys(KINDS):
        shares = {what: count for (each, what), count in by_kind.items() if each == kind}
        print(f"  {kind}: {shares}")
    sys.exit(1 if counts["wrong"] or counts["lost"] else 0)


if __name__ == "__main__":
    main()
