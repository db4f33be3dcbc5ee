"""Deleting an account leaves nobody's answers and nothing else; hiding and milestones hold everywhere."""

import asyncio
import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, Row, select

from bot.domain.frozen import Response
from bot.domain.held import Held
from bot.ports.interviews import Interview
from bot.ports.page import PageMessage
from bot.ports.people import Member
from bot.ports.practice import Attempt, QuizItem, QuizSession
from bot.ports.privacy import Export
from bot.store.codec import packed
from bot.store.columns import metadata
from bot.store.engine import connect, parsed
from bot.store.export import KINDS
from bot.store.open import SqlStore, open_store
from bot.store.tables import answers, rounds
from tests.store.scene import START, A, B, Scene, at, day

NAME, ACCOUNT = "Zebulon Quux", "zebulon-quux-4711"


def rows_of(connection: Connection, round_id: int) -> list[Row[Any]]:
    return list(
        connection.execute(select(answers).where(answers.c.round_id == round_id).order_by(answers.c.id))
    )


async def answers_to(url: str, round_id: int) -> list[Row[Any]]:
    opened = connect(parsed(url))
    try:
        return await opened.read(rows_of, round_id)
    finally:
        await opened.close()


async def test_an_answer_of_a_deleted_account_keeps_option_and_round_alone(
    scene: Scene, database_url: str
) -> None:
    track, (ada, alan) = await scene.track(), await scene.members("Ada", "Alan")
    round_ = await scene.post(track, 3)
    await scene.answer(round_, ada, A, at(3, "10:00"))
    await scene.answer(round_, ada, B, at(3, "11:23"))
    await scene.answer(round_, alan, A)
    await scene.close(round_)
    await scene.store.privacy.delete(ada.account_id)
    first, second = await answers_to(database_url, round_.id)
    assert first.member_id is None and first.bits == B.bits
    assert first.unlinked > 0 and first.at == datetime(2026, 11, 3, tzinfo=UTC)
    assert (first.way, first.act) == ("", 0)
    assert first.prev_bits is None and first.prev_text is None
    assert second.member_id == alan.id and second.unlinked is None


async def test_shares_stay_and_a_recomputation_agrees(scene: Scene) -> None:
    track, (ada, alan) = await scene.track(), await scene.members("Ada", "Alan")
    first = await scene.play(track, 2, right=[ada], wrong=[alan])
    second = await scene.play(track, 3, right=[ada, alan])
    before = await scene.store.rounds.tally(first.id)
    await scene.store.privacy.delete(ada.account_id)
    after = await scene.store.rounds.tally(first.id)
    assert (after.answered, after.right, after.responses) == (before.answered, before.right, before.responses)
    assert after.right_names == () and await scene.board() == [("Alan", 15.0)]
    await scene.store.rounds.recompute(scene.group.id)
    assert await scene.store.rounds.tally(first.id) == after
    assert (await scene.store.rounds.tally(second.id)).right == 2
    assert await scene.board() == [("Alan", 15.0)] and await scene.streak(alan, track) == (2, 2, 1, 2)


async def test_an_answer_to_an_open_round_counts_as_nobodys(scene: Scene) -> None:
    track, (ada, alan) = await scene.track(), await scene.members("Ada", "Alan")
    round_ = await scene.post(track, 2)
    await scene.answer(round_, ada, B)
    await scene.answer(round_, alan, A)
    await scene.store.privacy.delete(ada.account_id)
    closed = await scene.close(round_)
    tally = await scene.store.rounds.tally(round_.id)
    assert closed.answered == 2 and (tally.answered, tally.right) == (2, 1) and tally.right_names == ()
    assert await scene.board() == [("Alan", 0.0)]
    await scene.store.rounds.recompute(scene.group.id)
    assert await scene.store.rounds.tally(round_.id) == tally


async def test_a_withdrawn_answer_goes_whole(scene: Scene, database_url: str) -> None:
    track, ada = await scene.track(), await scene.member("Ada")
    round_ = await scene.post(track, 2)
    await scene.answer(round_, ada, B)
    await scene.answer(round_, ada, Response(), round_.opens_at + timedelta(hours=2))
    await scene.store.privacy.delete(ada.account_id)
    assert await answers_to(database_url, round_.id) == []


async def test_who_comes_back_begins_as_if_first_seen(scene: Scene) -> None:
    track, ada = await scene.track(), await scene.member("Ada")
    await scene.play(track, 2, right=[ada])
    await scene.store.people.set_hidden(ada.id, True)
    await scene.store.privacy.delete(ada.account_id)
    again = await scene.member("Ada")
    assert again.account_id > ada.account_id, "a deleted person's old buttons mean nobody"
    assert (again.id > ada.id, again.hidden) == (True, False)
    assert await scene.store.privacy.held(again.account_id) == Held(names=("Ada",), groups=1)
    assert (await scene.answer(await scene.post(track, 3), again)).first_ever


