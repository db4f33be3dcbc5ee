"""The question bank: YAML files in, an immutable Bank out, every fault of every file at once.

It knows files and lines; what a question means is ``bot.domain.question``. Only ``nodes`` imports yaml.
It may not ask the clock (today comes as an argument), a platform or the store.
"""

from bot.bank.faults import Fault, Severity
from bot.bank.loader import SHIPPED, Bank, Survey, check_files, load_bank, make_bank, survey
from bot.bank.tells import Tells, measure, tell_faults

__all__ = [
    "SHIPPED",
    "Bank",
    "Fault",
    "Severity",
    "Survey",
    "Tells",
    "check_files",
    "load_bank",
    "make_bank",
    "measure",
    "survey",
    "tell_faults",
]
