"""Tables beside and below each other, among notes, legends, totals and blank columns."""

import pytest

from tests.workbook.wild.layouts import assert_accounted, reasons, run_in_a_shell
from tests.workbook.wild.reading import book, proposed, read, results

HEAD = ["Child", "day", "UPCR (mg/mg)"]
A = [["A", 0, 5], ["A", 30, 1]]
B = [["B", 0, 6], ["B", 30, 0.1]]
BESIDE = [[*left, "", *right] for left, right in zip([HEAD, *A], [HEAD, *B], strict=True)]
TOUCHING = [[*left, *right] for left, right in zip([HEAD, *A], [HEAD, *B], strict=True)]
ALL = [(0, 5), (30, 1), (0, 6), (30, 0.1)]

LAYOUTS = [
    pytest.param(BESIDE, id="side by side"),
    pytest.param(TOUCHING, id="side by side without an empty column"),
    pytest.param([HEAD, *A, [], HEAD, *B], id="below each other"),
    pytest.param([HEAD, *A, HEAD, *B], id="headings again without a blank row"),
    pytest.param([HEAD, *A, ["second center"], HEAD, *B], id="a word between"),
    pytest.param(
        [[one, "", *rest] for one, *rest in (HEAD, *A, *B)], id="a blank column inside"
    ),
    pytest.param(
        [["Notes"], [], ["see the legend"], [], *(["", "", *row] for row in (HEAD, *A, *B))],
        id="headings in column C, notes on the left",
    ),
    pytest.param(
        [["note", "", *HEAD], ["check", "", *A[0]], *(["", "", *row] for row in (A[1], *B))],
        id="a column of notes on the left",
    ),
    pytest.param(
        [HEAD, [*A[0], "", "1 = male"], [*A[1], "", "2 = female"], *B],
        id="a legend beside, without a heading",
    ),
    pytest.param([[*HEAD, "", "Legend"], [*A[0], "", "1 = male"], A[1], *B], id="a headed legend"),
    pytest.param([HEAD, *A, *B, ["* values of the local laboratory"]], id="a footnote"),
]  # fmt: skip


@pytest.mark.parametrize("rows", LAYOUTS)
def test_every_result_of_every_table_is_read(rows):
    opened = book({"Data": rows})
    reading = read(opened)

    assert proposed(opened).questions == ()
    assert sorted((day, value) for day, value, *_ in results(reading, "upcr")) == sorted(ALL)
    assert reading.cohort is not None
    assert list(reading.cohort.patients["patient"]) == ["A", "B"]
    assert reading.errors == ()
    assert_accounted(opened, reading)


def test_a_legend_beside_the_table_is_told_as_a_note():
    rows = [HEAD, [*A[0], "", "1 = male"], A[1], *B]

    assert reasons(read(book({"Data": rows}))) == {"E2": "a note below or beside the table"}


def test_a_number_beside_the_table_is_no_note():
    rows = [HEAD, [*A[0], "", 7], A[1], *B, ["C", 0, 5]]
    (error,) = read(book({"Data": rows})).errors

    assert (error.cell, error.spoils_itself) == ("E2", True)


TOTALS = ["Mean", "Mittelwert", "Durchschnitt", "Summe", "moyenne", "médiane", "Media", "Promedio",
          "mediana", "Média", "desvio padrão", "deviazione standard", "totale", "ortalama",
          "toplam", "平均", "平均值", "合計", "总计", "中央値", "औसत",
          "Total (n = 2)", "SD:"]  # fmt: skip


@pytest.mark.parametrize("word", TOTALS)
def test_a_row_of_totals_is_no_child(word):
    opened = book({"Data": [HEAD, *A, *B, [word, "", 3]]})
    reading = read(opened)

    assert reading.cohort is not None
    assert list(reading.cohort.patients["patient"]) == ["A", "B"]
    assert set(reasons(reading).values()) == {"a row of totals"}
    assert_accounted(opened, reading)


@pytest.mark.parametrize("child", ["Medina", "Summer", "Mina", "Totti", "N1", "Moya", "平子"])
def test_a_child_is_no_total(child):
    reading = read(book({"Data": [HEAD, [child, 0, 5]]}))

    assert reading.cohort is not None
    assert list(reading.cohort.patients["patient"]) == [child]


def test_all_of_it_passes_through_a_shell(tmp_path):
    rows = [HEAD, *A, [], HEAD, *B, ["Mittelwert", "", 3]]

    assert run_in_a_shell(tmp_path, {"Data": rows}, {}) == (0, 0, 0)
