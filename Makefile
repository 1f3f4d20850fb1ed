# Every command works on a fresh machine with Python 3.11 or newer and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: demo test check bench setup clean

demo: setup  ## a film school with four cohorts, on this machine
	@$(BIN)/greenroom demo

test: setup  ## the whole suite, on SQLite and on PostgreSQL
	@$(BIN)/python scripts/test.py

check: setup  ## what CI runs, in the same order
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports --config importlinter.ini
	@$(BIN)/djlint src --lint --quiet
	@$(BIN)/mypy
	@$(MAKE) --no-print-directory test

bench: setup  ## speed of matching on a made-up cohort
	@$(BIN)/greenroom bench matching --certify --against scipy

setup: $(STAMP)

$(STAMP): $(wildcard requirements/*.txt) pyproject.toml
	@$(PYTHON) scripts/check_python.py
	@echo "Preparing $(VENV). The first time takes about a minute."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes \
		-r requirements/build.txt -r requirements/core.txt -r requirements/dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(STAMP)

clean:
	rm -rf $(VENV) var build src/*.egg-info
