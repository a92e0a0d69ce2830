# Two commands matter: `make audit` shows the product on examples/careless-shop,
# `make test` runs the tests. Both set up .venv from the locked requirements first.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
AUDITOR := $(BIN)/python -m auditor
PIP    := $(BIN)/python -m pip --disable-pip-version-check --quiet
TESTS  ?= tests

.PHONY: help audit audit-careful test check lint types contracts dependencies wheel lock clean

help: ## List the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

audit: $(VENV)/runtime ## Set up, and audit examples/careless-shop
	@status=0; $(AUDITOR) audit examples/careless-shop || status=$$?; echo; \
	case $$status in \
	1) echo "make: the gate failed (exit status 1), as it should: careless-shop is vulnerable on purpose." ;; \
	*) echo "make: expected exit status 1 from the gate, got $$status" >&2; exit 1 ;; \
	esac

audit-careful: $(VENV)/runtime ## Set up, and audit examples/careful-shop
	@$(AUDITOR) audit examples/careful-shop

# The tests run against the installed wheel: neither pytest's own script nor, with
# PYTHONSAFEPATH, a process that a test starts puts the checkout on the import path.
test: wheel ## Set up, and run every test against the installed wheel
	$(PIP) install --no-deps --no-index --force-reinstall dist/*.whl
	$(BIN)/check-wheel-contents dist/*.whl
	PYTHONSAFEPATH=1 $(BIN)/pytest -n 2 --cov --cov-report=term $(TESTS)

check: $(VENV)/dev lint types contracts dependencies ## Format, lint, types, import contracts, dependencies

lint: $(VENV)/dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(VENV)/dev
	$(BIN)/mypy

contracts: $(VENV)/dev
	PYTHONPATH=. $(BIN)/lint-imports

dependencies: $(VENV)/dev
	$(BIN)/deptry .

wheel: $(VENV)/dev
	rm -rf dist && $(BIN)/python -m hatchling build --target wheel

lock: $(VENV)/dev ## Renew the locked requirements (the only target that looks for new versions)
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --upgrade \
	  --no-emit-index-url --no-annotate --no-header -q pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --upgrade \
	  --no-emit-index-url --no-annotate --no-header -q pyproject.toml --group dev -o requirements-dev.txt

clean: ## Remove what the other targets made
	rm -rf $(VENV) dist .coverage* .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "auditor needs Python 3.11 or later; say which: make PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/runtime: requirements.txt | $(VENV)/bin/python
	$(PIP) install --require-hashes -r requirements.txt
	@touch $@

$(VENV)/dev: requirements-dev.txt | $(VENV)/bin/python
	$(PIP) install --require-hashes -r requirements-dev.txt
	@touch $@ $(VENV)/runtime
