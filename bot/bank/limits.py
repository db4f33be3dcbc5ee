"""How long and how many: the numbers of a question file, which ``data/schema.json`` has as well."""

AREAS = ("foundations", "modelling", "data", "operations", "llm-systems", "practice")
"""The six areas in the order people read them."""

QUIZLESS_TOPIC = "behavioral"
"""The one topic whose questions may come without a quiz form."""

NAME = r"[a-z0-9]+(-[a-z0-9]+)*"
URL = r"https://[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(:[0-9]+)?([/?#][^\s<>|\x22\\^`{}]*)?"
DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
POSITIVE = r"(0|[1-9][0-9]{0,14})(\.[0-9]{1,15})?"
EXPONENT = r"[eE][+-]?(0?[0-9]|1[0-5])"
DECIMAL = rf"-?{POSITIVE}({EXPONENT})?"
"""In its longest form it has the 30 digits that ``bot.domain.decimals`` reads."""
PERCENTAGE = rf"{POSITIVE} ?%"

FILE_BYTES = 2_000_000
ID = 60
TITLE = 40
OPEN_PROMPT = 200
QUIZ_PROMPT = 280
"""Outside the code block."""
CODE_LINES, CODE_COLUMNS = 12, 48
OPTION = 90
WHY, ONLY_WHY = 200, 400
"""A reason among several, and the one reason of a number or an order."""
UNIT = 30
KEY_POINT = 90
KEY_POINTS = (3, 6)
ANSWER_WORDS = (60, 180)
ANSWER = 2_400
REFERENCES = (1, 3)
REFERENCE_TITLE = 100
REFERENCE_URL = 300
TAG = 30
TAGS = (0, 8)
APPLIES_TO = 60
RETIRED_REASON = 200

CHOICE_OPTIONS = (3, 5)
CHOICE_WANTED = 4
MULTI_OPTIONS = (5, 5)
MULTI_CORRECT = (2, 4)
ORDER_ITEMS = (4, 5)

POST, POST_WITH_CODE, REVEAL = 900, 1_500, 3_200
