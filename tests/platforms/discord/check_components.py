"""Components of messages (Components: Component Reference); ``check_modal`` has those of modals."""

from collections import Counter
from collections.abc import Set as AbstractSet

from tests.platforms.discord.message import flatten
from tests.platforms.discord.wire import Faults, Json

ROW, BUTTON, TEXT_INPUT, SECTION, TEXT, THUMBNAIL, GALLERY, FILE, SEPARATOR, CONTAINER, LABEL = (
    1,
    2,
    4,
    9,
    10,
    11,
    12,
    13,
    14,
    17,
    18,
)  # fmt: skip
STRING_SELECT = 3
SELECTS = {3, 5, 6, 7, 8}
LEGACY_TOP = {ROW}
TOP = {ROW, SECTION, TEXT, GALLERY, FILE, SEPARATOR, CONTAINER}
IN_CONTAINER = TOP - {CONTAINER}
LINK, PREMIUM = 5, 6


def check_components(faults: Faults, components: object, *, layout: bool) -> None:
    """``layout``: whether the message has the flag IS_COMPONENTS_V2."""
    if not isinstance(components, list):
        faults.add("components", "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
        return
    if not layout:
        faults.length("components", components, 0, 5)
    for place, component in enumerate(components):
        _check(faults, f"components.{place}", component, TOP if layout else LEGACY_TOP)
    check_keys(faults, components)
    if layout:
        _check_layout(faults, components)


def check_keys(faults: Faults, components: list[Json]) -> None:
    """``custom_id`` and ``id`` are unique in a message or modal (Anatomy of a Component)."""
    for key, code in (
        ("custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED"),
        ("id", "COMPONENT_ID_DUPLICATED"),
    ):
        counts = Counter(part[key] for part in flatten(components) if part.get(key))
        for value, count in counts.items():
            if count > 1:
                faults.add("components", code, f"Component {key} {value} cannot be duplicated")


def _check_layout(faults: Faults, components: list[Json]) -> None:
    """40 components, nested ones included; 4,000 characters over all text displays."""
    parts = list(flatten(components))
    if len(parts) > 40:
        faults.add("components", "COMPONENT_MAX_TOTAL", "The number of total components must be 40 or fewer.")
    if sum(len(str(part.get("content", ""))) for part in parts) > 4000:
        message = "The total number of characters in a message's text must be 4000 or fewer."
        faults.add("components", "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", message)


def _check(faults: Faults, path: str, component: Json, allowed: AbstractSet[int]) -> None:
    kind = component.get("type")
    if not isinstance(kind, int) or kind not in allowed:
        known = ", ".join(str(each) for each in sorted(allowed))
        faults.add(f"{path}.type", "UNION_TYPE_CHOICES", f"Value of field must be one of ({known}).")
        return
    check = CHECKS.get(kind)
    if check is not None:
        check(faults, path, component)


def _row(faults: Faults, path: str, row: Json) -> None:
    """Up to 5 buttons or a single select."""
    children = row.get("components", [])
    faults.length(f"{path}.components", children, 1, 5)
    for place, child in enumerate(children):
        _check(faults, f"{path}.components.{place}", child, {BUTTON} | SELECTS)
    if any(child.get("type") in SELECTS for child in children) and len(children) > 1:
        faults.add(
            f"{path}.components",
            "COMPONENT_LAYOUT_WIDTH_EXCEEDED",
            "A select takes the whole row.",
        )


def _button(faults: Faults, path: str, button: Json) -> None:
    if "label" in button and button["label"] is not None:
        faults.length(f"{path}.label", button["label"], 0, 80)
    if not button.get("label") and not button.get("emoji") and button.get("style") != PREMIUM:
        faults.add(f"{path}.label", "BUTTON_COMPONENT_INVALID", "A button needs a label or an emoji.")
    if button.get("style") not in range(1, 7):
        faults.add(f"{path}.style", "BASE_TYPE_CHOICES", "Value must be one of (1, 2, 3, 4, 5, 6).")
    if button.get("style") == LINK:
        _link(faults, path, button)
    elif button.get("style") != PREMIUM:
        check_custom_id(faults, path, button)
        if button.get("url"):
            faults.add(f"{path}.url", "BUTTON_COMPONENT_CUSTOM_ID_URL", "Only a link button has a URL.")


def _link(faults: Faults, path: str, button: Json) -> None:
    faults.length(f"{path}.url", button.get("url"), 1, 512)
    if button.get("custom_id"):
        faults.add(
            f"{path}.custom_id",
            "BUTTON_COMPONENT_CUSTOM_ID_URL",
            "A custom id and url cannot both be specified",
        )


def check_custom_id(faults: Faults, path: str, component: Json) -> None:
    faults.length(f"{path}.custom_id", component.get("custom_id"), 1, 100)


def check_select(faults: Faults, path: str, select: Json) -> None:
    """Also in modals."""
    check_custom_id(faults, path, select)
    if select.get("placeholder") is not None:
        faults.length(f"{path}.placeholder", select["placeholder"], 0, 150)
    check_options(faults, path, select, 1, 25) if select["type"] == STRING_SELECT else None
    least, most = select.get("min_values", 1), select.get("max_values", 1)
    if not 0 <= least <= 25 or not 1 <= most <= 25 or least > most:
        faults.add(
            f"{path}.min_values", "BASE_TYPE_BAD_INTEGER", "Must be 0 to 25, and not above max_values."
        )
    if select["type"] == STRING_SELECT and most > len(select.get("options", [])):
        faults.add(f"{path}.max_values", "BASE_TYPE_BAD_INTEGER", "Must not be more than there are options.")


def check_options(faults: Faults, path: str, component: Json, least: int, most: int) -> None:
    """Select options, radio buttons and checkboxes: label, value and description up to 100 each."""
    options = component.get("options")
    faults.length(f"{path}.options", options, least, most)
    if not isinstance(options, list):
        return
    for place, option in enumerate(options):
        for key in ("label", "value"):
            faults.length(f"{path}.options.{place}.{key}", option.get(key), 1, 100)
        if option.get("description") is not None:
            faults.length(f"{path}.options.{place}.description", option["description"], 0, 100)
    values = [option.get("value") for option in options]
    if len(set(values)) < len(values):
        faults.add(
            f"{path}.options",
            "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
            "The specified value is already used",
        )


def _section(faults: Faults, path: str, section: Json) -> None:
    """One to three text displays beside a button or a thumbnail."""
    children = section.get("components", [])
    faults.length(f"{path}.components", children, 1, 3)
    for place, child in enumerate(children):
        _check(faults, f"{path}.components.{place}", child, {TEXT})
    accessory = section.get("accessory")
    if not isinstance(accessory, dict):
        faults.add(f"{path}.accessory", "BASE_TYPE_REQUIRED", "This field is required")
        return
    _check(faults, f"{path}.accessory", accessory, {BUTTON, THUMBNAIL})


def check_text(faults: Faults, path: str, text: Json) -> None:
    faults.length(f"{path}.content", text.get("content"), 1, 4000)


def _thumbnail(faults: Faults, path: str, item: Json) -> None:
    faults.length(f"{path}.media.url", item.get("media", {}).get("url"), 1, 2048)
    if item.get("description") is not None:
        faults.length(f"{path}.description", item["description"], 0, 1024)


def _gallery(faults: Faults, path: str, gallery: Json) -> None:
    items = gallery.get("items", [])
    faults.length(f"{path}.items", items, 1, 10)
    for place, item in enumerate(items):
        _thumbnail(faults, f"{path}.items.{place}", item)


def _file(faults: Faults, path: str, file: Json) -> None:
    """Only ``attachment://`` references."""
    if not str(file.get("file", {}).get("url", "")).startswith("attachment://"):
        faults.add(
            f"{path}.file.url", "UNFURLED_MEDIA_ITEM_ATTACHMENT_REQUIRED", "Only attachments are supported."
        )


def _separator(faults: Faults, path: str, separator: Json) -> None:
    if separator.get("spacing", 1) not in (1, 2):
        faults.add(f"{path}.spacing", "BASE_TYPE_CHOICES", "Value must be one of (1, 2).")


def _container(faults: Faults, path: str, container: Json) -> None:
    children = container.get("components", [])
    faults.length(f"{path}.components", children, 1, 40)
    for place, child in enumerate(children):
        _check(faults, f"{path}.components.{place}", child, IN_CONTAINER)
    colour = container.get("accent_color")
    if colour is not None and not 0 <= colour <= 0xFFFFFF:
        faults.add(f"{path}.accent_color", "NUMBER_TYPE_MAX", "int value should be 0 to 16777215.")


CHECKS = {
    ROW: _row,
    BUTTON: _button,
    **dict.fromkeys(SELECTS, check_select),
    SECTION: _section,
    TEXT: check_text,
    THUMBNAIL: _thumbnail,
    GALLERY: _gallery,
    FILE: _file,
    SEPARATOR: _separator,
    CONTAINER: _container,
}
