"""Groups of commands that are imported when one of them is meant: `bank lint` waits for no database."""

from importlib import import_module
from typing import Any, ClassVar

from typer import Typer
from typer.core import TyperGroup
from typer.main import get_command


class _Room(TyperGroup):
    """``module`` holds the real group as its ``app``."""

    module: ClassVar[str]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        self._open()
        return super().get_command(ctx, cmd_name)

    def list_commands(self, ctx: Any) -> list[str]:
        self._open()
        return super().list_commands(ctx)

    def _open(self) -> None:
        if not self.commands:
            found = get_command(import_module(self.module).app)
            assert isinstance(found, TyperGroup)
            self.commands.update(found.commands)


def room(module: str) -> Typer:
    """A group that stands for the ``app`` of ``module`` until it is asked for anything."""
    return Typer(cls=type("Room", (_Room,), {"module": module}), no_args_is_help=True)
