"""Deployment files: image, compose file, proxy."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
DOCKERFILE = (DEPLOY / "Dockerfile").read_text("utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
SITE = (DEPLOY / "nginx" / "srns.conf.template").read_text("utf-8")
DASHBOARDS = ("dashboard_1", "dashboard_2")
BIN = Path(sys.executable).parent


def last_stage() -> str:
    return DOCKERFILE[DOCKERFILE.rindex("\nFROM ") :]


def environment_of(service: str) -> dict[str, str]:
    return SERVICES[service]["environment"]


@pytest.mark.parametrize(
    "command",
    [
        [BIN / "hadolint", "Dockerfile"],
        [BIN / "check-jsonschema", "--builtin-schema", "vendor.compose-spec", "compose.yaml"],
    ],
    ids=["Dockerfile", "compose file"],
)
def test_the_linters_find_nothing(command):
    found = subprocess.run(command, cwd=DEPLOY, capture_output=True, text=True, check=False)

    assert found.returncode == 0, found.stdout + found.stderr


def test_the_image_runs_as_nobody_in_particular_and_checks_its_health():
    assert re.search(r"^USER 10001:10001$", last_stage(), re.MULTILINE)
    assert "/_stcore/health" in last_stage()
    assert 'VOLUME ["/data"]' in last_stage()
    assert last_stage().index("USER ") < last_stage().index("CMD [")


def test_the_image_holds_nothing_that_builds_or_installs():
    assert "apt-get" not in DOCKERFILE
    assert last_stage().index("pip uninstall") < last_stage().index("COPY")
    assert not re.search(r"pip install", last_stage())


def test_port_80_redirects_to_the_name_of_the_dashboard_and_no_other():
    assert "return 301 https://${SRNS_NAME}$request_uri;" in SITE
    assert "https://$host" not in SITE


def test_the_user_of_the_database_is_not_its_administrator():
    database = SERVICES["database"]
    script = (DEPLOY / "postgres" / "create_user.sh").read_text("utf-8")

    assert database["environment"]["POSTGRES_USER"] == "postgres"
    assert (
        "./postgres/create_user.sh:/docker-entrypoint-initdb.d/create_user.sh:ro"
        in (database["volumes"])
    )
    assert re.search(r"CREATE ROLE srns LOGIN .*NOSUPERUSER NOCREATEDB NOCREATEROLE", script)


def test_nothing_goes_into_the_image_but_what_is_named():
    lines = (DEPLOY / "Dockerfile.dockerignore").read_text("utf-8").split("\n")
    named = {line[1:] for line in lines if line.startswith("!")}

    assert lines[1] == "*"
    assert set(re.findall(r"^COPY (?!--)(\S+)", DOCKERFILE, re.MULTILINE)) == named


def test_every_image_is_pinned_to_a_version():
    images = re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)
    images += [SERVICES[name]["image"] for name in ("proxy", "database")]

    for image in images:
        assert re.search(r":\d+\.\d+(\.\d+)?-", image), image


@pytest.mark.parametrize("service", [*DASHBOARDS, "proxy", "database"])
def test_a_service_writes_nowhere_but_where_it_must(service):
    settings = SERVICES[service]

    assert settings["read_only"] is True
    assert "no-new-privileges:true" in settings["security_opt"]
    assert settings["mem_limit"]
    assert settings["pids_limit"]
    assert "privileged" not in settings


@pytest.mark.parametrize("service", [*DASHBOARDS, "proxy"])
def test_a_service_has_no_rights(service):
    assert SERVICES[service]["cap_drop"] == ["ALL"]
    assert not SERVICES[service]["user"].startswith(("0", "root"))


@pytest.mark.parametrize("service", [*DASHBOARDS, "database"])
def test_what_holds_data_has_no_way_out_and_no_door_but_the_proxy(service):
    assert SERVICES[service]["networks"] == ["inside"]
    assert "ports" not in SERVICES[service]
    assert COMPOSE["networks"]["inside"]["internal"] is True


def test_no_secret_stands_in_a_file_or_the_environment():
    for name, service in SERVICES.items():
        for variable, value in service["environment"].items():
            if re.search(r"PASSWORD|SECRET|DATABASE_URL", variable):
                assert variable.endswith("_FILE"), f"{name}: {variable}"
                assert value.startswith("/run/secrets/")
    for secret in COMPOSE["secrets"].values():
        assert secret["file"].startswith("./secrets/")
    assert "deploy/secrets/" in (ROOT / ".gitignore").read_text("utf-8")


def test_both_processes_sign_with_one_secret_and_are_one_image():
    one, two = (SERVICES[name] | {"environment": None} for name in DASHBOARDS)
    settings = [
        {name: text for name, text in environment_of(each).items() if name != "SRNS_PROCESS"}
        for each in DASHBOARDS
    ]

    assert one == two
    assert settings[0] == settings[1]


def test_each_process_is_called_as_the_proxy_calls_it():
    named = [environment_of(each)["SRNS_PROCESS"] for each in DASHBOARDS]

    assert named == list(DASHBOARDS)
    for name in named:
        assert f"upstream {name} {{" in SITE
        assert f'stream .*, *{name}\\." ' in SITE
        assert f'upload_file/{name}\\." ' in SITE


def test_the_proxy_takes_a_little_more_than_the_dashboard():
    proxy = int(environment_of("proxy")["SRNS_PROXY_UPLOAD_MB"])

    assert proxy == int(environment_of("dashboard_1")["SRNS_UPLOAD_MB"]) + 1


def test_a_process_is_given_the_time_it_needs_to_drain():
    grace = int(SERVICES["dashboard_1"]["stop_grace_period"].removesuffix("s"))

    assert grace > int(environment_of("dashboard_1")["SRNS_DRAIN_SECONDS"])


def test_every_variable_of_the_proxy_is_given():
    wanted = set(re.findall(r"\$\{(SRNS_\w+)\}", SITE))

    assert wanted <= set(environment_of("proxy"))


def test_the_database_logs_no_statement():
    assert "log_min_error_statement=panic" in SERVICES["database"]["command"]
    assert "log_statement=none" in SERVICES["database"]["command"]


def test_telemetry_is_off_and_forgery_protection_on():
    config = (ROOT / ".streamlit" / "config.toml").read_text("utf-8")

    assert "gatherUsageStats = false" in config
    assert "enableXsrfProtection = true" in config
    assert "enableCORS = true" in config


def test_every_setting_is_in_the_guide():
    from srns.dashboard.server.settings import SECRETS, Settings, environment_name

    guide = (ROOT / "docs" / "hosting.md").read_text("utf-8")
    for name in (*map(environment_name, Settings.__dataclass_fields__), *SECRETS, "SRNS_STORE"):
        assert f"`{name}`" in guide, name
