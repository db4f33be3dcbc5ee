"""What goes out, as plain data with its sentences.

Every sentence a person reads is written in this room, once, for all platforms. An intent knows
what it says (``said()``); an adapter knows how that is drawn, escaped and split. Nothing in here
is platform markup: bold, times, names and commands are spans that each adapter writes its own way.
"""
