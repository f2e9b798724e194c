"""What plain words and clinical ones name in the vocabulary, and ordinary words that name nothing there."""

from __future__ import annotations

import pytest

from allgraph.reading.lexicon import read_lexicon
from allgraph.reading.mentions import MentionFinder
from allgraph.resources import folder

LEXICON = read_lexicon(folder("ontology"))
FINDER = MentionFinder(LEXICON)

#: Words by the term that they name, whole.
NAMES = {
    "ag:cardiomyopathy": "weak heart; weakened heart muscle; weakening of the heart muscle",
    "ag:arterial-narrowing": "narrowing of the arteries; narrowed arteries; arterial narrowing",
    "ag:avascular-necrosis": "damage to the hip joints; AVN; osteonecrosis; death of bone tissue",
    "ag:high-blood-sugar": "raised blood sugar; elevated blood glucose; hyperglycaemia; raised sugar levels",
    "ag:mood-changes": "mood swings; changes in mood; moodiness",
    "ag:hypoxia": "low oxygen; low blood oxygen levels; hypoxaemia",
    "ag:aphasia": "trouble finding words; word-finding difficulties",
    "ag:tremor": "tremors; shakiness; shaky hands",
    "ag:foot-drop": "drop foot; foot drop",
    "ag:siadh": "SIADH; inappropriate ADH secretion",
    "ag:tissue-necrosis": "tissue necrosis; necrosis of the tissue",
    "ag:capillary-leak-syndrome": "capillary leak; vascular leak syndrome",
    "ag:qt-prolongation": "prolonged QTc interval; QT interval prolongation; long QT",
    "ag:secondary-acute-myeloid-leukemia": "secondary AML; therapy-related acute myeloid leukaemia; t-AML",
    "ag:secondary-brain-tumor": "secondary brain tumours; radiation-induced brain tumors",
    "ag:second-cancers": "secondary tumours; second malignancies; subsequent cancers",
    "ag:secondary-t-cell-cancers": "secondary T-cell malignancies",
    "ag:growth-hormone-deficiency": "lack of growth hormone; growth hormone insufficiency",
    "ag:short-stature": "reduced final height; short stature",
    "ag:early-puberty": "precocious puberty; early onset of puberty",
    "ag:attention-problems": "problems with attention; short attention span; attentional deficits",
    "ag:slow-processing-speed": "slowed processing speed; problems with processing speed",
    "ag:decline-in-intelligence": "lower IQ; loss of IQ points; decline in IQ",
    "ag:hearing-loss": "loss of hearing; hearing impairment; deafness",
    "ag:cataracts": "clouding of the lens of the eye; cataract",
    "ag:tooth-problems": "dental abnormalities; damage to the teeth",
    "ag:fertility-problems": "lower fertility; difficulty having children",
    "ag:early-menopause": "premature menopause; early menopause",
    "ag:blood-clots": "clots; blood clots; thromboembolism",
    "ag:elevated-bilirubin": "raised bilirubin; hyperbilirubinaemia",
    "ag:elevated-liver-enzymes": "raised transaminases; deranged LFTs; rise in liver enzymes",
    "ag:hemorrhagic-cystitis": "bleeding in the bladder; haemorrhagic cystitis",
    "ag:conjunctivitis": "inflammation of the conjunctiva",
    "ag:cerebellar-toxicity": "cerebellar ataxia; damage to the cerebellum",
    "ag:stroke-like-episodes": "stroke-like neurotoxicity; stroke-like events",
    "ag:hypogammaglobulinemia": "low immunoglobulins; low IgG levels; shortage of antibodies",
    "ag:b-cell-aplasia": "loss of normal B cells; B-cell depletion; lack of B cells",
    "ag:pneumocystis-pneumonia": "Pneumocystis; PCP pneumonia; Pneumocystis jirovecii pneumonia",
    "ag:mouth-sores": "sore mouth; ulcers in the mouth; oral ulceration",
    "ag:numbness-and-tingling": "tingling in the fingers and toes; numbness in fingers and toes; paraesthesia",
    "ag:jaundice": "yellowing of the skin and eyes; yellow skin",
    "ag:red-urine": "red or pink urine; urine may turn red",
    "ag:hlh-like-toxicity": "IEC-HS; HLH-like syndrome",
}

#: Sentences in which nothing of a class is named.
SILENT = [
    ("ag:AdverseEffect", "The indolent tumor of the second patient was slow-growing and never treated."),
    ("ag:AdverseEffect", "Tests for the human immunodeficiency virus are done first."),
    ("ag:AdverseEffect", "This is not to be confused with another leukemia that has a similar name."),
    ("ag:AdverseEffect", "A low-energy beam is fitting, and people with darker skin need no other one."),
    ("ag:AdverseEffect", "He passed out the leaflets and drew a faint line on them."),
    ("ag:AdverseEffect", "Other cancers are treated on the same floor; a kidney function test is free."),
]


@pytest.mark.parametrize(("curie", "text"), [(curie, text) for curie, texts in NAMES.items() for text in texts.split("; ")])
def test_words_name_the_term_that_they_mean(curie: str, text: str) -> None:
    found = [(mention.span.start, mention.span.end, mention.term.curie) for mention in FINDER.find(text)]
    assert found == [(0, len(text), curie)]


@pytest.mark.parametrize(("curie", "text"), SILENT)
def test_ordinary_words_name_nothing_of_a_class(curie: str, text: str) -> None:
    assert [mention.name for mention in FINDER.find(text) if curie in mention.term.classes] == []
