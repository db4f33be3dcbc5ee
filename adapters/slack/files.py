"""Pictures and files go to the person's messages where that was granted; the words stand alone elsewhere."""

import asyncio
from collections.abc import AsyncIterator
from typing import Final

from adapters.draw.calendar import calendar_png
from adapters.slack.render import Drawn
from adapters.slack.workspaces import Workspace

SCOPE: Final = "files:write"
NOTE: Final = "Here is what belongs to it:"


async def deliver_files(workspace: Workspace, user: str, drawn: Drawn) -> None:
    if not (drawn.files or drawn.pictures) or not workspace.may(SCOPE):
        return
    opened = await workspace.client.chat_postMessage(channel=user, text=NOTE)
    uploads = [upload async for upload in _uploads(drawn)]
    await workspace.client.files_upload_v2(channel=opened["channel"], file_uploads=uploads)


async def _uploads(drawn: Drawn) -> AsyncIterator[dict[str, object]]:
    for place, picture in enumerate(drawn.pictures):
        png = await asyncio.to_thread(calendar_png, picture)
        yield {"content": png, "filename": f"calendar-{place + 1}.png", "alt_txt": picture.alt[:1000]}
    for attachment in drawn.files:
        yield {"content": attachment.content, "filename": attachment.name, "title": attachment.name}
