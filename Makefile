# Stands alone on a machine with Python 3.11 and make: every target installs what it needs into .venv first.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
INSTALLED := .venv/.installed

.PHONY: install demo test bench soak train lock

install: $(INSTALLED)

# Again only when the lock or pyproject.toml has changed. setuptools, which builds Remit, is in the lock too.
$(INSTALLED): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11) and "The lock is for Python 3.11; this is %s. Name another: make PYTHON=/path/to/python3.11" % sys.version.split()[0])'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

# Loads the sample library, prints one cited answer, opens the web app at http://127.0.0.1:7860.
demo: install
	$(BIN)/remit demo

# Lint, types, then every test; slow ones in their short form.
test: install
	$(BIN)/ruff check .
	$(BIN)/mypy kb ingest assistant eval
	$(BIN)/python -m pytest

# Remit beside LlamaIndex as it comes, over the same PDFs.
bench: install
	$(BIN)/remit-eval compare stock

# The slow tests in their long form.
soak: install
	$(BIN)/python -m pytest -m slow --soak

# Makes the encoder and the reranker that come with Remit again, from the data sets beside the project.
train: install
	$(BIN)/python -m eval.training

# Makes requirements.lock anew. Needs pip-tools and a pip that finds PyTorch's CPU build, so that no GPU library is pinned.
lock:
	echo 'torch==2.13.0+cpu' | pip-compile --quiet --no-header --no-annotate --strip-extras --allow-unsafe \
		--no-emit-index-url --no-emit-find-links --extra dev --extra bench --extra train \
		--constraint /dev/stdin --output-file .venv/lock.txt pyproject.toml
	{ sed '/^#/!d;/^$$/d' requirements.lock; sed 's/+cpu$$//;/^#/d;/^$$/d' .venv/lock.txt | sort; } > .venv/requirements.lock
	mv .venv/requirements.lock requirements.lock
	rm .venv/lock.txt
