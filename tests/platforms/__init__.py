"""Servers on loopback that speak a platform's protocol, so that its real library can be run against them."""
