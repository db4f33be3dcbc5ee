from datetime import timedelta

import pytest

from bot.ports.fixes import FixDraft
from tests.store.scene import START, Scene


async def kept(scene: Scene) -> FixDraft:
    round_ = await scene.post(await scene.track(), 1)
    draft = FixDraft("key", scene.group.id, round_.id, "B, C", "the manual\0", 1, START)
    await scene.store.fixes.keep(draft)
    return draft


async def test_a_draft_is_taken_once(scene: Scene) -> None:
    draft = await kept(scene)
    taken = await scene.store.fixes.take("key", scene.group.id)
    assert taken is not None and taken.why == "the manual"
    assert (taken.round_id, taken.answer, taken.keys, taken.made_at) == (draft.round_id, "B, C", 1, START)
    assert await scene.store.fixes.take("key", scene.group.id) is None


async def test_a_draft_of_another_group_stays_where_it_is(scene: Scene) -> None:
    await kept(scene)
    assert await scene.store.fixes.take("key", 999) is None
    assert await scene.store.fixes.take("key", scene.group.id) is not None


@pytest.mark.parametrize(("age", "gone"), [(0, False), (1, True)])
async def test_old_drafts_are_forgotten(scene: Scene, age: int, gone: bool) -> None:
    await kept(scene)
    await scene.store.fixes.forget(START + timedelta(days=age))
    assert (await scene.store.fixes.take("key", scene.group.id) is None) == gone
