"""The Web API's methods, a family a file; importing them makes them known."""

from tests.platforms.slack.methods import (
    apps,
    chat,
    conversations,
    history,
    oauth,
    reactions,
    uploading,
    users,
    views,
)

__all__ = ["apps", "chat", "conversations", "history", "oauth", "reactions", "uploading", "users", "views"]
