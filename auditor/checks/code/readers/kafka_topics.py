"""For how long do the topics of Kafka keep their messages?"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checks.code.durations import seconds_from_milliseconds
from auditor.checks.code.folding import number
from auditor.checks.code.reader import Site, reader
from auditor.checks.code.readers._amounts import UNBOUNDED, UNKNOWN_STATE, State
from auditor.checks.code.values import Array, JsValue, in_production, option, text
from auditor.model import Fact

FOR_EVER = -1


@reader("kafka_topics")
def kafka_topics(site: Site) -> Iterator[Fact]:
    """Yield queue.retention for each topic.

    ``retention.ms`` in milliseconds, -1 for no end; without it the broker's own
    setting holds, which the code does not tell.
    """
    options = site.argument(0)
    topics = in_production(option(options, "topics", option(options, "resources")))
    if not isinstance(topics, Array) or topics.open:
        yield site.fact("queue.retention", None, state="unknown", by="kafka", subject=None)
        return
    for topic in topics.items:
        state, value = _retention(in_production(option(topic, "configEntries")))
        name = text(option(topic, "topic", option(topic, "name")))
        yield site.fact("queue.retention", value, state=state, by="kafka", subject=name)


def _retention(entries: JsValue) -> State:
    if not isinstance(entries, Array):
        return UNKNOWN_STATE
    for entry in entries.items:
        if text(option(entry, "name")) != "retention.ms":
            continue
        value = in_production(option(entry, "value"))
        if isinstance(value, str):
            digits = value.strip()
            value = FOR_EVER if digits == str(FOR_EVER) else number(digits)
        if isinstance(value, bool) or not isinstance(value, int | float):
            return UNKNOWN_STATE
        found = seconds_from_milliseconds(value)
        return UNBOUNDED if value == FOR_EVER else ("bounded", found) if found else UNKNOWN_STATE
    return UNKNOWN_STATE
