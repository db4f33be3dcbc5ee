# Needs Python 3.11 or newer and nothing else; everything is installed into .venv.
#
#   make demo    the playground on this machine (ARGS="--fresh", HTTP_PORT=9000)
#   make test    the whole test suite (ARGS="-k streak")
#   make check   format, lint, imports, types, dead code, dependencies, tests
#   make bench   the benchmarks
#   make questions  run the code that questions show, with the libraries they ask about
#   make lock    pin the dependencies anew (ARGS="--upgrade")
#   make clean   remove .venv and caches; var/ with your databases stays

MAKEFLAGS += --no-print-directory
unexport PYTHONDONTWRITEBYTECODE  # each of the processes that tests begin would compile everything anew
BIN := .venv/bin
RUNTIME := .venv/.runtime-installed
DEV := .venv/.dev-installed
COMPILE := UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile --no-config --quiet --universal \
	--generate-hashes --no-strip-extras --no-emit-index-url --no-emit-find-links $(ARGS)

.PHONY: demo test check bench questions lock clean

demo: $(RUNTIME)
	@exec $(BIN)/python -m bot demo $(ARGS)

test: $(DEV)
	@exec $(BIN)/python -m pytest -n logical --maxprocesses 8 --dist worksteal $(ARGS)

check: $(DEV)
	@exec .ci/check

bench: $(DEV)
	@exec $(BIN)/python -m tests.benchmarks $(ARGS)

questions: $(DEV)
	@$(BIN)/uv venv --quiet --allow-existing .venv-questions
	@$(BIN)/uv pip install --quiet --python .venv-questions -r requirements-dev.txt --group questions
	@DAILYDRILL_QUESTIONS=1 .venv-questions/bin/python -m pytest tests/questions $(ARGS)

lock: $(DEV)
	@$(COMPILE) pyproject.toml -o requirements.txt
	@$(COMPILE) pyproject.toml --group dev -c requirements.txt -o requirements-dev.txt
	@echo uv | $(COMPILE) - -o .ci/uv.txt

clean:
	@rm -rf .venv .venv-questions .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis *.egg-info build
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(RUNTIME): requirements.txt .ci/uv.txt .ci/install
	@.ci/install requirements.txt
	@touch $@

$(DEV): requirements-dev.txt .ci/uv.txt .ci/install
	@.ci/install requirements-dev.txt
	@touch $@ $(RUNTIME)
