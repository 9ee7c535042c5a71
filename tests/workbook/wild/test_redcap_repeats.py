"""REDCap: an instrument that stands once and repeats, and events that repeat, lose no result."""

import pytest

from srns.workbook.files.cells import WorkbookCells
from srns.workbook.files.redcap import open_redcap
from srns.workbook.read_workbook import read_workbook
from tests.workbook.wild.reading import results

DICTIONARY = (
    "Variable / Field Name,Form Name,Section Header,Field Type,Field Label,"
    '"Choices, Calculations, OR Slider Labels",Field Note,'
    "Text Validation Type OR Show Slider Number\n"
    "record_id,patients,,text,patient,,,\n"
    "patients_sex,patients,,text,sex,,,\n"
    "labs_day,labs,,text,day,,,\n"
    "labs_upcr,labs,,text,Up/c (mg/mg),,,\n"
    "infusions_day,infusions,,text,day,,,\n"
    "infusions_cyc,infusions,,text,cyclophosphamide (mg/m2),,,\n"
)
HEAD = (
    "record_id,redcap_event_name,redcap_repeat_instrument,redcap_repeat_instance,patients_sex,"
    "labs_day,labs_upcr,infusions_day,infusions_cyc\n"
)
INFUSION = "1,enrol_arm_1,infusions,1,,,,0,500\n"
EXPORTS = {
    "once, then repeating": "1,enrol_arm_1,,,male,0,4.2,,\n" + INFUSION
    + "1,m1_arm_1,labs,1,,30,3.0,,\n1,m1_arm_1,labs,2,,60,0.15,,\n",
    "repeating events": "1,enrol_arm_1,,,male,,,,\n" + INFUSION
    + "1,m1_arm_1,,1,,0,4.2,,\n1,m1_arm_1,,2,,30,3.0,,\n1,m2_arm_1,labs,1,,60,0.15,,\n",
    "all repeating": "1,enrol_arm_1,,,male,,,,\n" + INFUSION
    + "1,m1_arm_1,labs,1,,0,4.2,,\n1,m1_arm_1,labs,2,,30,3.0,,\n1,m1_arm_1,labs,3,,60,0.15,,\n",
    "once in each event": "1,enrol_arm_1,,,male,0,4.2,,\n" + INFUSION
    + "1,m1_arm_1,,,,30,3.0,,\n1,m2_arm_1,labs,1,,60,0.15,,\n",
    "labs repeat, infusions once": "1,enrol_arm_1,,,male,,,0,500\n"
    + "1,m1_arm_1,labs,1,,0,4.2,,\n1,m1_arm_1,labs,2,,30,3.0,,\n1,m2_arm_1,labs,1,,60,0.15,,\n",
    "the same instance in two events": "1,enrol_arm_1,,,male,,,,\n" + INFUSION
    + "1,enrol_arm_1,labs,1,,0,4.2,,\n1,m1_arm_1,labs,1,,30,3.0,,\n1,m2_arm_1,labs,1,,60,0.15,,\n",
    "instances out of order": "1,enrol_arm_1,,,male,,,,\n" + INFUSION
    + "1,m1_arm_1,labs,3,,60,0.15,,\n1,m1_arm_1,labs,1,,0,4.2,,\n1,m1_arm_1,labs,2,,30,3.0,,\n",
    "a gap among the instances": "1,enrol_arm_1,,,male,,,,\n" + INFUSION
    + "1,m1_arm_1,labs,1,,0,4.2,,\n1,m1_arm_1,labs,4,,30,3.0,,\n1,m1_arm_1,labs,9,,60,0.15,,\n",
    "two infusions repeat, too": "1,enrol_arm_1,,,male,,,,\n" + INFUSION
    + "1,enrol_arm_1,infusions,2,,,,28,500\n1,m1_arm_1,labs,1,,0,4.2,,\n"
    + "1,m1_arm_1,labs,2,,30,3.0,,\n1,m1_arm_1,labs,3,,60,0.15,,\n",
    "repeats before the child's own row": INFUSION
    + "1,m1_arm_1,labs,1,,0,4.2,,\n1,m1_arm_1,labs,2,,30,3.0,,\n1,enrol_arm_1,,,male,,,,\n"
    + "1,m2_arm_1,labs,1,,60,0.15,,\n",
    "two instruments in one row": "1,enrol_arm_1,,,male,0,4.2,0,500\n"
    + "1,m1_arm_1,labs,1,,30,3.0,,\n1,m1_arm_1,labs,2,,60,0.15,,\n",
}  # fmt: skip


@pytest.mark.parametrize("export", EXPORTS.values(), ids=EXPORTS)
def test_every_result_is_read(export):
    opened = open_redcap((HEAD + export).encode(), DICTIONARY.encode(), name="e.csv")
    assert isinstance(opened, WorkbookCells)
    reading = read_workbook(opened)

    assert [one.message for one in reading.errors] == []
    assert sorted((day, value) for day, value, *_ in results(reading, "upcr")) == [
        (0, 4.2),
        (30, 3.0),
        (60, 0.15),
    ]
