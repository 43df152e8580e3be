"""`make bench`: run all measurements, or those that are named."""

from __future__ import annotations

import importlib
import sys

NAMES = ("route", "classify", "desk")

if __name__ == "__main__":
    for name in sys.argv[1:] or NAMES:
        importlib.import_module(f"benchmarks.{name}").main()
