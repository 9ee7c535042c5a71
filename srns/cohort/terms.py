"""Terms of the field: responses, drugs and events, with their spellings."""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

COMPLETE = "complete remission"
PARTIAL = "partial remission"
NONE = "no response"
UNCLASSIFIED = "unclassified"
NOT_EVALUABLE = "not evaluable"
AT_START = "in remission at start"
RESPONSES = (COMPLETE, PARTIAL, NONE, UNCLASSIFIED, NOT_EVALUABLE, AT_START)
"""Every verdict. A child that was in remission at the start is not at risk: it is counted apart."""
LETTERS: Mapping[str, str] = MappingProxyType(
    {
        COMPLETE: "CR",
        PARTIAL: "PR",
        NONE: "NR",
        UNCLASSIFIED: "UC",
        NOT_EVALUABLE: "NE",
        AT_START: "RS",
    }
)

DEATH = "death"
KIDNEY_FAILURE = "kidney failure"
RESISTANCE = "steroid resistance"
RELAPSED = "relapsed"
NOT_IN_REMISSION = "not in remission"
UNKNOWN = "unknown"
ABOVE_LIMITS = "no relapse, above the limits"
STATUSES = (
    COMPLETE,
    PARTIAL,
    ABOVE_LIMITS,
    RELAPSED,
    NOT_IN_REMISSION,
    KIDNEY_FAILURE,
    DEATH,
    UNKNOWN,
)

NOT_RECORDED = "not recorded"

EVENTS = (
    "relapse",
    KIDNEY_FAILURE,
    "dialysis",
    "acute dialysis",
    "transplant",
    DEATH,
    "biopsy",
    RESISTANCE,
    "infection",
    "hospital admission",
    "haemorrhagic cystitis",
    "alopecia",
    "other",
)
NEXT_LINE = "next line of treatment"
"""An event that no workbook has: what ends a line when lines are judged one by one."""
PURPOSES = ("prior", "concomitant", "maintenance", "rescue")


