"""For every test: the guards, the databases, and how hard Hypothesis looks."""

import os

from hypothesis import settings

from tests.databases import (
    database_url,
    migrated_postgres,
    migrated_sqlite,
    postgres,
    postgres_url,
    sqlite_url,
)
from tests.guards import guard_sockets, leaves_no_task, leaves_no_thread, reaches_nobody
from tests.postgres import name_run

__all__ = [
    "database_url",
    "leaves_no_task",
    "leaves_no_thread",
    "migrated_postgres",
    "migrated_sqlite",
    "postgres",
    "postgres_url",
    "reaches_nobody",
    "sqlite_url",
]

# Examples are drawn anew each time, in CI too: a failure prints what repeats it.
settings.register_profile("quick", max_examples=60, deadline=None, print_blob=True)
settings.register_profile("thorough", max_examples=2000, deadline=None, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))

name_run()
guard_sockets()
