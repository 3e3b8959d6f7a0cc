# 一盘棋 Yipanqi. Needs Python 3.11 or newer and make; everything else is installed into .venv and ~/.cache/yipanqi.

.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
export PYTHON
BIN := .venv/bin
# Tests run side by side; each worker has a broker and a registry of its own. ARGS=-n0 runs them in one process.
WORKERS ?= 2
UV_LOCK := env -u PIP_FIND_LINKS -u PIP_INDEX_URL -u PIP_EXTRA_INDEX_URL -u UV_FIND_LINKS -u UV_INDEX \
	$(BIN)/uv pip compile pyproject.toml --all-extras --group build --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-emit-find-links --no-header --quiet

.PHONY: help demo up test check bench clean distclean lock format install install-dev

help: ## 列出命令 · list the targets
	@echo '一盘棋 Yipanqi'
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: install ## 启动全部服务并导入示例表格（ARGS="--live" 继续模拟往来） · the whole district; Ctrl-C stops it
	@exec $(BIN)/yipanqi demo $(ARGS)

up: install ## 启动全部服务，不导入数据 · the whole district, without data
	@exec $(BIN)/yipanqi up

test: install-dev ## 全部测试（真实 Kafka 与注册中心）· every test, on a real Kafka and registry
	@$(BIN)/python -m pytest -n $(WORKERS) $(ARGS)
	@echo
	@echo '✓ 测试通过 · tests passed. 接下来 next: make check（格式、类型、依赖方向 · style, types, imports）· make bench（性能 · figures）· make demo'

check: install-dev ## 格式、类型、依赖方向、契约 · format, lint, strict types, import rules, schemas
	@echo '→ 格式 format';                 $(BIN)/ruff format --check .
	@echo '→ 规范 lint';                   $(BIN)/ruff check .
	@echo '→ 类型 types';                  $(BIN)/mypy -p yipanqi
	@echo '→ 依赖方向 import rules';       $(BIN)/lint-imports
	@echo '→ 契约 schemas';                $(BIN)/yipanqi schemas check
	@echo '✓ 检查通过 · all checks passed'

bench: install-dev ## 性能指标（ARGS="publisher latency" 选做几项） · measure and print the figures
	@PYTHONPATH=. $(BIN)/python -m tests.bench $(ARGS)

format: install-dev ## 自动整理代码 · format and fix what can be fixed
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

lock: install-dev ## 重新锁定依赖 · lock the dependencies anew
	@test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet uv
	@echo '→ requirements/run.txt'; $(UV_LOCK) --upgrade --output-file requirements/run.txt
	@echo '→ requirements/dev.txt'; $(UV_LOCK) --upgrade --group dev --output-file requirements/dev.txt

clean: ## 删除运行数据 .yipanqi/ · remove the district's data
	@if [ -x $(BIN)/yipanqi ]; then exec $(BIN)/yipanqi clean; else rm -rf .yipanqi; fi

distclean: clean ## 另删虚拟环境和各种缓存 · remove .venv and the tools' caches too
	@rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache build dist
	@find services tests -name __pycache__ -type d -prune -exec rm -rf {} +

install:
	@scripts/venv.sh run

install-dev:
	@scripts/venv.sh dev