_PUNCTUATION = re.compile(r"[\W_]+")
_ACCENTS = re.compile("[\u0300-\u036f]")


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Return a text without case, spacing and punctuation, to compare spellings.

    >>> fold("Up/c (mg/mg)")
    'upcmgmg'
    """
    return _PUNCTUATION.sub("", text.casefold())


def _spellings(words: Mapping[str, tuple[str, ...]]) -> Mapping[str, str]:
    return MappingProxyType(
        {fold(spelling): name for name, others in words.items() for spelling in (name, *others)}
    )


RESPONSE_SPELLINGS = _spellings(
    {
        COMPLETE: (
            *("CR", "complete response", "full remission", "komplette Remission"),
            *("vollständige Remission", "rémission complète", "remisión completa"),
            *("remissão completa", "remissione completa", "tam remisyon", "完全缓解"),
            *("полная ремиссия", "완전관해", "完全寛解", "complete remissie", "całkowita remisja"),
        ),
        PARTIAL: (
            *("PR", "partial response", "partielle Remission", "Teilremission"),
            *("rémission partielle", "remisión parcial", "remissão parcial"),
            *("remissione parziale", "kısmi remisyon", "部分缓解"),
            *("частичная ремиссия", "부분관해", "部分寛解", "不完全寛解", "częściowa remisja"),
        ),
        NONE: (
            *("kein Ansprechen", "keine Remission", "pas de réponse", "sin respuesta"),
            *("sem resposta", "nessuna risposta", "yanıtsız", "无应答"),
            "NR",
            "non responder",
            "nonresponse",
            "no remission",
            "none",
            "non-responder",
        ),
    }
)
SEX_SPELLINGS = _spellings(
    {
        "male": (
            *("m", "boy", "männlich", "junge", "masculin", "garçon", "masculino", "varón", "niño"),
            *("menino", "maschio", "erkek", "男", "purush", "masc", "masculine", "homme", "hombre"),
            *(
                "м",
                "муж",
                "мужской",
                "мальчик",
                "남",
                "남자",
                "남아",
                "남성",
                "男性",
                "男児",
                "男子",
            ),
            *("男孩", "jongen", "man", "chłopiec", "mężczyzna"),
        ),
        "female": (
            *("f", "girl", "w", "weiblich", "mädchen", "féminin", "fille", "femenino", "mujer"),
            *("niña", "feminino", "menina", "femmina", "kadın", "kız", "女", "mahila"),
            *("fem", "feminine", "femme", "féminine", "hembra"),
            *(
                "ж",
                "жен",
                "женский",
                "девочка",
                "여",
                "여자",
                "여아",
                "여성",
                "女性",
                "女児",
                "女子",
            ),
            *("女孩", "meisje", "vrouw", "dziewczynka", "kobieta"),
        ),
    }
)
RESISTANCE_SPELLINGS = _spellings(
    {
        "initial": (
            *("primary", "early", "primär", "primaire", "primaria", "primária", "primer"),
            *("первичная", "ранняя", "일차성", "원발성", "原発性", "初期"),
            *("inicial", "initiale", "初始"),
        ),
        "late": (
            *("secondary", "acquired", "sekundär", "secondaire", "secundaria", "secundária"),
            *("secondaria", "sekonder", "вторичная", "поздняя", "이차성", "속발성", "続発性"),
            *("tardía", "tardia", "tardive", "spät", "迟发"),
        ),
    }
)
PURPOSE_SPELLINGS = _spellings(
    {
        "prior": (
            *("previous", "before", "pre", "previo", "antérieur", "prévio", "vorangegangen"),
            "既往",
        ),
        "concomitant": ("concurrent", "during", "concomitante", "begleitend", "合并"),
        "maintenance": (
            *("after", "post", "mantenimiento", "entretien", "manutenção", "Erhaltung", "维持"),
        ),
        "rescue": ("rescate", "recours", "resgate", "挽救"),
    }
)
EVENT_WORDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "relapse": (
            *("relapsed", "Rezidiv", "Rückfall", "rechute", "recaída", "recidiva", "nüks", "复发"),
            *("再発", "재발", "рецидив", "recidief", "nawrót"),
        ),
        KIDNEY_FAILURE: (
            "ESKD",
            "ESRD",
            "end stage kidney disease",
            "end-stage renal disease",
            "CKD 5",
            "CKD5",
            *("CKD stage 5", "CKD G5", "stage 5 CKD", "renal failure", "ESKF", "ESRF"),
            *("end stage renal failure", "end stage kidney failure", "end-stage kidney failure"),
            *("end stage renal disease", "Nierenversagen", "terminale Niereninsuffizienz"),
            *("terminales Nierenversagen", "IRCT", "insuffisance rénale terminale"),
            *("ERCT", "IRC terminal", "enfermedad renal terminal", "insuficiencia renal terminal"),
            *("DRC terminal", "doença renal terminal", "insufficienza renale terminale"),
            *(
                "SDBY",
                "son dönem böbrek yetmezliği",
                "尿毒症",
                "终末期肾病",
                "肾衰竭",
                "末期腎不全",
            ),
            *("тХПН", "ТПН", "терминальная ХПН", "терминальная почечная недостаточность"),
            *("ХБП 5", "ХБП С5", "말기신부전", "schyłkowa niewydolność nerek"),
        ),
        "dialysis": (
            *("haemodialysis", "hemodialysis", "peritoneal dialysis", "KRT", "RRT"),
            *("CAPD", "dialysed", "dialyzed", "dialysis dependent", "dialysis-dependent"),
            *("Dialyse", "Hämodialyse", "Peritonealdialyse", "dialysepflichtig", "hémodialyse"),
            *("dialysé", "dialysée", "diálisis", "hemodiálisis", "diálise", "hemodiálise"),
            *("dialisi", "emodialisi", "diyaliz", "hemodiyaliz", "透析", "血液透析", "腹膜透析"),
            *("диализ", "гемодиализ", "перитонеальный диализ", "투석", "혈액투석", "복막투석"),
            *("dialýza", "hemodialýza", "dialys", "hemodialys", "dializa", "hemodializa"),
        ),
        "acute dialysis": (
            "dialysis for acute kidney injury",
            "dialysis for AKI",
            "acute RRT",
            "acute KRT",
            *(
                each
                for how in ("acute", "temporary", "transient")
                for what in ("dialysis", "haemodialysis", "hemodialysis", "peritoneal dialysis")
                for each in (f"{how} {what}", f"{what} {how}")
            ),
            *(
                f"{what} with recovery"
                for what in ("dialysis", "haemodialysis", "hemodialysis", "peritoneal dialysis")
            ),
            *("diálisis aguda", "dialyse aiguë", "diálise aguda", "akute Dialyse", "急性透析"),
        ),
        "biopsy": (
            *("kidney biopsy", "renal biopsy", "index biopsy", "biopsied", "biopsia", "biopsie"),
            *("biópsia", "活检"),
        ),
        RESISTANCE: (
            "SRNS",
            "resistance",
            "steroid resistant",
            "onset of steroid resistance",
            "diagnosis of SRNS",
            *("corticorresistencia", "résistance aux corticoïdes", "corticorresistência"),
            *("Steroidresistenz", "激素耐药"),
        ),
        "transplant": (
            "kidney transplant",
            "renal transplant",
            "transplantation",
            "kidney transplantation",
            *("renal transplantation", "transplanted", "deceased donor", "KTx", "NTx"),
            *("kidney Tx", "renal Tx", "Tx renal", "Tx rénale", "RTx", "Nieren-Tx", "böbrek Tx"),
            "Nierentransplantation",
            *("transplantiert", "greffe", "greffé", "greffée", "greffe rénale", "transplanté"),
            *("transplantée", "trasplante", "trasplantado", "trasplantada", "trasplante renal"),
            *("transplante", "transplantado", "transplantada", "transplante renal", "trapianto"),
            *("trapiantato", "trapiantata", "böbrek nakli", "移植", "肾移植", "腎移植"),
            *("трансплантация", "трансплантация почки", "이식", "신이식", "신장이식"),
            *("transplantatie", "niertransplantatie", "przeszczep", "transplantace"),
        ),
        DEATH: (
            *("died", "dead", "deceased", "expired", "demise", "exitus", "exitus letalis", "Tod"),
            *("passed away", "eks", "eks oldu"),
            *("verstorben", "gestorben", "décès", "décédé", "décédée", "mort", "morte"),
            *("muerte", "fallecido", "fallecida", "falleció", "fallecimiento", "murió", "óbito"),
            *("morreu", "faleceu", "falecimento", "decesso", "deceduto", "deceduta", "ölüm"),
            *("eksitus", "öldü", "vefat", "死亡", "умер", "умерла", "смерть", "скончался"),
            *("летальный исход", "사망", "overleden", "zgon", "zmarł", "zmarła"),
            *("zemřel", "zemřela", "úmrtí", "avliden", "avled", "dödsfall"),
        ),
        "infection": ("infección", "infecção", "Infektion", "感染"),
        "hospital admission": (
            *("hospitalisation", "hospitalization", "admission", "hospital"),
            *("ingreso hospitalario", "internação hospitalar", "Krankenhausaufnahme", "住院"),
        ),
        "haemorrhagic cystitis": (
            *("hemorrhagic cystitis", "cistitis hemorrágica", "cystite hémorragique"),
            *("cistite hemorrágica", "hämorrhagische Zystitis", "出血性膀胱炎"),
        ),
        "alopecia": ("hair loss", "alopécie", "Alopezie", "脱发"),
        "other": ("otro", "autre", "outro", "andere", "其他"),
    }
)
"""Words for each event, beside its own name."""
EVENT_SPELLINGS = _spellings(
    {
        **EVENT_WORDS,
        # Among events it is the end; in a sentence on the outcome it may have been acute.
        KIDNEY_FAILURE: (*EVENT_WORDS[KIDNEY_FAILURE], "fallo renal", "falência renal"),
    }
)
SPECIMEN_SPELLINGS = _spellings(
    {
        "first morning": (
            "first morning urine",
            "first morning void",
            "first void",
            "morning",
            "early morning",
            "early morning urine",
            "FMU",
            "FMV",
            "EMU",
            "overnight",
            *("primera de la mañana", "première du matin", "primeira da manhã", "Morgenurin"),
            "晨尿",
        ),
        "random": (
            *("random urine", "spot", "spot urine", "random spot", "daytime", "midstream"),
            *("al azar", "au hasard", "aleatória", "Spontanurin", "随机尿"),
        ),
        "24 h": (
            "24h",
            "24 hours",
            "24小时",
            "24-hour",
            "24 hour collection",
            "24 h collection",
            "24-hour urine",
            "24 h urine",
            "timed",
            "timed collection",
        ),
    }
)
DIARY = "diary"
"""The word in the column `source` of `labs` for a result that was read at home."""
DIARY_SPELLINGS = frozenset(
    fold(word)
    for word in (
        DIARY,
        "home",
        "at home",
        "home diary",
        "home dipstick",
        "home strip",
        "home test",
        "home testing",
        "home monitoring",
        "urine diary",
        "dipstick diary",
        "parent",
        "parents",
        "family",
        "app",
    )
)
"""Folded spellings of a source that is the family's diary."""
ACUTE_WORDS = ("acute", "temporary", "transient", "recovered", "recovery", "AKI")
"""Words in the detail of a dialysis by which it was acute and ends nothing."""
LASTING_WORDS = (
    "no",
    "not",
    "without",
    "never",
    "chronic",
    "acute on chronic",
    "permanent",
    "failed",
    "ESKD",
    "ESRD",
    "ongoing",
    "awaiting",
    "pending",
    "until transplant",
)
"""Words in the same detail that contradict: the dialysis stays what it is, and lasts."""
ENDS_IN_KIDNEY_FAILURE = (KIDNEY_FAILURE, "dialysis", "transplant")
LOSES_KIDNEY = (*ENDS_IN_KIDNEY_FAILURE, DEATH)
"""What surely ends any remission of the child's own kidneys."""

