"""*Report a problem*."""

from bot.intents.base import Field, Form, action

KINDS = (
    ("wrong key", "The answer is wrong"),
    ("ambiguous", "Ambiguous"),
    ("outdated", "Outdated"),
    ("typo", "A typo"),
)


def report_form(mark: str) -> Form:
    return Form(
        action("report", mark),
        "Report a problem",
        (
            Field("kind", "What is it?", choices=KINDS, value="wrong key"),
            Field(
                "text", "One line about it", "what is wrong, and where one can read it", 300, required=False
            ),
        ),
        submit="Send",
    )
