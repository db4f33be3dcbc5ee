"""What people wrote, made safe for a terminal."""


def inert(text: str) -> str:
    """On one line, without what would move the cursor or colour the screen."""
    return "".join(char for char in " ".join(text.split()) if char.isprintable())