DRUG_SPELLINGS = _spellings(
    {
        "tacrolimus": (
            *("такролимус", "програф", "타크로리무스"),
            *("tac", "tacro", "FK506", "FK-506", "Prograf", "Advagraf", "Adoport", "Modigraf"),
            "Envarsus",
            *("Astagraf", "Adport", "tacrolimo", "takrolimus", "他克莫司", "タクロリムス"),
        ),
        "ciclosporin": (
            *("циклоспорин", "циклоспорин А", "사이클로스포린", "시클로스포린"),
            "cyclosporine",
            "cyclosporin",
            "CsA",
            *("cyclosporine A", "cyclosporin A"),
            "ciclosporine",
            *("Neoral", "Sandimmune", "Sandimmun", "Sandimmun Neoral", "Sandimmun Optoral"),
            *("Gengraf", "Capimune", "Ciqorin", "Equoral", "ciclosporina", "ciclosporina A"),
            *("ciclosporine A", "siklosporin", "环孢素", "环孢素A", "シクロスポリン"),
        ),
        "mycophenolate mofetil": (
            *(
                "микофенолат",
                "микофенолата мофетил",
                "мофетила микофенолат",
                "ММФ",
                "마이코페놀레이트",
                "ミコフェノール酸モフェチル",
            ),
            *("MMF", "CellCept", "mycophenolate", "micofenolato", "micofenolato de mofetilo"),
            *("mycophénolate", "mycophénolate mofétil", "Mycophenolat", "Mycophenolatmofetil"),
            *("mikofenolat", "mikofenolat mofetil", "吗替麦考酚酯", "霉酚酸酯"),
            *("micofenolato de mofetila", "micofenolato mofetil", "micofenolato mofetilo"),
            "micofenolato mofetile",
        ),
        "mycophenolate sodium": (
            *("Myfortic", "MPS", "mycophenolic acid", "MPA", "EC-MPS", "micofenolato sódico"),
            *("micofenolato de sódio", "ácido micofenólico", "acide mycophénolique"),
            *("mycophénolate sodique", "Mycophenolat-Natrium", "Mycophenolsäure"),
        ),
        "rituximab": (
            *("ритуксимаб", "리툭시맙"),
            *("RTX", "rituximabe", "ritüksimab"),
            "MabThera",
            "Rituxan",
            "Truxima",
            "Rixathon",
            "利妥昔单抗",
            "リツキシマブ",
        ),
        "ofatumumab": ("ofatumumabe",),
        "obinutuzumab": ("obinutuzumabe",),
        "cyclophosphamide": (
            *(
                "циклофосфан",
                "циклофосфамид",
                "эндоксан",
                "시클로포스파미드",
                "사이클로포스파마이드",
                "cyclofosfamide",
                "cyklofosfamid",
            ),
            "CTX",
            "CYC",
            "CPM",
            "Cytoxan",
            *("Endoxan", "ciclofosfamida", "ciclofosfamide", "Cyclophosphamid", "siklofosfamid"),
            *("环磷酰胺", "シクロホスファミド"),
            "oral CTX",
            "oral cyclophosphamide",
            "IV CTX",
            "IV cyclophosphamide",
        ),
        "methylprednisolone": (
            *("метилпреднизолон", "메틸프레드니솔론", "メチルプレドニゾロン"),
            "MP",
            "IVMP",
            "IV MP",
            *("Solu-Medrol", "Urbason", "Medrol", "Methylprednisolon", "méthylprednisolone"),
            *("metilprednisolona", "metilprednisolone", "metilprednizolon", "甲泼尼龙"),
            "methyl prednisolone",
            "IV methylprednisolone",
        ),
        "prednisone": ("Decortin", "Cortancyl", "Meticorten", "Prednison", "prednisona", "泼尼松"),
        "prednisolone": (
            *("преднизолон", "프레드니솔론"),
            *("pred", "PDN", "Orapred", "Decortin H", "Decortin-H", "Solupred", "Wysolone"),
            *("Predsol", "Deltacortril", "Prednisolon", "prednisolona", "prednizolon", "泼尼松龙"),
            "プレドニゾロン",
        ),
        "levamisole": (
            *("левамизол", "레바미솔"),
            "levamisol",
            "lévamisole",
            "Ergamisol",
            "左旋咪唑",
        ),
        "azathioprine": (
            *("азатиоприн", "아자티오프린", "アザチオプリン"),
            "AZA",
            "Imuran",
            "azathioprin",
            "azatioprina",
            "azatioprin",
            "硫唑嘌呤",
        ),
        "chlorambucil": ("Leukeran", "clorambucil", "clorambucila", "clorambucilo"),
        "enalapril": (*("эналаприл"),),
        "lisinopril": (),
        "ramipril": (),
        "losartan": ("losartana",),
        "none": (
            *("keine", "kein", "aucun", "aucune", "ninguno", "ninguna", "nenhum", "nenhuma"),
            *("nessuno", "nessuna", "yok", "无", "なし"),
            *("no drug", "no treatment", "nil", "no immunosuppression", "off treatment"),
        ),
    }
)


