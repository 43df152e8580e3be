"""Measurements, each beside a raw limit in the same run; never part of the tests."""
