"""Time limits that several services share."""

from datetime import timedelta

SEND_LIMIT = timedelta(seconds=30)
"""No call to a platform takes longer; a lease outlives it by a minute."""

RETENTION_DAYS = 400
"""Unless the settings say otherwise."""
