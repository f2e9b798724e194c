"""What plain words and clinical ones name in the vocabulary, and ordinary words that name nothing there."""

from __future__ import annotations

import pytest
from our_reader import LEXICON

from allgraph.reading.mentions import MentionFinder

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
    "ag:secondary-acute-myeloid-leukemia": "secondary AML; 2° AML; therapy-related acute myeloid leukaemia; t-AML",
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
    "ag:numbness": "numbness in fingers and toes; numb hands; numbness of the feet",
    "ag:tingling": "tingling in the fingers and toes; pins and needles; paraesthesia",
    "ag:jaundice": "yellowing of the skin and eyes; yellow skin",
    "ag:red-urine": "red or pink urine; urine may turn red",
    "ag:hlh-like-toxicity": "IEC-HS; HLH-like syndrome",
    # the care team, settings and tests
    "ag:clinical-nurse-specialist": "clinical nurse specialist; haematology nurse specialist",
    "ag:play-specialist": "play specialist; play therapists",
    "ag:primary-care-physician": "GP; family doctor",
    "ag:multidisciplinary-team": "MDT; interdisciplinary team",
    "ag:speech-therapist": "speech-language pathologist; speech and language therapist",
    "ag:outpatient": "day unit; day ward; outpatient clinic; day-case unit",
    "ag:inpatient": "on the ward; as an in-patient; overnight stay in hospital",
    "ag:at-home": "at home; in your own home",
    "ag:echocardiogram": "ECHO; heart scan; cardiac echo",
    "ag:complete-blood-count": "FBC; CBC; full blood counts",
    "ag:flow-cytometry": "by flow; multiparameter flow",
    "ag:cytogenetic-analysis": "karyotype; karyotyping",
    "ag:bone-marrow-test": "marrow test; bone marrow samples; bone marrow test",
    "ag:digital-polymerase-chain-reaction": "ddPCR; digital PCR",
    # ways, times and lengths
    "ag:intramuscular": "jab into the thigh muscle; shot in the thigh; i.m.; IM; into the thigh",
    "ag:intrathecal": "into the spine; by spinal tap; IT; i.t.; into the fluid around the brain and spine",
    "ag:intravenous": "by drip; on a drip; through a central line; IV; as an IV drip",
    "ag:oral": "PO; p.o.; tablets by mouth; in tablet form",
    "ag:subcutaneous": "SC; s.c.; just under the skin; shot under the skin",
    "ag:daily": "od; OD; once per day",
    "ag:twice-daily": "bd; BID; twice per day",
    "ag:weekly": "wkly; once per week; once a week",
    "ag:three-times-weekly": "three times weekly; 3x/week; three times a week",
    "ag:three-days-a-week": "three days a week; Monday, Wednesday and Friday",
    "ag:every-2-weeks": "at two-week intervals; every 2 wks; q2w; every fortnight; 2-weekly; at 2-week intervals",
    "ag:every-2-3-weeks": "every 2-3 weeks; every two to three weeks; q2-3 wks",
    "ag:every-4-12-weeks": "q4-12 wks; every 4 to 12 weeks",
    "ag:every-12-weeks": "every 12 weeks; 12-weekly; q12 weeks",
    "ag:every-6-hours": "q6h; every 6 hours; every six hrs",
    "ag:2-5-years": "two and a half years; 2½ years; 2.5 yrs",
    "ag:4-6-weeks": "4-6 wks; four to six weeks; 4\u20136 weeks",
    "ag:24-months": "24 months; 24 mths",
    # treatments, factors and people
    "ag:reduced-intensity-chemotherapy": "gentler chemotherapy; milder chemo; less intense chemotherapy; less intensive chemotherapy",
    "ag:lower-intensity-regimen": "gentler treatment; less intense regimen",
    "ag:pediatric-inspired-regimen": "children's protocols; pediatric-style treatment; regimens designed for children",
    "ag:allogeneic-stem-cell-transplant": "donor transplant; transplant from a donor; allograft",
    "ag:matched-unrelated-donor-transplant": "unrelated donor transplant; transplants from an unrelated donor",
    "ag:matched-sibling-donor-transplant": "transplant from a brother or sister; sibling transplant",
    "ag:autologous-stem-cell-transplant": "autograft; transplant using your own cells",
    "ag:cranial-radiation-therapy": "radiotherapy to the head; radiation to the brain; head radiotherapy",
    "ag:total-body-irradiation": "radiation to the whole body; TBI",
    "ag:tpmt": "TPMT; TPMT genotype; TPMT activity",
    "ag:tpmt-deficiency": "low TPMT activity; TPMT deficiency",
    "ag:nudt15": "NUDT15; NUDT15 genotype",
    "ag:tp53-mutation": "TP53 mutations; mutated TP53",
    "ag:complex-karyotype": "complex karyotype; complex cytogenetic abnormalities",
    "ag:t-cell-acute-lymphoblastic-leukemia": "T-cell disease; T-lineage disease; T-cell leukaemia",
    "ag:b-cell-acute-lymphoblastic-leukemia": "B-lineage disease; B-cell lymphoblastic leukaemia",
    "ag:white-blood-cell-count": "leucocyte count; white count; presenting white count",
    "ag:elevated-white-blood-cell-count": "high white count; raised white blood cells",
    "ag:bfm-regimen": "BFM-type backbone; BFM-like therapy",
    "ag:central-drugs-standard-control-organization": "CDSCO",
    "ag:guillain-barre-like-syndrome": "Guillain-Barré-like syndrome; Guillain-Barre syndrome",
    "ag:pericardial-effusion": "fluid around the heart",
    "ag:fitness": "fitness; how fit you are",
    "ag:organ-function": "organ function; how well your organs work",
    "ag:unfit-patients": "unfit patients; patients who are unfit",
    "ag:adults-gt-55-years": "adults past 55; adults over 55",
    "ag:age-gt-60-years": "over-60s; people older than sixty",
    "ag:age-lt-40-years": "patients below 40; under 40s",
    "ag:age-16-24-years": "aged 16 to 24; 16-24 year olds; people aged 16 to 24; 16- to 24-year-olds",
}

