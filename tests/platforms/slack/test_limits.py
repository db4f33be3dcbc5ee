"""Each published limit: what fits is taken, one more is refused where Slack refuses it."""

import pytest

from tests.platforms.slack.making import (
    actions,
    asking,
    button,
    buttons,
    chooser,
    context,
    data_table,
    date,
    entry,
    field,
    groups,
    line,
    listed,
    markdown,
    modal,
    mrkdwn,
    option,
    plain,
    rich,
    section,
    table,
    without_submit,
    words,
)
from tests.platforms.slack.rest import Rest
from tests.platforms.slack.wire import Json
from tests.platforms.slack.world import Channel

TEXT = "/blocks/0/text/text"
ELEMENT = "/blocks/0/elements/0"
RICH = "/blocks/0/elements/0/elements/0"

# what fits, what does not, where it is refused
BLOCKS: list[tuple[list[Json], list[Json], str]] = [
    ([section()] * 50, [section()] * 51, "/blocks"),
    ([section("x" * 3000)], [section("x" * 3001)], TEXT),
    ([section()], [section("")], TEXT),
    ([section(fields=[mrkdwn("x")] * 10)], [section(fields=[mrkdwn("x")] * 11)], "/blocks/0/fields"),
    ([section(fields=[mrkdwn("x" * 2000)])], [section(fields=[mrkdwn("x" * 2001)])], "/blocks/0/fields/0/text"),
    ([section(block_id="x" * 255)], [section(block_id="x" * 256)], "/blocks/0/block_id"),
    ([section(block_id="a"), section(block_id="b")], [section(block_id="a"), section(block_id="a")], "/blocks"),
    ([section()], [section(colour="red")], "/blocks/0"),
    ([section()], [{"type": "section"}], "/blocks/0"),
    ([section()], [{"type": "heading"}], "/blocks/0"),
    ([section()], [{"type": "section", "text": {"type": "markdown", "text": "x"}}], "/blocks/0/text/type"),
    ([{"type": "header", "text": plain("x" * 150)}], [{"type": "header", "text": plain("x" * 151)}], TEXT),
    ([{"type": "header", "text": plain("x")}], [{"type": "header", "text": mrkdwn("x")}], "/blocks/0/text/type"),
    ([context(10)], [context(11)], "/blocks/0/elements"),
    ([context(1)], [context(0)], "/blocks/0/elements"),
    ([buttons(25)], [buttons(26)], "/blocks/0/elements"),
    ([actions(button(1), button(2))], [actions(button(1)), actions(button(1))], "/blocks"),
    ([actions(button(text=plain("x" * 75)))], [actions(button(text=plain("x" * 76)))], f"{ELEMENT}/text/text"),
    ([actions(button(value="x" * 2000))], [actions(button(value="x" * 2001))], f"{ELEMENT}/value"),
    ([actions(button(action_id="x" * 255))], [actions(button(action_id="x" * 256))], f"{ELEMENT}/action_id"),
    (
        [actions(button(accessibility_label="x" * 75))],
        [actions(button(accessibility_label="x" * 76))],
        f"{ELEMENT}/accessibility_label",
    ),
    ([actions(button(style="primary"))], [actions(button(style="default"))], f"{ELEMENT}/style"),
    ([actions(button())], [actions(entry())], ELEMENT),
    ([asking("x" * 300)], [asking("x" * 301)], f"{ELEMENT}/confirm/text/text"),
    ([groups(100)], [groups(101)], f"{ELEMENT}/option_groups/0/options"),
    ([groups(1)], [actions(groups(1)["elements"][0] | {"options": [option()]})], ELEMENT),
    ([data_table(2)], [data_table(1)], "/blocks/0/rows"),
    ([data_table(101)], [data_table(102)], "/blocks/0/rows"),
    ([actions(chooser("static_select", 100))], [actions(chooser("static_select", 101))], f"{ELEMENT}/options"),
    ([actions(chooser("radio_buttons", 10))], [actions(chooser("radio_buttons", 11))], f"{ELEMENT}/options"),
    ([actions(chooser("checkboxes", 10))], [actions(chooser("checkboxes", 11))], f"{ELEMENT}/options"),
    ([actions(chooser("overflow", 5))], [actions(chooser("overflow", 6))], f"{ELEMENT}/options"),
    (
        [actions(chooser("static_select", options=[option("x" * 75)]))],
        [actions(chooser("static_select", options=[option("x" * 76)]))],
        f"{ELEMENT}/options/0/value",
    ),
    (
        [actions(chooser("static_select", options=[option(text=plain("x" * 75))]))],
        [actions(chooser("static_select", options=[option(text=plain("x" * 76))]))],
        f"{ELEMENT}/options/0/text/text",
    ),
    (
        [actions(chooser("static_select", initial_option=option("0")))],
        [actions(chooser("static_select", initial_option=option("1")))],
        ELEMENT,
    ),
    (
        [actions(chooser("static_select", placeholder=plain("x" * 150)))],
        [actions(chooser("static_select", placeholder=plain("x" * 151)))],
        f"{ELEMENT}/placeholder/text",
    ),
    ([rich(line(words()))], [rich(line(words("")))], f"{RICH}/text"),
    ([rich(line(words(style={"bold": True})))], [rich(line(words(style={"big": True})))], f"{RICH}/style"),
    ([rich(line(words(style={"code": True})))], [rich(line(words(style={"code": 1})))], f"{RICH}/style/code"),
    ([rich(line(words()))], [rich(line())], f"{ELEMENT}/elements"),
    ([rich(line(words()))], [rich()], "/blocks/0/elements"),
    ([rich(listed())], [rich(listed(style="dash"))], f"{ELEMENT}/style"),
    ([rich(listed(indent=8))], [rich(listed(indent=9))], f"{ELEMENT}/indent"),
    ([rich(listed())], [rich(listed(elements=[words()]))], RICH),
    (
        [rich({"type": "rich_text_preformatted", "elements": [words()]})],
        [rich({"type": "rich_text_preformatted", "elements": [{"type": "user", "user_id": "U1"}]})],
        RICH,
    ),
    ([rich(line({"type": "user", "user_id": "U1"}))], [rich(line({"type": "user", "id": "U1"}))], RICH),
    (
        [rich(line({"type": "link", "url": "https://example.org"}))],
        [rich(line({"type": "link", "url": "javascript:x"}))],
        f"{RICH}/url",
    ),
    ([rich(line(date("{date_short} at {time}")))], [rich(line(date("%d")))], f"{RICH}/format"),
    ([rich(line(date("{ago}")))], [rich(line(date("{soon}")))], f"{RICH}/format"),
    ([rich(line(date("{ago}")))], [rich(line(date("{ago}", "1")))], f"{RICH}/timestamp"),
    ([rich(line({"type": "emoji", "name": "x"}))], [rich(line({"type": "emoji", "name": ":x:"}))], f"{RICH}/name"),
    ([markdown(12_000)], [markdown(12_001)], "/blocks/0/text"),
    ([markdown(6_000)] * 2, [markdown(6_000), markdown(6_001)], "/blocks"),
    ([table(100)], [table(101)], "/blocks/0/rows"),
    ([table(1, 20)], [table(1, 21)], "/blocks/0/rows/0"),
    ([table()], [table(text="")], "/blocks/0/rows/0/0/text"),
    ([table()], [table(), table()], "/blocks"),
    (
        [{"type": "image", "image_url": "https://example.org/x.png", "alt_text": "x" * 2000}],
        [{"type": "image", "image_url": "https://example.org/x.png", "alt_text": "x" * 2001}],
        "/blocks/0/alt_text",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("fits", "too_much", "where"), BLOCKS)
async def test_blocks_keep_to_the_limits(
    channel: Channel, rest: Rest, fits: list[Json], too_much: list[Json], where: str
) -> None:
    there = {"channel": channel.id, "text": "x"}
    refused = await rest.call("chat.postMessage", **there, blocks=too_much)
    assert (refused.status, refused.error) == (200, "invalid_blocks")
    assert (set(refused.pointers), channel.messages) == ({where}, [])
    assert (await rest.form("chat.postMessage", **there, blocks=fits)).error == ""


ENTRY = "/view/blocks/0/element"

VIEWS: list[tuple[Json, Json, str]] = [
    (modal(title=plain("x" * 24)), modal(title=plain("x" * 25)), "/view/title/text"),
    (modal(submit=plain("x" * 24)), modal(submit=plain("x" * 25)), "/view/submit/text"),
    (modal(close=plain("x" * 24)), modal(close=plain("x" * 25)), "/view/close/text"),
    (modal(private_metadata="x" * 3000), modal(private_metadata="x" * 3001), "/view/private_metadata"),
    (modal(callback_id="x" * 255), modal(callback_id="x" * 256), "/view/callback_id"),
    (modal(*[section()] * 100), modal(*[section()] * 101), "/view/blocks"),
    (modal(field(entry())), without_submit(field(entry())), "/view/submit"),
    (modal(field(entry(), "x" * 2000)), modal(field(entry(), "x" * 2001)), "/view/blocks/0/label/text"),
    (modal(field(entry(max_length=3000))), modal(field(entry(max_length=3001))), f"{ENTRY}/max_length"),
    (modal(field(entry(min_length=3))), modal(field(entry(min_length=4, max_length=3))), f"{ENTRY}/min_length"),
    (
        modal(field(entry(max_length=3, initial_value="xxx"))),
        modal(field(entry(max_length=3, initial_value="xxxx"))),
        f"{ENTRY}/initial_value",
    ),
    (
        modal(field({"type": "timepicker", "action_id": "t", "initial_time": "09:30"})),
        modal(field({"type": "timepicker", "action_id": "t", "initial_time": "9:30"})),
        f"{ENTRY}/initial_time",
    ),
    (modal(field(entry(), hint=plain("x" * 2000))), modal(field(entry(), hint=plain("x" * 2001))), "/view/blocks/0/hint/text"),
    (modal(), modal(colour="red"), "/view"),
    (modal(), modal(type="sheet"), "/view/type"),
    (modal(), modal(markdown(1)), "/view/blocks/0"),
    (modal(buttons(1), buttons(1)), modal(actions(button(), button())), "/view/blocks"),
    (
        modal(field({"type": "conversations_select", "action_id": "c", "filter": {"include": ["public"]}})),
        modal(field(button())),
        ENTRY,
    ),
]  # fmt: skip


@pytest.mark.parametrize(("fits", "too_much", "where"), VIEWS)
async def test_views_keep_to_the_limits(
    channel: Channel, rest: Rest, fits: Json, too_much: Json, where: str
) -> None:
    ada = channel.workspace.add_user("ada")
    reply = ada.begin_slash(channel, "/quiz")
    refused = await rest.call("views.open", trigger_id=reply.trigger_id, view=too_much)
    assert (refused.error, set(refused.pointers)) == ("invalid_arguments", {where})
    assert (await rest.form("views.open", trigger_id=reply.trigger_id, view=fits)).error == ""


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ({}, "no_text"),
        ({"text": ""}, "no_text"),
        ({"blocks": []}, "no_text"),
        ({"blocks": "no json"}, "invalid_blocks_format"),
        ({"blocks": {}, "text": "x"}, "invalid_blocks_format"),
        ({"text": "x", "markdown_text": "y"}, "markdown_text_conflict"),
        ({"markdown_text": "x" * 12_001}, "msg_too_long"),
        ({"text": "x", "thread_ts": "1.2"}, "invalid_thread_ts"),
        ({"text": "x", "attachments": [{}] * 101}, "too_many_attachments"),
        ({"text": "x", "metadata": []}, "invalid_metadata_format"),
        ({"text": "x", "metadata": {"event_type": "x"}}, "invalid_metadata_schema"),
        (
            {"text": "x", "metadata": {"event_type": "x", "event_payload": {"y": "z" * 16_000}}},
            "metadata_too_large",
        ),
        ({"text": "x", "username": "Somebody"}, "missing_scope"),
        ({"text": 1, "channel": "C1"}, "channel_not_found"),
        ({"text": ["x"]}, "invalid_arguments"),
    ],
)
async def test_messages_need_their_form(channel: Channel, rest: Rest, form: Json, error: str) -> None:
    assert (await rest.call("chat.postMessage", **({"channel": channel.id} | form))).error == error
    assert channel.messages == []


async def test_long_text_is_cut_in_a_post_and_refused_in_an_edit(channel: Channel, rest: Rest) -> None:
    posted = await rest.call("chat.postMessage", channel=channel.id, text="x" * 40_001)
    assert len(channel.last.text) == 40_000
    there = {"channel": channel.id, "ts": posted.body["ts"]}
    assert (await rest.call("chat.update", **there, text="x" * 4001)).error == "msg_too_long"
    assert (await rest.call("chat.update", **there, text="x" * 4000)).error == ""


async def test_a_view_of_250_kilobytes_is_too_large(channel: Channel, rest: Rest) -> None:
    reply = channel.workspace.add_user("ada").begin_slash(channel, "/quiz")
    large = modal(*[section("x" * 2990)] * 85)
    assert (await rest.call("views.open", trigger_id=reply.trigger_id, view=large)).error == "view_too_large"
