"""*Practise* on a question that was retired meanwhile."""

from dataclasses import dataclass

from bot.intents.base import BankText, Button, Said, action, para
from bot.intents.words import with_commands


@dataclass(frozen=True, slots=True)
class RetiredQuestion:
    """``reason`` as its author wrote it; ``replacement``: the id of the question to practise instead, "" for
    none; ``prompt`` is that one's, as an interviewer asks it."""

    reason: str
    replacement: str = ""
    prompt: str = ""

    def said(self) -> Said:
        why = para("This question was retired: ", BankText(self.reason))
        if not self.replacement:
            return Said((why, para(*with_commands("Start another quiz with `/quiz`."))))
        button = Button(action("replacement", self.replacement), "Practise that one")
        return Said((why, para("There is another one in its place: ", BankText(self.prompt))), ((button,),))
