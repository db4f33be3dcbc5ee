"""The strip of first steps, which ticks itself off as a newcomer does them."""

from typing import Any, Final

from bot.ports.page import Page

KEPT_AS: Final = "strip"

STEPS: Final = (
    ("tap", "Tap a letter"),
    ("reveal", "Press *Reveal*"),
    ("result", "Open *My result*"),
    ("next", "*Next day*"),
    ("quiz", "Type /quiz mlflow"),
)


def step_of_action(action: str) -> str | None:
    """The step that pressing a button does: ``v1:answer:…`` or ``v1:result:…``."""
    verb = action.split(":")[1:2]
    return {"answer": "tap", "form": "tap", "result": "result"}.get(verb[0] if verb else "")


def step_of_move(move_id: str) -> str | None:
    return {"reveal": "reveal", "next": "next"}.get(move_id)


def step_of_command(text: str) -> str | None:
    words = text.casefold().split()
    return "quiz" if words[:2] == ["/quiz", "mlflow"] else None


async def strip(page: Page) -> list[dict[str, Any]]:
    done = await _done(page)
    return [{"id": step, "text": text, "done": step in done} for step, text in STEPS]


async def tick(page: Page, step: str | None) -> bool:
    """Tick a step off; whether that changed anything."""
    done = await _done(page)
    if step is None or step in done:
        return False
    await page.set_value(KEPT_AS, " ".join([*done, step]))
    return True


async def _done(page: Page) -> list[str]:
    return (await page.value(KEPT_AS) or "").split()
