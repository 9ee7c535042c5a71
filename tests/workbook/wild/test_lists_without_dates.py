"""Laboratory lists in which no column holds a date: asked about, never a traceback."""

import pytest

from srns.workbook.files.open_workbook import open_workbook
from srns.workbook.recipe.propose import propose

LISTS = {
    "study days of the plan": (
        "usubjid,lbtestcd,lbtest,lbstresn,lbstresu,visitnum,visit,visitdy\n"
        "C-01,ALB,Albumin,2.1,g/dL,1,SCREENING,-15\nC-01,ALB,Albumin,3.9,g/dL,4,WEEK 12,84\n"
    ),
    "names of visits": (
        "usubjid,lbtestcd,lbtest,lbstresn,lbstresu,visit\n"
        "C-01,ALB,Albumin,2.1,g/dL,Baseline\nC-02,CREAT,Creatinine,0.5,mg/dL,Month 3\n"
    ),
}


@pytest.mark.parametrize("text", LISTS.values(), ids=LISTS)
def test_a_list_without_a_date_is_asked_about(tmp_path, text):
    path = tmp_path / "lb.csv"
    path.write_text(text, "utf-8")

    recipe = propose(open_workbook(path), "lb.csv")

    assert any("which column is the sample date" in each.asks for each in recipe.questions)
