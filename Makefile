# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT

PYTHON ?= $(firstword $(foreach python,python3.11 python3.12 python3.13 python3,$(shell command -v $(python))))
BIN := .venv/bin
INSTALLED := .venv/.installed
CIRCUP := .venvs/circup/.installed
UPSTREAM := .venvs/upstream/.installed
BLINKA := .venvs/blinka/.installed
PEER := .venvs/peer/.installed
MOCKS := .venvs/mocks/.installed
DISPLAYS := .venvs/displays/.installed
PIP_INSTALL := -m pip install --quiet --disable-pip-version-check

.PHONY: bundle release cost new test record parity bench docs check clean

bundle: $(INSTALLED)
	$(BIN)/copperhead build

# The bundle with wheels and source archives, looked at as a stranger would.
release: $(INSTALLED)
	$(BIN)/copperhead build --wheels $(ARGS)
	$(BIN)/copperhead verify dist
	$(BIN)/python -m twine check --strict dist/*.whl dist/*.tar.gz

# What each library costs a board. With node, also heap on a VM of 32 bits.
cost: $(INSTALLED)
	if command -v npm >/dev/null; then npm install --silent --no-audit --no-fund --prefix .cache/node \
		@micropython/micropython-webassembly-pyscript@1.27.0; fi
	$(BIN)/copperhead cost $(ARGS)

# A new library: make new PART=veml6030 KIND=i2c asks for the rest.
new: $(INSTALLED)
	@$(BIN)/copperhead new $${PART:+"$$PART"} $${KIND:+--kind "$$KIND"} \
		$${DESCRIPTION:+--description "$$DESCRIPTION"} $${AUTHOR:+--author "$$AUTHOR"} \
		$${DATASHEET:+--datasheet "$$DATASHEET"} $(ARGS)

# With PART=as5600, what concerns that library alone.
test: $(INSTALLED) $(CIRCUP) $(UPSTREAM) $(BLINKA) $(PEER)
	$(BIN)/python -m pytest -n auto $(if $(PART),$(wildcard libraries/*/$(PART)) tests/libraries tests/parity tests/blinka -k $(PART)) $(ARGS)

# Writes what examples print and what libraries cost, and fails where it wrote: read it first.
record: $(INSTALLED)
	$(BIN)/python -m pytest -n auto tests/libraries --record $(if $(PART),-k $(PART)) $(ARGS)

# Ours beside upstream's, and the page of the docs that shows it.
parity: $(INSTALLED) $(UPSTREAM)
	$(BIN)/python tests/parity/report.py $(ARGS)

# What drivers cost on the wires and on a board, ours beside upstream's; how fast the buses are, and displays.
bench: $(INSTALLED) $(UPSTREAM) $(MOCKS) $(DISPLAYS)
	$(BIN)/python tests/parity/report.py --costs $(ARGS)
	$(BIN)/python benchmarks/builder.py
	$(BIN)/python benchmarks/buses.py .venvs/mocks/bin/python
	$(BIN)/python benchmarks/displayio.py .venvs/displays/bin/python
	$(BIN)/python benchmarks/framebuf.py
	$(BIN)/python benchmarks/display_text.py
	$(BIN)/python benchmarks/bitmap_font.py
	$(BIN)/python libraries/helpers/keyboard_layouts/generator/sweep.py

# The site, in docs/_build/html. Warnings are errors.
docs: $(INSTALLED) $(UPSTREAM)
	$(BIN)/python tests/parity/report.py --page
	rm -rf docs/_build/html
	$(BIN)/sphinx-build -W --keep-going -q -j auto -d .cache/doctrees docs docs/_build/html
	@echo "docs/_build/html/index.html"

# In GitHub's runners what is found becomes annotations of the changed lines.
check: export RUFF_OUTPUT_FORMAT := $(if $(GITHUB_ACTIONS),github,full)
check: $(INSTALLED)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/codespell
	$(BIN)/reuse lint --quiet || $(BIN)/reuse lint --lines
	RUST_LOG=error $(BIN)/taplo lint
	$(BIN)/pymarkdown scan -r --respect-gitignore -e changelog.d -e docs/_generated -e cookiecutter .
	$(BIN)/check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml
	$(BIN)/check-jsonschema --builtin-schema vendor.github-issue-forms .github/ISSUE_TEMPLATE/bug.yml .github/ISSUE_TEMPLATE/chip.yml
	$(BIN)/check-jsonschema --builtin-schema vendor.dependabot .github/dependabot.yml
	$(BIN)/zizmor --offline --quiet --config .github/zizmor.yml .github
	$(BIN)/copperhead check $(if $(GITHUB_ACTIONS),--format github)

clean:
	rm -rf .venv .venvs .cache dist

$(INSTALLED): pyproject.toml constraints.txt libraries/external.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Copperhead needs Python 3.11 or newer: make PYTHON=/path/to/python3.11"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python $(PIP_INSTALL) -c constraints.txt -e '.[dev]'
	$(BIN)/copperhead fetch
	touch $@

# circup has dependencies of its own that must not mix with ours.
$(CIRCUP): constraints.txt
	$(PYTHON) -m venv .venvs/circup
	.venvs/circup/bin/python $(PIP_INSTALL) circup==3.1.0
	touch $@

# The builder that ours is compared with.
$(PEER): benchmarks/builder.py $(INSTALLED)
	$(BIN)/python benchmarks/builder.py --install
	touch $@

# The mocks that the bench is measured beside.
$(MOCKS): constraints.txt
	$(PYTHON) -m venv .venvs/mocks
	.venvs/mocks/bin/python $(PIP_INSTALL) circuitpython-mocks==0.3.1
	touch $@

# Blinka's displayio, likewise.
$(DISPLAYS): constraints.txt
	$(PYTHON) -m venv .venvs/displays
	.venvs/displays/bin/python $(PIP_INSTALL) adafruit-blinka-displayio==2.7.1
	touch $@

# The releases that ours are compared with; which, the catalog says.
$(UPSTREAM): $(INSTALLED) tests/parity/requirements.txt $(wildcard libraries/*/*/pyproject.toml)
	test -x .venvs/upstream/bin/python || $(PYTHON) -m venv .venvs/upstream
	.venvs/upstream/bin/python $(PIP_INSTALL) setuptools==84.2.1 setuptools-scm==10.3.4
	$(BIN)/python tests/parity/fetch.py
	touch $@

# Drivers under Linux; its modules go by the bench's names.
$(BLINKA): tests/blinka/constraints.txt
	$(PYTHON) -m venv .venvs/blinka
	.venvs/blinka/bin/python $(PIP_INSTALL) -c $< Adafruit-Blinka gpiod
	touch $@
