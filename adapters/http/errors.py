"""Every refusal as JSON: ``{"error": sentence}`` with the status that fits."""

import logging
import os
from itertools import count

from aiohttp import web
from aiohttp.typedefs import Handler

from adapters.web.refusals import Busy, Down, Missing
from bot.errors import DailydrillError, NotAllowed

logger = logging.getLogger(__name__)

STATUS: tuple[tuple[type[DailydrillError], int], ...] = (
    (Missing, 404),
    (Busy, 409),
    (Down, 503),
    (NotAllowed, 403),
    (DailydrillError, 400),
)
_numbers = count(1)


def failure(sentence: str, status: int) -> web.Response:
    return web.json_response({"error": sentence}, status=status)


@web.middleware
async def errors_as_json(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Known errors as their sentence; unknown ones are logged under an id, which the person gets."""
    try:
        return await handler(request)
    except DailydrillError as error:
        return failure(str(error), next(status for kind, status in STATUS if isinstance(error, kind)))
    except web.HTTPRequestEntityTooLarge:
        return failure("That is too much: a request has at most 64 KiB.", 413)
    except web.HTTPMethodNotAllowed as error:
        return failure(f"Use {' or '.join(sorted(error.allowed_methods))} here.", 405)
    except (web.HTTPNotFound, web.HTTPForbidden):
        return failure("There is nothing at this address.", 404)
    except web.HTTPClientError as error:
        return failure(f"{error.reason}.", error.status)
    except Exception:
        reference = f"{os.getpid():x}-{next(_numbers)}"
        logger.exception("request failed", extra={"reference": reference, "path": request.path})
        return failure(f"Something went wrong on our side. Reference: {reference}.", 500)
