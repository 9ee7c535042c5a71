"""Every figure at its size in print: size, dots, fonts, and text that can be read."""

import io
import re
import zlib

import pytest
from PIL import Image

import srns
from srns.charts.print_size import SMALLEST_IN_PRINT, pixels_of
from srns.charts.theme import specification
from srns.cohort.errors import InputError
from srns.cohort.tables import Cohort
from srns.cohort.unit_systems import SI
from srns.report.figure_catalogue import FIGURES, Figure, FigureChoices, default_notes, make_figure
from srns.report.figure_files import kind_of, lay_out, render
from srns.rules.classification import Classification
from srns.rules.classify import classify
from srns.rules.load_definition import load_definition
from tests.charts.cohort import made_up
from tests.dashboard.cohorts import cohort_of
from tests.report.drawn_text import dashed_lines, drawn_size, drawn_texts, text_width

HADDAD = load_definition("haddad_2021")
NO_KIDNEY = "no GFR can be estimated"
COHORTS = {
    "tacrolimus without infusions": "oral",
    "diary only": "diary",
    "three lines": "three lines",
    "one child": "one child",
    "all in remission at start": "all in remission at start",
}


def found_in(name: str) -> Classification:
    cohort: Cohort | None
    if name == "the paper":
        cohort = srns.load_haddad2021().cohort
    elif name == "censored and unknown results":
        cohort = made_up()
    else:
        cohort = cohort_of(COHORTS[name])
    assert cohort is not None
    return classify(cohort, HADDAD)


def figure_of(found: Classification, name: str, *, si: bool = False) -> Figure:
    child = str(found.cohort.patients["patient"].iloc[0])
    units = SI if si else found.units
    return make_figure(name, found, FigureChoices(child, units, notes=default_notes(found)))


CASES = [
    *[("the paper", name, width) for name in FIGURES for width in (85, 180)],
    *[
        (cohort, name, 85)
        for cohort in (*COHORTS, "censored and unknown results")
        for name in ("timeline", "swimmer", "response", "small_multiples", "time_to_remission")
    ],
]


@pytest.mark.parametrize(
    ("cohort", "name", "width"),
    CASES,
    ids=[f"{cohort}: {name}, {mm} mm" for cohort, name, mm in CASES],
)
def test_no_text_is_cut_struck_through_or_too_small(cohort: str, name: str, width: float):
    found = found_in(cohort)
    if name == "kidney_function":
        with pytest.raises(InputError, match=NO_KIDNEY):
            figure_of(found, name)
        return
    figure = figure_of(found, name)
    printed = lay_out(specification(lambda: figure.draw(pixels_of(width))), width)
    wide, high = drawn_size(printed.svg)
    texts = drawn_texts(printed.svg)

    assert printed.width == pytest.approx(width * 72 / 25.4)
    assert texts
    assert [text for text in texts if text.size * printed.scale < SMALLEST_IN_PRINT - 0.01] == []
    assert [
        text
        for text in texts
        if text.left < -1 or text.right > wide + 1 or text.top < -1 or text.bottom > high + 1
    ] == []
    assert [
        (text.text, line.y)
        for line in dashed_lines(printed.svg)
        for text in texts
        if text.top + 1 < line.y < text.bottom - 1
        and text.left < line.right - 1
        and text.right > line.left + 1
    ] == []


def test_limits_a_tenth_apart_have_names_apart():
    """3.4 and 3.5 g/dL are two lines, 1.6 pixels from each other; their names do not touch."""
    svg = lay_out(specification(lambda: figure_of(found_in("the paper"), "timeline").draw(0))).svg
    names = {text.text: text for text in drawn_texts(svg)}

    assert names["CR > 3.5"].bottom <= names["PR ≤ 3.4"].top + 1
    assert names["PR ≤ 3.4"].bottom <= names["PR ≥ 2.5"].top + 1


@pytest.mark.parametrize("width", [85, 180])
def test_the_whole_title_is_printed(width: float):
    figure = figure_of(found_in("the paper"), "response")
    printed = lay_out(specification(lambda: figure.draw(pixels_of(width))), width)
    words = " ".join(text.text for text in drawn_texts(printed.svg))

    assert "Response, with exact 95 % intervals" in words
    assert "Definition: Haddad 2021, as written (version 1)" in words


