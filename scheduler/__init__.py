"""When to wake. One file imports APScheduler; rows in the database say what is due.

The alarm clock only ever rings a callback: losing it, ringing twice or ringing late is harmless.
"""
