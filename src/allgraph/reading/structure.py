"""Structure: the outline of a document with the headings that only what they name shows."""

from __future__ import annotations

from collections.abc import Sequence

from allgraph.documents import Document
from allgraph.reading.blocks import Block
from allgraph.reading.grids import TableWords
from allgraph.reading.headings import (
    with_called_phases,
    with_drug_labels,
    with_label_headings,
    with_labelled_lists,
    with_labelled_values,
    with_leaflet_drug,
    with_list_headings,
    with_members,
    with_parts,
    with_records,
    with_reference_headings,
    with_run_in_headings,
    with_sections,
    with_spaced_effects,
    with_subtitles,
    with_treatment_headings,
)
from allgraph.reading.lexicon import Lexicon
from allgraph.reading.mentions import Mention
from allgraph.reading.outline import outline
from allgraph.reading.rows import (
    with_arms,
    with_drug_items,
    with_labelled_parts,
    with_labels,
    with_phase_rows,
    with_row_heads,
    without_named_statuses,
    without_unclear_rows,
)

#: What a line of its own that comes again in a text names without being the label of the line below it.
_LISTED = frozenset({"ag:Drug", "ag:Regimen"})

#: What a card of its own may be about.
_CARDED = frozenset({"ag:Treatment", "ag:DrugClass", "ag:TreatmentPhase"})


class StructureReader:
    """Reads the blocks of a document, each under its headings and lead-in lines."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._table_words = TableWords(
            lexicon.cue_set("columnHead"),
            (lexicon.cues_at("subjectColumn", "ag:Drug"), lexicon.cues_at("subjectColumn", "ag:Treatment")),
            lexicon.cue_set("stepColumn"),
            lexicon.cue_set("emptyCell"),
            lexicon.cue_set("columnFiller"),
            lexicon.cue_set("denyingCell"),
            lexicon.cue_set("markingCell"),
            lexicon.cue_set("statusColumn"),
            lexicon.cues_at("leadingColumn", "ag:Complication"),
            lexicon.cue_set("recordHead"),
        )

    def blocks(self, document: Document, mentions: Sequence[Mention]) -> list[Block]:
        """The outline of a text, with the headings that only what they name shows."""
        text = document.text
        names, things = (
            {mention.span.of(text) for mention in mentions if not mention.term.classes.isdisjoint(kinds)} for kinds in (_LISTED, _CARDED)
        )
        laid_out = without_named_statuses(outline(text, self._table_words, document.layout, names, things), mentions)
        known = with_records(text, laid_out, mentions)
        known = with_treatment_headings(text, with_run_in_headings(text, known, mentions, self._lexicon), mentions, self._lexicon)
        known = with_called_phases(text, with_parts(known, mentions, self._lexicon), mentions)
        known = with_subtitles(text, with_sections(text, known, mentions, self._lexicon), mentions, self._lexicon)
        known = with_reference_headings(text, with_members(known, mentions, self._lexicon), self._lexicon)
        known = with_drug_labels(text, without_unclear_rows(text, known, mentions), mentions, self._lexicon)
        known = with_leaflet_drug(known, mentions)
        blocks = with_phase_rows(text, with_row_heads(text, known, mentions, self._lexicon), mentions, self._lexicon)
        blocks = with_arms(text, blocks, mentions, self._lexicon)
        blocks = with_labelled_values(text, blocks, mentions, self._lexicon)
        blocks = with_spaced_effects(text, blocks, mentions, self._lexicon)
        blocks = with_list_headings(text, blocks, mentions, self._lexicon)
        blocks = with_labelled_lists(text, blocks, self._lexicon)
        blocks = with_drug_items(text, with_label_headings(text, blocks, mentions, self._lexicon), mentions)
        return with_labels(text, with_labelled_parts(text, blocks, mentions, self._lexicon), mentions, self._lexicon)
