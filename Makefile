# The front door. `make` alone lists the targets.
# Needs a POSIX shell, make, Python 3.11 or later and a package index; everything else goes into .venv.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.complete
WORKERS ?= 2
PYTEST := $(BIN)/python -m pytest

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1
MAKEFLAGS += --no-print-directory

.DEFAULT_GOAL := help
.PHONY: help setup run test-fast test check static machine soak bench lock clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

setup: $(STAMP) ## Create .venv from the hashed lock, with `tiepdan` in .venv/bin
	@:

# The venv is made with pip alone. A half-made one has no stamp and is completed by the next run.
$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "tiepdan needs Python 3.11 or later; name one: make setup PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || scripts/install_venv $(PYTHON)
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes --no-deps --only-binary :all: -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $(STAMP)

run: setup ## Start the demo office on 127.0.0.1 and print its address and logins
	$(BIN)/tiepdan demo

static: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy .
	$(BIN)/python -m tests.architecture.contracts
	$(BIN)/deptry .

check: static ## Lint, format, types, import contracts, dependencies, architecture
	@$(BIN)/python -m tests.architecture.sizes
	$(PYTEST) -q tests/architecture

# The doors, the command line, whole files and whole walks take longer; `make test` has them.
FAST := $(addprefix tests/,access audit calendar case_type engine importers law models operations text)
FAST += $(addprefix --ignore=tests/,operations/golden operations/test_walks.py operations/test_migration_walks.py \
	importers/test_import.py importers/test_command.py case_type/test_forms.py law/test_recount.py \
	law/test_case_types_beside_packs.py)

test-fast: setup ## Pure rooms and the operations on SQLite, under a minute
	$(PYTEST) -q -n $(WORKERS) $(FAST) -m "not postgres and not browser and not soak"

# PostgreSQL and Chromium are installed when this runs as root on a machine with apt-get; else their tests skip.
machine: setup
	@$(BIN)/python -m tests.support.machine

test: static machine ## Everything once, PostgreSQL and Chromium included, under 15 minutes
	$(PYTEST) -n $(WORKERS) -m "not soak"

# A room without tests is said aloud; only then is an empty run a success.
soak: setup machine ## The full counts an issue names
	@if find tests/soak -name 'test_*.py' 2>/dev/null | grep -q .; then \
		TIEPDAN_HYPOTHESIS=soak $(PYTEST) -m "soak or not soak" tests/soak; \
	else echo "soak: tests/soak has nothing yet"; fi

bench: setup machine ## Measurements
	@if find bench -name 'bench_*.py' 2>/dev/null | grep -q .; then \
		for script in bench/bench_*.py; do echo "== $$script"; $(BIN)/python -m bench.$$(basename $$script .py) || exit 1; done; \
	else echo "bench: bench/ has nothing yet"; fi

# Needs uv (`pip install uv`); only who changes the dependencies runs this.
lock: ## Write requirements.lock anew from pyproject.toml
	uv pip compile pyproject.toml --group test --group lint --group build --universal --python-version 3.11 \
		--generate-hashes --no-annotate --no-emit-index-url --no-header --only-binary :all: -o requirements.lock

clean: ## Remove .venv, caches and build folders; the data folder stays
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name '*.egg-info' -prune -exec rm -rf {} +
	find . -name __pycache__ -prune -exec rm -rf {} +
