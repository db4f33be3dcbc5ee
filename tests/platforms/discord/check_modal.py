"""Modals (Receiving and Responding: Modal; Components: Component Reference, Label and what it holds)."""

from collections.abc import Callable

from tests.platforms.discord.check_components import (
    LABEL,
    ROW,
    SELECTS,
    TEXT,
    TEXT_INPUT,
    check_custom_id,
    check_keys,
    check_options,
    check_select,
    check_text,
)
from tests.platforms.discord.wire import Faults, Json

UPLOAD, RADIO, CHECKBOXES, CHECKBOX = 19, 21, 22, 23


def check_modal(modal: Json) -> None:
    """Refuses with every fault at once."""
    faults = Faults()
    faults.length("custom_id", modal.get("custom_id"), 1, 100)
    faults.length("title", modal.get("title"), 1, 45)
    components = modal.get("components")
    faults.length("components", components, 1, 5)
    for place, component in enumerate(components if isinstance(components, list) else []):
        _top(faults, f"components.{place}", component)
    if isinstance(components, list):
        check_keys(faults, components)
    faults.refuse()


def _top(faults: Faults, path: str, component: Json) -> None:
    match component.get("type"):
        case 18:
            _label(faults, path, component)
        case 10:
            check_text(faults, path, component)
        case 1:
            _old_row(faults, path, component)
        case _:
            message = f"Value of field must be one of ({ROW}, {TEXT}, {LABEL})."
            faults.add(f"{path}.type", "UNION_TYPE_CHOICES", message)


def _old_row(faults: Faults, path: str, row: Json) -> None:
    """Deprecated: one text input, with its own label."""
    children = row.get("components", [])
    faults.length(f"{path}.components", children, 1, 1)
    for child in children:
        if child.get("type") != TEXT_INPUT:
            faults.add(
                f"{path}.components.0.type", "UNION_TYPE_CHOICES", "Value of field must be one of (4,)."
            )
            continue
        faults.length(f"{path}.components.0.label", child.get("label"), 1, 45)
        _text_input(faults, f"{path}.components.0", child)


def _label(faults: Faults, path: str, label: Json) -> None:
    faults.length(f"{path}.label", label.get("label"), 1, 45)
    if label.get("description") is not None:
        faults.length(f"{path}.description", label["description"], 0, 100)
    child = label.get("component", {})
    check = CHECKS.get(child.get("type"))
    if check is None:
        known = ", ".join(str(kind) for kind in sorted(filter(None, CHECKS)))
        faults.add(
            f"{path}.component.type", "UNION_TYPE_CHOICES", f"Value of field must be one of ({known})."
        )
        return
    check(faults, f"{path}.component", child)
    if child.get("disabled"):
        faults.add(
            f"{path}.component.disabled", "COMPONENT_INVALID", "Modals cannot have disabled components."
        )


def _text_input(faults: Faults, path: str, text: Json) -> None:
    check_custom_id(faults, path, text)
    if text.get("style") not in (1, 2):
        faults.add(f"{path}.style", "BASE_TYPE_CHOICES", "Value must be one of (1, 2).")
    if text.get("value") is not None:
        faults.length(f"{path}.value", text["value"], 0, 4000)
    if text.get("placeholder") is not None:
        faults.length(f"{path}.placeholder", text["placeholder"], 0, 100)
    least, most = text.get("min_length") or 0, text.get("max_length") or 4000
    if not 0 <= least <= most <= 4000:
        faults.add(f"{path}.max_length", "NUMBER_TYPE_MAX", "min_length and max_length must be within 4000.")


def _select(faults: Faults, path: str, select: Json) -> None:
    check_select(faults, path, select)
    _needs_one(faults, path, select)


def _needs_one(faults: Faults, path: str, component: Json) -> None:
    """``min_values`` is omitted or at least 1 unless ``required`` is false."""
    if component.get("required", True) and component.get("min_values") == 0:
        faults.add(f"{path}.min_values", "BASE_TYPE_BAD_INTEGER", "Must be at least 1 when required.")


def _radio(faults: Faults, path: str, group: Json) -> None:
    check_custom_id(faults, path, group)
    check_options(faults, path, group, 2, 10)


def _checkboxes(faults: Faults, path: str, group: Json) -> None:
    check_custom_id(faults, path, group)
    check_options(faults, path, group, 1, 10)
    _needs_one(faults, path, group)


CHECKS: dict[int | None, Callable[[Faults, str, Json], None]] = {
    TEXT_INPUT: _text_input,
    **dict.fromkeys(SELECTS, _select),
    UPLOAD: check_custom_id,
    RADIO: _radio,
    CHECKBOXES: _checkboxes,
    CHECKBOX: check_custom_id,
}
