"""Whether the disk is quick, by how long it lately took to keep a commit.

While it is, the event loop itself may wait for an answer's commit: the hop to the writer's thread and back would
take about as long. On a slow disk everything else that the loop does would stand still meanwhile.
"""

QUICK = 0.002
"""Seconds."""
REMEMBERED = 16
"""Commits, about: one that took a second is forgotten after a hundred quick ones."""
UNKNOWN = 0.1
"""Seconds that are assumed at first: a disk counts as slow until some sixty commits were quick."""


class Disk:
    def __init__(self) -> None:
        self._seconds = UNKNOWN

    def took(self, seconds: float) -> None:
        self._seconds += (seconds - self._seconds) / REMEMBERED

    @property
    def is_quick(self) -> bool:
        return self._seconds <= QUICK
