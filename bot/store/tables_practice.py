"""Practice, reports, platform connections and the playground's page."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint, text

from bot.store.columns import Id, Instant, Json, metadata

quiz_sessions = Table(
    "quiz_sessions",
    metadata,
    Column("key", Text, primary_key=True),
    Column("account_id", Id, ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("topics", Json, nullable=False),
    Column("items", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("continued_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("kind", Text, nullable=False, server_default=text("'quiz'")),
    Column("words", Text, nullable=False, server_default=text("''")),
)
Index(None, quiz_sessions.c.account_id)
Index(
    "ix_quiz_sessions_open",
    quiz_sessions.c.account_id,
    quiz_sessions.c.continued_at,
    sqlite_where=text("ended_at IS NULL"),
    postgresql_where=text("ended_at IS NULL"),
)

attempts = Table(
    "attempts",
    metadata,
    Column("id", Id, primary_key=True),
    Column("account_id", Id, ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False),
    Column("question_id", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("level", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("correct", Boolean, nullable=False),
    Column("score", Integer, nullable=False),
    Column("at", Instant, nullable=False),
)
Index(None, attempts.c.account_id, attempts.c.topic, attempts.c.correct)
Index(None, attempts.c.account_id, attempts.c.question_id, attempts.c.at)
Index(None, attempts.c.account_id, attempts.c.at)

interviews = Table(
    "interviews",
    metadata,
    Column("key", Text, primary_key=True),
    Column("account_id", Id, ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("question_id", Text, nullable=False),
    Column("words", Text, nullable=False, server_default=text("''")),
    Column("review", Boolean, nullable=False, server_default=text("false")),
    Column("note", Text),
    Column("ticks", Integer, nullable=False, server_default=text("0")),
    Column("started_at", Instant, nullable=False),
    Column("ended_at", Instant),
)
Index(None, interviews.c.account_id, interviews.c.started_at)

review_items = Table(
    "review_items",
    metadata,
    Column("account_id", Id, ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True),
    Column("question_id", Text, primary_key=True),
    Column("card", Text, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("last_at", Instant, nullable=False),
)
Index(None, review_items.c.account_id, review_items.c.due_at)

reports = Table(
    "reports",
    metadata,
    Column("id", Id, primary_key=True),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("member_id", Id, ForeignKey("members.id", ondelete="CASCADE"), nullable=False),
    Column("question_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("settled_at", Instant),
    UniqueConstraint("member_id", "question_id"),
)
Index(
    "ix_reports_open",
    reports.c.group_id,
    reports.c.question_id,
    sqlite_where=text("settled_at IS NULL"),
    postgresql_where=text("settled_at IS NULL"),
)

parked = Table(
    "parked",
    metadata,
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True),
    Column("question_id", Text, primary_key=True),
    Column("kept_by", Text, nullable=False),
    Column("kept_at", Instant, nullable=False),
)

fixes = Table(
    "fixes",
    metadata,
    Column("key", Text, primary_key=True),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("round_id", Id, ForeignKey("rounds.id", ondelete="CASCADE"), nullable=False),
    Column("answer", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("keys", Integer, nullable=False),
    Column("made_at", Instant, nullable=False),
)

connections = Table(
    "connections",
    metadata,
    Column("id", Id, primary_key=True),
    Column("platform", Text, nullable=False),
    Column("up_since", Instant, nullable=False),
    Column("last_seen", Instant, nullable=False),
)
Index(None, connections.c.platform, connections.c.last_seen)

page_messages = Table(
    "page_messages",
    metadata,
    Column("id", Id, primary_key=True),
    Column("channel", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("body", Json, nullable=False),
    Column("mark", Text, unique=True),
    Column("seen_by", Text),
    Column("thread_of", Id, ForeignKey("page_messages.id", ondelete="CASCADE")),
    Column("sample", Boolean, nullable=False, server_default=text("false")),
)
Index(None, page_messages.c.channel, page_messages.c.id)
Index(None, page_messages.c.thread_of)

page_reactions = Table(
    "page_reactions",
    metadata,
    Column("id", Id, primary_key=True),
    Column("message_id", Id, ForeignKey("page_messages.id", ondelete="CASCADE"), nullable=False),
    Column("account", Text, nullable=False),
    Column("symbol", Text, nullable=False),
    UniqueConstraint("message_id", "account", "symbol"),
)

page_values = Table(
    "page_values",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

notes = Table(
    "notes",
    metadata,
    Column("platform", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