async def test_deleting_twice_or_a_stranger_changes_nothing(scene: Scene) -> None:
    ada = await scene.member("Ada")
    await scene.store.privacy.delete(ada.account_id)
    await scene.store.privacy.delete(ada.account_id)
    await scene.store.privacy.delete(987654)
    assert await scene.store.privacy.held(ada.account_id) == Held()
    assert await scene.store.privacy.export(ada.account_id) == {name: [] for name in KINDS}
    assert await scene.store.privacy.account_id("fake", "ada") is None


async def test_answers_and_deletions_at_once_leave_no_half(scene: Scene, database_url: str) -> None:
    track = await scene.track()
    round_ = await scene.post(track, 2)
    people = await scene.members(*(f"p{number}" for number in range(20)))

    async def submit(member: Member) -> bool:
        return (await scene.answer(round_, member)).accepted

    async with asyncio.TaskGroup() as tasks:
        acts = [tasks.create_task(submit(member)) for member in people]
        for member in people:
            tasks.create_task(scene.store.privacy.delete(member.account_id))
    kept = await answers_to(database_url, round_.id)
    assert len(kept) == len(people) and all(act.result() for act in acts)
    assert all((row.member_id is None) == bool(row.unlinked) for row in kept), "a newcomer's, or nobody's"
    assert (await scene.close(round_)).answered == len(kept)


async def test_hiding_and_milestones_hold_in_all_groups_and_in_later_ones(scene: Scene) -> None:
    other = await scene.store.people.group("fake", "g2", "Other")
    here, there = await scene.member("Ada"), await scene.member("Ada", other)
    await scene.store.people.set_hidden(here.id, True)
    await scene.store.people.set_milestones(there.id, True)
    third = await scene.store.people.group("fake", "g3", "Third")
    for group in (scene.group, other, third):
        member = await scene.member("Ada", group)
        assert (member.hidden, member.milestones) == (True, True)
    assert not (await scene.member("Alan")).hidden
    await scene.store.people.set_hidden(there.id, False)
    assert not (await scene.member("Ada")).hidden


async def test_what_an_organiser_did_stands_without_the_name(scene: Scene) -> None:
    grace = await scene.member("Grace")
    track, ada = await scene.track(), await scene.member("Ada")
    await scene.play(track, 2, right=[ada])
    await scene.store.people.grant_freeze(ada.id, track.id, day(3), "grace", START)
    await scene.store.organisers.add(scene.group.id, "ada", "grace", START)
    await scene.store.organisers.add(scene.group.id, "grace", "ada", START)
    assert (await scene.fresh(track)).changed_by == "grace"
    await scene.store.privacy.delete(grace.account_id)
    assert (await scene.fresh(track)).changed_by is None
    assert (await scene.streak(ada, track))[2] == 2
    assert await scene.store.organisers.added("fake", "g1", "ada")
    assert not await scene.store.organisers.added("fake", "g1", "grace")


async def test_rounds_no_longer_tell_who_corrected_them_or_who_was_best(
    scene: Scene, database_url: str
) -> None:
    track, (ada, alan) = await scene.track(), await scene.members("Ada", "Adam")
    first, second = [await scene.play(track, number, right=[ada, alan]) for number in (2, 3)]
    assert first.question is not None
    key = replace(first.question.key, by="ada", at=START)
    database = connect(parsed(database_url))
    for round_, line in ((first, "Best in October: Ada, 90 points."), (second, "Best: Adam.")):
        values = {"season_line": line, "more_keys": packed([key])}
        await database.write(_set_round, round_.id, values)
    (deed,) = [
        row
        for row in (await scene.store.privacy.export(ada.account_id))["reports_and_changes"]
        if row["about"] == first.question.question_id
    ]
    assert deed["what"] == "corrected a question"
    await scene.store.privacy.delete(ada.account_id)
    lines = await database.read(_lines)
    await database.close()
    assert lines == [None, "Best: Adam."]
    regraded = (await scene.again(first)).question
    assert regraded is not None and [each.by for each in regraded.keys] == [None, None]


def _set_round(connection: Connection, round_id: int, values: dict[str, Any]) -> None:
    connection.execute(rounds.update().where(rounds.c.id == round_id).values(**values))


