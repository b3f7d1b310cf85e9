# Khongviet. `make run` and `make test` are all a newcomer needs; both set everything up by themselves.
.DEFAULT_GOAL := help
.PHONY: help setup run demo test check bench goldens faults wheel clean

help:            ## danh sách lệnh / this list
	@grep -hE '^[a-z]+: .*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | sort | expand -t 12

setup:           ## chỉ cài đặt / set up only
	@scripts/setup.sh dev

run:             ## mở chương trình; không có màn hình thì chạy thử / open the window, or play the demo without a screen
	@scripts/run.sh

demo:            ## chạy thử một ngày mẫu vào build/demo / play the sample Tuesday into build/demo
	@scripts/demo.sh

test:            ## kiểm tra tất cả / lint, types, architecture, wheel, tests
	@scripts/test.sh

check:           ## kiểm tra nhanh, không chạy thử nghiệm / the quick half: lint, types, architecture
	@scripts/setup.sh dev
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy desktop tests benchmarks
	.venv/bin/lint-imports --no-cache

bench:           ## đo tốc độ / measure, side by side with the alternatives
	@scripts/bench.sh

goldens:         ## giữ trang in hiện tại làm mẫu so / keep the pages as drawn now, then look at the changes
	@scripts/setup.sh dev
	.venv/bin/pytest -q tests/unit/printing/pdf/test_library_goldens.py --renew-goldens

faults:          ## mất điện, đầy đĩa, đứt cáp, quầy bị sao chép / power cuts, full disks, cut cables, cloned counters
	@scripts/faults.sh

wheel:           ## đóng gói vào dist/ / build the wheel into dist/
	@scripts/setup.sh dev
	.venv/bin/python -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .

clean:           ## xoá mọi thứ sinh ra / remove everything that was generated
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage htmlcov
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
