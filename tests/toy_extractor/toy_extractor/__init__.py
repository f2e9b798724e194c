"""A package of somebody else's with an extractor: it reads lines such as `TOY nelarabine treats T-cell ALL`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from allgraph.documents import Document
from allgraph.reading.extractors import Claimed

_LINE = re.compile(r"^TOY (?P<subject>[\w -]+?) (?P<relation>treats|hasRoute|sings) (?P<object>[\w -]+)$", re.MULTILINE)


class ToyExtractor:
    """A model that reads what our own rules do not."""

    name = "toy"
    version = "1.0"
    agent = "computational_model"

    def extract(self, document: Document) -> Iterator[Claimed]:
        """One claim a line."""
        for line in _LINE.finditer(document.text):
            qualifiers = (("phase", "induction"),) if "induction" in document.text else ()
            yield Claimed(line["subject"], line["relation"], line["object"], *line.span(), qualifiers=qualifiers, rule="line")
