# On a Debian 12 with git and make: `make run` starts the demo, `make test` tests everything; both install first what is
# missing.  `make help` lists the rest.  The build itself is in CMakeLists.txt.
.DEFAULT_GOAL := build
.PHONY: build run check test lint asan tsan clang browser fuzz bench format install clean help setup setup-test setup-bench
MAKEFLAGS += --no-print-directory

LISTEN       ?= 127.0.0.1:8080
DATA         ?= data
PREFIX       ?= /usr/local
FUZZ_SECONDS ?= 60
JOBS         := $(shell nproc)
SAY           = @printf '\n== %s\n'

# $(call compile,PRESET,OPTIONS): configured once; from then on ninja sees what changed.  Off a terminal it is quiet.
folder  = $(if $(filter release,$1),build,build/$1)
quiet  := $(shell test -t 2 || echo -- --quiet)
compile = @test -f $(folder)/build.ninja || cmake --preset $1 >/dev/null || exit; cmake --build --preset $1 $2 $(quiet)

# $(call tests,PRESET): all but the browser's.
tests   = @ctest --preset $1 -j $(JOBS) -LE browser

help:           ## this list
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 18

build: setup    ## the program, its tools and the tests, in build/
	$(SAY) "building"
	$(call compile,release)

run: setup      ## the demo on http://127.0.0.1:8080 (LISTEN=, DATA=)
	$(SAY) "building the program"
	$(call compile,release,--target poolster)
	@exec build/poolster serve --data $(DATA) --listen $(LISTEN) --demo

check: lint setup-test build   ## all tests but the browser's, in seconds
	$(SAY) "tests"
	$(call tests,release)

test: setup-test    ## everything: rules, tests, sanitizers, the second compiler, the browser
	@$(MAKE) check
	@$(MAKE) asan
	@$(MAKE) clang
	@$(MAKE) browser
	$(SAY) "all is well"

lint:           ## what the compiler does not check: layers, banned calls, pages, files
	$(SAY) "rules (tools/lint.sh)"
	@tools/lint.sh

asan: setup-test     ## all tests but the browser's with the address and undefined behaviour sanitizers
	$(SAY) "tests with the address and undefined behaviour sanitizers"
	$(call compile,asan)
	$(call tests,asan)

tsan: setup-test     ## the same with the thread sanitizer
	$(SAY) "tests with the thread sanitizer"
	$(call compile,tsan)
	$(call tests,tsan)

clang: setup-test   ## the warnings of the second compiler
	$(SAY) "compiling with clang"
	$(call compile,clang)

browser: setup-test build   ## the stories of tests/e2e in a browser
	$(SAY) "stories in the browser"
	@ctest --preset release -L browser --verbose

fuzz: setup-test    ## each program of tests/fuzz for FUZZ_SECONDS (60)
	$(SAY) "fuzzing"
	$(call compile,fuzz)
	@build/fuzz/seeds build/fuzz/begin
	@set -e; for fuzzer in build/fuzz/fuzzers/*; do \
	    name=$$(basename $$fuzzer); found=build/fuzz/found/$$name; seeds=build/fuzz/begin/$$name; mkdir -p $$found; \
	    printf '\n== %s\n' "$$name, $(FUZZ_SECONDS) seconds"; \
	    $$fuzzer -max_total_time=$(FUZZ_SECONDS) -rss_limit_mb=2048 -print_final_stats=1 \
	        -artifact_prefix=build/fuzz/$$name- $$found $$seeds; \
	done

bench: setup-bench build    ## measures beside nginx and writes docs/benchmarks.md
	@tools/bench.sh

format:         ## blanks at the ends of lines, tabs and last lines; the rest of the looks is a matter for people
	@tools/lint.sh --format

install: build  ## the program without debug information, under DESTDIR and PREFIX (/usr/local)
	@DESTDIR=$(DESTDIR) cmake --install build --prefix $(PREFIX) --strip

clean:          ## what was built; not data/, not node_modules/
	@rm -rf build

setup:
	@tools/setup.sh build

setup-test:
	@tools/setup.sh test

setup-bench:
	@tools/setup.sh bench
