# The one list of commands: `make` alone prints it. Two need no other: `make lab` and `make test` do all the
# set-up they need. What was done once is remembered in stamp files, so a second run starts at once.
#
# Kept outside the checkout, so that the next clean one rebuilds only our own crates:
#   CARGO_TARGET_DIR   compiled Rust    ($XDG_CACHE_HOME or ~/.cache)/pyrust/target
#   PYRUST_DATA        sample data      ($XDG_CACHE_HOME or ~/.cache)/pyrust/data
# Inside it, git-ignored: .venv, build (wheel, logs, screenshots), js/node_modules, pyrust/widgets/static

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
# one thing after the other, but for the two lanes of `make test`
ifndef LANES
.NOTPARALLEL:
endif

PYTHON ?= python3
SF ?= 0.1
# the rows of the tables that the benchmarks make
ROWS ?= 1e7
# how many random queries `make fuzz` asks, and which
COUNT ?= 20000
SEED ?= 1
FUZZ ?=
# which pictures `make pictures` takes: all
SCENES ?=
# how long `make fuzz-functions` and `make fuzz-files` ask
MINUTES ?= 10
# what is handed to every pytest run, e.g. make test-ui PYTEST="-k dark -x"
PYTEST ?=

CACHE := $(if $(XDG_CACHE_HOME),$(XDG_CACHE_HOME),$(HOME)/.cache)/pyrust
export CARGO_TARGET_DIR ?= $(CACHE)/target
export PYRUST_DATA ?= $(CACHE)/data
export PYRUST_CACHE := $(CACHE)
export PYRUST_ARTIFACTS ?= $(CURDIR)/build/artifacts
export PYRUST_CHECKOUT := $(CURDIR)

# pyo3 is compiled once for cargo and maturin alike: both read this file, which names no interpreter, so
# neither another checkout's .venv nor another Python on PATH makes cargo compile pyo3 again.
export PYO3_CONFIG_FILE := $(CARGO_TARGET_DIR)/pyo3-abi3-py311.txt
export PYO3_BUILD_EXTENSION_MODULE := 1

VENV := .venv
BIN := $(CURDIR)/.venv/bin
LOGS := $(CURDIR)/build/logs
# tests run here: in the checkout `import pyrust` would find the sources instead of the installed wheel
OUTSIDE := $(CACHE)/outside

