"""Who acts, as the core wants to know them: from an interaction, a reaction or a direct message."""

from typing import Any, Final

import discord

from bot.service.tools import Who

PLATFORM: Final = "discord"

ZONES: Final = {
    "bg": "Europe/Sofia",
    "cs": "Europe/Prague",
    "da": "Europe/Copenhagen",
    "de": "Europe/Berlin",
    "el": "Europe/Athens",
    "fi": "Europe/Helsinki",
    "fr": "Europe/Paris",
    "hi": "Asia/Kolkata",
    "hr": "Europe/Zagreb",
    "hu": "Europe/Budapest",
    "it": "Europe/Rome",
    "ja": "Asia/Tokyo",
    "ko": "Asia/Seoul",
    "lt": "Europe/Vilnius",
    "nl": "Europe/Amsterdam",
    "no": "Europe/Oslo",
    "pl": "Europe/Warsaw",
    "ro": "Europe/Bucharest",
    "sv-SE": "Europe/Stockholm",
    "th": "Asia/Bangkok",
    "tr": "Europe/Istanbul",
    "uk": "Europe/Kyiv",
    "vi": "Asia/Ho_Chi_Minh",
    "zh-TW": "Asia/Taipei",
}
"""A first guess for the set-up where a language is mostly spoken in one zone; Discord tells no zone."""


def acting(interaction: discord.Interaction[Any]) -> Who | None:
    """Whoever typed or pressed; None outside of servers."""
    if interaction.guild_id is None:
        return None
    guild, channel = interaction.guild, home_channel(interaction.channel)
    return Who(
        platform=PLATFORM,
        group=str(interaction.guild_id),
        group_name=guild.name if guild is not None else "",
        account=str(interaction.user.id),
        name=interaction.user.display_name,
        organiser=interaction.permissions.manage_guild,
        channel=str(channel.id) if channel is not None else str(interaction.channel_id),
        channel_name=str(getattr(channel, "name", "")),
        zone=ZONES.get(interaction.locale.value),
    )


async def writing(interaction: discord.Interaction[Any], group: str) -> Who | None:
    """Whoever pressed a button in a direct message about that server; None if they are not in it any more.
    What they may do there is asked afresh."""
    guild = interaction.client.get_guild(int(group)) if group.isdecimal() else None
    if guild is None:
        return None
    try:
        member = await guild.fetch_member(interaction.user.id)
    except discord.NotFound:
        return None
    return Who(
        platform=PLATFORM,
        group=group,
        group_name=guild.name,
        account=str(member.id),
        name=member.display_name,
        organiser=member.guild_permissions.manage_guild,
        channel="",
        channel_name="",
    )


def reacting(client: discord.Client, event: discord.RawReactionActionEvent) -> Who | None:
    """Whoever reacted in a server; None for bots. Discord tells the name only of who adds a reaction."""
    if event.guild_id is None or (event.member is not None and event.member.bot):
        return None
    if client.user is not None and event.user_id == client.user.id:
        return None
    guild = client.get_guild(event.guild_id)
    channel = home_channel(client.get_channel(event.channel_id))
    return Who(
        platform=PLATFORM,
        group=str(event.guild_id),
        group_name=guild.name if guild is not None else "",
        account=str(event.user_id),
        name=event.member.display_name if event.member is not None else "",
        organiser=False,
        channel=str(channel.id) if channel is not None else str(event.channel_id),
        channel_name=str(getattr(channel, "name", "")),
    )


def home_channel(channel: Any) -> Any:
    """The channel a thread belongs to: questions are asked there."""
    return (channel.parent or channel) if isinstance(channel, discord.Thread) else channel
