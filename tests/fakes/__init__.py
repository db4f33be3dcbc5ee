"""Fakes that implement the ports, for tests."""
