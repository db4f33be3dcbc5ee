"""How much is kept of one account."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Held:
    """What is stored of an account, counted over all its groups. ``names``: as last seen.
    ``best``: the longest streak. ``organises``: groups where an organiser added it."""

    names: tuple[str, ...] = ()
    groups: int = 0
    hidden: bool = False
    milestones: bool = False
    answers: int = 0
    points: int = 0
    streaks: int = 0
    best: int = 0
    away: int = 0
    attempts: int = 0
    quizzes: int = 0
    interviews: int = 0
    notes: int = 0
    review_items: int = 0
    reports: int = 0
    organises: int = 0
