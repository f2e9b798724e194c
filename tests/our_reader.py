"""What the project's own ontology makes of a text: read once, since it takes seconds, for all tests of reading."""

from __future__ import annotations

from allgraph.reading.lexicon import read_lexicon
from allgraph.reading.relations import Reader
from allgraph.resources import folder

LEXICON = read_lexicon(folder("ontology"))
READER = Reader(LEXICON)
