"""An intent as plain text: what a reader would read, without any platform's markup."""

from bot.domain.schedule import zone_info
from bot.intents.base import (
    BankText,
    Block,
    Bold,
    Bullets,
    Button,
    Calendar,
    Code,
    CodeBlock,
    CommandRef,
    Intent,
    Line,
    Link,
    Moment,
    MomentStyle,
    Options,
    Para,
    Person,
    Prose,
    Ranking,
    Span,
)
from bot.intents.words import short_day, span_of_time


def plain(intent: Intent) -> str:
    return "\n".join(_block(block) for block in intent.said().blocks)


def buttons(intent: Intent | None) -> list[Button]:
    assert intent is not None
    return [button for row in intent.said().buttons for button in row]


def _block(block: Block) -> str:
    match block:
        case Para(line):
            return _line(line)
        case CodeBlock(text):
            return text
        case Prose(markdown):
            return markdown
        case Bullets(lines):
            return "\n".join(f"- {_line(line)}" for line in lines)
        case Options(rows):
            return "\n".join(f"{row.letter} {row.verdict} {row.share} {row.text} {row.why}" for row in rows)
        case Ranking(caption, ranks):
            return "\n".join([caption, *(f"{row.rank}. {row.name} {row.value}" for row in ranks)])
        case Calendar(_, alt):
            return alt


def _line(line: Line) -> str:
    return "".join(_span(span) for span in line)


def _span(span: Span) -> str:
    match span:
        case str():
            return span
        case Bold(text) | Code(text) | BankText(text, _):
            return text
        case Moment():
            return _moment(span)
        case Person(name):
            return name
        case CommandRef(words):
            return f"/{words}"
        case Link(title, url):
            return f"{title} {url}"


def _moment(moment: Moment) -> str:
    local = moment.at.astimezone(zone_info(moment.zone))
    if moment.style is MomentStyle.RELATIVE:
        assert moment.now is not None
        return f"in {span_of_time(moment.at - moment.now)}"
    day = short_day(local.date())
    return {
        MomentStyle.TIME: f"{local:%H:%M}",
        MomentStyle.DAY: day,
        MomentStyle.DAY_TIME: f"{day} {local:%H:%M}",
    }[moment.style]
