"""One file of the bank as read: its topic, or why it has none. The same bytes always give the same sheet."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

from bot.bank import limits
from bot.bank.faults import Fault, Report
from bot.bank.nodes import NotReadable, parse
from bot.bank.questions import Places, read_topic
from bot.domain import question as types
from bot.domain.question import Topic


@dataclass(frozen=True, slots=True)
class Sheet:
    """``topic`` is None where any fault is an error. ``places`` has every id that could be read."""

    file: str
    topic: Topic | None
    places: Mapping[str, Places] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()


def broken(file: str, problem: str, cure: str, line: int = 0) -> Sheet:
    """A sheet of which nothing could be read."""
    return Sheet(file, None, faults=(Fault(file, line, "", problem, cure),))


def read_sheet(file: str, data: bytes) -> Sheet:
    """``file``: the file's name, which is the topic's name with ".yaml" behind it."""
    try:
        return _read(file, _decoded(data))
    except NotReadable as found:
        return broken(file, found.problem, found.cure, found.line)


def _read(file: str, text: str) -> Sheet:
    root = parse(text)
    if root is None:
        return broken(file, "the file is empty", "Begin it with `topic:`, or remove it.")
    report = Report(file)
    topic, places = read_topic(root, report, file.removesuffix(".yaml"))
    faults = tuple(sorted(report.faults, key=lambda fault: fault.line))
    return Sheet(file, None if report.broken else topic, places, faults)


def _decoded(data: bytes) -> str:
    if len(data) > limits.FILE_BYTES:
        raise NotReadable(0, TOO_BIG, "Split the topic.")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise NotReadable(line, "this is not UTF-8", "Save the file as UTF-8.") from None
    if text.startswith("\ufeff"):
        cure = "Save the file as UTF-8 without one."
        raise NotReadable(1, "the file begins with a byte order mark (BOM)", cure)
    return text


TOO_BIG = f"the file has more than {limits.FILE_BYTES:,} bytes"


def open_sheet(path: Path) -> bytes | Sheet:
    """The bytes of a file, or a sheet that says why they cannot be had."""
    try:
        if path.stat().st_size > limits.FILE_BYTES:
            return broken(path.name, TOO_BIG, "Split the topic.")
        return path.read_bytes()
    except OSError as error:
        return broken(
            path.name, f"the file cannot be read: {error.strerror}", "Check the path and its rights."
        )


def rules_version() -> bytes:
    """Changes with any line of this room and of the types it makes, so no cache outlives its rules."""
    sources = [*sorted(Path(__file__).parent.glob("*.py")), Path(types.__file__)]
    return blake2b(b"\0".join(map(Path.read_bytes, sources)), digest_size=16).digest()