def _without_accents(folded: str) -> str:
    """Return a text without the accents of Latin letters; signs of other scripts stay."""
    return _ACCENTS.sub("", unicodedata.normalize("NFD", folded))


_WITHOUT_ACCENTS = {_without_accents(typed): drug for typed, drug in DRUG_SPELLINGS.items()}


ONGOING = frozenset(
    fold(word)
    for word in (
        *("ongoing", "on-going", "continues", "continued", "continuing", "current", "still on"),
        *("to date", "present", "until now", "laufend", "fortlaufend", "weiter", "en cours"),
        *("en curso", "continúa", "em curso", "em uso", "in corso", "devam", "devam ediyor"),
        *("至今", "持续", "継続", "継続中", "지속", "계속", "투여중", "продолжает", "продолжается"),
        *("по настоящее время", "п.н.в.", "nog bezig", "w trakcie", "nadal"),
    )
)
"""Folded words in the place of a stop date by which a course goes on."""


def find_drug(typed: str) -> str | None:
    """Return the drug that a word means, or None if the word is not known; accents may differ.

    >>> find_drug("Myfortic"), find_drug("Micofenolato sodico")
    ('mycophenolate sodium', 'mycophenolate sodium')
    """
    folded = fold(typed)
    return DRUG_SPELLINGS.get(folded) or _WITHOUT_ACCENTS.get(_without_accents(folded))
