"""The only room that speaks SQL: tables, engines, units of work, the group-commit answer writer.

It implements ``bot.ports`` on SQLite or PostgreSQL. No database row goes outward past this room,
no rule of the game is decided here (the domain grades, folds and ranks), and nothing in it makes
a network call to a platform.
"""
