"""Review items, interviews, settings of a track, added organisers, retention."""

from typing import Any

import sqlalchemy as sa

from alembic import op

revision = "0002"
down_revision: str | None = "0001"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)

COLUMNS: tuple[tuple[str, str, Any, dict[str, Any]], ...] = (
    ("groups", "season_told", sa.Text(), {}),
    ("groups", "removed_at", INSTANT, {}),
    ("groups", "carried_to", sa.Date(), {}),
    ("tracks", "settings", sa.Text(), {}),
    ("tracks", "few_told", sa.Boolean(), {"server_default": sa.false(), "nullable": False}),
    ("rounds", "season_line", sa.Text(), {}),
    ("rounds", "reviewed", sa.Boolean(), {"server_default": sa.false(), "nullable": False}),
    ("rounds", "unlinked", sa.Boolean(), {"server_default": sa.false(), "nullable": False}),
    ("deliveries", "told_at", INSTANT, {}),
    ("answers", "unlinked", sa.BigInteger(), {}),
    ("quiz_sessions", "kind", sa.Text(), {"server_default": "quiz", "nullable": False}),
    ("quiz_sessions", "words", sa.Text(), {"server_default": "", "nullable": False}),
)
TABLES = (
    "organisers",
    "parked",
    "fixes",
    "carry_streaks",
    "carry_scores",
    "interviews",
    "review_items",
)
UNREVIEWED = "state IN ('closed', 'revealed') AND NOT reviewed"
REMOVED = "removed_at IS NOT NULL"
LINKED = "state IN ('closed', 'revealed') AND NOT unlinked"


def upgrade() -> None:
    for table, name, kind, how in COLUMNS:
        op.add_column(table, sa.Column(name, kind, **how))
    op.create_index(
        "ix_rounds_unreviewed",
        "rounds",
        ["closed_at"],
        sqlite_where=sa.text(UNREVIEWED),
        postgresql_where=sa.text(UNREVIEWED),
    )
    op.create_index(
        "ix_groups_removed",
        "groups",
        ["removed_at"],
        sqlite_where=sa.text(REMOVED),
        postgresql_where=sa.text(REMOVED),
    )
    op.create_index(
        "ix_rounds_linked",
        "rounds",
        ["day"],
        sqlite_where=sa.text(LINKED),
        postgresql_where=sa.text(LINKED),
    )
    op.create_index(
        "ix_deliveries_unsure",
        "deliveries",
        ["group_id"],
        sqlite_where=sa.text("state = 'unsure'"),
        postgresql_where=sa.text("state = 'unsure'"),
    )
    op.create_index("ix_attempts_account_id_at", "attempts", ["account_id", "at"])
    op.create_index("ix_quiz_sessions_account_id", "quiz_sessions", ["account_id"])
    _of_groups()
    _carried()
    _practice()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
    op.drop_index("ix_quiz_sessions_account_id", "quiz_sessions")
    op.drop_index("ix_attempts_account_id_at", "attempts")
    op.drop_index("ix_deliveries_unsure", "deliveries")
    op.drop_index("ix_rounds_linked", "rounds")
    op.drop_index("ix_groups_removed", "groups")
    op.drop_index("ix_rounds_unreviewed", "rounds")
    for table, name, _, _ in reversed(COLUMNS):
        op.drop_column(table, name)


def _link(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{to}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name, ondelete="CASCADE")


def _of_groups() -> None:
    op.create_table(
        "organisers",
        sa.Column("group_id", ID, nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("added_by", sa.Text(), nullable=False),
        sa.Column("added_at", INSTANT, nullable=False),
        _link("organisers", "group_id", "groups"),
        sa.PrimaryKeyConstraint("group_id", "account", name=op.f("pk_organisers")),
    )
    op.create_table(
        "parked",
        sa.Column("group_id", ID, nullable=False),
        sa.Column("question_id", sa.Text(), nullable=False),
        sa.Column("kept_by", sa.Text(), nullable=False),
        sa.Column("kept_at", INSTANT, nullable=False),
        _link("parked", "group_id", "groups"),
        sa.PrimaryKeyConstraint("group_id", "question_id", name=op.f("pk_parked")),
    )
    op.create_table(
        "fixes",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("group_id", ID, nullable=False),
        sa.Column("round_id", ID, nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("keys", sa.Integer(), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        _link("fixes", "group_id", "groups"),
        _link("fixes", "round_id", "rounds"),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_fixes")),
    )


def _carried() -> None:
    op.create_table(
        "carry_streaks",
        sa.Column("track_id", ID, nullable=False),
        sa.Column("member_id", ID, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("streak", sa.Integer(), nullable=False),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.Column("best", sa.Integer(), nullable=False),
        _link("carry_streaks", "track_id", "tracks"),
        _link("carry_streaks", "member_id", "members"),
        sa.PrimaryKeyConstraint("track_id", "member_id", name=op.f("pk_carry_streaks")),
    )
    op.create_index("ix_carry_streaks_member_id", "carry_streaks", ["member_id"])
    op.create_table(
        "carry_scores",
        sa.Column("group_id", ID, nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("member_id", ID, nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("correct", sa.Integer(), nullable=False),
        _link("carry_scores", "group_id", "groups"),
        _link("carry_scores", "member_id", "members"),
        sa.PrimaryKeyConstraint("group_id", "period", "member_id", name=op.f("pk_carry_scores")),
    )
    op.create_index("ix_carry_scores_member_id", "carry_scores", ["member_id"])


def _practice() -> None:
    op.create_table(
        "interviews",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("account_id", ID, nullable=False),
        sa.Column("group_id", ID, nullable=False),
        sa.Column("question_id", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), server_default="", nullable=False),
        sa.Column("review", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("note", sa.Text()),
        sa.Column("ticks", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("started_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT),
        _link("interviews", "account_id", "accounts"),
        _link("interviews", "group_id", "groups"),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_interviews")),
    )
    op.create_index("ix_interviews_account_id_started_at", "interviews", ["account_id", "started_at"])
    op.create_table(
        "review_items",
        sa.Column("account_id", ID, nullable=False),
        sa.Column("question_id", sa.Text(), nullable=False),
        sa.Column("card", sa.Text(), nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("last_at", INSTANT, nullable=False),
        _link("review_items", "account_id", "accounts"),
        sa.PrimaryKeyConstraint("account_id", "question_id", name=op.f("pk_review_items")),
    )
    op.create_index("ix_review_items_account_id_due_at", "review_items", ["account_id", "due_at"])
