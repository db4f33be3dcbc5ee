"""Uploading files as the SDK does it, in three steps."""

import pytest
from slack_sdk.errors import SlackApiError, SlackRequestError
from slack_sdk.web.async_client import AsyncWebClient

from tests.platforms.slack.library import client_of
from tests.platforms.slack.person import Person
from tests.platforms.slack.rest import Rest
from tests.platforms.slack.server import SlackServer
from tests.platforms.slack.world import Channel, Workspace


@pytest.fixture
def client(server: SlackServer, ws: Workspace) -> AsyncWebClient:
    return client_of(server, ws)


async def test_a_file_is_shown_where_it_was_sent(
    client: AsyncWebClient, channel: Channel, ada: Person
) -> None:
    told = await client.files_upload_v2(
        channel=ada.dm.id,
        content=b"png",
        filename="a.png",
        title="Days",
        alt_txt="Three days",
        initial_comment="Here",
    )
    file = channel.workspace.files[0]
    assert (told["file"]["id"], file.data, file.alt, file.title) == (file.id, b"png", "Three days", "Days")
    assert file.complete and file.channels == [ada.dm]
    assert [(message.text, message.files) for message in ada.dm.messages] == [("Here", [file])]
    assert ada.dm.last.shape()["files"][0]["name"] == "a.png"


async def test_several_files_stand_in_one_message(client: AsyncWebClient, channel: Channel) -> None:
    uploads = [{"content": f"{number}", "filename": f"{number}.txt"} for number in range(2)]
    await client.files_upload_v2(channel=channel.id, file_uploads=uploads)
    assert [file.name for file in channel.last.files] == ["0.txt", "1.txt"]


async def test_a_file_goes_only_where_the_bot_may(client: AsyncWebClient, ws: Workspace, ada: Person) -> None:
    elsewhere = ws.add_channel("elsewhere", bot=False)
    for place, error in [(elsewhere.id, "not_in_channel"), (ada.id, "channel_not_found")]:
        with pytest.raises(SlackApiError, match=error):
            await client.files_upload_v2(channel=place, content="x", filename="x.txt")
    ws.deny("files:write")
    with pytest.raises(SlackApiError, match="missing_scope"):
        await client.files_upload_v2(channel=elsewhere.id, content="x", filename="x.txt")


async def test_an_upload_that_fails_is_told(
    client: AsyncWebClient, server: SlackServer, channel: Channel
) -> None:
    server.fail("upload", status=500)
    with pytest.raises(SlackRequestError, match="status: 500"):
        await client.files_upload_v2(channel=channel.id, content="x", filename="x.txt")
    assert channel.messages == []


async def test_an_upload_is_as_long_as_announced(rest: Rest, ws: Workspace, client: AsyncWebClient) -> None:
    assert (
        await rest.call("files.getUploadURLExternal", filename="x", length=0)
    ).error == "invalid_arguments"
    long = await rest.call("files.getUploadURLExternal", filename="x", length=1, alt_txt="x" * 1001)
    assert long.error == "alt_txt_too_large"
    identity = (await rest.call("files.getUploadURLExternal", filename="x", length=3)).body["file_id"]
    finished = await rest.call("files.completeUploadExternal", files=[{"id": identity}])
    assert finished.error == "file_not_found"
    assert (await rest.call("files.completeUploadExternal", files=[])).error == "invalid_arguments"
    assert ws.files[0].data is None
