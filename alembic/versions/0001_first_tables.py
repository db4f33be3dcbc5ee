"""The first tables."""

import sqlalchemy as sa

from alembic import op

revision = "0001"
down_revision: str | None = None
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
INSTANT = sa.DateTime(timezone=True)

TABLES = (
    "groups",
    "accounts",
    "members",
    "tracks",
    "snapshots",
    "rounds",
    "deliveries",
    "answers",
    "streaks",
    "scores",
    "away",
    "grants",
    "quiz_sessions",
    "attempts",
    "reports",
    "connections",
    "page_messages",
    "page_reactions",
    "page_values",
)


def upgrade() -> None:
    _people()
    _series()
    _playing()
    _practice()
    _rest()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _people() -> None:
    op.create_table(
        "groups",
        sa.Column("id", ID, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("external", sa.Text(), nullable=False),
        sa.Column("name", NAME, nullable=False),
        sa.Column("settings", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_groups")),
        sa.UniqueConstraint("key", name=op.f("uq_groups_key")),
        sa.UniqueConstraint("platform", "external", name=op.f("uq_groups_platform_external")),
    )
    op.create_table(
        "accounts",
        sa.Column("id", ID, nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("platform", "account", name=op.f("uq_accounts_platform_account")),
    )
    op.create_table(
        "members",
        sa.Column("id", ID, nullable=False),
        sa.Column("group_id", ID, nullable=False),
        sa.Column("account_id", ID, nullable=False),
        sa.Column("name", NAME, nullable=False),
        sa.Column("name_key", NAME, nullable=False),
        sa.Column("hidden", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("milestones", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("last_answer_day", sa.Date()),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_members_account_id_accounts"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["groups.id"], name=op.f("fk_members_group_id_groups"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_members")),
        sa.UniqueConstraint("group_id", "account_id", name=op.f("uq_members_group_id_account_id")),
    )
    op.create_index("ix_members_account_id", "members", ["account_id"])


def _series() -> None:
    op.create_table(
        "tracks",
        sa.Column("id", ID, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("group_id", ID, nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("channel_name", NAME, nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("post_time", sa.Time(), nullable=False),
        sa.Column("weekdays", sa.Text(), nullable=False),
        sa.Column("reveal_time", sa.Time(), nullable=False),
        sa.Column("reveal_next_day", sa.Boolean(), nullable=False),
        sa.Column("skips", sa.Text(), nullable=False),
        sa.Column("topics", sa.Text(), nullable=False),
        sa.Column("levels", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text()),
        sa.Column("next_day", sa.Date()),
        sa.Column("next_at", INSTANT),
        sa.Column("changed_by", sa.Text()),
        sa.Column("changed_at", INSTANT),
        sa.Column("unanswered", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["groups.id"], name=op.f("fk_tracks_group_id_groups"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tracks")),
        sa.UniqueConstraint("key", name=op.f("uq_tracks_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_tracks_drafts",
        "tracks",
        ["changed_at"],
        sqlite_where=sa.text("state = 'draft'"),
        postgresql_where=sa.text("state = 'draft'"),
    )
    op.create_index(
        "ix_tracks_due",
        "tracks",
        ["next_at"],
        sqlite_where=sa.text("state = 'active' AND next_at IS NOT NULL"),
        postgresql_where=sa.text("state = 'active' AND next_at IS NOT NULL"),
    )
    op.create_index(
        "uq_tracks_channel",
        "tracks",
        ["group_id", "channel"],
        unique=True,
        sqlite_where=sa.text("state IN ('active', 'paused')"),
        postgresql_where=sa.text("state IN ('active', 'paused')"),
    )
    op.create_table(
        "snapshots",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshots")),
    )
    op.create_table(
        "rounds",
        sa.Column("id", ID, nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("track_id", ID, nullable=False),
        sa.Column("group_id", ID, nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text()),
        sa.Column("opens_at", INSTANT, nullable=False),
        sa.Column("closes_at", INSTANT, nullable=False),
        sa.Column("posted_at", INSTANT),
        sa.Column("closed_at", INSTANT),
        sa.Column("question_id", sa.Text()),
        sa.Column("snapshot_id", sa.Text()),
        sa.Column("shown_order", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("more_keys", sa.Text()),
        sa.Column("excused", sa.Text()),
        sa.Column("voided", sa.Text()),
        sa.Column("post_ref", sa.Text()),
        sa.Column("thread_ref", sa.Text()),
        sa.Column("display_wanted", sa.Text()),
        sa.Column("display_wanted_at", INSTANT),
        sa.Column("display_shown", sa.Text()),
        sa.ForeignKeyConstraint(
            ["group_id"], ["groups.id"], name=op.f("fk_rounds_group_id_groups"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["snapshot_id"], ["snapshots.id"], name=op.f("fk_rounds_snapshot_id_snapshots")
        ),
        sa.ForeignKeyConstraint(
            ["track_id"], ["tracks.id"], name=op.f("fk_rounds_track_id_tracks"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rounds")),
        sa.UniqueConstraint("mark", name=op.f("uq_rounds_mark")),
        sa.UniqueConstraint("track_id", "day", name=op.f("uq_rounds_track_id_day")),
    )
    op.create_index("ix_rounds_channel", "rounds", ["group_id", "channel", "posted_at"])
    op.create_index(
        "ix_rounds_display",
        "rounds",
        ["display_wanted_at"],
        sqlite_where=sa.text(
            "display_wanted IS NOT NULL AND (display_shown IS NULL OR display_shown <> display_wanted)"
        ),
        postgresql_where=sa.text(
            "display_wanted IS NOT NULL AND (display_shown IS NULL OR display_shown <> display_wanted)"
        ),
    )
    op.create_index(
        "ix_rounds_open",
        "rounds",
        ["closes_at"],
        sqlite_where=sa.text("state IN ('planned', 'posted')"),
        postgresql_where=sa.text("state IN ('planned', 'posted')"),
    )
    op.create_index("ix_rounds_post_ref", "rounds", ["group_id", "post_ref"])
    op.create_index(
        "ix_rounds_posted",
        "rounds",
        ["posted_at"],
        sqlite_where=sa.text("state = 'posted'"),
        postgresql_where=sa.text("state = 'posted'"),
    )
    op.create_index("ix_rounds_seen", "rounds", ["group_id", "question_id", "opens_at"])
    op.create_table(
        "deliveries",
        sa.Column("id", ID, nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("track_id", ID),
        sa.Column("round_id", ID),
        sa.Column("group_id", ID, nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("give_up_at", INSTANT, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("first_attempt_at", INSTANT),
        sa.Column("lease_until", INSTANT),
        sa.Column("outcome", sa.Text()),
        sa.Column("message_ref", sa.Text()),
        sa.Column("text", sa.Text()),
        sa.ForeignKeyConstraint(
            ["group_id"], ["groups.id"], name=op.f("fk_deliveries_group_id_groups"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name=op.f("fk_deliveries_round_id_rounds"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["track_id"], ["tracks.id"], name=op.f("fk_deliveries_track_id_tracks"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
        sa.UniqueConstraint("mark", name=op.f("uq_deliveries_mark")),
    )
    op.create_index(
        "ix_deliveries_due",
        "deliveries",
        ["platform", "due_at"],
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index(
        "ix_deliveries_lease",
        "deliveries",
        ["platform", "lease_until"],
        sqlite_where=sa.text("state = 'sending'"),
        postgresql_where=sa.text("state = 'sending'"),
    )
    op.create_index(
        "ix_deliveries_notices",
        "deliveries",
        ["group_id", "due_at"],
        sqlite_where=sa.text("text IS NOT NULL"),
        postgresql_where=sa.text("text IS NOT NULL"),
    )
    op.create_index("ix_deliveries_round_id", "deliveries", ["round_id"])


def _playing() -> None:
    op.create_table(
        "answers",
        sa.Column("id", ID, nullable=False),
        sa.Column("round_id", ID, nullable=False),
        sa.Column("member_id", ID),
        sa.Column("bits", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text()),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("way", sa.Text(), nullable=False),
        sa.Column("act", sa.BigInteger(), nullable=False),
        sa.Column("prev_bits", sa.Integer()),
        sa.Column("prev_text", sa.Text()),
        sa.Column("points", sa.Integer()),
        sa.Column("correct", sa.Boolean()),
        sa.Column("counts", sa.Boolean()),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_answers_member_id_members"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name=op.f("fk_answers_round_id_rounds"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answers")),
        sa.UniqueConstraint("round_id", "member_id", name=op.f("uq_answers_round_id_member_id")),
    )
    op.create_index("ix_answers_member_id_round_id", "answers", ["member_id", "round_id"])
    op.create_table(
        "streaks",
        sa.Column("track_id", ID, nullable=False),
        sa.Column("member_id", ID, nullable=False),
        sa.Column("group_id", ID, nullable=False),
        sa.Column("streak", sa.Integer(), nullable=False),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.Column("best", sa.Integer(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("covered", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["groups.id"], name=op.f("fk_streaks_group_id_groups"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_streaks_member_id_members"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["track_id"], ["tracks.id"], name=op.f("fk_streaks_track_id_tracks"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("track_id", "member_id", name=op.f("pk_streaks")),
    )
    op.create_index("ix_streaks_group_id_member_id", "streaks", ["group_id", "member_id"])
    op.create_index("ix_streaks_member_id", "streaks", ["member_id"])
    op.create_table(
        "scores",
        sa.Column("group_id", ID, nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("member_id", ID, nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("correct", sa.Integer(), nullable=False),
        sa.Column("accuracy", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["groups.id"], name=op.f("fk_scores_group_id_groups"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_scores_member_id_members"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("group_id", "period", "member_id", name=op.f("pk_scores")),
    )
    op.create_index(
        "ix_scores_accuracy", "scores", ["group_id", "period", sa.text("accuracy DESC"), "member_id"]
    )
    op.create_index("ix_scores_member_id", "scores", ["member_id"])
    op.create_index("ix_scores_points", "scores", ["group_id", "period", sa.text("points DESC"), "member_id"])
    op.create_table(
        "away",
        sa.Column("id", ID, nullable=False),
        sa.Column("member_id", ID, nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("set_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_away_member_id_members"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_away")),
    )
    op.create_index("ix_away_member_id", "away", ["member_id"])
    op.create_table(
        "grants",
        sa.Column("id", ID, nullable=False),
        sa.Column("member_id", ID, nullable=False),
        sa.Column("track_id", ID, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("granted_by", sa.Text(), nullable=False),
        sa.Column("granted_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_grants_member_id_members"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["track_id"], ["tracks.id"], name=op.f("fk_grants_track_id_tracks"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grants")),
    )
    op.create_index("ix_grants_member_id", "grants", ["member_id"])
    op.create_index("ix_grants_track_id_day", "grants", ["track_id", "day"])


def _practice() -> None:
    op.create_table(
        "quiz_sessions",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("account_id", ID, nullable=False),
        sa.Column("group_id", ID, nullable=False),
        sa.Column("topics", sa.Text(), nullable=False),
        sa.Column("items", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("started_at", INSTANT, nullable=False),
        sa.Column("continued_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_quiz_sessions_account_id_accounts"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["groups.id"], name=op.f("fk_quiz_sessions_group_id_groups"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_quiz_sessions")),
    )
    op.create_index(
        "ix_quiz_sessions_open",
        "quiz_sessions",
        ["account_id", "continued_at"],
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "attempts",
        sa.Column("id", ID, nullable=False),
        sa.Column("account_id", ID, nullable=False),
        sa.Column("question_id", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("correct", sa.Boolean(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_attempts_account_id_accounts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempts")),
    )
    op.create_index("ix_attempts_account_id_question_id_at", "attempts", ["account_id", "question_id", "at"])
    op.create_index("ix_attempts_account_id_topic_correct", "attempts", ["account_id", "topic", "correct"])
    op.create_table(
        "reports",
        sa.Column("id", ID, nullable=False),
        sa.Column("group_id", ID, nullable=False),
        sa.Column("member_id", ID, nullable=False),
        sa.Column("question_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("settled_at", INSTANT),
        sa.ForeignKeyConstraint(
            ["group_id"], ["groups.id"], name=op.f("fk_reports_group_id_groups"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_reports_member_id_members"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
        sa.UniqueConstraint("member_id", "question_id", name=op.f("uq_reports_member_id_question_id")),
    )
    op.create_index(
        "ix_reports_open",
        "reports",
        ["group_id", "question_id"],
        sqlite_where=sa.text("settled_at IS NULL"),
        postgresql_where=sa.text("settled_at IS NULL"),
    )


def _rest() -> None:
    op.create_table(
        "connections",
        sa.Column("id", ID, nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("up_since", INSTANT, nullable=False),
        sa.Column("last_seen", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_connections")),
    )
    op.create_index("ix_connections_platform_last_seen", "connections", ["platform", "last_seen"])
    op.create_table(
        "page_messages",
        sa.Column("id", ID, nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("mark", sa.Text()),
        sa.Column("seen_by", sa.Text()),
        sa.Column("thread_of", ID),
        sa.Column("sample", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(
            ["thread_of"],
            ["page_messages.id"],
            name=op.f("fk_page_messages_thread_of_page_messages"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page_messages")),
        sa.UniqueConstraint("mark", name=op.f("uq_page_messages_mark")),
    )
    op.create_index("ix_page_messages_channel_id", "page_messages", ["channel", "id"])
    op.create_index("ix_page_messages_thread_of", "page_messages", ["thread_of"])
    op.create_table(
        "page_reactions",
        sa.Column("id", ID, nullable=False),
        sa.Column("message_id", ID, nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("symbol", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["page_messages.id"],
            name=op.f("fk_page_reactions_message_id_page_messages"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page_reactions")),
        sa.UniqueConstraint(
            "message_id", "account", "symbol", name=op.f("uq_page_reactions_message_id_account_symbol")
        ),
    )
    op.create_table(
        "page_values",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_page_values")),
    )
