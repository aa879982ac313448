# The service's own commands. A bare Debian with python3, python3-venv and make is enough for `run` and `test`.
VENV   := .venv
BIN    := $(VENV)/bin
PY     := $(BIN)/python
NODE   := tests/calendars/ical_js tests/browser/axe
PORT   ?= 8000
DEMO   ?= 1
export PORT
export PATH := $(CURDIR)/$(BIN):$(PATH)

.DEFAULT_GOAL := help
.PHONY: help run test test-slow check bench lock messages

help:            ## say what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*##/\t/' | expand -t 14

$(VENV)/.run: requirements.txt
	python3 -m venv $(VENV)
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	touch $@

$(VENV)/.dev: $(VENV)/.run requirements-dev.txt
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	touch $@

# A reader of our calendars and the judge of our pages are not Python. Without npm their tests are skipped, and say so.
$(VENV)/.node: $(VENV)/.run $(NODE:%=%/package-lock.json)
	@for folder in $(NODE); do npm ci --silent --no-audit --no-fund --ignore-scripts --prefix $$folder \
	  || { echo "$$folder could not be installed: tests go on without it."; exit 0; }; done; touch $@

# honcho gives every process a PORT of its own; links must all name the one that serves.
run: export SITE_URL ?= http://127.0.0.1:$(PORT)
run: $(VENV)/.run         ## set everything up and serve http://127.0.0.1:$PORT (DEMO=0: without the demo)
	@$(PY) manage.py prepare
	@$(PY) manage.py welcome $(if $(filter 0,$(DEMO)),--no-demo)
	@exec $(BIN)/honcho start

test: $(VENV)/.dev $(VENV)/.node  ## the whole suite but its slow kinds
	$(PY) -m pytest -n auto --dist worksteal -m "not slow"

test-slow: $(VENV)/.dev $(VENV)/.node  ## browser, kill and fuzz tests
	$(PY) -m pytest -n auto --dist loadscope -m slow

check: $(VENV)/.dev       ## lint, format, types, layers, migrations, deployment
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy seminars config
	$(BIN)/lint-imports
	$(PY) manage.py makemigrations --check --dry-run
	$(PY) manage.py check --fail-level WARNING
	SITE_URL=https://seminars.example.org EMAIL_URL=smtp://localhost CELERY_BROKER_URL=redis://localhost SECRET_KEY=$$($(PY) -c "import secrets; print(secrets.token_urlsafe(64))") $(PY) manage.py check --deploy --fail-level ERROR

bench: $(VENV)/.dev       ## measure workloads against their limits (W=F5: only that one)
	$(PY) -m bench $(W)

lock: $(VENV)/.dev        ## pin what requirements.in and dev.in ask for
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-emit-index-url requirements.in -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-emit-index-url dev.in -o requirements-dev.txt

messages: $(VENV)/.dev    ## collect strings and compile translations (needs GNU gettext)
	$(PY) manage.py makemessages --locale zh_Hans --no-location --no-wrap --ignore .venv --ignore var
	$(PY) manage.py compilemessages --locale zh_Hans --ignore .venv
