"""A text file is read in the encoding that it was written in, and the encoding is named."""

import random

import pytest

from srns.workbook.files.text_encoding import decode_text

CHINESE = "住院号,检验日期,尿蛋白/肌酐(mg/mg),血清白蛋白(g/L),尿蛋白定性\n301,2020/01/06,5,18,3+\n"
TAIWAN = "病歷號,檢驗日期,尿蛋白/肌酐(mg/mg),血清白蛋白(g/L)\n301,2020/01/06,5,18\n"
JAPANESE = "患者番号,検査日,尿蛋白/クレアチニン比(g/gCr),血清アルブミン(g/dL)\n1,2020/01/06,5,1.8\n"
KOREAN = "환자번호,검사일,소변 단백/크레아티닌,알부민\n1,2020-01-06,5,1.8\n"
RUSSIAN = "Пациент;Дата;Белок/креатинин мочи (мг/мг);Альбумин (г/л)\n1;06.01.2020;4,2;18\n"
GREEK = "Ασθενής;Ημερομηνία;Πρωτεΐνη/κρεατινίνη ούρων;Αλβουμίνη\n1;06.01.2020;4,2;18\n"
TURKISH = "Hasta No;Tarih;İdrar protein/kreatinin;Serum albümin (g/dL);İlaç\n1;6.1.2020;4,2;1,8;x\n"
FRENCH = "N° dossier;Date prélèvement;Albuminémie (g/L);Créatinine (µmol/L)\n1;06/01/20;17,5;35\n"
GERMAN = "Pat.-Nr.;Datum;Größe (cm);Kreatinin (µmol/l)\n1;06.01.20;117;35\n"
SPANISH = "Paciente;Fecha;Relación proteína/creatinina;Albúmina;Año\n1;06/01/20;4,5;1,7;2020\n"
PORTUGUESE = "Prontuário;Data;Relação proteína/creatinina urinária\n1;06/01/20;4,5\n"
MICRO = "patient,date,creatinine (µmol/L)\n1,2020-01-02,35\n"


@pytest.mark.parametrize(
    ("text", "encoding", "name"),
    [
        pytest.param(CHINESE, "utf-8", "UTF-8", id="UTF-8"),
        pytest.param(CHINESE, "utf-8-sig", "UTF-8", id="UTF-8 with a byte order mark"),
        pytest.param(CHINESE, "utf-16", "UTF-16", id="UTF-16"),
        pytest.param(MICRO, "utf-16-le", "UTF-16", id="UTF-16 without a mark"),
        pytest.param(CHINESE, "gb18030", "GB 18030 (Chinese)", id="Excel in China"),
        pytest.param(TAIWAN, "big5", "Big5 (Chinese)", id="Excel in Taiwan"),
        pytest.param(JAPANESE, "cp932", "Shift JIS (Japanese)", id="Excel in Japan"),
        pytest.param(KOREAN, "cp949", "EUC-KR (Korean)", id="Excel in Korea"),
        pytest.param(RUSSIAN, "cp1251", "Windows-1251 (Cyrillic)", id="Excel in Russia"),
        pytest.param(GREEK, "cp1253", "Windows-1253 (Greek)", id="Excel in Greece"),
        pytest.param(TURKISH, "cp1254", "Windows-1254 (Turkish)", id="Excel in Turkey"),
        pytest.param(FRENCH, "cp1252", "Windows-1252", id="Excel in France"),
        pytest.param(GERMAN, "cp1252", "Windows-1252", id="two accents side by side"),
        pytest.param(SPANISH, "cp1252", "Windows-1252", id="Excel in Spain"),
        pytest.param(PORTUGUESE, "latin-1", "Windows-1252", id="tildes and cedillas"),
        pytest.param(MICRO, "cp1252", "Windows-1252", id="one micro sign alone"),
    ],
)
@pytest.mark.parametrize("rows", [1, 200], ids=["a few rows", "many rows"])
def test_a_text_comes_back_as_it_was_written(text, encoding, name, rows):
    head, _, body = text.partition("\n")
    written = head + "\n" + body * rows

    assert decode_text(written.encode(encoding)) == (written, name)


@pytest.mark.parametrize(
    ("text", "encoding", "sexes"),
    [
        pytest.param(CHINESE, "gb18030", "男女", id="Chinese"),
        pytest.param(TAIWAN, "big5", "男女", id="traditional Chinese"),
        pytest.param(JAPANESE, "cp932", "男女", id="Japanese"),
        pytest.param(KOREAN, "cp949", "남여", id="Korean"),
        pytest.param(RUSSIAN, "cp1251", "МЖ", id="Russian"),
    ],
)
def test_a_short_word_in_every_row_does_not_outweigh_the_headings(text, encoding, sexes):
    """Headings of letters of Turkish were asked about as urine protein."""
    head, _, body = text.partition("\n")
    rows = [f"{body.strip()},{sexes[n % 2]}" for n in range(500)]
    written = "\n".join([head, *rows])

    assert decode_text(written.encode(encoding))[0] == written


def test_accents_of_many_words_are_no_other_script():
    words = ["Größe", "Höhe", "Prélèvement", "Relación", "Até", "ÄÖÜß", "Straße", "naïveté"]
    written = "\n".join(f"{n};{word}" for n, word in enumerate(words * 40))

    assert decode_text(written.encode("cp1252")) == (written, "Windows-1252")


def test_a_broken_letter_does_not_spoil_the_accents_of_the_others():
    text, name = decode_text("Relación;Albúmina;Año\n".encode() + b"caf\xe9;1;2\n")

    assert text == "Relación;Albúmina;Año\ncaf\ufffd;1;2\n"
    assert name == "UTF-8 with 1 unreadable letter, shown as \ufffd"


def test_a_text_against_its_mark_is_no_text():
    assert decode_text(b"\xef\xbb\xbf\xff\xfe,") == (None, "UTF-8")


@pytest.mark.parametrize("seed", range(5))
def test_any_bytes_give_some_text(seed):
    content = random.Random(seed).randbytes(60_000)

    text, name = decode_text(content)

    assert text
    assert name
