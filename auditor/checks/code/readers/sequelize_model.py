"""Which fields of a Sequelize model hold personal data, and does deleting delete?"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checks.code.personal_data import category_of
from auditor.checks.code.reader import Site, reader
from auditor.checks.code.values import Record, in_production, option, switch, text
from auditor.model import Fact

MAX_FIELDS = 500


@reader("sequelize_model")
def sequelize_model(site: Site) -> Iterator[Fact]:
    """Yield pii.field for each field of the catalogue, data.soft_delete for a paranoid model."""
    arguments = [in_production(one) for one in site.call.arguments]
    model = text(arguments[0]) if arguments else None
    records = [one for one in arguments if isinstance(one, Record)]
    for name in list(records[0].entries)[:MAX_FIELDS] if records else ():
        category = category_of(name)
        if category is not None:
            yield site.fact("pii.field", name, category=category, model=model, by="sequelize")
    if len(records) > 1 and switch(option(records[1], "paranoid", default=False)):
        yield site.fact("data.soft_delete", by="sequelize", model=model)
