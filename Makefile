# Every target works from a fresh clone: what it needs is installed first.
PYTHON ?= python3.11
BIN := .venv/bin
SHARED ?= ../shared
FOUND := $(shell command -v $(PYTHON) 2>/dev/null || command -v python3 2>/dev/null)

.PHONY: help install install-dev try run test lint format types browser eval search-sets gazetteer bench soak lock clean pictures

help: ## what can be done
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

.venv/made: requirements.lock pyproject.toml
	@test -n "$(FOUND)" || { echo "Python 3.11 or later is needed, and none was found; set PYTHON=/path/to/python."; exit 2; }
	@$(FOUND) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed; $(FOUND) is older. Set PYTHON=/path/to/python."; exit 2; }
	@test -x $(BIN)/python || $(FOUND) -m venv .venv
	@echo "Installing what the bot needs (once) ..."
	@$(BIN)/python -m pip install --disable-pip-version-check --require-hashes --progress-bar on -r requirements.lock | grep -E '^(Collecting|ERROR)' || true
	@$(BIN)/python -c 'import slack_bolt, sqlalchemy, setuptools' || { echo "The packages could not be installed: is the network there? See the lines above."; exit 2; }
	@$(BIN)/python -m pip install --disable-pip-version-check --quiet --no-deps --no-build-isolation --editable .
	@touch $@

.venv/made-dev: .venv/made requirements-dev.lock
	@echo "Installing what the tests need (once) ..."
	@$(BIN)/python -m pip install --disable-pip-version-check --quiet --require-hashes -r requirements-dev.lock
	@touch $@

install: .venv/made ## make .venv with the command .venv/bin/rapporteur

install-dev: .venv/made-dev

try: .venv/made ## try the bot on a page of its own, without a Slack workspace
	@$(BIN)/rapporteur try

run: .venv/made ## run the bot in a real workspace (see README)
	@$(BIN)/rapporteur run

test: install-dev browser lint types ## all checks and tests
	$(BIN)/pytest -n 2 --dist loadfile

lint: install-dev ## style, import contract, unused dependencies
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	PYTHONPATH=. $(BIN)/lint-imports --no-logo
	$(BIN)/deptry .

types: install-dev ## strict typing
	$(BIN)/mypy

format: install-dev ## put the code into its form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

browser: ## Chromium for the tests of the page, where it is not there yet
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || \
	{ command -v apt-get >/dev/null && test "$$(id -u)" = 0 && echo "Installing Chromium ..." && \
	apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; } || \
	echo "Chromium is not here and cannot be installed by this user: the tests of the page will fail and say so."

eval: install-dev ## measure answers on our own sets, and answers and replies on the samples in $(SHARED) where they are
	$(BIN)/python -m tests.evaluation
	@test -d $(SHARED)/samples || { echo "There are no samples in $(SHARED)/samples."; exit 0; }; \
	mkdir -p var/eval && rm -f var/eval/eval.db* && export RAPPORTEUR_DATABASE_URL=sqlite:///var/eval/eval.db && \
	$(BIN)/rapporteur migrate && $(BIN)/rapporteur import new-york-declaration && \
	$(BIN)/rapporteur ask --batch $(SHARED)/samples/questions.jsonl --out var/eval/answers.jsonl && \
	$(BIN)/python $(SHARED)/samples/score_answers.py $(SHARED)/samples/questions.jsonl var/eval/answers.jsonl --errors 12 && \
	$(BIN)/rapporteur parse --batch $(SHARED)/samples/replies.jsonl --out var/eval/replies.jsonl && \
	$(BIN)/python $(SHARED)/samples/score_replies.py var/eval/replies.jsonl

gazetteer: install-dev ## make the bot's list of cities anew from GeoNames
	$(BIN)/python -m tests.gazetteer

pictures: install-dev browser ## take the pictures of the docs anew, from the page itself
	$(BIN)/python -m tests.pictures

bench: install-dev ## time the main paths against bare peers in the same run
	$(BIN)/python -m tests.bench

soak: install-dev ## the kill loops, longer than in the tests
	RAPPORTEUR_SOAK=60 $(BIN)/pytest tests/faults

lock: ## pin all versions anew, with hashes, naming no index
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q --upgrade pyproject.toml --group build -o requirements.lock
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q --upgrade pyproject.toml --group build --group dev -c requirements.lock -o requirements-dev.lock

clean: ## forget the environment and what was tried
	rm -rf .venv var build *.egg-info
