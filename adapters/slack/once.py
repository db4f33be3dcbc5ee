"""What Slack brings again, on this line or the next, as no acknowledgement reached it."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Any, Final

Listener = Callable[[Any, Any, Any], Awaitable[None]]
"""Of the acknowledgement, the body and the context, in that order; Bolt gives them by name."""

KEPT: Final = 2000


class Once:
    """An act is done once. Whoever brings it again gets the acknowledgement of the first time, when there is
    one; after a failure the next time is the first."""

    def __init__(self) -> None:
        self._acts: OrderedDict[str, asyncio.Future[Any]] = OrderedDict()

    def __call__(self, listener: Listener) -> Any:
        async def once(ack: Any, body: Any, context: Any) -> Any:
            key = str(body.get("trigger_id") or "")
            before = self._acts.get(key)
            if before is not None:
                return await asyncio.shield(before)
            done = self._begun(key)
            try:
                await listener(ack, body, context)
            except BaseException as error:
                self._acts.pop(key, None)
                done.set_exception(error if isinstance(error, Exception) else RuntimeError(str(error)))
                done.exception()  # whether or not somebody waits for it
                raise
            done.set_result(ack.response)
            return None

        return once

    def _begun(self, key: str) -> "asyncio.Future[Any]":
        """Every act has a key but those that no client of Slack sends."""
        done: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        if key:
            self._acts[key] = done
        while len(self._acts) > KEPT:
            self._acts.popitem(last=False)
        return done
