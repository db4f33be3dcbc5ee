"""The alarm clock: on the real APScheduler, with wall clocks that make a second short."""