def _lines(connection: Connection) -> list[str | None]:
    return list(connection.execute(select(rounds.c.season_line).order_by(rounds.c.id)).scalars())


async def test_the_playground_forgets_what_only_the_person_saw(store: SqlStore) -> None:
    group = await store.people.group("web", "page", "Playground")
    robin = await store.people.member(group, "robin", "Robin")
    private = await store.page.add(PageMessage(0, "c", "bot", START, {"text": "psst"}, seen_by="robin"))
    public = await store.page.add(PageMessage(0, "c", "ada", START, {"text": "hello"}))
    await store.page.react(public.id, "robin", "👍", on=True)
    await store.privacy.delete(robin.account_id)
    assert await store.page.message(private.id) is None and await store.page.message(public.id) == public
    assert await store.page.reactions("c") == {}


class Life:
    """What one person does, by chance, beside another one."""

    def __init__(self, store: SqlStore, source: Random) -> None:
        self.store = store
        self.source = source

    async def live(self) -> int:
        self.scene = await Scene.make(self.store)
        self.other = await self.store.people.group("fake", "g2", "Elsewhere")
        self.me = await self.store.people.member(self.scene.group, ACCOUNT, NAME)
        self.there = await self.store.people.member(self.other, ACCOUNT, NAME)
        self.alan = await self.scene.member("Alan")
        self.track = await self.scene.track()
        deeds = [self.play, self.play, self.quiz, self.interview, self.report, self.renamed, self.settings]
        for number in range(2, 2 + self.source.randrange(4, 10)):
            await self.source.choice(deeds)(number)
        await self.play(20)
        return self.me.account_id

    async def play(self, number: int) -> None:
        round_ = await self.scene.post(self.track, number)
        for member in (self.me, self.alan):
            await self.scene.answer(round_, member, self.source.choice([A, B]))
        if self.source.random() < 0.8 or number < 20:
            await self.scene.close(round_)
        await self.store.reviews.feed(None, 100)

    async def quiz(self, number: int) -> None:
        now = at(number, "12:00")
        session = QuizSession(
            f"s{number}", self.me.account_id, self.other.id, (), (QuizItem("q1", ""),), 0, now
        )
        await self.store.practice.start(session)
        done = QuizSession(f"s{number}", self.me.account_id, self.other.id, (), session.items, 1, now, now)
        attempt = Attempt(self.me.account_id, "q1", "mlflow", "mid", "quiz", True, 100, now)
        await self.store.practice.advance(done, 0, attempt)

    async def interview(self, number: int) -> None:
        key, now = f"i{number}", at(number, "12:00")
        await self.store.interviews.start(Interview(key, self.me.account_id, self.other.id, "q2", now))
        await self.store.interviews.note(key, f"{NAME} would say this at length: {'word ' * 200}")

    async def report(self, number: int) -> None:
        member = self.source.choice([self.me, self.there])
        await self.store.reports.report(member.id, f"q{number}", "typo", f"says {NAME}", at(number, "12:00"))

    async def renamed(self, number: int) -> None:
        await self.store.people.member(self.scene.group, ACCOUNT, f"{NAME} {'x' * number * 3}")

    async def settings(self, number: int) -> None:
        await self.store.people.set_hidden(self.me.id, self.source.random() < 0.5)
        await self.store.away.add(self.me.id, day(number + 40), day(number + 41), START)
        await self.store.people.grant_freeze(self.alan.id, self.track.id, day(number), ACCOUNT, START)
        await self.store.tracks.set_state(
            self.track.id, self.track.state, None, None, ACCOUNT, at(number, "12:00")
        )
        await self.store.organisers.add(self.other.id, ACCOUNT, ACCOUNT, START)


@given(seed=st.integers(0, 2**32))
def test_after_a_deletion_the_files_hold_neither_name_nor_account(migrated_sqlite: Path, seed: int) -> None:
    with TemporaryDirectory() as folder:
        path = Path(shutil.copyfile(migrated_sqlite, Path(folder) / "life.db"))
        exported = asyncio.run(_live_and_leave(path, Random(seed)))
    assert {row["account"] for row in exported["profile"]} == {ACCOUNT}
    assert all(NAME in row["name"] for row in exported["profile"]) and exported["answers"]


async def _live_and_leave(path: Path, source: Random) -> Export:
    async with open_store(f"sqlite+aiosqlite:///{path}") as store:
        account_id = await Life(store, source).live()
        exported = await store.privacy.export(account_id)
        assert found_in(path)
        await store.privacy.delete(account_id)
        assert not found_in(path)
        await store.rounds.recompute(1)
    assert not found_in(path)
    return exported


