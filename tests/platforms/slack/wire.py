"""What goes over the wire: JSON, and Slack's way to refuse (Web API: Evaluating responses)."""

from typing import Any

Json = dict[str, Any]


class Refusal(Exception):
    """``{"ok": false, "error": …}``; raised by a method before it changes anything."""

    def __init__(self, error: str, messages: list[str] | None = None, **more: object) -> None:
        self.error = error
        self.messages = messages or []
        self.more = more
        super().__init__(" ".join([error, *self.messages]))

    def body(self) -> Json:
        body: Json = {"ok": False, "error": self.error, **self.more}
        if self.messages:
            told = [message.removeprefix("[ERROR] ") for message in self.messages]
            body |= {"errors": told, "response_metadata": {"messages": self.messages}}
        return body


class Faults:
    """Collects what is wrong with blocks or a view, to be refused all at once.

    ``root`` is where they stand in the request: ``/blocks`` or ``/view``.
    """

    def __init__(self, root: str, error: str) -> None:
        self.root = root
        self.error = error
        self.messages: list[str] = []

    def add(self, path: str, what: str) -> None:
        """``path`` below the root, as ``/0/text/text``."""
        self.messages.append(f"[ERROR] {what} [json-pointer:{self.root}{path}]")

    def refuse(self) -> None:
        """Raises when anything was added."""
        if self.messages:
            raise Refusal(self.error, self.messages)

    # --- what is asked everywhere ----------------------------------------------------------------

    def fields(self, path: str, thing: Any, required: set[str], optional: set[str]) -> bool:
        """An object with these fields and no others; says whether it is an object at all."""
        if not isinstance(thing, dict):
            self.add(path, "must provide an object")
            return False
        for name in sorted(required - thing.keys()):
            self.add(path, f"missing required field: {name}")
        for name in sorted(thing.keys() - required - optional - {"type"}):
            self.add(path, f"invalid additional property: {name}")
        return True

    def string(self, path: str, value: Any, most: int, least: int = 1) -> None:
        if not isinstance(value, str):
            self.add(path, "must provide a string")
        elif len(value) > most:
            self.add(path, f"must be less than {most + 1} characters")
        elif len(value) < least:
            self.add(path, f"must be more than {least - 1} characters")

    def strings(self, path: str, thing: Json, most: dict[str, int]) -> None:
        """Those of the fields that are there."""
        for name, length in most.items():
            if thing.get(name) is not None:
                self.string(
                    f"{path}/{name}", thing[name], length, least=0 if name == "private_metadata" else 1
                )

    def items(self, path: str, value: Any, least: int, most: int) -> list[Any]:
        """What is in a list, to go on with; nothing where it is none."""
        if not isinstance(value, list):
            self.add(path, "must provide an array")
            return []
        if len(value) > most:
            self.add(path, f"no more than {most} items allowed")
        if len(value) < least:
            self.add(path, f"no fewer than {least} items required")
        return value

    def one_of(self, path: str, value: Any, allowed: set[str]) -> None:
        if value not in allowed:
            self.add(path, "must be a valid enum value")
