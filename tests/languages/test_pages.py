"""Every page in every language: its title is translated, nothing fails, and links stay in it."""

import pytest

from benchmarks.workbooks.makers import cases
from srns.languages.current import language
from srns.languages.messages import _, translated
from tests.dashboard.app_driver import (
    PAGES,
    alternatives,
    go,
    listed,
    text_of,
    titles,
    upload,
    visit,
)
from tests.languages.catalogues import TRANSLATED

TITLES = {
    "import": "Open your cohort",
    "cohort": "How many children responded?",
    "child": "Clinical course of one child",
    "histology": "Did response differ by histology?",
    "maintenance": "Outcome by maintenance regimen",
    "definitions": "What counts as remission?",
    "methods": "What goes into the paper?",
    "share": "Save and share",
}
FIRST = [(page, "") for page in TITLES]
OTHERS = [each for each in PAGES if each[1]]
WITHOUT_UNIT = next(case for case in cases() if case.name == "unit_nowhere")


@pytest.fixture(scope="module", params=TRANSLATED)
def app(request):
    """The dashboard on the paper's cohort in one language."""
    return request.param, visit(cohort="paper", lang=request.param)


def test_every_page_opens_and_its_title_is_translated(app, store_of_module):
    code, pages = app
    # Each language takes its share of the parts; all are taken by one.
    for page, part in [*FIRST, *OTHERS[TRANSLATED.index(code) :: len(TRANSLATED)]]:
        with language(code):  # the driver names what is chosen as the page does
            go(pages, page, part)
            title = _(TITLES[page])

        assert not pages.exception, (page, part)
        assert [each.value for each in pages.title] == [title]
        assert title != TITLES[page]


@pytest.fixture(scope="module")
def store_of_module(tmp_path_factory):
    """Keep what the page Share saves in a store of these tests' own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SRNS_STORE", str(tmp_path_factory.mktemp("store") / "store.sqlite3"))
        patch.delenv("SRNS_DATABASE_URL", raising=False)
        yield


def test_a_figure_is_drawn_in_the_language_and_again_in_another():
    app = go(visit(cohort="paper"), "cohort")
    english = titles(app), alternatives(app)

    app.selectbox(key="language").set_value("de").run()
    german = titles(app), alternatives(app)
    with language("de"):  # the driver names what is chosen as the page does
        app.selectbox(key="language").set_value("en").run()

    assert german[0] != english[0]
    assert german[1] != english[1]
    assert (titles(app), alternatives(app)) == english


def test_a_language_stands_in_the_address_and_in_every_link():
    app = visit(cohort="paper")

    app.selectbox(key="language").set_value("de").run()

    assert app.query_params["lang"] == "de"
    assert listed(app, "pages").count("lang=de") == len(TITLES)
    with language("de"):
        app.selectbox(key="language").set_value("en").run()
    assert "lang" not in app.query_params


def test_a_language_that_is_not_there_is_reported():
    app = visit(cohort="paper", lang="tlh")

    assert "“tlh”" in text_of(app.warning)
    assert app.session_state["srns"].language == "en"


def test_what_is_chosen_keeps_its_key():
    with language("de"):
        app = go(visit(cohort="paper", lang="de"), "histology")
        box = app.selectbox(key="choice_by")
        assert translated("steroid resistance") in box.options
        box.set_value("resistance").run()

    assert not app.exception
    assert app.query_params["by"] == "resistance"
    assert app.session_state["srns"].options["by"] == "resistance"


def test_the_page_asks_in_its_language_and_keeps_the_answer_in_english():
    with language("de"):
        app = go(visit(lang="de"), "import")
        app = upload(app, WITHOUT_UNIT.workbook())
        app.radio[0].set_value("auslassen").run()

        assert app.radio[0].label.startswith("In welcher Einheit steht Up/c")
        assert app.session_state["srns"].pending.recipe.questions[0].answer == "leave it out"