BUNDLE := pyrust/widgets/static/grid.js
NOTEBOOKS := $(wildcard notebooks/*.ipynb)
JS_SOURCES := $(wildcard js/package*.json js/tsconfig.json) $(shell find js/src js/scripts -type f 2>/dev/null)
RUST_SOURCES := Cargo.toml Cargo.lock engine/Cargo.toml $(shell find src engine/src -type f 2>/dev/null)
PYTHON_SOURCES := $(shell find pyrust -type f \( -name '*.py' -o -name '*.pyi' -o -name py.typed \) 2>/dev/null)

# --- commands ---------------------------------------------------------------------------------------------

help:  ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

lab: $(VENV)/installed $(VENV)/group-lab data  ## all set-up, sample data, then JupyterLab on the first notebook
	PATH="$(BIN):$$PATH" $(BIN)/jupyter lab $(if $(filter 0,$(shell id -u)),--allow-root) notebooks/01_first_light.ipynb

# Two rounds of two lanes (docs/decisions/0022). In a lane one thing runs after the other, and the second lane has the lower
# priority: what minds the time (kernels, browsers, interrupts) has the machine when it wants it, whatever computes meanwhile.
# The page's own tests wait for parts of seconds, and have it to themselves.
test: $(VENV)/made  ## all set-up, then every test
	@rm -rf $(LOGS); status=0; \
	$(call lanes,set-up lint-sources,compile) || status=1; \
	$(MAKE) --no-print-directory test-js || status=1; \
	$(MAKE) --no-print-directory develop || status=1; \
	$(call lanes,$(MINDS_TIME),$(COMPUTES)) || status=1; \
	$(summary); exit $$status
MINDS_TIME := test-core test-kernel test-ui test-python
COMPUTES := clippy test-rust test-notebooks docs test-queries test-narwhals test-stubs test-structure

full:  ## `make test`, then what takes long: narwhals' own tests, many random queries, all Pythons of this machine
	@status=0; $(MAKE) --no-print-directory test || status=1; \
	$(MAKE) --no-print-directory --keep-going $(TAKES_LONG) || status=1; \
	$(summary); exit $$status
TAKES_LONG := test-upstream test-benchmarks fuzz test-pythons

develop: $(VENV)/installed $(VENV)/group-dev  ## .venv with the wheel (JS included) and every development tool
	@echo "pyrust and its tools are in .venv"

wheel: build/wheel.stamp  ## the wheel, in build/wheels
	@ls build/wheels/*.whl

js: $(BUNDLE)  ## the JS bundle, in pyrust/widgets/static
	@wc -c $(BUNDLE)

stubs: develop  ## the docstrings of the native module, written into its stubs for editors
	@cd $(OUTSIDE) && $(BIN)/python $(CURDIR)/.ci/stubs $(addprefix $(CURDIR)/pyrust/,_core.pyi functions.pyi selectors.pyi)
	@$(BIN)/ruff format --quiet pyrust/*.pyi; git diff --stat pyrust/*.pyi

coming-from:  ## the names of other libraries, written from their table into docs/coming-from.md
	@$(PYTHON) .ci/coming-from src/foreign_names.txt docs/coming-from.md; git diff --stat docs/coming-from.md

data: $(VENV)/group-lab  ## TPC-H sample data: make data SF=0.1 (SF=10: the 60-million-row table)
	@.ci/sample-data $(BIN)/tpchgen-cli "$(SF)"

bench: $(VENV)/installed $(VENV)/group-dev $(VENV)/group-bench  ## the display, calls and files beside peers; the next two: queries
	@export PYRUST_CHROMIUM="$$($(CURDIR)/.ci/chromium)"; $(call bench,$(filter-out $(QUERIES),$(wildcard tests/benchmarks/test_*.py)))

bench-tpch: $(VENV)/installed $(VENV)/group-dev $(VENV)/group-bench  ## TPC-H beside datafusion, duckdb and polars: make bench-tpch SF=10
	@$(call bench,$(firstword $(QUERIES)))

bench-groups: $(VENV)/installed $(VENV)/group-dev $(VENV)/group-bench  ## groups, joins and page views beside the same: make bench-groups ROWS=1e7
	@$(call bench,$(wordlist 2,4,$(QUERIES)))

bench-profile: $(VENV)/installed $(VENV)/group-dev  ## where the processor's time goes in TPC-H (Linux's perf): make bench-profile SF=10
	@$(call variant,profile,-- -C strip=none)
	@cd build/profile; PYTHONPATH=$(CURDIR)/build/profile:$(CURDIR)/tests PYRUST_BENCH_SF=$(SF) $(BIN)/python -m benchmarks.hotspots

pictures: $(VENV)/installed $(VENV)/group-dev $(VENV)/group-pictures  ## the pictures of README and docs, taken of the real product: make pictures SCENES="grid inspector"
	@$(MAKE) --no-print-directory data SF=10
	@mkdir -p $(OUTSIDE); export PYRUST_CHROMIUM="$$(.ci/chromium)"; cd $(OUTSIDE) && PYTHONPATH=$(CURDIR)/tests $(BIN)/python -m pictures $(SCENES)

bench-report: $(VENV)/group-dev  ## what the last two have measured, as tables and plots in docs
	@PYTHONPATH=tests $(BIN)/python -m benchmarks.page

lint: lint-sources clippy  ## format and lints: ruff, mypy, rustfmt, tsc, clippy

set-up: $(VENV)/group-dev $(VENV)/group-build js/node_modules/.stamp $(BUNDLE) data

compile: build/compiled

docs: build/notebooks/run  ## the documentation and the notebooks with their outputs, built strict into build/site
	@rm -rf build/pages; mkdir -p build; cp -r docs build/pages
	@$(call step,docs,$(BIN)/jupyter nbconvert --log-level WARN --to markdown --output-dir build/pages/notebooks build/notebooks/*.ipynb \
	  && NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --config-file .ci/mkdocs.yml && echo "docs: built strict into build/site")

clean:  ## forget .venv, build and the JS; the caches outside the checkout stay
	rm -rf .venv build js/node_modules pyrust/widgets/static

# --- one layer of the tests ---------------------------------------------------------------------------------

lint-sources: $(VENV)/group-dev js/node_modules/.stamp  ## the lints that compile nothing: ruff, mypy, rustfmt, tsc
	@$(call step,lint-sources,.ci/lint $(BIN))

clippy: $(PYO3_CONFIG_FILE) | $(VENV)/made  ## clippy over our two crates, on the dependencies as they are compiled
	@$(call step,clippy,CLIPPY_ARGS="-Dwarnings__CLIPPY_HACKERY__" RUSTC_WORKSPACE_WRAPPER="$(CURDIR)/.ci/clippy" \
	  cargo rustc --release --locked --lib --crate-type lib --quiet && echo "clippy: found nothing")

test-rust: $(PYO3_CONFIG_FILE) | $(VENV)/made  ## the engine's tests
	@$(call step,test-rust,cargo test --release --locked --workspace && echo "cargo test: passed")

test-js: $(BUNDLE) js/node_modules/.stamp  ## the front end's tests, in Chromium with a fake model
	@export PYRUST_CHROMIUM="$$(.ci/chromium)"; $(call step,test-js,(cd js && npm test --silent) && echo "js: passed$(comma) bundle of $$(wc -c < $(BUNDLE)) bytes")

test-stubs: develop js/node_modules/.stamp  ## the stubs against the native module; mypy and pyright on a typed program
	@mkdir -p $(OUTSIDE); $(call step,test-stubs,cd $(OUTSIDE) && $(BIN)/python -m mypy.stubtest pyrust._core pyrust.functions --mypy-config-file $(CURDIR)/pyproject.toml --allowlist $(CURDIR)/.ci/stubtest \
	  && $(BIN)/python $(CURDIR)/tests/typing/example.py && $(BIN)/mypy --strict $(CURDIR)/tests/typing/example.py \
	  && $(CURDIR)/js/node_modules/.bin/pyright -p $(CURDIR)/tests/typing --pythonpath $(BIN)/python && echo "stubs: stubtest$(comma) mypy and pyright found nothing")

test-structure: develop  ## the house rules and the examples in docstrings
	@$(call pytest,test-structure,structure)

test-core: develop  ## the Python package: core, its Python, magics, widgets
	@$(call pytest,test-core,core package magics widgets)

test-queries: develop  ## TPC-H and generated queries beside duckdb and polars
	@$(call pytest,test-queries,tpch differential benchmarks/test_race.py benchmarks/test_page.py)

# `python -m` finds the installed wheel, as it runs outside the checkout
fuzz: develop  ## random queries beside DuckDB, any number: make fuzz COUNT=100000 SEED=7 (FUZZ="--feature 'full join, using'")
	@$(call step,fuzz,mkdir -p $(OUTSIDE) && cd $(OUTSIDE) && PYTHONPATH=$(CURDIR)/tests $(BIN)/python -m differential.fuzz --seed $(SEED) --count $(COUNT) --jobs $$(nproc) $(FUZZ))

fuzz-functions: develop  ## every function with arguments it does not expect: make fuzz-functions MINUTES=60 SEED=7
	@$(call step,fuzz-functions,mkdir -p $(OUTSIDE) && cd $(OUTSIDE) && PYTHONPATH=$(CURDIR)/tests $(BIN)/python -m hostile --seed $(SEED) --minutes $(MINUTES))

fuzz-files: develop  ## damaged files of every format, each read in a process with limits: make fuzz-files MINUTES=60 SEED=7
	@$(call step,fuzz-files,mkdir -p $(OUTSIDE) && cd $(OUTSIDE) && PYTHONPATH=$(CURDIR)/tests $(BIN)/python -m damage --seed $(SEED) --minutes $(MINUTES))

fuzz-messages: develop  ## messages that no page of ours sends, to a real kernel: make fuzz-messages COUNT=100000 SEED=7
	@$(call step,fuzz-messages,mkdir -p $(OUTSIDE) && cd $(OUTSIDE) && PYTHONPATH=$(CURDIR)/tests $(BIN)/python -m kernel.hostile --seed $(SEED) --count $(COUNT))

soak: develop  ## a kernel used by chance for a long time, which must not grow: make soak MINUTES=30 SEED=7
	@$(call step,soak,mkdir -p $(OUTSIDE) && cd $(OUTSIDE) && PYTHONPATH=$(CURDIR)/tests $(BIN)/python -m kernel.soak --seed $(SEED) --minutes $(MINUTES))

fuzz-proof: develop  ## each mend of the engine left out in turn, until random queries find it: make fuzz-proof FUZZ="--only Lists Names"
	@$(call variant,trial,--features trial)
	@mkdir -p $(LOGS); cd build/trial && PYTHONPATH=$(CURDIR)/build/trial:$(CURDIR)/tests $(BIN)/python -m differential.fuzz.proof --seed $(SEED) --jobs $$(nproc) $(FUZZ) 2>&1 | tee $(LOGS)/fuzz-proof

fuzz-small: develop  ## random queries in batches of 1, 3 and 50 rows: make fuzz-small COUNT=20000 SEED=7
	@$(call variant,trial,--features trial)
	@mkdir -p $(LOGS); cd build/trial; for rows in 1 3 50; do PYTHONPATH=$(CURDIR)/build/trial:$(CURDIR)/tests $(BIN)/python -m differential.fuzz --seed $(SEED) --count $(COUNT) --jobs $$(nproc) --tell PYRUST_BATCH_ROWS=$$rows $(FUZZ) 2>&1 | tee $(LOGS)/fuzz-small-$$rows; done

record: develop  ## write down anew how many rows pass through the plans of TPC-H, which test-queries holds
	@mkdir -p $(OUTSIDE); cd $(OUTSIDE) && PYRUST_RECORD=1 $(BIN)/python -m pytest -c $(CURDIR)/pyproject.toml --rootdir $(CURDIR) -q -p no:cacheprovider $(CURDIR)/tests/tpch/test_traffic.py
	@git diff --stat tests/tpch/traffic.json

test-narwhals: develop  ## the narwhals plugin
	@$(call pytest,test-narwhals,$(patsubst tests/%,%,$(filter-out %/test_upstream.py,$(wildcard tests/narwhals/test_*.py))))

test-upstream: develop  ## narwhals' own tests of lazy frames, over pyrust frames (their source comes from PyPI, once)
	@$(call pytest,test-upstream,narwhals/test_upstream.py)

test-kernel: develop  ## real kernels, no browser
	@$(call pytest,test-kernel,kernel)

test-ui: develop  ## real JupyterLab in real Chromium; screenshots in build/artifacts
	@export PYRUST_CHROMIUM="$$(.ci/chromium)"; $(call pytest,test-ui,ui)

test-notebooks: build/notebooks/run  ## every notebook, whole
	@export PYRUST_NOTEBOOKS=$(CURDIR)/build/notebooks; $(call pytest,test-notebooks,notebooks)

test-benchmarks: develop $(VENV)/group-bench  ## every benchmark at a small size, for what it asserts of its results
	@export PYRUST_CHROMIUM="$$(.ci/chromium)" PYRUST_BENCH=$(CURDIR)/build/bench-small PYRUST_BENCH_SF=0.1 PYRUST_BENCH_ROWS=1e5 \
	  PYRUST_BENCH_LIMIT=8MB,32MB; \
	  $(call pytest,test-benchmarks,$(patsubst tests/%,%,$(wildcard tests/benchmarks/test_*.py)))

test-python: develop  ## what depends on Python's version, under one further CPython where this machine has one
	@$(call step,test-python,.ci/pythons newest $(BIN)/python $(OUTSIDE) $(addprefix tests/core/,test_boundary.py test_convert.py udf))

test-pythons: develop  ## every layer of Python's, under every further CPython of this machine
	@export PYRUST_CHROMIUM="$$(.ci/chromium)"; $(call step,test-pythons,.ci/pythons all $(BIN)/python $(OUTSIDE) $(addprefix tests/,core package magics widgets narwhals tpch differential kernel ui notebooks))

# $(call step,NAME,COMMAND): runs it under a heading, its log in build/logs; how long it took, how it ended and the last
# line of its log are what $(summary) repeats
comma := ,
step = echo; echo "== $(1)"; mkdir -p $(LOGS); began=$$SECONDS; status=0; ( $(2) ) 2>&1 | tee $(LOGS)/$(1) || status=$$?; \
  echo "$(1) $$((SECONDS - began)) $$status" >> $(LOGS)/.ended; exit $$status
summary = echo; echo "== summary"; while read -r name seconds outcome; do \
  printf '%-15s %5d s  %s%s\n' $$name $$seconds "$$([ $$outcome = 0 ] || echo 'FAILED: ')" "$$(tail -n 1 $(LOGS)/$$name)"; done < $(LOGS)/.ended
# $(call lanes,FIRST,SECOND): two lists of targets beside each other, each in its order; a target's output comes whole
lanes = $(MAKE) --no-print-directory --keep-going --jobs=2 --output-sync=target LANES=2 FIRST="$(1)" SECOND="$(2)" lane-first lane-second
lane-first:
	@$(MAKE) LANES= $(FIRST)
lane-second:
	@nice -n 10 $(MAKE) LANES= $(SECOND)
QUERIES := $(patsubst %,tests/benchmarks/test_%.py,tpch groups joins hits)
# $(call bench,FILES): those benchmarks, at the sizes that SF and ROWS say; a whole suite of queries takes its time
bench = mkdir -p $(OUTSIDE); cd $(OUTSIDE); PYRUST_BENCH_SF=$(SF) PYRUST_BENCH_ROWS=$(ROWS) \
  $(BIN)/python -m pytest -c $(CURDIR)/pyproject.toml --rootdir $(CURDIR) -q -s -p no:cacheprovider --timeout 7200 $(addprefix $(CURDIR)/,$(1)) $(PYTEST)
# $(call variant,NAME,OPTIONS): the installed package in build/NAME, with another build of its native module
variant = cargo rustc --quiet --release --locked --lib $(2); rm -rf build/$(1); mkdir -p build/$(1); \
  cp -r "$$($(BIN)/python -c 'from sysconfig import *; print(get_path("platlib"))')/pyrust" build/$(1)/; \
  cp $(CARGO_TARGET_DIR)/release/lib_core.so build/$(1)/pyrust/_core.abi3.so
# $(call pytest,NAME,FOLDERS): those folders of tests that exist, on the installed wheel from outside the checkout
pytest = mkdir -p $(OUTSIDE); $(call step,$(1),cd $(OUTSIDE) && $(BIN)/python -m pytest -c $(CURDIR)/pyproject.toml --rootdir $(CURDIR) -q -p no:cacheprovider $(wildcard $(addprefix $(CURDIR)/tests/,$(2))) $(PYTEST))

.PHONY: help lab test full develop wheel js stubs coming-from data pictures bench bench-tpch bench-groups bench-profile bench-report lint set-up compile docs clean lint-sources clippy test-rust test-js test-stubs test-structure test-core test-queries fuzz fuzz-functions fuzz-files fuzz-messages fuzz-proof fuzz-small record test-narwhals test-upstream test-benchmarks test-kernel test-ui test-notebooks test-python test-pythons lane-first lane-second

# --- what the commands stand on -------------------------------------------------------------------------------

$(VENV)/made: .ci/tools
	@.ci/tools $(PYTHON)
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'
	@touch $@

# the dependency groups of pyproject.toml
$(VENV)/group-%: pyproject.toml $(VENV)/made
	@$(call step,pip-$*,$(BIN)/python -m pip install --quiet --group $*)
	@touch $@

js/node_modules/.stamp: js/package-lock.json | $(VENV)/made
	@$(call step,npm,cd js && npm ci --no-audit --no-fund --loglevel=error)
	@touch $@

$(BUNDLE): js/node_modules/.stamp $(JS_SOURCES)
	cd js && npm run --silent build
	@touch $@

$(PYO3_CONFIG_FILE):
	@mkdir -p $(@D); printf '%s\n' implementation=CPython version=3.11 target_abi=CPython-abi3-3.11 shared=true \
	  build_flags= suppress_build_script_link_lines=false pointer_width=64 > $@

# just as maturin will ask for it: so the compiler can begin before there is a maturin, or a bundle for the wheel
build/compiled: $(RUST_SOURCES) | $(PYO3_CONFIG_FILE) $(VENV)/made
	@mkdir -p build; touch build/compile.begun
	@$(call step,compile,cargo rustc --release --locked --lib --quiet)
	@mv build/compile.begun $@  # as old as its sources: what was edited meanwhile is built next time

# one wheel for every Python from 3.11 on; `linux` skips the manylinux audit, which only a published wheel needs
build/wheel.stamp: build/compiled $(VENV)/group-build $(BUNDLE) $(PYTHON_SOURCES) pyproject.toml README.md LICENSE
	@rm -rf build/wheels; touch build/wheel.begun
	@$(call step,wheel,$(BIN)/maturin build --release --locked --quiet --compatibility linux --compression-level 1 --out build/wheels)
	@mv build/wheel.begun $@

# the notebooks with their outputs: the documentation shows them, the tests read them
build/notebooks/run: $(NOTEBOOKS) $(VENV)/installed $(VENV)/group-dev | data
	@rm -rf $(@D); mkdir -p $(@D); cp $(NOTEBOOKS) $(@D)
	@$(call step,notebooks,$(BIN)/jupyter nbconvert --log-level WARN --to notebook --execute --inplace $(@D)/*.ipynb)
	@touch $@

$(VENV)/installed: build/wheel.stamp
	$(BIN)/python -m pip install --quiet --force-reinstall --no-deps build/wheels/*.whl
	@touch $@
