"""Commands as they are typed on Slack: two take every word, under the workspace's prefix."""

from typing import Final

OWN: Final = "quiz"
EVERYTHING: Final = "dailydrill"


class Mentions:
    """``prefix`` stands before both names where another app has taken them."""

    def __init__(self, prefix: str = "") -> None:
        self.quiz = f"/{prefix}{OWN}"
        self.everything = f"/{prefix}{EVERYTHING}"

    def typed(self, words: str) -> str:
        """ "quiz mlflow" → "/quiz mlflow", "privacy hide" → "/dailydrill privacy hide"."""
        name, _, rest = words.partition(" ")
        if name == OWN:
            return f"{self.quiz} {rest}".rstrip()
        return f"{self.everything} {words}"
