"""Workspaces that installed the app over OAuth, installations under way, events that were seen."""

import sqlalchemy as sa

from alembic import op

revision = "0005"
down_revision: str | None = "0004"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "installations",
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("enterprise", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("app", sa.Text(), nullable=False),
        sa.Column("bot_user", sa.Text(), nullable=False),
        sa.Column("bot", sa.Text(), nullable=False),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("installer", sa.Text(), nullable=False),
        sa.Column("sealed_token", sa.Text()),
        sa.Column("sealed_refresh_token", sa.Text()),
        sa.Column("expires_at", INSTANT),
        sa.Column("installed_at", INSTANT, nullable=False),
        sa.Column("removed_at", INSTANT),
        sa.PrimaryKeyConstraint("platform", "team", name=op.f("pk_installations")),
    )
    op.create_table(
        "seen_events",
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("platform", "event_id", name=op.f("pk_seen_events")),
    )
    op.create_index("ix_seen_events_at", "seen_events", ["at"])
    op.create_table(
        "oauth_states",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("until", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_oauth_states")),
    )
    op.create_index("ix_oauth_states_until", "oauth_states", ["until"])


def downgrade() -> None:
    op.drop_table("oauth_states")
    op.drop_table("seen_events")
    op.drop_table("installations")
