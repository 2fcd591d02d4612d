"""`make bench`: every benchmark's table."""

from tests.benchmarks import build

build.report()
