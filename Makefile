# make run      the bot: on Discord with DISCORD_TOKEN set, else on a simulated Discord in your browser
# make test     every test, as many files at a time as there are processors, four at most
# make kill     a hundred kill -9 of the store's writers, with the counts
# make crash    the bot killed and frozen while it delivers, an ingest killed, with the counts (a quarter of an hour)
# make outage   Discord away at the hour of five thousand servers, with the figures (five minutes)
# make words    the template for translators, bot/locale/communique.pot, from the code and the commands
# make soak     a six-hour day in fast time, with the memory it took
# make check    lint, types, imports, licences and pins, then every test

PYTHON ?= python3
BIN := .venv/bin
ARGS ?=

.PHONY: run demo test kill crash outage soak words check lint pins clean

# With a token the demo's packages are not needed, so they are not installed.
NEEDS := $(if $(or $(DISCORD_TOKEN),$(shell grep -sE '^DISCORD_TOKEN=.+' .env)),base,demo)

run: .venv/.$(NEEDS)
	@$(BIN)/python -m bot run $(ARGS)

demo: .venv/.demo
	@$(BIN)/python -m bot demo $(ARGS)

test: .venv/.dev
	@$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile $(ARGS)

kill: .venv/.dev
	@KILLS=100 $(BIN)/python -m pytest -s tests/storage/test_kill.py $(ARGS)

crash: .venv/.dev
	@KILLS=50 $(BIN)/python -m pytest -s tests/crash/test_ingest.py
	@$(BIN)/python -m tests.crash.battery $(ARGS)

outage: .venv/.dev
	@$(BIN)/python -m tests.crash.outage $(ARGS)

words: .venv/.dev
	@$(BIN)/python -m docs.catalogue

soak: .venv/.dev
	@$(BIN)/python -m tests.soak $(ARGS)

check: lint test

lint: .venv/.dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check bot cogs storage tests benchmarks seeds
	@$(BIN)/pyright
	@$(BIN)/lint-imports
	@$(BIN)/python tests/licences.py

# Pins follow pyproject.toml. No address of an index is written into them.
pins: .venv/.dev
	@for extra in base demo dev; do \
	  case $$extra in base) more= ;; demo) more="--extra demo -c requirements/base.txt" ;; \
	    dev) more="--extra demo --extra dev -c requirements/demo.txt" ;; esac; \
	  $(BIN)/uv pip compile pyproject.toml $$more --universal --python-version 3.11 --generate-hashes \
	    --no-header --no-emit-index-url -q -o requirements/$$extra.txt || exit 1; done

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Communiqué needs Python 3.11 or newer; set PYTHON=…")'
	@$(PYTHON) -m venv .venv

.venv/.base: requirements/base.txt | .venv/bin/python
	@echo "Installing what is pinned in requirements/base.txt (about a minute, once) …"
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/base.txt
	@touch $@

.venv/.demo: requirements/demo.txt | .venv/bin/python
	@echo "Installing what is pinned in requirements/demo.txt (about a minute, once) …"
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/demo.txt
	@touch $@ .venv/.base

.venv/.dev: requirements/dev.txt | .venv/bin/python
	@echo "Installing what is pinned in requirements/dev.txt (about two minutes, once) …"
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@ .venv/.demo .venv/.base

clean:
	rm -rf .venv data .pytest_cache .ruff_cache .import_linter_cache
