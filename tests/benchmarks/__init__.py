"""Ratios measured side by side: ``python -m tests.benchmarks.<name>``."""
