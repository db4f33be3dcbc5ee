"""The sentences rows carry: why a round or delivery ended as it did, why a track is paused."""

VOIDED = "withdrawn: "
"""How the excuse of a withdrawn round begins; the organiser's reason follows."""

NO_QUESTION = "no question: no topic or level of this track has one that may be asked"
OFF_DAY = "posted by hand on a day without a regular question"
DELETED = "the question was deleted from the channel"
SKIPPED = "skipped by an organiser"
PAUSED_BY_HAND = "paused by an organiser"
TAKEN_BACK_WITHOUT_REASON = "an organiser took it back"

NOT_IN_TIME = "Too late: nobody could send it in time."
TAKEN_BACK = "The question was taken back before it was posted."
PAUSED_BEFORE = "The daily question was paused before it was posted."
UNSURE = "Nobody can tell whether it was posted."


def silent(rounds: int) -> str:
    return f"nobody answered the last {rounds} questions"
