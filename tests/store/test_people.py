import asyncio

from bot.ports.people import GroupSettings
from tests.store.scene import Scene, at, day


async def test_a_group_is_made_once_and_keeps_its_last_name(scene: Scene) -> None:
    renamed = await scene.store.people.group("fake", "g1", "Renamed")
    assert (renamed.id, renamed.key) == (scene.group.id, scene.group.key)
    assert renamed.name == "Renamed" and renamed.settings == GroupSettings()
    assert await scene.store.people.get_group(renamed.id) == renamed


async def test_groups_of_two_platforms_may_have_the_same_id(scene: Scene) -> None:
    other = await scene.store.people.group("web", "g1", "Study group")
    assert other.id != scene.group.id and other.key != scene.group.key


async def test_a_member_met_by_many_at_once_is_one_member(scene: Scene) -> None:
    met = await asyncio.gather(*(scene.member("Ada") for _ in range(8)))
    assert len(set(met)) == 1 and met[0].name == "Ada" and met[0].account == "ada"


async def test_one_account_is_a_member_of_each_group(scene: Scene) -> None:
    other = await scene.store.people.group("fake", "g2", "Other")
    here, there = await scene.member("Ada"), await scene.member("Ada", other)
    assert here.account_id == there.account_id and here.id != there.id


async def test_names_are_those_last_seen(scene: Scene) -> None:
    ada, alan = await scene.members("Ada", "Alan")
    await scene.store.people.member(scene.group, "ada", "Countess")
    assert await scene.store.people.names([ada.id, alan.id]) == {ada.id: "Countess", alan.id: "Alan"}
    assert await scene.store.people.name_of(scene.group.id, "ada") == "Countess"
    assert await scene.store.people.name_of(scene.group.id, "nobody") is None


async def test_hostile_and_long_names_are_stored_inert(scene: Scene) -> None:
    hostile = "'); DROP TABLE members;--\x01\x1b[31m\u202e{rows} %s :name\ud800\0"
    member = await scene.store.people.member(scene.group, "bobby", hostile)
    assert member.name == "'); DROP TABLE members;--\x01\x1b[31m\u202e{rows} %s :name?"
    assert await scene.store.people.names([member.id]) == {member.id: member.name}
    long = await scene.store.people.member(scene.group, "long", "ß" * 10_000)
    assert long.name == "ß" * 100


async def test_hiding_is_kept(scene: Scene) -> None:
    ada = await scene.member("Ada")
    await scene.store.people.set_hidden(ada.id, True)
    assert (await scene.member("Ada")).hidden
    await scene.store.people.set_hidden(ada.id, False)
    assert not (await scene.member("Ada")).hidden


async def test_a_freeze_granted_today_counts_at_once_and_never_above_two(scene: Scene) -> None:
    track, ada = await scene.track(), await scene.member("Ada")
    await scene.play(track, 2, right=[ada])
    for expected in (2, 2):
        await scene.store.people.grant_freeze(ada.id, track.id, day(3), "grace", at(3, "10:00"))
        assert await scene.streak(ada, track) == (1, 1, expected, 1)
    assert (await scene.store.answers.streak_days(ada.id, track.id))[1] == [day(3), day(3)]


async def test_a_freeze_granted_after_a_miss_does_not_reach_back(scene: Scene) -> None:
    """Unless it carries the date of the miss: then it comes before that round."""
    track, ada = await scene.track(), await scene.member("Ada")
    await scene.play(track, 2, right=[ada])
    for number in (3, 4):
        await scene.play(track, number)
    assert await scene.streak(ada, track) == (0, 0, 0, 1)
    await scene.store.people.grant_freeze(ada.id, track.id, day(5), "grace", at(5, "10:00"))
    assert await scene.streak(ada, track) == (0, 0, 1, 1)
    await scene.store.people.grant_freeze(ada.id, track.id, day(4), "grace", at(5, "11:00"))
    assert await scene.streak(ada, track) == (1, 1, 1, 1)


async def test_people_are_found_by_account_then_name_then_its_beginning(scene: Scene) -> None:
    people = scene.store.people
    for account, name in (("u1", "Ada"), ("u2", "ADA"), ("u3", "Adam"), ("ada", "Zoe"), ("u4", "%")):
        await people.member(scene.group, account, name)
    other = await people.group("fake", "g2", "Other")
    await people.member(other, "u9", "Ada")

    async def found(typed: str) -> list[str]:
        return [member.account for member in await people.find(scene.group.id, typed, 10)]

    assert await found("ada") == ["ada"] and await found("Ada") == ["u1", "u2"]
    assert await found("AD") == ["u1", "u2", "u3"] and await found("%") == ["u4"]
    assert await found("nobody") == [] and await found("a%") == []
    assert len(await people.find(scene.group.id, "a", 2)) == 2


async def test_a_member_is_got_in_the_own_group_only(scene: Scene) -> None:
    ada = await scene.member("Ada")
    other = await scene.store.people.group("fake", "g2", "Other")
    assert await scene.store.people.get_member(scene.group.id, ada.id) == ada
    assert await scene.store.people.get_member(other.id, ada.id) is None


async def test_settings_changed_at_once_are_all_kept(scene: Scene) -> None:
    changes: list[dict[str, bool | str | None]] = [
        {"names": False},
        {"boards": True},
        {"notices": "ops", "notices_name": "ops"},
        {"thread": False},
    ]
    await asyncio.gather(*(scene.store.people.change_settings(scene.group.id, one) for one in changes))
    group = await scene.store.people.get_group(scene.group.id)
    assert group.settings == GroupSettings(False, True, None, "ops", "ops", False)


async def test_organisers_are_added_listed_by_name_and_removed(scene: Scene) -> None:
    organisers, group = scene.store.organisers, scene.group.id
    await scene.member("Zoe")
    await scene.member("Ada")
    for account in ("zoe", "ada", "stranger"):
        assert await organisers.add(group, account, "grace", at(1, "10:00"))
    assert not await organisers.add(group, "ada", "alan", at(1, "11:00"))
    assert sorted(await organisers.all(group)) == [("ada", "Ada"), ("stranger", "stranger"), ("zoe", "Zoe")]
    assert await organisers.added("fake", "g1", "ada") and not await organisers.added("web", "g1", "ada")
    assert await organisers.remove(group, "ada") and not await organisers.remove(group, "ada")
    assert not await organisers.added("fake", "g1", "ada")
