"""*Report a problem*."""

from bot.intents.base import Field, Form, action

KINDS = (
    ("wrong key", "The answer is wrong"),
    ("ambiguous", "Ambiguous"),
    ("outdated", "Outdated"),
    ("typo", "A typo"),
)
OTHER_NAMES = {
    "wrong": "wrong key",
    "wrong answer": "wrong key",
    "key": "wrong key",
    "unclear": "ambiguous",
    "old": "outdated",
    "typos": "typo",
    "a typo": "typo",
}


def report_form(mark: str, text: str = "") -> Form:
    return Form(
        action("report", mark),
        "Report a problem",
        (
            Field("kind", "What is it?", choices=KINDS, value="wrong key"),
            Field(
                *("text", "One line about it", "what is wrong, and where one can read it", 300),
                required=False,
                value=text,
            ),
        ),
        submit="Send",
    )


def thanks(*, parked: bool) -> str:
    if parked:
        return "Thank you. It is not asked here any more until the organisers have looked at it."
    return "Thank you. The organisers see it, and three reports take the question out here."
