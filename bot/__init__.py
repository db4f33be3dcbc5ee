"""Dailydrill: one interview question a day, and everything that makes it worth answering."""
