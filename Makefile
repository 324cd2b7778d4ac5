# `make board` publishes the demonstration school into site/; `make test` runs everything that CI runs.
# Both prepare what they need: a Python environment in .venv, and, where we are root or may use sudo,
# the system's own packages. `make words` compiles the words after a .po file was changed.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SUDO := $(shell [ "$$(id -u)" = 0 ] || { command -v sudo >/dev/null && sudo -n true 2>/dev/null && echo sudo -n; })
MAY_INSTALL := $(shell { [ "$$(id -u)" = 0 ] || [ -n "$(SUDO)" ]; } && command -v apt-get)
APT := $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get

.PHONY: board test words clean
.DELETE_ON_ERROR:

board: $(VENV)/.installed words
	@$(BIN)/sjboard build
	@echo "请用浏览器打开 site/index.html。Open site/index.html in a browser."

words: $(VENV)/.installed
	@$(BIN)/python hatch_build.py

test: $(VENV)/.tools words browser
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n 2

# The environment comes whole: pip, and the right Python, or one sentence that says what to do.
$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "需要 Python 3.11 或更新的版本。Python 3.11 or newer is needed." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { [ -n "$(MAY_INSTALL)" ] && $(APT) update -q && $(APT) install -qy python3-venv; } || { \
	  echo "请先安装 python3-venv。Please install python3-venv first: apt install python3-venv" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(BIN)/python pyproject.toml hatch_build.py
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check babel hatchling -e .
	@touch $@

$(VENV)/.tools: $(VENV)/.installed requirements-dev.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

# What the tests need: Chromium, nginx, Chinese fonts, a reader of printed pages, the library that
# Playwright's own runtime and Node are linked against; and the checkers of pages, by the exact versions
# and hashes in tests/browser/npm/, run by the Node and the Java that came with the tools.
CHECKERS := $(VENV)/checkers

.PHONY: browser
browser: system $(CHECKERS)/.installed

$(CHECKERS)/.installed: $(VENV)/.tools tests/browser/npm/package.json tests/browser/npm/package-lock.json | system
	@mkdir -p $(CHECKERS)
	@cp tests/browser/npm/package.json tests/browser/npm/package-lock.json $(CHECKERS)/
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/npm ci --prefix $(CHECKERS) --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

.PHONY: system
system:
	@missing=""; \
	command -v chromium >/dev/null || missing="$$missing chromium"; \
	command -v nginx >/dev/null || [ -x /usr/sbin/nginx ] || missing="$$missing nginx"; \
	command -v pdfinfo >/dev/null || missing="$$missing poppler-utils"; \
	command -v strace >/dev/null || missing="$$missing strace"; \
	[ -e /usr/lib/libreoffice/program/libswlo.so ] || missing="$$missing libreoffice-writer-nogui"; \
	[ -e /usr/lib/libreoffice/program/libsclo.so ] || missing="$$missing libreoffice-calc-nogui"; \
	fc-list 2>/dev/null | grep -q "Noto Sans CJK" || missing="$$missing fonts-noto-cjk fontconfig"; \
	/sbin/ldconfig -p | grep -q libatomic.so.1 || missing="$$missing libatomic1"; \
	[ -z "$$missing" ] && exit 0; \
	if [ -n "$(MAY_INSTALL)" ]; then $(APT) update -q && $(APT) install -qy --no-install-recommends $$missing; \
	else echo "请先安装：$$missing。Please install first: apt install$$missing" >&2; exit 1; fi

clean:
	rm -rf $(VENV) .sjboard .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
