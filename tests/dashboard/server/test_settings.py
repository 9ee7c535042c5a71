"""Server settings, and the sentence for a wrong one."""

import pytest

from srns.cohort.errors import SettingsError
from srns.dashboard.server.settings import Settings, read_secret_files, read_settings


def test_without_any_variable_the_defaults_hold():
    assert read_settings({}) == Settings()


def test_what_is_set_holds():
    settings = read_settings({"SRNS_VISITORS": " 12 ", "SRNS_LOG_LEVEL": "debug", "SRNS_PORT": ""})

    assert settings == Settings(visitors=12, log_level="debug")


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("SRNS_PORT", "http", "expected a whole number from 1 to 65535"),
        ("SRNS_PORT", "65536", "expected a whole number from 1 to 65535"),
        ("SRNS_VISITORS", "0", "expected a whole number from 1 to 10000"),
        ("SRNS_VISITORS", "-3", "leave it out for 40"),
        ("SRNS_MEMORY_MB", "1.5", "leave it out for 0"),
        ("SRNS_METRICS", "everyone", "expected local, network or off"),
        ("SRNS_LOG_LEVEL", "loud", "expected debug, info, warning or error"),
        ("SRNS_SIGN_IN", "/nowhere/at/all", "which is not a file"),
        ("SRNS_PROCESS", "dashboard.1", "expected only small letters, digits and '_'"),
        ("SRNS_COOKIE_SECRET", "short", "has 5 characters; expected at least 32"),
    ],
)
def test_a_wrong_setting_is_one_sentence_that_names_it(name, value, message):
    with pytest.raises(SettingsError) as error:
        read_settings({name: value})

    assert name in str(error.value)
    assert message in str(error.value)


def test_a_secret_is_not_quoted():
    with pytest.raises(SettingsError) as error:
        read_settings({"SRNS_COOKIE_SECRET": "hunter2"})

    assert "hunter2" not in str(error.value)


def test_a_secret_comes_from_a_file(tmp_path):
    path = tmp_path / "secret"
    path.write_text("x" * 40 + "\n", "utf-8")
    environment = {"SRNS_COOKIE_SECRET_FILE": str(path)}

    read_secret_files(environment)

    assert read_settings(environment).cookie_secret == "x" * 40


@pytest.mark.parametrize(
    ("environment", "message"),
    [
        ({"SRNS_DATABASE_URL_FILE": "/nowhere/at/all"}, "which cannot be read"),
        ({"SRNS_DATABASE_URL_FILE": "/x", "SRNS_DATABASE_URL": "y"}, "are both set"),
    ],
    ids=["no such file", "given twice"],
)
def test_a_secret_that_cannot_be_had_is_said(environment, message):
    with pytest.raises(SettingsError, match=message):
        read_secret_files(environment)
