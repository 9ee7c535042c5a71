"""A drug that the gate does not know ends no page of the saved cohort."""

from dataclasses import replace

from srns.cohort.canonical_json import read_cohort, write_cohort
from srns.privacy import deidentify
from srns.report.cohort_report import PARTS, ReportSource, make_report
from srns.report.figure_catalogue import FIGURES, FigureChoices, make_figure
from srns.report.provenance import Stamp
from srns.report.report_files import report_html
from srns.report.table_catalogue import TABLES, Choices
from srns.sharing import cohorts, links
from srns.sharing.permissions import VIEWER
from tests.dashboard.app_driver import PAGES, go, text_of, visit
from tests.sharing.made import judged, paper, pinned

WORDS = ("Sparsentan", "Voclosporin", "Qwrtzuvak", "Annamab")


def saved_with_unknown_drugs() -> deidentify.Cleared:
    treatments = paper().treatments.copy()
    treatments.loc[treatments.index[: 2 * len(WORDS)], "drug"] = [*WORDS, *WORDS]
    screening = deidentify.screen(replace(paper(), treatments=treatments))
    return deidentify.clear(screening, risk_accepted=True)


def test_every_page_shows_a_saved_cohort_with_drugs_that_the_gate_left_out(store):
    passed = saved_with_unknown_drugs()
    saved = cohorts.save_cohort(store, passed, pinned(passed), name="Our cohort")
    app = visit(link=links.make_link(store, saved.access, VIEWER).token)

    for page, part in PAGES:
        go(app, page, part)

        assert not app.exception, (page, part)
        said = text_of([*app.markdown, *app.caption, *app.warning])
        assert not any(word in said for word in WORDS)
    assert not set(passed.cohort.treatments["drug"]) & set(WORDS)


def test_every_table_figure_and_report_of_it_can_be_made():
    cohort = read_cohort(write_cohort(saved_with_unknown_drugs().cohort))
    found = judged(cohort)

    for name, make in TABLES.items():
        table = make(cohort, found, Choices())
        assert not any(word in table.rows.to_string() for word in WORDS), name
    for name in FIGURES:
        if name != "kidney_function":  # the paper has no creatinine
            make_figure(name, found, FigureChoices(patient="1")).draw(680)
    report = report_html(make_report(ReportSource(found, Stamp("Our cohort")), tuple(PARTS)))
    assert "unknown drug 1" in report.decode()
    assert not any(word in report.decode() for word in WORDS)
