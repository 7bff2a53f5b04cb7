# Wangge: everything a person or a machine does with this checkout. `make help` lists it.
# Needs Python 3.11 or later, and make. Nothing else.

PYTHON ?= python3
PORT ?= 8000
DATA ?= ./var
export PORT DATA
export UV_PYTHON_DOWNLOADS = never

UV := .uv/bin/uv
BIN := .venv/bin
PACKAGES := .venv/.packages
SET_UP := .venv/.set-up
SET_UP_TEST := .venv/.set-up-test
LANGUAGES := $(wildcard src/wangge/locale/*/LC_MESSAGES/*.po)
# As many processes as processors, each with a PostgreSQL of its own; one of them drives Chromium.
TESTERS ?= auto --maxprocesses 4
PG15 := /usr/lib/postgresql/15/bin/postgres

.DELETE_ON_ERROR:
.PHONY: help setup demo test check bench lock browser clean

help: ## what can be made here
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

setup: $(SET_UP) ## everything Wangge runs on, into .venv

demo: $(SET_UP) ## the demo county on http://127.0.0.1:PORT (8000), its data in DATA (./var)
	@exec $(BIN)/wangge up --demo

test: $(SET_UP) $(SET_UP_TEST) browser ## every test; those of our SQL again on PostgreSQL 15 where Debian has it
	$(BIN)/pytest -n $(TESTERS)
	@if [ -x $(PG15) ]; then \
	  echo "The tests of our SQL once more, on PostgreSQL 15:"; \
	  WANGGE_TEST_PG=15 $(BIN)/pytest -q -n $(TESTERS); \
	else echo "PostgreSQL 15 is not on this machine: tested on the one of .venv only."; fi

check: $(SET_UP) $(SET_UP_TEST) ## all linters and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint src --lint --quiet
	$(BIN)/codespell
	$(BIN)/wangge manage makemigrations --check --dry-run

bench: $(SET_UP) ## all benchmarks, each against its yardstick
	$(BIN)/wangge bench

lock: $(UV) ## write the lock files anew from pyproject.toml and package.json
	$(UV) pip compile -q --universal --generate-hashes --no-header pyproject.toml -o requirements.lock
	$(UV) pip compile -q --universal --generate-hashes --no-header pyproject.toml --extra test \
	  -c requirements.lock -o requirements-test.lock
	$(PYTHON) -c "import tomllib; print(*tomllib.load(open('pyproject.toml', 'rb'))['build-system']['requires'], sep='\n')" \
	  | $(UV) pip compile -q --universal --generate-hashes --no-header --no-annotate - -o requirements-build.lock
	npm install --package-lock-only --ignore-scripts --omit-lockfile-registry-resolved

clean: ## forget what set-up made; DATA is kept
	rm -rf .venv .uv node_modules src/wangge/static/vendor tests/vendor

$(UV):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Wangge needs Python 3.11 or later: make PYTHON=python3.12 …")'
	$(PYTHON) -m venv .uv
	.uv/bin/python -m pip install -q --disable-pip-version-check uv==0.13.9

$(PACKAGES): requirements.lock | $(UV)
	@test -x $(BIN)/python || $(UV) venv -q --python "$$(command -v $(PYTHON))" .venv
	$(UV) pip sync -q -p .venv --require-hashes --compile-bytecode requirements.lock
	@touch $@

$(SET_UP): $(PACKAGES) requirements-build.lock pyproject.toml hatch_build.py package-lock.json \
  src/wangge/ui/icons.txt $(LANGUAGES)
	$(UV) pip install -q -p .venv --no-deps --build-constraints requirements-build.lock \
	  --reinstall-package wangge -e .
	@touch $@

$(SET_UP_TEST): $(PACKAGES) requirements-test.lock
	$(UV) pip install -q -p .venv --require-hashes -r requirements-test.lock
	@touch $@

# What the browser tests need from the machine. Installed on Debian as root, asked for elsewhere.
browser:
	@missing=""; \
	command -v chromium >/dev/null || missing="chromium"; \
	ls /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc >/dev/null 2>&1 \
	  || fc-list :lang=zh 2>/dev/null | grep -q . || missing="$$missing fonts-noto-cjk"; \
	[ -n "$$missing" ] || exit 0; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  echo "Installing $$missing"; apt-get update -qq \
	  && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing >/dev/null; \
	else echo "The browser tests need: $$missing. Install it (Debian names) and run make test again." >&2; \
	  exit 1; fi
