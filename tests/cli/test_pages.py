"""What the pages tell people to type exists, and their tables are those of the program."""

import re
from pathlib import Path

import pytest

from adapters.discord.places import NEEDED
from adapters.slack.commands import typed
from adapters.slack.scopes import OPTIONAL, REQUIRED
from bot.commands import parse
from bot.settings import Settings
from tests.cli.conftest import Call

DOCS = Path(__file__).parents[2] / "docs"
TOOL = re.compile(r"(?:\.venv/bin/)?dailydrill( [^`\n]*)?")
OPTION = re.compile(r"\b[a-z]+:(?=\S)")
"""How Discord names an option before its value."""


def page(name: str) -> str:
    return DOCS.joinpath(f"{name}.md").read_text(encoding="utf-8")


def code(text: str) -> list[str]:
    """Everything in backticks, inline and in blocks, a line each."""
    blocks = re.findall(r"```\n(.*?)```", text, re.DOTALL)
    inline = re.findall(r"`([^`]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))
    lines = [line.strip() for block in blocks for line in block.splitlines()]
    return [*lines, *(" ".join(each.split()) for each in inline)]


def tool_calls() -> list[tuple[str, str]]:
    return [
        (name, each) for name in ("discord", "slack") for each in code(page(name)) if TOOL.fullmatch(each)
    ]


@pytest.mark.parametrize(("name", "text"), tool_calls())
def test_every_call_of_the_program_is_one_it_knows(call: Call, name: str, text: str) -> None:
    words = text.partition("dailydrill")[2].split()
    options = [word for word in words if word.startswith("--")]
    command = words[: words.index(options[0])] if options else words
    ended = call(*command, "--help")
    assert ended.code == 0, ended.err
    assert [each for each in options if each not in ended.out] == []


def chat(name: str) -> list[str]:
    commands = [each for each in code(page(name)) if re.match(r"/[a-z]", each) and "/" not in each[1:]]
    return [each for each in commands if not each.startswith(("/invite", "/ml-", "/slack"))]


@pytest.mark.parametrize("text", chat("slack"))
def test_every_command_of_the_page_is_understood_on_slack(text: str) -> None:
    command, _, words = text.partition(" ")
    parse(typed(command, words) if text != "/daily" else "/daily setup")


@pytest.mark.parametrize("text", chat("discord"))
def test_every_command_of_the_page_is_understood_on_discord(text: str) -> None:
    parse(OPTION.sub("", text))


def test_the_pages_have_something_to_try() -> None:
    assert len(tool_calls()) > 8 and len(chat("slack")) > 8 and len(chat("discord")) > 8


def test_the_scopes_of_the_page_are_those_of_the_manifest() -> None:
    rows = [line.split("|")[1] for line in page("slack").splitlines() if re.match(r"\| `[a-z:.]+`", line)]
    named = [scope for row in rows for scope in re.findall(r"`([a-z]+(?::[a-z.]+)?)`", row)]
    assert sorted(named) == sorted({*REQUIRED, *OPTIONAL})


def test_the_permissions_of_the_page_are_those_of_the_invitation() -> None:
    assert [told for _, told in NEEDED if f"| {told} |" not in page("discord")] == []


@pytest.mark.parametrize("name", ["discord", "slack"])
def test_every_setting_of_the_pages_is_read(name: str) -> None:
    named = re.findall(r"\b(?:SLACK|DISCORD|DAILYDRILL|PUBLIC|HTTP)_[A-Z_]+", page(name))
    assert {each.removesuffix("_FILE") for each in named} <= {one.upper() for one in Settings.model_fields}


def test_links_between_pages_lead_somewhere() -> None:
    for each in [*DOCS.glob("*.md"), DOCS.parent / "README.md"]:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", each.read_text(encoding="utf-8")):
            assert (each.parent / target).exists(), (each.name, target)
