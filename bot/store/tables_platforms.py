"""What platforms need: workspaces with their sealed tokens, events that were seen, installations under way."""

from sqlalchemy import Column, Index, Table, Text

from bot.store.columns import Instant, Json, metadata

installations = Table(
    "installations",
    metadata,
    Column("platform", Text, primary_key=True),
    Column("team", Text, primary_key=True),
    Column("enterprise", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("app", Text, nullable=False),
    Column("bot_user", Text, nullable=False),
    Column("bot", Text, nullable=False),
    Column("scopes", Json, nullable=False),
    Column("installer", Text, nullable=False),
    Column("sealed_token", Text),
    Column("sealed_refresh_token", Text),
    Column("expires_at", Instant),
    Column("installed_at", Instant, nullable=False),
    Column("removed_at", Instant),
)

seen_events = Table(
    "seen_events",
    metadata,
    Column("platform", Text, primary_key=True),
    Column("event_id", Text, primary_key=True),
    Column("at", Instant, nullable=False),
)
Index(None, seen_events.c.at)

oauth_states = Table(
    "oauth_states",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("until", Instant, nullable=False),
)
Index(None, oauth_states.c.until)
