# Two commands do everything on a fresh machine: `make try` and `make test`.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
ROOT_DO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)

.PHONY: try test test-all bench check-style rules learned browser mathjax clean

try: $(VENV)/installed  ## install, and publish the guide on the sandbox
	$(BIN)/mdwx publish --account sandbox

test: $(VENV)/installed-dev browser check-style  ## install, and run all tests
	$(BIN)/python -m pytest -n 2 -m "not whole"

test-all: $(VENV)/installed-dev browser check-style  ## the full matrices too
	MDWX_TEST_WHOLE=1 $(BIN)/python -m pytest -n 2

bench: $(VENV)/installed-dev  ## how fast it is, beside its peers (needs node and npm)
	$(BIN)/python -m tests.benchmarks

check-style: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

$(VENV)/installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet -e '.[all]'
	touch $@

$(VENV)/installed-dev: $(VENV)/installed
	$(BIN)/python -m pip install --quiet -e '.[all,dev]'
	touch $@

rules: $(VENV)/installed-dev  ## write the guide's pages of rules anew
	$(BIN)/python -m pytest -q --update-cases tests/test_rule_pages.py

learned: $(VENV)/installed-dev  ## learn premailer's answers for our own themes anew
	$(BIN)/python tests/learning.py

# Debian's browser drives the page tests; a Chinese font draws the covers;
# openssl makes the certificates of a test; PostgreSQL keeps shared ledgers.
browser:
	@command -v chromium >/dev/null 2>&1 && command -v openssl >/dev/null 2>&1 && fc-list :lang=zh 2>/dev/null | grep -q . \
	  && ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || { \
	  $(ROOT_DO) apt-get update -qq && \
	  $(ROOT_DO) apt-get install -y -qq chromium fontconfig fonts-noto-cjk openssl postgresql; }

# MathJax as one file; only to move to another version of it (see recipe/README.md).
mathjax:
	cd mdwx/media/engines/mathjax/recipe && npm ci --ignore-scripts && npm run build
	sha256sum mdwx/media/engines/mathjax/mathjax.js

clean:
	rm -rf $(VENV) dist .mdwx build .bench
