"""Invented results as a laboratory's or a registry's list: one test a row, as typed."""

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from srns.cohort.quantities import show_number
from srns.simulation.records import UNREADABLE, strip_words

TESTS = {"upcr": "Protein/creatinine ratio", "albumin": "Albumin", "dipstick": "Urine dipstick"}
LOINC = {"upcr": "2890-2", "albumin": "1751-7", "dipstick": "20454-5"}
_SDTM = {"upcr": "PROTCRT", "albumin": "ALB", "dipstick": "PROT"}
_SPECIMENS = {"upcr": "URINE", "albumin": "SERUM", "dipstick": "URINE"}
_PCORNET_SIGNS = {"<": "LT", "": "EQ"}
_OMOP = {"upcr": 3001582, "albumin": 3024561, "dipstick": 3014051}
_OMOP_UNITS = {"g/dL": 8713, "g/L": 8636}
_OMOP_SIGNS = {"<": 4171756, "": 4172703}


def typed(results: pd.DataFrame) -> pd.Series:
    """Return each result as a laboratory prints it: ``<0.1``, ``1+``, ``haemolysed``."""
    value = results["value"].to_numpy()
    strip = (results["analyte"] == "dipstick").to_numpy() & ~np.isnan(value)
    places, distinct = pd.factorize(pd.Series(value))
    numbers = np.array([*(show_number(each) for each in distinct), UNREADABLE], dtype=object)
    words = results["bound"].to_numpy(dtype=object) + numbers[places]
    words[strip] = strip_words(value[strip])
    return pd.Series(words, index=results.index)


def as_list(results: pd.DataFrame, dates: pd.Series) -> pd.DataFrame:
    """Return results as the template's sheet Results."""
    return pd.DataFrame(
        {
            "patient": results["patient"],
            "date": dates,
            "test": results["analyte"].map(TESTS),
            "result": typed(results),
            "unit": results["unit"],
        }
    )


def as_omop(results: pd.DataFrame, dates: pd.Series) -> pd.DataFrame:
    """Return results as the table ``measurement`` of OMOP."""
    return pd.DataFrame(
        {
            "measurement_id": np.arange(1, len(results) + 1),
            "person_id": results["patient"],
            "measurement_concept_id": results["analyte"].map(_OMOP),
            "measurement_date": dates,
            "operator_concept_id": results["bound"].map(_OMOP_SIGNS),
            "value_as_number": _numbers(results),
            "unit_concept_id": results["unit"].map(_OMOP_UNITS).fillna(0).astype(int),
            "measurement_source_value": results["analyte"].map(LOINC),
            "unit_source_value": results["unit"],
            "value_source_value": typed(results),
        }
    )


def _numbers(results: pd.DataFrame) -> pd.Series:
    """Return the number of each result; a strip has none."""
    return results["value"].where(results["analyte"] != "dipstick")


def as_pcornet(results: pd.DataFrame, dates: pd.Series) -> pd.DataFrame:
    """Return results as the table ``LAB_RESULT_CM`` of PCORnet."""
    numbers = _numbers(results)
    return pd.DataFrame(
        {
            "LAB_RESULT_CM_ID": np.arange(1, len(results) + 1),
            "PATID": results["patient"],
            "LAB_LOINC": results["analyte"].map(LOINC),
            "SPECIMEN_DATE": dates,
            "RESULT_NUM": numbers,
            "RESULT_MODIFIER": results["bound"].map(_PCORNET_SIGNS).where(numbers.notna(), "TX"),
            "RESULT_UNIT": results["unit"],
            "RAW_LAB_NAME": results["analyte"].map(TESTS),
            "RAW_RESULT": typed(results),
            "RAW_UNIT": results["unit"],
        }
    )


def as_meds(results: pd.DataFrame, dates: pd.Series) -> pd.DataFrame:
    """Return results as events of MEDS; each is at midnight, as no time of the day is invented."""
    return pd.DataFrame(
        {
            "subject_id": results["patient"],
            "time": pd.to_datetime(dates).astype("datetime64[us]"),
            "code": "LOINC/" + results["analyte"].map(LOINC),
            "numeric_value": _numbers(results).astype("float32"),
            "text_value": typed(results),
            "unit": results["unit"],
        }
    )


def as_sdtm(results: pd.DataFrame, dates: pd.Series) -> pd.DataFrame:
    """Return results as the domain ``LB`` of SDTM."""
    numbers = _numbers(results)
    return pd.DataFrame(
        {
            "USUBJID": results["patient"],
            "LBTESTCD": results["analyte"].map(_SDTM),
            "LBTEST": results["analyte"].map(TESTS),
            "LBSPEC": results["analyte"].map(_SPECIMENS),
            "LBLOINC": results["analyte"].map(LOINC),
            "LBORRES": typed(results),
            "LBORRESU": results["unit"],
            "LBSTRESN": numbers.where(results["bound"] == ""),
            "LBSTRESU": results["unit"],
            "LBDTC": dates.astype(str),
        }
    )


LISTS: Mapping[str, Callable[[pd.DataFrame, pd.Series], pd.DataFrame]] = {
    "list": as_list,
    "omop": as_omop,
    "pcornet": as_pcornet,
    "meds": as_meds,
    "sdtm": as_sdtm,
}
"""Lists by dialect: each takes results and the date of each."""