#: Sentences in which nothing of a class is named.
SILENT = [
    ("ag:AdverseEffect", "The indolent tumor of the second patient was slow-growing and never treated."),
    ("ag:AdverseEffect", "Tests for the human immunodeficiency virus are done first."),
    ("ag:AdverseEffect", "This is not to be confused with another leukemia that has a similar name."),
    ("ag:AdverseEffect", "A low-energy beam is fitting, and people with darker skin need no other one."),
    ("ag:AdverseEffect", "He passed out the leaflets and drew a faint line on them."),
    ("ag:Disease", "It grows from a B cell, and the T cells of the adult donor help."),
    ("ag:Schedule", "Some need large dose reductions; call the clinic on weekdays."),
    ("ag:Modality", "A lumbar puncture and a blood test are done first."),
    ("ag:Setting", "The rates were higher in patients who relapsed, and in paediatric patients too."),
    ("ag:Test", "The blood flow is free, and these results echo earlier ones."),
    ("ag:Schedule", "She bid farewell; the odd word of an ode is read from the annual report of last year."),
    ("ag:Duration", "Methotrexate is given every 2 to 3 weeks, and the dose at two-week intervals."),
    ("ag:Route", "It may be so; items in the bad back of the lumber room move into the street."),
    ("ag:Population", "It lasts past 55 days, below 40 mg, over 60 courses and in the 1960s."),
    ("ag:Treatment", "The children's book was a donor's; the head of the unit read it in a gentle voice."),
    ("ag:AdverseEffect", "Other cancers are treated on the same floor; a kidney function test is free."),
]


@pytest.mark.parametrize(("curie", "text"), [(curie, text) for curie, texts in NAMES.items() for text in texts.split("; ")])
def test_words_name_the_term_that_they_mean(curie: str, text: str) -> None:
    found = [(mention.span.start, mention.span.end, mention.term.curie) for mention in FINDER.find(text)]
    assert found == [(0, len(text), curie)]


@pytest.mark.parametrize(("curie", "text"), SILENT)
def test_ordinary_words_name_nothing_of_a_class(curie: str, text: str) -> None:
    assert [mention.name for mention in FINDER.find(text) if curie in mention.term.classes] == []


@pytest.mark.parametrize(("text", "label"), [("past the age of 60", "age >60 years"), ("from age 10 on", "age >=10 years")])
def test_an_age_alone_tells_people(text: str, label: str) -> None:
    assert [mention.term.label for mention in FINDER.find(text) if "ag:Population" in mention.term.classes] == [label]


def test_some_length_is_told_by_what_lasts() -> None:
    found = {mention.term.label for mention in FINDER.find("Consolidation lasts several months; several weeks ago it was for a few days.")}
    assert {"several months", "a few days"} <= found
    assert "several weeks" not in found


def test_a_lumbar_puncture_beside_chemotherapy_is_none() -> None:
    found = {mention.term.curie: mention.span for mention in FINDER.find("Lumbar puncture and intrathecal chemotherapy are planned.")}
    assert found["ag:intrathecal-chemotherapy"].start > found["ag:lumbar-puncture"].end


def test_no_name_goes_on_into_the_next_cell() -> None:
    found = [mention.term.label for mention in FINDER.find("Rituximab\tintravenous\tinfusion reactions")]
    assert found == ["rituximab", "intravenous", "infusion reaction"]


def test_a_value_that_is_another_name_of_a_term_is_called_by_its_label() -> None:
    assert LEXICON.minted("CR", "ag:Purpose").label == "complete remission"
    assert LEXICON.minted("bring the counts down", "ag:Purpose").label == "bring the counts down"