def test_a_png_has_the_dots_that_journals_ask_for():
    drawn = specification(lambda: figure_of(found_in("the paper"), "swimmer").draw(0))
    for width, dpi in ((85, 300), (180, 300), (85, 600)):
        image = Image.open(io.BytesIO(render(drawn, "png", width, dpi)))
        assert image.size[0] >= width / 25.4 * dpi
        assert min(image.info["dpi"]) >= dpi


def test_a_pdf_has_its_fonts_and_its_size():
    drawn = specification(lambda: figure_of(found_in("the paper"), "timeline").draw(0))
    pdf = render(drawn, "pdf", 180)
    box = re.search(rb"MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)

    assert box
    assert float(box[1]) == pytest.approx(180 * 72 / 25.4, abs=0.01)
    assert fonts_without_file(pdf) == []


def test_an_svg_says_its_size_and_keeps_its_text():
    drawn = specification(lambda: figure_of(found_in("the paper"), "timeline").draw(0))
    svg = render(drawn, "svg", 85).decode()

    assert 'width="85.000mm"' in svg
    assert "CR &lt; 0.2" in svg
    assert "<image" not in svg


def test_what_is_printed_is_what_is_on_the_screen():
    """The rows, marks and encodings of a printed figure are those of the screen."""
    drawn = specification(lambda: figure_of(found_in("the paper"), "swimmer").draw(0))
    screen = {text.text for text in drawn_texts(lay_out(drawn, 180).svg)}
    column = {text.text for text in drawn_texts(lay_out(drawn, 85).svg)}

    lanes = {text for text in screen if "·" in text}
    assert len(lanes) == 8
    assert lanes == {text for text in column if "·" in text}


def test_in_si_the_limits_and_the_sentence_are_in_si():
    figure = figure_of(found_in("the paper"), "timeline", si=True)
    texts = {text.text for text in drawn_texts(lay_out(specification(lambda: figure.draw(0))).svg)}

    assert {"CR < 22.624", "CR > 35", "Up/c (mg/mmol)"} <= texts
    assert "mg/mg" not in figure.caption


def test_a_figure_of_nobody_is_refused_with_the_remedy():
    with pytest.raises(InputError, match="found no child; expected at least one"):
        make_figure("swimmer", classify(cohort_of("none"), HADDAD))


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        pytest.param(lambda drawn: render(drawn, "bmp"), "found the form 'bmp'", id="no such form"),
        pytest.param(lambda drawn: render(drawn, "png", 85, 96), "found 96 dpi", id="too coarse"),
        pytest.param(
            lambda drawn: render(drawn, "pdf", 8.5), "found a width of 8.5 mm", id="in cm"
        ),
        pytest.param(lambda _: kind_of("figure"), "figure: found no ending", id="no ending"),
        pytest.param(lambda _: kind_of("a.jpg"), "a.jpg: found the ending '.jpg'", id="a photo"),
    ],
)
def test_what_cannot_be_printed_is_said(asked, message: str):
    with pytest.raises(InputError, match=message):
        asked({"mark": "point"})


def test_texts_are_measured_as_the_drawing_measures_them():
    """Helvetica's own table: a wide and a narrow letter."""
    assert text_width("W", 10) == pytest.approx(9.44)
    assert text_width("i", 10) == pytest.approx(2.22)


def fonts_without_file(pdf: bytes) -> list[bytes]:
    """Return the font descriptors of a PDF that hold no font file."""
    objects = [pdf, *_unpacked(pdf)]
    descriptors = [
        found
        for part in objects
        for found in re.findall(rb"<<[^<>]*/FontDescriptor\b[^<>]*/FontName[^<>]*>>", part)
    ]
    assert descriptors
    return [each for each in descriptors if b"/FontFile" not in each]


def _unpacked(pdf: bytes) -> list[bytes]:
    """Return the streams of a PDF that can be unpacked: newer files keep their objects there."""
    found = []
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            found.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return found
