# make help lists what there is to do.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN_READY := $(VENV)/.run-packages
DEV_READY := $(VENV)/.dev-packages
PIP := $(BIN)/python -m pip install --disable-pip-version-check
PYTEST := $(BIN)/python -m pytest -q
# The same names stand in tests/browser/conftest.py.
BROWSERS := chromium chromium-browser google-chrome google-chrome-stable

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run test format check-format lint types imports servers browser unit-tests unit spec \
	stats pages hosting house docs-tests wheel-tests browser-tests identifying wheel site languages

help: ## List what there is to do
	@grep -E '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## (.*)/  make \1|\2/' | column -t -s '|' \
		2> /dev/null || grep -E '^[a-z-]+:.*## ' Makefile

# localhost: other machines on the network must not reach the data.
run: $(RUN_READY) ## Open the dashboard (installs its packages the first time)
	@echo "== opening the dashboard on this machine alone; Ctrl+C stops it"
	$(BIN)/python -m streamlit run app.py --server.address localhost

test: check-format lint types imports servers unit-tests browser-tests ## Run every check
	@echo "== all checks passed"

format: $(DEV_READY) ## Format the code and fix what ruff can fix
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

check-format: $(DEV_READY) ## Check the format
	@echo "== format"
	$(BIN)/ruff format --check .

lint: $(DEV_READY) ## Style and common mistakes
	@echo "== lint"
	$(BIN)/ruff check .

types: $(DEV_READY) ## Type check
	@echo "== types"
	$(BIN)/pyright --pythonpath $(BIN)/python

imports: $(DEV_READY) ## Check who imports whom
	@echo "== imports"
	$(BIN)/lint-imports

servers: ## Install nginx and PostgreSQL for the tests, where they are missing
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

unit-tests: $(DEV_READY) ## All tests that need no browser, on two processes
	@echo "== all tests that need no browser"
	$(PYTEST) -n 2 --dist worksteal -m "not browser and not slow"

unit: $(DEV_READY) ## Tests of reading, privacy, charts, reports, sharing, command line, registry, benchmarks, and examples in docstrings
	$(PYTEST) tests/cohort tests/workbook tests/privacy tests/charts tests/report tests/sharing \
		tests/cli tests/front_door tests/panels tests/data tests/benchmarks tests/registry \
		tests/simulation srns

spec: $(DEV_READY) ## Tests of the rules: specification tables, oracle, properties, conformance
	$(PYTEST) tests/rules tests/conformance

stats: $(DEV_READY) ## Tests of the statistics, against R, lifelines and published examples
	$(PYTEST) tests/analysis

pages: $(DEV_READY) ## Tests of the pages, without a browser
	$(PYTEST) tests/dashboard tests/languages

hosting: servers $(DEV_READY) ## Tests of the hosted server behind nginx, and of the deploy files
	$(PYTEST) tests/hosting

house: $(DEV_READY) ## Rules of the house: words, sizes, names
	$(PYTEST) tests/house

docs-tests: $(DEV_READY) ## Run every command and snippet of README and docs
	$(PYTEST) tests/docs

wheel-tests: $(DEV_READY) ## Build the wheel, serve the dashboard from it, check the metadata
	$(PYTEST) tests/packaging

browser-tests: browser $(DEV_READY) ## Tests that drive a browser, on two processes
	@echo "== browser tests"
	$(PYTEST) -n 2 --dist loadfile -m "browser and not slow" tests/browser

identifying: $(DEV_READY) ## Every variant of the workbooks with identifying words, and every workbook saved (5 minutes)
	$(PYTEST) -n 2 tests/privacy/test_identifying_workbooks.py
	$(BIN)/python -m tests.privacy.clinical_use

languages: $(DEV_READY) ## Bring the catalogues of messages up to date with the code, and compile them
	$(BIN)/python -m tests.languages.catalogues

wheel: $(DEV_READY) ## Build the wheel and try it in an empty environment (downloads its packages)
	$(BIN)/python tests/packaging/test_wheel.py

site: $(DEV_READY) ## Build the documentation site in docs/_build/html, without a network
	@echo "== documentation site"
	$(BIN)/python -m sphinx -b html -W --keep-going -q docs docs/_build/html
	@echo "== open docs/_build/html/index.html"

browser: $(DEV_READY) ## Install a browser for the tests, where none is found
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
	@echo "== creating $(VENV) (10 seconds, once)"
	@$(PYTHON) -m venv $(VENV)

# A stamp is as old as the last install; a newer requirements file asks for another.
$(RUN_READY): requirements.txt | $(BIN)/python
	@echo "== installing the packages of the dashboard into $(VENV) (1 to 3 minutes, once)"
	$(PIP) -r requirements.txt
	@touch $@
	@echo "== installed; next time this step is skipped"

$(DEV_READY): requirements.txt requirements-dev.txt | $(BIN)/python
	@echo "== installing the packages of the dashboard and of the tests into $(VENV) (2 to 4 minutes, once)"
	$(PIP) -r requirements-dev.txt
	@touch $@ $(RUN_READY)
	@echo "== installed; next time this step is skipped"
