"""``dailydrill doctor``: looks at everything the bot needs, says what to do, and changes nothing.

A check is one function that yields findings; a platform adds its own to ``CHECKS`` in ``examination``.
It may run beside the bot.
"""
