"""Databases for tests: an empty one by ``sqlite_url`` and ``postgres_url``, a migrated one of each kind in turn
by ``database_url``. Nothing of them is left behind."""

import asyncio
import os
import shutil
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from tests.needs import missing
from tests.postgres import NoServerError, server


class Postgres:
    """The run's server, as one of its processes sees it; ``worker`` keeps names apart."""

    def __init__(self, folder: Path, worker: str) -> None:
        self._folder = folder
        self._worker = worker
        self._numbers = count(1)

    @contextmanager
    def database(self, template: str = "template0") -> Iterator[str]:
        """A database of its own, as its name."""
        name = f"test_{self._worker}_{next(self._numbers)}"
        self._run(f"CREATE DATABASE {name} TEMPLATE {template}")
        try:
            yield name
        finally:
            self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def url(self, name: str) -> str:
        return f"postgresql+asyncpg://postgres@/{name}?host={self._folder}"

    def _run(self, statement: str) -> None:
        async def run() -> None:
            connection = await asyncpg.connect(host=str(self._folder), user="postgres", database="postgres")
            try:
                await connection.execute(statement)
            finally:
                await connection.close()

        in_a_thread(run())


def in_a_thread(work: Coroutine[Any, Any, None]) -> None:
    """On a loop of its own, so that it does not matter whether one runs here."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, work).result()


@pytest.fixture(scope="session")
def postgres() -> Postgres:
    try:
        return Postgres(server(), os.environ.get("PYTEST_XDIST_WORKER", "main"))
    except NoServerError as error:
        missing("postgres", str(error))


@pytest.fixture
def postgres_url(postgres: Postgres) -> Iterator[str]:
    with postgres.database() as name:
        yield postgres.url(name)


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite+aiosqlite:///{tmp_path / 'dailydrill.db'}"


@pytest.fixture(scope="session")
def migrated_postgres(postgres: Postgres) -> Iterator[str]:
    """The name of a migrated database to copy."""
    with postgres.database() as name:
        _migrate(postgres.url(name))
        yield name


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file to copy."""
    path = tmp_path_factory.mktemp("migrated") / "dailydrill.db"
    _migrate(f"sqlite+aiosqlite:///{path}")
    return path


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    if request.param == "sqlite":
        path = request.getfixturevalue("tmp_path") / "dailydrill.db"
        shutil.copyfile(request.getfixturevalue("migrated_sqlite"), path)
        yield f"sqlite+aiosqlite:///{path}"
        return
    server: Postgres = request.getfixturevalue("postgres")
    with server.database(template=request.getfixturevalue("migrated_postgres")) as name:
        yield server.url(name)


def _migrate(url: str) -> None:
    from bot.store.migrate import upgrade  # noqa: PLC0415 - tests of the rules alone need no store

    with ThreadPoolExecutor(1) as pool:
        pool.submit(upgrade, url).result()
