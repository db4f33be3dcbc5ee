"""Pictures that every platform sends the same way.

Pure and blocking: an intent goes in, bytes come out, and callers run it in a thread. The one room
that imports Pillow; it knows the intents and no platform.
"""
