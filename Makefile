# Two commands do everything on a fresh machine: `make run` and `make test`.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
PIP := $(BIN)/pip install --quiet --disable-pip-version-check --require-hashes
LOCK := --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet
NPM := npm ci --loglevel=error --no-audit --no-fund

# The theme's notice about its end, which pyproject.toml notes.
export NO_MKDOCS_2_WARNING := 1

.PHONY: run test screenshots bench faults lock

run: .venv/portal node_modules/.portal ## build the site and run the whole portal at http://127.0.0.1:$(PORT)
	CIP_BASE_URL=http://127.0.0.1:$(PORT) $(BIN)/cip build
	PORT=$(PORT) $(BIN)/python -m forms_service.run

test: .venv/dev node_modules/.dev ## every check and every test
	sh tests/debian.sh
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/cip check
	$(BIN)/pytest --numprocesses auto --dist worksteal

screenshots: .venv/dev node_modules/.portal ## every kind of page, in the folder screenshots/
	sh tests/debian.sh
	$(BIN)/python tests/browser/screenshots.py

bench: .venv/dev ## the benchmark tables
	$(BIN)/python -m tests.benchmarks

faults: .venv/dev ## the long form of the tests that kill, fill, cut and fuzz
	sh tests/debian.sh
	CIP_FAULTS=long $(BIN)/pytest --numprocesses auto --dist worksteal tests/faults

lock: ## renew the locks after a change of dependencies (needs uv)
	uv pip compile $(LOCK) --extra install pyproject.toml -o requirements/portal.txt
	uv pip compile $(LOCK) --extra install --extra dev pyproject.toml -o requirements/dev.txt
	npm install --package-lock-only --omit-lockfile-registry-resolved

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/portal: requirements/portal.txt pyproject.toml | .venv/bin/python
	$(PIP) -r requirements/portal.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

.venv/dev: requirements/dev.txt .venv/portal
	$(PIP) -r requirements/dev.txt
	touch $@

# Without npm the portal runs all the same: the build says that the editors' page is left out.
node_modules/.portal: package-lock.json
	@if command -v npm >/dev/null; then $(NPM) --omit=dev && touch $@; fi

node_modules/.dev: package-lock.json
	$(NPM)
	touch $@ node_modules/.portal
