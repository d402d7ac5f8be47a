# `make` lists the targets. A bare machine needs Python 3.11 or newer and make; everything else is installed, pinned, in .venv.
# Continuous integration calls these same targets.

VENV  := .venv
BIN   := $(VENV)/bin
UV    := $(VENV)/.uv
READY := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help run test check coverage site facts taught posteriors population forecasts goldens calibrate bench docs lock clean
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory
# A network that signs with its own certificates is one the machine already trusts.
export UV_SYSTEM_CERTS ?= 1

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(READY)  ## forecast the built-in case axis-2024; ends by naming the report
	@$(BIN)/armslength forecast axis-2024

test: $(READY)  ## run the tests (make test ARGS="tests/scenario -x" runs some of them)
	@sh tools/chromium.sh
	@$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile $(ARGS)

check: $(READY)  ## lint, formatting, strict types, import contracts, declared dependencies
	$(BIN)/ruff check --output-format concise
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/deptry --no-ansi src
	$(BIN)/deptry --no-ansi tests tools benchmarks --ignore DEP002,DEP004

facts: $(READY)  ## print the stylised facts: statistic, band, value, and value with the mechanism off
	@$(BIN)/python -m armslength.facts

taught: $(READY)  ## learn plain forecasters from the cases that ship: needed when a case or the record has changed
	@$(BIN)/python -m tools.taught $(ARGS)

posteriors: $(READY)  ## fit the built-in cases anew: needed when the model or a case has changed
	@$(BIN)/python -m tools.posteriors $(ARGS)

population: $(READY)  ## learn the population prior from the shipped fits of the networks to 2018: needed after make posteriors
	@$(BIN)/python -m tools.population $(ARGS)

forecasts: $(READY)  ## make the forecasts that ship with the cases, for the page's first visit: needed when a case, a fit or a picture has changed
	@$(BIN)/python -m tools.forecasts $(ARGS)

goldens: $(READY)  ## write the expected numbers of tests/golden anew: needed when results are meant to change
	@$(BIN)/python -m tests.golden $(ARGS)

calibrate: $(READY)  ## fit 200 pasts whose truth is known, and write down where it falls
	@$(BIN)/python -m tools.calibrate $(ARGS)

bench: $(READY)  ## time futures, fits and what-ifs beside their rivals
	@$(BIN)/python -m benchmarks
	@$(BIN)/python -m benchmarks.fitting
	@$(BIN)/python -m benchmarks.decisions
	@$(BIN)/python -m benchmarks.browser
	@$(BIN)/python -m benchmarks.importing
	@$(BIN)/python -m benchmarks.spreading
	@$(BIN)/python -m benchmarks.startup
	@$(BIN)/python -m benchmarks.curves

docs: $(READY)  ## regenerate the documents that are made from the code's own records
	@$(BIN)/python -m tools.docs

coverage: $(READY)  ## run the quick tests and hold the coverage of each folder to its floor
	@mkdir -p build
	@$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile -m "not slow and not browser" --ignore tests/golden \
	    --cov --cov-report= --cov-report=json:build/coverage.json $(ARGS)
	@$(BIN)/python -m tools.coverage_floor

site: $(READY)  ## build the documentation site, with the library's reference, into build/site
	@$(BIN)/sphinx-build --fail-on-warning --quiet -c tools/site -d build/site-cache docs build/site
	@echo "build/site/README.html"

lock: $(UV)  ## resolve pyproject.toml into requirements.lock (make lock ARGS=--upgrade moves every pin)
	$(BIN)/uv pip compile pyproject.toml --extra dev --extra docs --universal --python-version 3.11 \
	    --generate-hashes --no-header --no-annotate --quiet $(ARGS) --output-file requirements.lock

clean:  ## remove .venv and what the tools leave behind (results under out/ stay)
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Stamps: the second call costs nothing. uv installs in seconds; a machine whose index only pip knows falls back to pip.
$(UV): requirements-bootstrap.txt tools/venv.sh
	@sh tools/venv.sh $(VENV)
	@touch $@

$(READY): $(UV) requirements.lock pyproject.toml
	@$(BIN)/uv pip sync --quiet --compile-bytecode --python $(BIN)/python --require-hashes requirements.lock || { \
	    echo "set-up: uv could not install; trying pip, which takes a minute or two"; \
	    $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input --no-deps \
	        --require-hashes -r requirements.lock; }
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@
