"""Groups, people, tracks, rounds, the outbox, answers and what is maintained from them."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    Time,
    UniqueConstraint,
    text,
)

from bot.store.columns import Id, Instant, Json, Name, metadata

HEAD = "0005"
"""The newest migration; asked at every start, where importing Alembic would cost more than the answer."""

groups = Table(
    "groups",
    metadata,
    Column("id", Id, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("platform", Text, nullable=False),
    Column("external", Text, nullable=False),
    Column("name", Name, nullable=False),
    Column("settings", Json, nullable=False),
    Column("season_told", Text),
    Column("removed_at", Instant),
    Column("carried_to", Date),
    UniqueConstraint("platform", "external"),
)

REMOVED = "removed_at IS NOT NULL"
Index("ix_groups_removed", groups.c.removed_at, sqlite_where=text(REMOVED), postgresql_where=text(REMOVED))

accounts = Table(
    "accounts",
    metadata,
    Column("id", Id, primary_key=True),
    Column("platform", Text, nullable=False),
    Column("account", Text, nullable=False),
    UniqueConstraint("platform", "account"),
    sqlite_autoincrement=True,
)

members = Table(
    "members",
    metadata,
    Column("id", Id, primary_key=True),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("account_id", Id, ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False),
    Column("name", Name, nullable=False),
    Column("name_key", Name, nullable=False),
    Column("hidden", Boolean, nullable=False, server_default=text("false")),
    Column("milestones", Boolean, nullable=False, server_default=text("false")),
    Column("last_answer_day", Date),
    UniqueConstraint("group_id", "account_id"),
    sqlite_autoincrement=True,
)
Index(None, members.c.account_id)

tracks = Table(
    "tracks",
    metadata,
    Column("id", Id, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("channel", Text, nullable=False),
    Column("channel_name", Name, nullable=False),
    Column("zone", Text, nullable=False),
    Column("post_time", Time, nullable=False),
    # Sets as JSON, read through a cache: thousands of tracks share the same few.
    Column("weekdays", Text, nullable=False),
    Column("reveal_time", Time, nullable=False),
    Column("reveal_next_day", Boolean, nullable=False),
    Column("skips", Text, nullable=False),
    Column("topics", Text, nullable=False),
    Column("levels", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("reason", Text),
    Column("next_day", Date),
    Column("next_at", Instant),
    Column("changed_by", Text),
    Column("changed_at", Instant),
    Column("unanswered", Integer, nullable=False, server_default=text("0")),
    Column("settings", Text),
    Column("few_told", Boolean, nullable=False, server_default=text("false")),
    # A draft that is thrown away must not pass its id on to the next track.
    sqlite_autoincrement=True,
)
HOLDS_CHANNEL = tracks.c.state.in_(("active", "paused"))
Index(
    "uq_tracks_channel",
    tracks.c.group_id,
    tracks.c.channel,
    unique=True,
    sqlite_where=text("state IN ('active', 'paused')"),
    postgresql_where=text("state IN ('active', 'paused')"),
)
Index(
    "ix_tracks_due",
    tracks.c.next_at,
    sqlite_where=text("state = 'active' AND next_at IS NOT NULL"),
    postgresql_where=text("state = 'active' AND next_at IS NOT NULL"),
)
Index(
    "ix_tracks_drafts",
    tracks.c.changed_at,
    sqlite_where=text("state = 'draft'"),
    postgresql_where=text("state = 'draft'"),
)

snapshots = Table(
    "snapshots",
    metadata,
    Column("id", Text, primary_key=True),
    Column("body", Text, nullable=False),
)

rounds = Table(
    "rounds",
    metadata,
    Column("id", Id, primary_key=True),
    Column("mark", Text, nullable=False, unique=True),
    Column("track_id", Id, ForeignKey("tracks.id", ondelete="CASCADE"), nullable=False),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("channel", Text, nullable=False),
    Column("day", Date, nullable=False),
    Column("state", Text, nullable=False),
    Column("reason", Text),
    Column("opens_at", Instant, nullable=False),
    Column("closes_at", Instant, nullable=False),
    Column("posted_at", Instant),
    Column("closed_at", Instant),
    Column("question_id", Text),
    Column("snapshot_id", Text, ForeignKey("snapshots.id")),
    Column("shown_order", Text, nullable=False, server_default=text("''")),
    Column("more_keys", Text),
    Column("excused", Text),
    Column("voided", Text),
    Column("post_ref", Text),
    Column("thread_ref", Text),
    Column("display_wanted", Text),
    Column("display_wanted_at", Instant),
    Column("display_shown", Text),
    Column("season_line", Text),
    Column("reviewed", Boolean, nullable=False, server_default=text("false")),
    Column("unlinked", Boolean, nullable=False, server_default=text("false")),
    UniqueConstraint("track_id", "day"),
)
Index(
    "ix_rounds_open",
    rounds.c.closes_at,
    sqlite_where=text("state IN ('planned', 'posted')"),
    postgresql_where=text("state IN ('planned', 'posted')"),
)
Index("ix_rounds_seen", rounds.c.group_id, rounds.c.question_id, rounds.c.opens_at)
Index("ix_rounds_channel", rounds.c.group_id, rounds.c.channel, rounds.c.posted_at)
Index("ix_rounds_post_ref", rounds.c.group_id, rounds.c.post_ref)
Index(
    "ix_rounds_posted",
    rounds.c.posted_at,
    sqlite_where=text("state = 'posted'"),
    postgresql_where=text("state = 'posted'"),
)
UNREVIEWED = "state IN ('closed', 'revealed') AND NOT reviewed"
Index(
    "ix_rounds_unreviewed",
    rounds.c.closed_at,
    sqlite_where=text(UNREVIEWED),
    postgresql_where=text(UNREVIEWED),
)
LINKED = "state IN ('closed', 'revealed') AND NOT unlinked"
Index(
    "ix_rounds_linked",
    rounds.c.day,
    sqlite_where=text(LINKED),
    postgresql_where=text(LINKED),
)
DISPLAY_DUE = "display_wanted IS NOT NULL AND (display_shown IS NULL OR display_shown <> display_wanted)"
Index(
    "ix_rounds_display",
    rounds.c.display_wanted_at,
    sqlite_where=text(DISPLAY_DUE),
    postgresql_where=text(DISPLAY_DUE),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Id, primary_key=True),
    Column("mark", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("track_id", Id, ForeignKey("tracks.id", ondelete="CASCADE")),
    Column("round_id", Id, ForeignKey("rounds.id", ondelete="CASCADE")),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("platform", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("give_up_at", Instant, nullable=False),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("first_attempt_at", Instant),
    Column("lease_until", Instant),
    Column("outcome", Text),
    Column("message_ref", Text),
    Column("text", Text),
    Column("told_at", Instant),
)
Index(
    "ix_deliveries_due",
    deliveries.c.platform,
    deliveries.c.due_at,
    sqlite_where=text("state = 'waiting'"),
    postgresql_where=text("state = 'waiting'"),
)
Index(
    "ix_deliveries_lease",
    deliveries.c.platform,
    deliveries.c.lease_until,
    sqlite_where=text("state = 'sending'"),
    postgresql_where=text("state = 'sending'"),
)
Index(
    "ix_deliveries_unsure",
    deliveries.c.group_id,
    sqlite_where=text("state = 'unsure'"),
    postgresql_where=text("state = 'unsure'"),
)
Index(None, deliveries.c.round_id)
Index(
    "ix_deliveries_notices",
    deliveries.c.group_id,
    deliveries.c.due_at,
    sqlite_where=text("text IS NOT NULL"),
    postgresql_where=text("text IS NOT NULL"),
)

answers = Table(
    "answers",
    metadata,
    Column("id", Id, primary_key=True),
    Column("round_id", Id, ForeignKey("rounds.id", ondelete="CASCADE"), nullable=False),
    Column("member_id", Id, ForeignKey("members.id", ondelete="SET NULL")),
    Column("bits", Integer, nullable=False),
    Column("text", Text),
    Column("at", Instant, nullable=False),
    Column("way", Text, nullable=False),
    Column("act", BigInteger, nullable=False),
    Column("prev_bits", Integer),
    Column("prev_text", Text),
    Column("points", Integer),
    Column("correct", Boolean),
    Column("counts", Boolean),
    Column("unlinked", BigInteger),
    UniqueConstraint("round_id", "member_id"),
)
Index(None, answers.c.member_id, answers.c.round_id)

streaks = Table(
    "streaks",
    metadata,
    Column("track_id", Id, ForeignKey("tracks.id", ondelete="CASCADE"), primary_key=True),
    Column("member_id", Id, ForeignKey("members.id", ondelete="CASCADE"), primary_key=True),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("streak", Integer, nullable=False),
    Column("progress", Integer, nullable=False),
    Column("held", Integer, nullable=False),
    Column("best", Integer, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("covered", Text, nullable=False, server_default=text("''")),
)
Index(None, streaks.c.member_id)
Index(None, streaks.c.group_id, streaks.c.member_id)

scores = Table(
    "scores",
    metadata,
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True),
    Column("period", Text, primary_key=True),
    Column("member_id", Id, ForeignKey("members.id", ondelete="CASCADE"), primary_key=True),
    Column("points", Integer, nullable=False),
    Column("answered", Integer, nullable=False),
    Column("correct", Integer, nullable=False),
    Column("accuracy", Float, nullable=False),
)
Index("ix_scores_points", scores.c.group_id, scores.c.period, scores.c.points.desc(), scores.c.member_id)
Index("ix_scores_accuracy", scores.c.group_id, scores.c.period, scores.c.accuracy.desc(), scores.c.member_id)
Index(None, scores.c.member_id)

away = Table(
    "away",
    metadata,
    Column("id", Id, primary_key=True),
    Column("member_id", Id, ForeignKey("members.id", ondelete="CASCADE"), nullable=False),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("set_at", Instant, nullable=False),
)
Index(None, away.c.member_id)

grants = Table(
    "grants",
    metadata,
    Column("id", Id, primary_key=True),
    Column("member_id", Id, ForeignKey("members.id", ondelete="CASCADE"), nullable=False),
    Column("track_id", Id, ForeignKey("tracks.id", ondelete="CASCADE"), nullable=False),
    Column("day", Date, nullable=False),
    Column("granted_by", Text, nullable=False),
    Column("granted_at", Instant, nullable=False),
)
Index(None, grants.c.track_id, grants.c.day)
Index(None, grants.c.member_id)

organisers = Table(
    "organisers",
    metadata,
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True),
    Column("account", Text, primary_key=True),
    Column("added_by", Text, nullable=False),
    Column("added_at", Instant, nullable=False),
)

carry_streaks = Table(
    "carry_streaks",
    metadata,
    Column("track_id", Id, ForeignKey("tracks.id", ondelete="CASCADE"), primary_key=True),
    Column("member_id", Id, ForeignKey("members.id", ondelete="CASCADE"), primary_key=True),
    Column("day", Date, nullable=False),
    Column("streak", Integer, nullable=False),
    Column("progress", Integer, nullable=False),
    Column("held", Integer, nullable=False),
    Column("best", Integer, nullable=False),
)
Index(None, carry_streaks.c.member_id)

carry_scores = Table(
    "carry_scores",
    metadata,
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True),
    Column("period", Text, primary_key=True),
    Column("member_id", Id, ForeignKey("members.id", ondelete="CASCADE"), primary_key=True),
    Column("points", Integer, nullable=False),
    Column("answered", Integer, nullable=False),
    Column("correct", Integer, nullable=False),
)
Index(None, carry_scores.c.member_id)
