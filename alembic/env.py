"""Alembic's door. The program hands in an open connection (``bot.store.migrate`` locks, backs up and
commits); the ``alembic`` command line opens one on DATABASE_URL by itself."""

from sqlalchemy import Connection

from alembic import context
from bot.store import tables_platforms, tables_practice
from bot.store.columns import metadata

assert tables_practice.metadata is tables_platforms.metadata is metadata


def migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=True,
        compare_type=True,
        # The transaction is the caller's, on SQLite too, where Alembic itself would not use one.
        transactional_ddl=True,
        user_module_prefix="sa.",
    )
    with context.begin_transaction():
        context.run_migrations()


def from_command_line() -> None:
    from bot.settings import load_settings  # noqa: PLC0415 - the program that hands in a connection needs none
    from bot.store.engine import parsed  # noqa: PLC0415
    from bot.store.migrate import on_database  # noqa: PLC0415

    on_database(parsed(load_settings().database), migrate)


given: Connection | None = context.config.attributes.get("connection")
if given is not None:
    migrate(given)
else:
    from_command_line()
