"""`make bench`: every benchmark's table."""

from tests.benchmarks import build, submissions

build.report()
print()
submissions.report()