def found_in(path: Path) -> bool:
    files = (Path(f"{path}{ending}") for ending in ("", "-wal", "-shm"))
    content = b"".join(file.read_bytes() for file in files if file.exists())
    return NAME.encode() in content or ACCOUNT.encode() in content or b"zebulon quux" in content


def test_the_numbers_of_unlinked_answers_tell_nothing(migrated_sqlite: Path, tmp_path: Path) -> None:
    """Each is new and no two follow from each other: not from ids, accounts or time."""
    path = shutil.copyfile(migrated_sqlite, tmp_path / "numbers.db")
    numbers = asyncio.run(_numbers(f"sqlite+aiosqlite:///{path}"))
    assert len(set(numbers)) == len(numbers) == 40
    assert numbers != sorted(numbers) and min(numbers) >= 0
    assert sum(number > 2**62 for number in numbers) in range(5, 36)


async def _numbers(url: str) -> list[int]:
    async with open_store(url) as store:
        scene = await Scene.make(store)
        track, people = await scene.track(), await scene.members(*"abcdefgh")
        played = [await scene.play(track, number, right=people) for number in range(2, 7)]
        for person in people:
            await store.privacy.delete(person.account_id)
        return [row.unlinked for each in played for row in await answers_to(url, each.id)]


IN_EXPORT_AND_DELETION = {
    "accounts": {"account"},
    "members": {"account_id", "name", "name_key"},
    "tracks": {"changed_by"},
    "answers": {"member_id"},
    "streaks": {"member_id"},
    "scores": {"member_id"},
    "away": {"member_id"},
    "grants": {"member_id", "granted_by"},
    "organisers": {"account", "added_by"},
    "carry_streaks": {"member_id"},
    "carry_scores": {"member_id"},
    "quiz_sessions": {"account_id"},
    "attempts": {"account_id"},
    "interviews": {"account_id"},
    "review_items": {"account_id"},
    "reports": {"member_id", "text"},
    "parked": {"kept_by"},
    "installations": {"installer"},
}
NOT_OF_PEOPLE = {
    ("groups", "name"): "the server's or workspace's",
    ("tracks", "channel_name"): "the channel's",
    ("page_values", "name"): "a setting's",
    ("installations", "name"): "the workspace's",
    ("notes", "name"): "a key's",
    ("answers", "text"): "a number or an order, in canonical form",
    ("answers", "prev_text"): "the same",
    ("deliveries", "text"): "notices about channels and counts; they name nobody",
    ("page_messages", "author"): "what was said in the playground's channel was said there",
    ("page_messages", "seen_by"): "deleted; exported as what it shows, not as messages",
    ("page_reactions", "account"): "deleted; a reaction that counts is exported as an answer",
}
TELLING = ("account", "account_id", "member_id", "author", "seen_by", "text", "note", "name", "name_key")


def test_no_table_that_knows_people_is_forgotten() -> None:
    """A new column that may tell of a person is exported and deleted, or it is said why not."""
    for table in metadata.tables.values():
        for column in table.columns:
            if column.name in TELLING or column.name.endswith(("_by", "_name", "_text", "_account")):
                planned = column.name in IN_EXPORT_AND_DELETION.get(table.name, set())
                planned |= table.name == "interviews" and column.name == "note"
                assert planned or (table.name, column.name) in NOT_OF_PEOPLE, f"{table.name}.{column.name}"


async def test_the_export_holds_everything_of_all_groups(scene: Scene) -> None:
    other = await scene.store.people.group("fake", "g2", "Other")
    track, far = await scene.track(), await scene.track("t2", group=other)
    ada, there = await scene.member("Ada"), await scene.member("Ada", other)
    round_ = await scene.play(track, 2, right=[ada])
    await scene.play(far, 3, wrong=[there])
    await scene.store.away.add(ada.id, day(10), day(11), START)
    await scene.store.reports.report(ada.id, "q2", "typo", "a comma", START)
    exported = await scene.store.privacy.export(ada.account_id)
    assert [row["group"] for row in exported["profile"]] == ["Study group", "Other"]
    first, second = exported["answers"]
    assert round_.question is not None
    assert (first["date"], first["prompt"], first["answer"]) == ("2026-11-02", round_.question.prompt, "B")
    assert first["right"] is True and first["points"] == 15 and second["right"] is False
    assert {row["period"] for row in exported["points"]} == {"2026-W45", "2026-11", "all"}
    assert [row["streak"] for row in exported["streaks"]] == [1, 1]
    assert [row["first_day"] for row in exported["days"]] == ["2026-11-10"]
    assert exported["reports_and_changes"][0]["text"] == "a comma"
