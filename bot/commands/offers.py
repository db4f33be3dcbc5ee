"""A command as a button: what may have been meant, one tap away."""

from bot.intents.base import MAX_ACTION, action

LONGEST_LABEL = 75


def offer(words: str, label: str = "") -> tuple[tuple[str, str], ...]:
    """One (action, label) pair that does what these words do when typed, none if a button cannot hold
    them. ``words`` are without the slash."""
    verb = action("do", words)
    if len(verb) > MAX_ACTION:
        return ()
    return ((verb, (label or words)[:LONGEST_LABEL]),)
