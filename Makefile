# make help lists what there is to do.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN_READY := $(VENV)/.run-packages
DEV_READY := $(VENV)/.dev-packages
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
# The same names stand in tests/browser/conftest.py.
BROWSERS := chromium chromium-browser google-chrome google-chrome-stable

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run test format check-format lint types imports servers unit-tests browser browser-tests

help: ## Say what there is to do
	@grep -E '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## (.*)/  make \1|\2/' | column -t -s '|' \
		2> /dev/null || grep -E '^[a-z-]+:.*## ' Makefile

# localhost: other machines on the network must not reach the data.
run: $(RUN_READY) ## Open the dashboard (installs what it needs the first time)
	$(BIN)/python -m streamlit run app.py --server.address localhost

test: check-format lint types imports servers unit-tests browser browser-tests ## Run every check
	@echo "== all checks passed"

format: $(DEV_READY) ## Format the code and mend what ruff can mend
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

check-format: $(DEV_READY) ## Is the code formatted?
	@echo "== format"
	$(BIN)/ruff format --check .

lint: $(DEV_READY) ## Style and common mistakes
	@echo "== lint"
	$(BIN)/ruff check .

types: $(DEV_READY) ## Type check
	@echo "== types"
	$(BIN)/pyright --pythonpath $(BIN)/python

imports: $(DEV_READY) ## Who may import whom
	@echo "== imports"
	$(BIN)/lint-imports

servers: ## Make sure that there are nginx and PostgreSQL to test with
	@echo "== servers"
	@PATH="$$PATH:/usr/sbin"; command -v nginx > /dev/null \
		&& { [ "$$SRNS_SKIP_POSTGRES" = 1 ] || ls /usr/lib/postgresql/*/bin/initdb > /dev/null 2>&1 \
		|| command -v initdb > /dev/null; } && exit 0; \
	if command -v apt-get > /dev/null && [ "$$(id -u)" = 0 ]; then \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq nginx postgresql && exit 0; \
	elif command -v apt-get > /dev/null && sudo -n true 2> /dev/null; then \
		sudo -n apt-get update -qq && sudo -n DEBIAN_FRONTEND=noninteractive apt-get install -y -qq nginx postgresql && exit 0; \
	fi; \
	echo "nginx and PostgreSQL could not be installed: install them, then run make test again." >&2; exit 1

unit-tests: $(DEV_READY) ## All tests that need no browser
	@echo "== unit tests"
	$(BIN)/python -m pytest -q -n 2 -m "not browser"

browser-tests: $(DEV_READY) ## The tests that drive a browser
	@echo "== browser tests"
	$(BIN)/python -m pytest -q -m browser tests/browser

browser: $(DEV_READY) ## Make sure that there is a browser to test with
	@echo "== browser"
	@for name in $(BROWSERS); do \
		if command -v $$name; then exit 0; fi; \
	done; \
	if command -v apt-get > /dev/null && [ "$$(id -u)" = 0 ]; then \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium && exit 0; \
	elif command -v apt-get > /dev/null && sudo -n true 2> /dev/null; then \
		sudo -n apt-get update -qq && sudo -n DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium && exit 0; \
	fi; \
	$(BIN)/python -m playwright install chromium && exit 0; \
	echo "No browser could be installed: install chromium, then run make test again." >&2; exit 1

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Python 3.11 or later is needed: install it, then run make PYTHON=python3.11 $(MAKECMDGOALS)" >&2; \
		exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2> /dev/null || { \
		echo "Python lacks its venv module: run sudo apt-get install python3-venv, then try again." >&2; \
		exit 1; }
	$(PYTHON) -m venv $(VENV)

# A stamp is as old as the last install; a newer requirements file asks for another.
$(RUN_READY): requirements.txt | $(BIN)/python
	$(PIP) -r requirements.txt
	@touch $@

$(DEV_READY): requirements.txt requirements-dev.txt | $(BIN)/python
	$(PIP) -r requirements-dev.txt
	@touch $@ $(RUN_READY)
