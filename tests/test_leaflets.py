"""Package leaflets: sections with numbers, effects by how often they come, words said to "you"; the leaflet is of no real medicine."""

from __future__ import annotations

from our_reader import LEXICON, READER

from allgraph.documents import Document
from allgraph.reading.outline import outline
from allgraph.sources import Source
from allgraph.statements import Finding, Stance, Status

LEAFLET = """Package leaflet: Information for the user

Xyzabra

1. What Xyzabra is and what it is used for

Xyzabra contains the active substance nelarabine.

Xyzabra is used to treat adolescents and young adults up to 30 years old with T-cell ALL when previous treatments have stopped working.

2. Before you take Xyzabra

Do not take Xyzabra
- if you are allergic to nelarabine;

Other medicines and Xyzabra

Tell your doctor if you take any of these:
- oral methotrexate, which may cause mouth sores
- allopurinol (used for gout)

3. How to take Xyzabra

The usual dose for adults and children is 5 mg each day. Swallow the capsules whole.

4. Possible side effects

Very common (may affect more than 1 in 10 people):
- feeling sick, mild headache;
- redness of the palms and soles, dry (cracked) skin around the lips, hiccups.

Rare side effects (may affect up to 1 in 1,000 people)

- yellowing of the skin (jaundice).
"""


def test_a_leaflet_gives_what_it_says_of_its_medicine_and_nothing_of_others() -> None:
    found = set()
    for one in READER.findings(Document(Source("page", "page.txt", ""), LEAFLET)):
        assert one.statement.stance is Stance.AFFIRMED
        if one.evidence.status is Status.EXTRACTED:
            names = [LEXICON.terms[end].shown if end in LEXICON.terms else label for end, label in _ends(one)]
            found.add(f"{names[0]} {one.statement.relation[3:]} {names[1]}".lower())
    assert found == {
        "nelarabine forpopulation adolescents and young adults up to age 30",
        "nelarabine forpopulation adults",
        "nelarabine forpopulation children",
        "nelarabine hasadverseeffect dry skin",
        "nelarabine hasadverseeffect headache",
        "nelarabine hasadverseeffect hiccups",
        "nelarabine hasadverseeffect jaundice",
        "nelarabine hasadverseeffect nausea",
        "nelarabine hasadverseeffect skin redness",
        "nelarabine hasbrandname xyzabra",
        "nelarabine hasroute oral",
        "nelarabine hasschedule daily",
        "nelarabine treats refractory all",
        "nelarabine treats t-cell all",
    }


def _ends(one: Finding) -> tuple[tuple[str, str], tuple[str, str]]:
    return (one.statement.subject, one.subject_label), (one.statement.object, one.object_label)


def test_a_number_goes_on_from_its_own_and_not_from_what_stands_between() -> None:
    headed = {block.span.of(LEAFLET): [heading.of(LEAFLET) for heading in block.headings] for block in outline(LEAFLET)}
    assert headed["What Xyzabra is and what it is used for"] == headed["Before you take Xyzabra"] == ["Xyzabra"]
    assert headed["How to take Xyzabra"] == ["Xyzabra"]
