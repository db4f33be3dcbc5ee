"""The sentences rows carry: why a round or delivery ended as it did, why a track is paused."""

VOIDED = "withdrawn: "
"""How the excuse of a withdrawn round begins; the organiser's reason follows."""

NOT_TOLD_WHY = "An organiser decided so."

NO_QUESTION = "no question: no topic or level of this track has one that may be asked"
OFF_DAY = "posted by hand on a day without a regular question"
DELETED = "the question was deleted from the channel"
SKIPPED = "skipped by an organiser"
PAUSED_BY_HAND = "paused by an organiser"
TAKEN_BACK_WITHOUT_REASON = "an organiser took it back"

NOT_IN_TIME = "Too late: nobody could send it in time."
TAKEN_BACK = "The question was taken back before it was posted."
PAUSED_BEFORE = "The daily question was paused before it was posted."
ENDED_BEFORE = "The daily question was ended before it was posted."
ENDED_BY_HAND = "ended by an organiser"
NOBODY_TO_TELL = "There was nobody to tell: no channel for notices, and nobody who set this up."
REMOVED = "the bot was removed from here"
UNSURE = "Nobody can tell whether it was posted."
SENT_AGAIN = "An organiser had it sent again."


def withdrawn_because(excused: str | None) -> str:
    """The organiser's reason if the excuse is that of a withdrawn round, else ""."""
    return excused.removeprefix(VOIDED) if excused and excused.startswith(VOIDED) else ""


def silent(rounds: int) -> str:
    return f"nobody answered the last {rounds} questions"
