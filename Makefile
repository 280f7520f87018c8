# Everything one does with Wonback, by name. `make help` prints this list.
export WONBACK_HOME ?= $(CURDIR)/var
PORT ?= 8000
BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest -q
# Two processes, because that is what the smallest machine has; a file stays in one of them, with what it made.
BOTH := -n 2 --dist loadfile
# A browser waits more than it works.
THREE := -n 3 --dist loadfile
UNIT := $(PYTEST) $(BOTH) --ignore=tests/journeys
# NumPy's own threads would fight with the test processes over the cores.
export OMP_NUM_THREADS := 1
export DJANGO_ALLOW_ASYNC_UNSAFE := true
# Where this is set, nothing compiled is kept, and every start takes seconds more.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup run demo test check format format-check lint types imports migrations unit postgres journeys translations lock clean

help: ## Print this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "  make %-12s %s\n", $$1, $$2 }'

run: ## Set up, make the demo company if there is nothing yet, and serve it on http://127.0.0.1:8000 (PORT=…)
	@bin/setup
	@exec $(BIN)/wonback demo --port $(PORT)

demo: ## Make the demo company in an empty home, without serving it
	@bin/setup
	@$(BIN)/wonback demo --no-serve

test: ## Install what the tests need, then do all that `make check` does
	@bin/setup --dev
	@bin/chromium --install >/dev/null
	@bin/java --install >/dev/null
	@$(MAKE) --no-print-directory check

check: ## Every check: format, lint, types, imports, migrations, tests on SQLite and PostgreSQL, journeys in a browser
	@bin/check

format: ## Put Python and templates into their standard form
	@bin/setup --dev
	$(BIN)/ruff check --fix-only --quiet
	$(BIN)/ruff format
	@git ls-files 'src/*.html' | xargs -r $(BIN)/djade --target-version 6.0

format-check: ## Is everything in its standard form?
	$(BIN)/ruff format --check --output-format concise
	@git ls-files 'src/*.html' | xargs -r $(BIN)/djade --check --target-version 6.0

lint: ## Python, templates and spelling
	$(BIN)/ruff check --output-format concise
	@git ls-files 'src/*.html' | xargs -r $(BIN)/djlint --lint --quiet
	@git ls-files '*.py' '*.md' '*.html' '*.toml' Makefile bin | xargs $(BIN)/codespell

types: ## Types, strictly
	$(BIN)/mypy

imports: ## Who may import whom
	$(BIN)/lint-imports --no-cache

migrations: ## Does every model have its migration?
	@WONBACK_HOME=$$(mktemp -d) $(BIN)/wonback manage makemigrations --check --dry-run

unit: ## Tests without a browser, on SQLite
	@env -u DATABASE_URL $(UNIT)

postgres: ## The same tests on PostgreSQL, but for those that are not about a database
	@bin/with-postgres $(UNIT) --ignore=tests/stats --ignore=tests/published -m "not program and not once and not bare"

journeys: ## Stories in a browser, with accessibility checks
	@env -u DATABASE_URL $(PYTEST) $(THREE) tests/journeys

translations: ## Gather what clients read in other languages, say what is missing, and compile it
	$(BIN)/python bin/translations.py
	$(BIN)/python bin/translations.py compile

lock: ## Choose new versions within pyproject.toml's limits and write them down with their hashes
	@bin/lock

clean: ## Remove what can be made again; keep the home folder
	rm -rf .venv .uv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache dist test-results
