# `make help` lists the targets. Every target installs first what it needs.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help deps build demo study-benchmark study-recipes study-quality study-clinical shapes bench test test-pilot format clean

# `swift test` adds -enable-testing by itself; with --skip-build it takes what `swift build` made instead
# of compiling everything once more for one flag that stands there twice.
TEST_FLAGS := -c release -Xswiftc -enable-testing
SOURCES := Sources Recipes Tests Engine/Sources Benchmarks/Sources Package.swift Engine/Package.swift Benchmarks/Package.swift

help: ## List the targets.
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/make \1\t\2/' | expand -t 24

deps: ## Install what is missing: libdeflate, DCMTK, OpenJPEG, libtorch.
	@scripts/deps

build: deps ## Build the kakehashi command (.build/release/kakehashi).
	swift build -c release --product kakehashi

demo: build ## Simulate, train, adapt, score; writes demo/report.html. No data, no GPU.
	.build/release/kakehashi demo --output demo

study-benchmark: build ## Train on benchmark-v1 with three seeds and score; writes Documentation/Results. An hour.
	scripts/study-benchmark

study-recipes: build ## Compare recipes on benchmark-v1; writes Documentation/Results. Hours.
	scripts/study-recipes

study-quality: build ## Judge study-recipes' models without truth: failure flag and selection. An hour.
	scripts/study-quality

study-clinical: build ## Compare clinical measures of simulated tumours with their exact truth; writes Documentation/Results. Minutes.
	scripts/study-clinical

shapes: build ## Compare simulated tumours and cochleas with CONTOURS=folder; writes a table.
	scripts/shapes "$(CONTOURS)"

bench: build ## Time metrics, ranking and hot paths beside rivals (RIVALS=python); fails where one got slower.
	scripts/bench

test: deps ## Check format, arrows and lengths, build with warnings as errors, run all tests.
	swift format lint --strict --recursive $(SOURCES)
	scripts/check-arrows
	scripts/check-lengths
	swift build -c release --package-path Benchmarks --product benchmarks
	swift build $(TEST_FLAGS) --build-tests
	swift test --skip-build $(TEST_FLAGS)

test-pilot: deps ## The pilot's whole road with a trained model and a real Orthanc; two minutes after the build.
	swift build $(TEST_FLAGS) --build-tests
	scripts/test-pilot

format: ## Format all Swift files in place.
	swift format --in-place --recursive $(SOURCES)

clean: ## Remove what builds and demos made; keeps .deps.
	rm -rf .build Benchmarks/.build demo
