"""The playground: a page that looks like a team's channel, with several people to act as.

To the core it is a third platform, called "web". It draws intents as HTML, keeps its messages in
the Page port and tells every open tab what changed. It knows no rule of the game.
"""
