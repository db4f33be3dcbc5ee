"""files.*: a place to upload to, the upload itself, and where the file is then shown."""

from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.platforms.slack import posting
from tests.platforms.slack.calls import Call, method
from tests.platforms.slack.files import File
from tests.platforms.slack.front import Front
from tests.platforms.slack.wire import Json, Refusal
from tests.platforms.slack.world import Channel, Kind

if TYPE_CHECKING:
    from tests.platforms.slack.server import SlackServer

NAME = "upload"
MOST_ALT = 1000


@method("files.getUploadURLExternal", "files:write", tier=4)
def get_upload_url(call: Call) -> Json:
    length = call.number("length", 0)
    if length < 1:
        raise Refusal("invalid_arguments", ["[ERROR] must be greater than 0 [json-pointer:/length]"])
    alt = call.text("alt_txt") or ""
    if len(alt) > MOST_ALT:
        raise Refusal("alt_txt_too_large")
    file = File(call.server.ids.make("F"), call.app.bot, call.needed("filename"), length, alt)
    call.workspace.files.append(file)
    return {"upload_url": f"{call.server.origin}/upload/{file.id}", "file_id": file.id}


@method("files.completeUploadExternal", "files:write", tier=4)
def complete_upload(call: Call) -> Json:
    """With a channel the files are posted there, else nobody sees them."""
    files = [_complete(call, entry) for entry in call.data("files") or []]
    if not files:
        raise Refusal("invalid_arguments", ["[ERROR] missing required field: files"])
    for channel in _channels(call):
        form = {"text": call.text("initial_comment") or "", "thread_ts": call.text("thread_ts")}
        message = posting.write_as_app(channel, call.app, form)
        message.files = files
        for file in files:
            file.channels.append(channel)
    return {"files": [file.shape() for file in files]}


def _complete(call: Call, entry: Any) -> File:
    for file in call.workspace.files:
        if isinstance(entry, dict) and file.id == entry.get("id") and file.user is call.app.bot:
            if file.data is None:
                raise Refusal("file_not_found")
            file.title, file.complete = str(entry.get("title") or ""), True
            return file
    raise Refusal("file_not_found")


def _channels(call: Call) -> list[Channel]:
    """Ids of conversations; a user's id is none."""
    wanted = [call.text("channel_id") or "", *(call.text("channels") or "").split(",")]
    found = []
    for identity in filter(None, wanted):
        call.args["channel"] = identity
        channel = call.channel()
        if channel.kind is not Kind.DM and call.app.bot not in channel.members:
            raise Refusal("not_in_channel")
        if channel.archived:
            raise Refusal("is_archived")
        found.append(channel)
    return found


class Uploads:
    """Where the bytes go, by POST, raw or as a form (Working with files: Uploading files)."""

    def __init__(self, server: "SlackServer", front: Front) -> None:
        self._server = server
        self._front = front

    async def handle(self, request: web.Request) -> web.StreamResponse:
        data = await _bytes(request)
        record = self._front.note(request, NAME, {"file": request.match_info["file"]})
        return await self._front.guarded(
            request, record, lambda: self._keep(request.match_info["file"], data)
        )

    def _keep(self, identity: str, data: bytes) -> web.Response:
        files = [file for workspace in self._server.workspaces for file in workspace.files]
        file = next((each for each in files if each.id == identity and each.data is None), None)
        if file is None:
            return web.Response(status=404, text="not found")
        if len(data) != file.length:
            return web.Response(status=400, text=f"expected {file.length} bytes, got {len(data)}")
        file.data = data
        return web.Response(text=f"OK - {len(data)}")


async def _bytes(request: web.Request) -> bytes:
    if request.content_type != "multipart/form-data":
        return await request.read()
    for value in (await request.post()).values():
        return value.file.read() if isinstance(value, web.FileField) else str(value).encode()
    return b""
