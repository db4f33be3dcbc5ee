"""Set-up in one form, where a platform asks by form: the channel, the time, the people, the topics."""

from collections.abc import Sequence

from bot.intents.base import Field, FieldKind, Form, action

WHERE = (
    ("one", "One region: revealed the same day 17:00"),
    ("many", "Several time zones: next day 08:00"),
)


def setup_form(
    channel: str, time: str, zone: str, where: str, topics: Sequence[tuple[str, str]], chosen: str
) -> Form:
    """``channel`` as "<#ID|name>", "" where none is suggested; ``topics``: (name, title) of the presets."""
    return Form(
        action("setupform"),
        "Daily question",
        (
            Field("channel", "Channel", "#ml-daily", value=channel, kind=FieldKind.CHANNEL),
            Field("time", "Posted at", "09:00", 10, value=time, kind=FieldKind.TIME),
            Field("zone", "Time zone", "Europe/Berlin", 40, value=zone),
            Field("where", "Where are your people?", choices=WHERE, value=where),
            Field("topics", "Topics", choices=tuple(topics), value=chosen),
        ),
        submit="Show preview",
    )
