"""JSON log: no patient data, whatever fails."""

import json
import logging
import sys

import pytest
import streamlit.logger

from srns.dashboard.server.json_log import OURS, JsonFormatter, configure_logging, loggable_path


def line(record: logging.LogRecord) -> dict:
    return json.loads(JsonFormatter().format(record))


def record_of(name: str, message: str, *args: object, error: bool = False) -> logging.LogRecord:
    trace = sys.exc_info() if error else None
    return logging.LogRecord(name, logging.ERROR, __file__, 7, message, args, trace)


def test_an_entry_of_ours_has_its_words_and_numbers():
    record = record_of(OURS, "request")
    record.facts = {"status": 200}

    entry = line(record)

    assert entry["event"] == "request"
    assert entry["status"] == 200


def test_what_a_library_filled_in_is_left_out():
    entry = line(record_of("pandas", "cannot read %s", "Anna"))

    assert entry["event"] == "cannot read %s"
    assert "Anna" not in json.dumps(entry)


def test_a_text_that_was_filled_in_before_is_left_out_whole():
    entry = line(record_of("pandas", "cannot read Anna"))

    assert entry["event"] == "said"
    assert entry["place"] == "test_json_log:7"


def test_of_an_error_only_the_kind_and_the_places_are_kept():
    try:
        raise KeyError("Anna")
    except KeyError:
        entry = line(record_of("streamlit", "Uncaught", error=True))

    assert entry["error"] == "KeyError"
    assert entry["places"][-1].startswith("tests/dashboard/server/test_json_log.py:")
    assert "Anna" not in json.dumps(entry)


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/", "/"),
        ("/child", "/child"),
        ("/_stcore/upload_file/session/file", "/_stcore/upload_file"),
        ("/media/name.csv", "/media"),
        ("/Anna", "other"),
        ("/child/Anna", "other"),
        ("/_stcore/streaming", "other"),
        ("/../pages", "other"),
    ],
)
def test_an_address_is_written_down_without_what_it_carries(path, shown):
    assert loggable_path(path) == shown


def test_a_logger_of_streamlit_that_comes_later_writes_nothing_itself(monkeypatch):
    monkeypatch.setattr(streamlit.logger, "setup_formatter", streamlit.logger.setup_formatter)
    before = logging.getLogger().handlers[:], logging.getLogger().level
    try:
        configure_logging("info")
        later = streamlit.logger.get_logger("streamlit.made_by_a_test")
        assert later.handlers == []
        assert later.propagate
        streamlit.logger.update_formatter()
        assert not any(each.handlers for each in streamlit.logger._loggers.values())
    finally:
        logging.getLogger().handlers[:], level = before[0], before[1]
        logging.getLogger().setLevel(level)
