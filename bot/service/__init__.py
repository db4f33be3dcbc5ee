"""What the bot does: one file per intent of a person or of the clock.

Async, platform-neutral. Ports come as arguments (in one ``Tools`` bundle); what goes back is an
intent. Never a network call inside a transaction, never an SDK object, never SQL.
"""
