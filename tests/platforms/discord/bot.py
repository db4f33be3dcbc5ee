"""A small bot on the real discord.py."""

from typing import Any

import discord
from discord import app_commands

from tests.platforms.discord.library import SOON


class Answers(discord.ui.View):
    def __init__(self) -> None:
        super().__init__(timeout=None)

    @discord.ui.button(label="A", custom_id="answer:a")
    async def a(self, interaction: discord.Interaction, _: discord.ui.Button["Answers"]) -> None:
        await interaction.response.send_message("Saved: A.", ephemeral=True)

    @discord.ui.button(label="Edit", custom_id="answer:edit")
    async def edit(self, interaction: discord.Interaction, _: discord.ui.Button["Answers"]) -> None:
        await interaction.response.edit_message(content="Edited.", view=None)

    @discord.ui.button(label="Later", custom_id="answer:later")
    async def later(self, interaction: discord.Interaction, _: discord.ui.Button["Answers"]) -> None:
        await interaction.response.defer()
        await interaction.edit_original_response(content="Edited later.")

    @discord.ui.button(label="Form", custom_id="answer:form")
    async def form(self, interaction: discord.Interaction, _: discord.ui.Button["Answers"]) -> None:
        await interaction.response.send_modal(Form())

    @discord.ui.select(
        custom_id="level",
        options=[discord.SelectOption(label="Junior"), discord.SelectOption(label="Senior")],
    )
    async def level(self, interaction: discord.Interaction, select: discord.ui.Select["Answers"]) -> None:
        await interaction.response.send_message(f"Level {select.values[0]}.", ephemeral=True)


class Form(discord.ui.Modal, title="A question of your own"):
    what = discord.ui.Label(
        text="Question", component=discord.ui.TextInput[Any](custom_id="what", max_length=300)
    )
    kind = discord.ui.Label(
        text="Kind",
        component=discord.ui.RadioGroup[Any](
            custom_id="kind",
            options=[discord.RadioGroupOption(label="Choice"), discord.RadioGroupOption(label="Number")],
        ),
    )

    async def on_submit(self, interaction: discord.Interaction) -> None:
        assert isinstance(self.what.component, discord.ui.TextInput)
        assert isinstance(self.kind.component, discord.ui.RadioGroup)
        await interaction.response.send_message(f"{self.kind.component.value}: {self.what.component.value}")


class SilentBot(discord.Client):
    """Answers nobody. ``heard`` has the names of its events, ``reactions`` the raw ones."""

    def __init__(self, intents: discord.Intents | None = None, **options: Any) -> None:
        chosen = intents or discord.Intents(guilds=True, guild_reactions=True)
        super().__init__(intents=chosen, **(SOON | options))
        self.heard: list[str] = []
        self.reactions: list[discord.RawReactionActionEvent] = []

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """discord.py's own waits 5 s before it identifies anew."""

    def dispatch(self, event: str, /, *args: Any, **kwargs: Any) -> None:
        self.heard.append(event)
        if event.startswith("raw_reaction") and event[13:] in ("add", "remove"):
            self.reactions.append(args[0])
        super().dispatch(event, *args, **kwargs)


class Bot(SilentBot):
    """Has commands, buttons and a form."""

    def __init__(self) -> None:
        super().__init__()
        self.tree = app_commands.CommandTree[discord.Client](self)
        self.tree.add_command(quiz)
        self.tree.add_command(later)
        self.tree.add_command(mention)
        self.tree.add_command(broken)
        self.tree.add_command(Daily())

    async def setup_hook(self) -> None:
        await self.tree.sync()
        self.add_view(Answers())


@app_commands.command(description="Practise")
async def quiz(interaction: discord.Interaction, topics: str, count: int = 1) -> None:
    await interaction.response.send_message(f"{count} of {topics}", view=Answers())


@quiz.autocomplete("topics")
async def suggest(_: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
    topics = ["mlflow", "mlops", "statistics"]
    return [app_commands.Choice(name=topic.title(), value=topic) for topic in topics if current in topic]


@app_commands.command(description="Answer later")
async def later(interaction: discord.Interaction) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    await interaction.edit_original_response(content="Here it is.")
    await interaction.followup.send("And more.", ephemeral=True)


@app_commands.command(description="Name somebody")
async def mention(
    interaction: discord.Interaction, who: discord.Member, where: discord.TextChannel, role: discord.Role
) -> None:
    await interaction.response.send_message(f"{who.name} in {where.name} as {role.name}")


@app_commands.command(description="Never answers")
async def broken(_: discord.Interaction) -> None:
    return


@app_commands.guild_only()
@app_commands.default_permissions(manage_guild=True)
class Daily(app_commands.Group):
    """Organise"""

    def __init__(self) -> None:
        super().__init__(name="daily", description="Organise")

    @app_commands.command(description="Pause")
    async def pause(self, interaction: discord.Interaction, reason: str = "none") -> None:
        await interaction.response.send_message(f"Paused: {reason}", ephemeral=True)
