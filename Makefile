# Tryggsvar. `make run` and `make test` need Python 3.11 or newer, pip, make and git; the rest is found or fetched.

.DEFAULT_GOAL := help
.PHONY: help setup run test check bench format lock

# The first Python that is new enough and complete; a pyenv shim may exist without running.
PYTHON ?= $(shell for p in python3 python3.11 python3.12 python3.13 python3.14; do \
	$$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BOOTSTRAP = $(if $(PYTHON),$(PYTHON) deploy/bootstrap.py,$(error \
	Tryggsvar needs Python 3.11 or newer with venv and pip; install it (Debian: apt install python3.11 python3.11-venv)))
APP = .venv/bin/python

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

setup: ## Make both environments, with what tests and checks need
	@$(BOOTSTRAP) --dev --rasa

run: ## Set up what is missing and start Tryggsvar on http://localhost:8000
	@$(BOOTSTRAP) --rasa
	@$(APP) -m deploy.supervise

test: ## Set up, run every check and the whole test suite
	@$(BOOTSTRAP) --dev --rasa --browser
	@$(APP) -m deploy.quality
	@$(APP) -m pytest $(wildcard $(addprefix tests/,unit contract integration bot e2e)) $(PYTEST)

check: ## Linters, types, import rules, content, dialogue data, locks
	@$(BOOTSTRAP) --dev --rasa
	@$(APP) -m deploy.quality

bench: ## Every table of benchmarks/
	@$(BOOTSTRAP) --dev --rasa
	@for table in $(filter-out _%,$(notdir $(basename $(wildcard benchmarks/*.py)))); do \
		$(APP) -m benchmarks.$$table || exit 1; done

format: ## Format the code and repair what can be repaired
	@$(BOOTSTRAP) --dev
	@$(APP) -m ruff check --fix --quiet . && $(APP) -m ruff format --quiet .

lock: ## Make the lock files anew from deploy/locks/*.in
	@$(BOOTSTRAP) --dev
	@$(APP) -m deploy.lock
