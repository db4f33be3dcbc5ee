"""What a message may hold (Resources: Message, Create Message and Edit Message)."""

from collections.abc import Collection

from tests.platforms.discord.check_components import check_components
from tests.platforms.discord.mentions import check_allowed
from tests.platforms.discord.message import COMPONENTS_V2, flatten
from tests.platforms.discord.wire import Faults, Json, Refusal

# most characters of a field of an embed (Embed Limits)
EMBED = {"title": 256, "description": 4096}
NESTED = {("footer", "text"): 2048, ("author", "name"): 256}
EMBED_TOTAL = 6000


def check_message(form: Json, files: Collection[str]) -> None:
    """``form``: the message as it would be after the request; ``files``: the names of its attachments."""
    faults = Faults()
    layout = bool((form.get("flags") or 0) & COMPONENTS_V2)
    if form.get("content") is not None:
        faults.length("content", form["content"], 0, 2000)
    _check_embeds(faults, form.get("embeds") or [])
    check_components(faults, form.get("components") or [], layout=layout)
    _check_nonce(faults, form)
    check_allowed(faults, form.get("allowed_mentions"))
    faults.refuse()
    if layout:
        _check_layout(form, files)
    elif not any((str(form.get("content") or "").strip(), form.get("embeds"), files, form.get("components"))):
        raise Refusal(50006)


def _check_layout(form: Json, files: Collection[str]) -> None:
    """IS_COMPONENTS_V2 takes components alone, and shows attachments through them."""
    faults = Faults()
    for field in ("content", "embeds", "sticker_ids", "poll"):
        if form.get(field):
            message = f"The '{field}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2"
            faults.add(field, "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", message)
    used = _references(form.get("components") or [])
    for name in used - set(files):
        message = f"The referenced attachment {name} was not found."
        faults.add("components", "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND", message)
    for name in set(files) - used:
        faults.add("attachments", "ATTACHMENT_NOT_USED", f"{name} is shown by no component.")
    faults.refuse()
    if not form.get("components"):
        raise Refusal(50006)


def _references(components: list[Json]) -> set[str]:
    found: set[str] = set()
    for part in flatten(components):
        media = [part.get("media"), part.get("file"), *(item.get("media") for item in part.get("items", []))]
        urls = [str(each.get("url", "")) for each in media if isinstance(each, dict)]
        found |= {url.removeprefix("attachment://") for url in urls if url.startswith("attachment://")}
    return found


def _check_embeds(faults: Faults, embeds: list[Json]) -> None:
    faults.length("embeds", embeds, 0, 10)
    total = 0
    for place, embed in enumerate(embeds):
        total += _check_embed(faults, f"embeds.{place}", embed)
    if total > EMBED_TOTAL:
        faults.add("embeds", "MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of 6000")


def _check_embed(faults: Faults, path: str, embed: Json) -> int:
    """Returns how many characters count towards the 6,000."""
    texts = [(f"{path}.{key}", embed.get(key), most) for key, most in EMBED.items()]
    texts += [
        (f"{path}.{outer}.{inner}", (embed.get(outer) or {}).get(inner), most)
        for (outer, inner), most in NESTED.items()
    ]
    fields = embed.get("fields") or []
    faults.length(f"{path}.fields", fields, 0, 25)
    for place, field in enumerate(fields):
        for key, most in (("name", 256), ("value", 1024)):
            faults.length(f"{path}.fields.{place}.{key}", field.get(key), 1, 10**6)
            texts.append((f"{path}.fields.{place}.{key}", field.get(key), most))
    for where, text, most in texts:
        if text is not None:
            faults.length(where, str(text).strip(), 0, most)
    return sum(len(str(text).strip()) for _, text, _ in texts if text is not None)


def _check_nonce(faults: Faults, form: Json) -> None:
    nonce = form.get("nonce")
    if nonce is not None and len(str(nonce)) > 25:
        faults.add("nonce", "NONCE_TYPE_TOO_LONG", "Nonce must be 25 or fewer in length.")
