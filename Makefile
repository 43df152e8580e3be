# Two commands for a newcomer: make demo, make test. Needs only Python >= 3.11, make and (for tests) apt.
PYTHON ?= python3
BIN := .venv/bin
INSTALLED := .venv/.installed

.PHONY: demo test check bench install lock screenshots clean debian-packages

demo: $(INSTALLED)
	$(BIN)/assistant demo $(ARGS)

test: $(INSTALLED) debian-packages
	$(BIN)/pytest $(ARGS)

check: $(INSTALLED)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(INSTALLED) debian-packages
	$(BIN)/python -m benchmarks $(ARGS)

install: $(INSTALLED)

$(INSTALLED): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=python3.11 …"; exit 1; }
	@test -x $(BIN)/pip || $(PYTHON) -m venv .venv || { sh tests/debian-packages.sh python3-venv && $(PYTHON) -m venv .venv; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

debian-packages:
	@sh tests/debian-packages.sh dovecot-imapd postgresql chromium

lock:
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --group dev --generate-hashes --no-emit-index-url --no-header pyproject.toml -o requirements.lock

screenshots: $(INSTALLED) debian-packages
	$(BIN)/python -m tests.screenshots

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis
