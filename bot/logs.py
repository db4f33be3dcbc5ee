"""Logging, set up once by the composition root: structlog over the standard library."""

import logging
import sys

import structlog


def set_up_logging(level: str, *, json: bool) -> None:
    """Everything goes to standard error; other libraries' records take the same way."""
    shared: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    renderer = (
        structlog.processors.JSONRenderer()
        if json
        else structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
        )
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    extra = [structlog.processors.format_exc_info] if json else []
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, structlog.stdlib.ExtraAdder()],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *extra, renderer],
        )
    )
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for talkative in ("apscheduler", "aiohttp.access", "alembic", "discord.client"):
        logging.getLogger(talkative).setLevel(logging.WARNING)
