"""All files together → the Bank: what one file cannot know about the others, and about the day."""

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import blake2b
from pathlib import Path
from types import MappingProxyType

from bot.bank.cache import Cache
from bot.bank.faults import Fault, Severity, any_fatal
from bot.bank.limits import AREAS
from bot.bank.sheets import Sheet, broken, open_sheet
from bot.domain.question import Question, Topic
from bot.errors import BankError

SHIPPED = Path(__file__).resolve().parents[2] / "data" / "questions"
"""The folder of questions that comes with the program."""

ENDINGS = (".yaml", ".yml")


@dataclass(frozen=True)
class Bank:
    """Every question there is. ``topics`` are ordered by title; ``faults`` never touch what is in here."""

    topics: Mapping[str, Topic] = field(repr=False)
    questions: Mapping[str, Question] = field(repr=False)
    revision: str
    faults: tuple[Fault, ...] = ()

    def topic_of(self, question_id: str) -> Topic:
        """KeyError for an id that is not in the bank."""
        return self.topics[self.questions[question_id].topic]

    @property
    def areas(self) -> tuple[tuple[str, tuple[Topic, ...]], ...]:
        """The areas that have topics, in their fixed order."""
        grouped = ((area, tuple(t for t in self.topics.values() if t.area == area)) for area in AREAS)
        return tuple((area, topics) for area, topics in grouped if topics)


def load_bank(folders: Sequence[Path], cache: Path | None = None, today: date | None = None) -> Bank:
    """The bank of the shipped folder, which comes first, and of further ones; ``cache`` is a file.

    Without ``today`` no day is too late or too early.

    BankError lists every fault of the shipped folder at once, and says when no question is left. A
    broken file of a further folder is left out whole and its faults are in ``faults``.
    """
    joined = _Joined(today)
    with _no_collection():
        kept = Cache(cache)
        for place, folder in enumerate(folders):
            for sheet in _sheets(folder, kept):
                joined.add(sheet, optional=place > 0)
        kept.save()
    topics = joined.topics()
    if any_fatal(joined.shipped):
        raise BankError([fault for fault in joined.shipped if fault.fatal])
    if not any(topic.questions for topic in topics):
        raise BankError([*joined.faults, _nothing(folders)])
    return make_bank(topics, joined.faults)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Nearly all that loading makes stays: looking for garbage in it takes a quarter of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def make_bank(topics: Iterable[Topic], faults: Sequence[Fault] = ()) -> Bank:
    ordered = sorted(topics, key=lambda topic: (topic.title.casefold(), topic.name))
    questions = {question.id: question for topic in ordered for question in topic.questions}
    by_name = {topic.name: topic for topic in ordered}
    return Bank(MappingProxyType(by_name), MappingProxyType(questions), _revision(ordered), tuple(faults))


@dataclass(frozen=True, slots=True)
class Survey:
    """What an author wants to know: the topics without an error, and every fault."""

    topics: tuple[Topic, ...]
    faults: tuple[Fault, ...]


def survey(paths: Sequence[Path], today: date | None = None) -> Survey:
    """Files and folders read as one bank, without a cache; never raises."""
    joined, kept = _Joined(today), Cache(None)
    for sheet in (sheet for path in paths for sheet in _sheets(path, kept)):
        joined.add(sheet)
    return Survey(tuple(joined.topics()), tuple(joined.faults))


def check_files(paths: Sequence[Path], today: date | None = None) -> list[Fault]:
    """Every fault of every file, and of the files together."""
    return list(survey(paths, today).faults)


def _sheets(path: Path, kept: Cache) -> Iterator[Sheet]:
    try:
        files = _files(path)
    except OSError as error:
        problem = f"the folder cannot be read: {error.strerror}"
        yield broken(str(path), problem, "Check the path and its rights.")
        return
    for file in files:
        if file.suffix == ".yml":
            yield broken(file.name, "the file's name ends in .yml", f"Name it {file.stem}.yaml.")
            continue
        found = open_sheet(file)
        yield found if isinstance(found, Sheet) else kept.read(file.name, found)


