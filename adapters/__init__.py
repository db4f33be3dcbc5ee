"""The doors to the outside: one folder per platform.

Adapters translate, draw and post. They hold no rule of the game and no SQL, never import each
other, and let no SDK object further in.
"""
