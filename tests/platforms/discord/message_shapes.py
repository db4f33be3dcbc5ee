"""A message as Discord writes it in JSON (Resources: Message)."""

from typing import TYPE_CHECKING

from tests.platforms.discord import mentions, shapes
from tests.platforms.discord.wire import Json

if TYPE_CHECKING:
    from tests.platforms.discord.message import Attachment, Message


def of_message(message: "Message") -> Json:
    shape: Json = {
        "id": str(message.id),
        "channel_id": str(message.channel.id),
        "type": 19 if message.reference else 0,
        "author": shapes.of_user(message.author),
        "content": message.content,
        "timestamp": shapes.timestamp(message.made),
        "edited_timestamp": shapes.timestamp(message.edited),
        "tts": False,
        "attachments": [of_attachment(each) for each in message.attachments],
        "embeds": message.embeds,
        "components": message.components,
        "pinned": False,
        "flags": message.flags | (1 << 5 if message.thread else 0),  # HAS_THREAD
    }
    return shape | _mentions(message) | _rest(message)


def _mentions(message: "Message") -> Json:
    found = mentions.pings(message)
    users = [int(each[2:-1]) for each in found if each.startswith("<@") and each[2] != "&"]
    known = message.channel.server.users
    return {
        "mentions": [shapes.of_user(known[each]) for each in users if each in known],
        "mention_roles": [each[3:-1] for each in found if each.startswith("<@&")],
        "mention_everyone": any(each.startswith("@") for each in found),
    }


def _rest(message: "Message") -> Json:
    rest: Json = {}
    if message.nonce is not None:
        rest["nonce"] = message.nonce
    if message.reactions:
        rest["reactions"] = [_reaction(message, emoji) for emoji in message.reactions]
    if message.reference:
        rest["message_reference"] = message.reference
    if message.interaction:
        rest["interaction_metadata"] = message.interaction
        rest["application_id"] = str(message.channel.server.bot.id)
    if message.thread:
        rest["thread"] = shapes.of_thread(message.thread)
    return rest


def _reaction(message: "Message", emoji: str) -> Json:
    people = message.reactions[emoji]
    return {
        "emoji": {"id": None, "name": emoji},
        "count": len(people),
        "count_details": {"burst": 0, "normal": len(people)},
        "me": message.channel.server.bot in people,
        "me_burst": False,
        "burst_colors": [],
    }


def of_attachment(attachment: "Attachment") -> Json:
    return {
        "id": str(attachment.id),
        "filename": attachment.filename,
        "description": attachment.description,
        "content_type": attachment.content_type,
        "size": len(attachment.data),
        "url": attachment.url,
        "proxy_url": attachment.url,
    }


def without_content(shape: Json) -> Json:
    """What an app without MESSAGE_CONTENT gets of others' messages (Events: Gateway, Message Content Intent)."""
    return shape | {"content": "", "embeds": [], "attachments": [], "components": []}


def embed_text(embed: Json) -> str:
    pieces = [embed.get("author", {}).get("name"), embed.get("title"), embed.get("description")]
    for each in embed.get("fields", []):
        pieces += [each.get("name"), each.get("value")]
    pieces.append(embed.get("footer", {}).get("text"))
    return "\n".join(piece for piece in pieces if piece)