def _files(path: Path) -> list[Path]:
    """A file itself; of a folder its YAML files by name. OSError, which ``glob`` would not give."""
    if path.suffix in ENDINGS or path.is_file():
        return [path]
    return sorted(file for file in path.iterdir() if file.suffix in ENDINGS and file.name[0] != ".")


def _nothing(folders: Sequence[Path]) -> Fault:
    where = ", ".join(map(str, folders)) or "the bank"
    return Fault(where, 0, "", "there is no question at all", "Put a topic file there (see data/README.md).")


def _revision(topics: Iterable[Topic]) -> str:
    """Changes with any question, and with what decides which one is picked."""
    digest = blake2b(digest_size=6)
    for topic in topics:
        digest.update(f"{topic.name}\0{topic.title}\0{topic.area}\n".encode())
        for q in topic.questions:
            digest.update(f"{q.id} {q.revision} {q.verified} {q.review_by} {q.retired is None}\n".encode())
    return digest.hexdigest()


@dataclass(slots=True)
class _Joined:
    """Sheets joined in order: the first to use a topic or an id has it."""

    today: date | None
    faults: list[Fault] = field(default_factory=list)
    shipped: list[Fault] = field(default_factory=list)
    _sheets: list[tuple[Sheet, bool]] = field(default_factory=list)
    _ids: dict[str, tuple[str, int]] = field(default_factory=dict)
    _files: set[str] = field(default_factory=set)

    def add(self, sheet: Sheet, *, optional: bool = False) -> None:
        """``optional``: one error leaves the sheet out, ids and all."""
        found = [*sheet.faults, *self._clashes(sheet), *_day_faults(sheet, self.today)]
        self._note(found, optional)
        if optional and any_fatal(found):
            return
        self._files.add(sheet.file)
        for name, place in sheet.places.items():
            self._ids.setdefault(name, (sheet.file, place.id))
        self._sheets.append((sheet, optional))

    def topics(self) -> list[Topic]:
        """Once all are added: what is left after a look at who replaces whom."""
        good: list[Topic] = []
        for sheet, optional in self._sheets:
            found = list(self._lost_replacements(sheet))
            self._note(found, optional)
            if sheet.topic and not found:
                good.append(sheet.topic)
        return good

    def _note(self, found: list[Fault], optional: bool) -> None:
        self.faults.extend(found)
        if not optional:
            self.shipped.extend(found)

    def _clashes(self, sheet: Sheet) -> Iterator[Fault]:
        if sheet.file in self._files:
            cure = "Name the file and its topic otherwise."
            yield Fault(sheet.file, 0, "", "a file of this name has been read already", cure)
            return
        for name, place in sheet.places.items():
            if name in self._ids:
                file, line = self._ids[name]
                cure = f"The first stands in {file}:{line}. Give this one an id of its own."
                yield Fault(sheet.file, place.id, name, "the id is used twice", cure)

    def _lost_replacements(self, sheet: Sheet) -> Iterator[Fault]:
        for q in sheet.topic.questions if sheet.topic else ():
            other = q.retired.replaced_by if q.retired else None
            if other and (other not in self._ids or other == q.id):
                problem = f"`replaced_by` is `{other}`, which is no other question"
                line = sheet.places[q.id].replaced_by
                yield Fault(sheet.file, line, q.id, problem, "Name one that exists, or remove the key.")


def _day_faults(sheet: Sheet, today: date | None) -> Iterator[Fault]:
    """A day of grace for ``verified``: east of Greenwich it may be tomorrow already."""
    if today is None:
        return
    tomorrow = today + timedelta(days=1)
    for q in sheet.topic.questions if sheet.topic else ():
        place = sheet.places[q.id]
        if q.verified > tomorrow:
            cure = "Write the day on which the facts were checked."
            yield Fault(sheet.file, place.verified, q.id, f"`verified` is {q.verified}, in the future", cure)
        if q.overdue(today) and q.retired is None:
            problem, cure = f"`review_by` was {q.review_by}", "Check the facts and set both days anew."
            yield Fault(sheet.file, place.review_by, q.id, problem, cure, Severity.WARNING)
