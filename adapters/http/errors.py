"""Every refusal as JSON: ``{"error": sentence}`` with the status that fits."""

import logging
import os
from itertools import count

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from bot.errors import DailydrillError, NotAllowed

logger = logging.getLogger(__name__)

Status = tuple[type[DailydrillError], int]

STATUS: tuple[Status, ...] = ((NotAllowed, 403), (DailydrillError, 400))
_numbers = count(1)


def failure(sentence: str, status: int) -> web.Response:
    return web.json_response({"error": sentence}, status=status)


def errors_as_json(*more: Status) -> Middleware:
    """Known errors as their sentence; unknown ones are logged under an id, which the person gets.

    ``more``: the statuses of errors that what is mounted knows, asked before the general ones.
    """

    @web.middleware
    async def answer(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            return await handler(request)
        except DailydrillError as error:
            statuses = (*more, *STATUS)
            return failure(str(error), next(status for kind, status in statuses if isinstance(error, kind)))
        except web.HTTPException as error:
            return _refused(request, error)
        except Exception:
            reference = f"{os.getpid():x}-{next(_numbers)}"
            logger.exception("request failed", extra={"reference": reference, "path": request.path})
            return failure(f"Something went wrong on our side. Reference: {reference}.", 500)

    return answer


def _refused(request: web.Request, error: web.HTTPException) -> web.Response:
    """What the server itself refuses, in our words; what is no refusal stays as it is."""
    if isinstance(error, web.HTTPRequestEntityTooLarge):
        return failure(f"That is too much: a request has at most {request.client_max_size // 1024} KiB.", 413)
    if isinstance(error, web.HTTPMethodNotAllowed):
        return failure(f"Use {' or '.join(sorted(error.allowed_methods))} here.", 405)
    if isinstance(error, web.HTTPNotFound | web.HTTPForbidden):
        return failure("There is nothing at this address.", 404)
    if isinstance(error, web.HTTPClientError):
        return failure(f"{error.reason}.", error.status)
    raise error
