"""What the app asks a workspace for, and why. The installer may decline any of the optional ones."""

from typing import Final

REQUIRED: Final = {
    "commands": "people type /quiz and /dailydrill, and press buttons",
    "chat:write": "questions and reveals are posted",
    "users:read": "names on boards, your time zone, and who is an admin",
}
OPTIONAL: Final = {
    "channels:history": "to look, in public channels, whether a message arrived when the line broke off",
    "groups:history": "to look, in private channels, whether a message arrived when the line broke off",
    "channels:read": "names of public channels, and whether the bot is in them",
    "groups:read": "names of private channels, and whether the bot is in them",
    "channels:join": "the bot comes into a public channel by itself",
    "chat:write.public": "it posts to public channels without being in them",
    "reactions:read": "a reaction counts as an answer, where an organiser turned that on",
    "files:write": "the picture of /stats and the files of /privacy export",
}
