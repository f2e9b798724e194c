"""Sentences and small pages written for this test, each with the statements it must give; any other of those relations is a fault.

A row is the text and its statements, each as "subject relation object" with ? for hedged and ! for negated.
"""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest
from our_reader import LEXICON, READER

from allgraph.documents import Document, read_documents
from allgraph.reading.lexicon import Lexicon
from allgraph.sources import Source
from allgraph.statements import Stance, Status

SIGNS = {Stance.AFFIRMED: "", Stance.HEDGED: "?", Stance.NEGATED: "!"}


def read(text: str, title: str = "Treating ALL") -> set[str]:
    found = set()
    for finding in READER.findings(Document(Source("page", "page.txt", title), text)):
        if finding.evidence.status is Status.EXTRACTED:
            statement = finding.statement
            names = [_shown(LEXICON, statement.subject, finding.subject_label), _shown(LEXICON, statement.object, finding.object_label)]
            found.add(f"{names[0]} {statement.relation.removeprefix('ag:')} {names[1]}{SIGNS[statement.stance]}")
    return found


def _shown(lexicon: Lexicon, curie: str, label: str) -> str:
    return (lexicon.terms[curie].shown if curie in lexicon.terms else label).lower()


SENTENCES: list[tuple[str, list[str]]] = [
    # partners: what is added, also to the class it belongs to; ways before the second name; what a regimen is made of
    ("Adding nelarabine to standard chemotherapy helps.", ["nelarabine combinedWith chemotherapy"]),
    ("When combined with chemotherapy, blinatumomab does more.", ["chemotherapy combinedWith blinatumomab"]),
    (
        "Cranial irradiation plus intrathecal (IT) methotrexate is an old pair.",
        ["cranial radiation therapy combinedWith methotrexate", "methotrexate hasRoute intrathecal"],
    ),
    ("Regimens include mercaptopurine, methotrexate, and vincristine.", []),
    (
        "The new regimen consists of fludarabine and cytarabine.",
        ["fludarabine combinedWith cytarabine"],
    ),
    (
        "Fludarabine, cytarabine, and G-CSF (FLAG) can be ordered.",
        [f"{drug} partOfRegimen flag" for drug in ("fludarabine", "cytarabine", "g-csf")],
    ),
    (
        "Hyper-CVAD is old. This combination contains the drugs cyclophosphamide and vincristine and the steroid hormone dexamethasone.",
        [
            *(f"{drug} partOfRegimen hyper-cvad" for drug in ("cyclophosphamide", "vincristine", "dexamethasone")),
            "dexamethasone hasDrugClass corticosteroid",
            "cyclophosphamide combinedWith vincristine",
            "cyclophosphamide combinedWith corticosteroid",
            "vincristine combinedWith corticosteroid",
        ],
    ),
    (
        "Hyper-CVAD has two parts. Course B consists of methotrexate and cytarabine.",
        ["methotrexate partOfRegimen hyper-cvad", "cytarabine partOfRegimen hyper-cvad"],
    ),
    # ends said once for two, with the hyphen that stands for the rest
    (
        "Both low- and high-dose cytarabine have their place.",
        ["cytarabine hasSchedule low-dose", "cytarabine hasSchedule high-dose"],
    ),
    ("High-dose systemic methotrexate has its place.", ["methotrexate hasSchedule high-dose"]),
    # effects: told of studies, as others among them, as what comes from a thing, and of a thing that is left out because of them
    (
        "Dasatinib is new. The common toxicities were reversible myelosuppression (89%) and pleural effusions (21%).",
        ["dasatinib hasAdverseEffect myelosuppression", "dasatinib hasAdverseEffect pleural effusion"],
    ),
    ("Heart damage from chemotherapy has long worried families.", ["chemotherapy hasAdverseEffect heart damage"]),
    ("Nausea and other side effects of vincristine do pass.", ["vincristine hasAdverseEffect nausea"]),
    ("Cranial irradiation is omitted because of its risk of stroke.", ["cranial radiation therapy hasAdverseEffect stroke"]),
    ("Cranial irradiation does not cause stroke.", ["cranial radiation therapy hasAdverseEffect stroke!"]),
    # targets before the name of a class; none of a class that has many; tests in brackets; a form of a drug; a class before its drug
    ("The Bcr-abl tyrosine kinase inhibitors have many names.", ["tyrosine kinase inhibitor hasTarget bcr-abl"]),
    ("A CD22 monoclonal antibody binds tightly.", []),
    (
        "MRD tells of cells that stay (by flow cytometry or PCR).",
        ["mrd measuredBy flow cytometry", "mrd measuredBy polymerase chain reaction"],
    ),
    ("Flow cytometry is a way to measure MRD for risk stratification.", ["mrd measuredBy flow cytometry"]),
    ("A FLT3 inhibitor, lestaurtinib, is young.", ["lestaurtinib hasDrugClass flt3 inhibitor"]),
    ("Treatment duration: 2 to 3 years.", ["treatment hasDuration 2-3 years"]),
    # approval in a word before the noun; remedies that reverse; comparisons are no remedies; the first of its kind
    ("Blinatumomab is currently FDA approved.", ["blinatumomab approvedBy fda"]),
    ("Tecartus became the first such therapy approved by the FDA.", ["brexucabtagene autoleucel approvedBy fda"]),
    ("Drugs such as tocilizumab can reverse cytokine release syndrome.", ["tocilizumab manages cytokine release syndrome"]),
    ("Event rates were lower for blinatumomab for infections.", []),
    (
        "Dexrazoxane as a cardioprotectant (to prevent cardiotoxicity) is old.",
        ["dexrazoxane manages cardiotoxicity", "dexrazoxane hasPurpose prevent cardiotoxicity"],
    ),
    ("The incorporation of imatinib into chemotherapy took years.", ["imatinib combinedWith chemotherapy"]),
    ("Vincristine treatment risks include constipation.", ["vincristine hasAdverseEffect constipation"]),
    (
        "Survivors have long-term toxicities, including osteonecrosis and obesity.",
        ["treatment hasAdverseEffect osteonecrosis", "treatment hasAdverseEffect obesity"],
    ),
    ("Induction is carried out in a hospital.", ["induction hasSetting inpatient"]),
    # pronouns: of what their own clause or a sentence without treatments is about, and of an illness
    ("Chemotherapy works fast. As the cells die, they break down DNA.", []),
    ("Cells that meet vincristine die. Uric acid rises. Crystals grow. The rest is clear. It can cause kidney damage.", []),
    ("A stem cell transplant is hard. You get medication to prevent infection or to make it mild.", []),
    # where effects are seen, and how often as a label; being used as a part of a thing makes no class
    (
        "Neurotoxicity has been observed after the administration of high-dose intravenous methotrexate.",
        ["methotrexate hasAdverseEffect neurotoxicity", "methotrexate hasRoute intravenous", "methotrexate hasSchedule high-dose"],
    ),
    ("Vincristine is used as a part of a chemotherapy regimen.", []),
    (
        "The most common adverse reactions with vincristine included: constipation and hair loss.",
        ["vincristine hasAdverseEffect constipation", "vincristine hasAdverseEffect hair loss"],
    ),
    ("Seizures may occur after methotrexate.", ["methotrexate hasAdverseEffect seizures?"]),
    ("Infection can develop after an allogeneic transplant.", ["allogeneic stem cell transplant hasAdverseEffect infection"]),
    # effects on parts and abilities are problems with them, and potential ones are doubted
    (
        "Radiation has potential long-term effects on growth and learning.",
        ["radiation therapy hasAdverseEffect growth problems?", "radiation therapy hasAdverseEffect learning problems?"],
    ),
    ("Nelarabine is given in combination with other chemotherapy drugs.", ["nelarabine combinedWith chemotherapy"]),
    ("Prednisone (which families may know from before) comes as tablets.", ["prednisone hasRoute oral"]),
    ("Remission is defined as meeting all criteria.", []),
    # both of two; whose approval it is; what helps against relapse is an aim and no mechanism, nor is what a part of cells does
    (
        "Imatinib and dasatinib are pills. Both drugs target BCR-ABL1.",
        ["imatinib hasRoute oral", "dasatinib hasRoute oral", "imatinib hasTarget bcr-abl", "dasatinib hasTarget bcr-abl"],
    ),
    ("Good results of nelarabine led to its approval by the FDA.", ["nelarabine approvedBy fda"]),
    ("Imatinib can help keep the leukemia from coming back.", ["imatinib hasPurpose keep the leukemia from coming back"]),
    ("Vincristine is strong because it meets microtubules, proteins in cells that help cells divide.", []),
    (
        "CAR T-cell therapy is a treatment in which a patient's own immune cells are changed in a lab.",
        ["car t-cell therapy hasMechanism a patient's own immune cells are changed in a lab"],
    ),
    # what makes people feel so, and those who get a thing; what is less, of another cause, or a condition is no harm
    ("Steroids can make you feel sick.", ["corticosteroid hasAdverseEffect nausea"]),
    ("People who get cranial radiation may have learning problems.", ["cranial radiation therapy hasAdverseEffect learning problems?"]),
    ("With asparaginase there is a chance of blood clots.", ["asparaginase hasAdverseEffect blood clots"]),
    ("People who get ondansetron may have less nausea.", []),
    ("Fewer infections were seen with blinatumomab.", []),
    ("Chemotherapy is strong; the disease causes anemia and bleeding.", []),
    ("If infection occurs, methotrexate is stopped.", []),
    # ways whose beginning is said once; how long a phase is; verbs of what a drug does to cells
    (
        "Pegaspargase is given into a muscle or a vein.",
        ["pegaspargase hasRoute intramuscular", "pegaspargase hasRoute intravenous"],
    ),
    ("The consolidation phase is 4 to 8 months long.", ["consolidation hasDuration 4-8 months"]),
    ("Asparaginase starves leukemia cells.", ["asparaginase hasMechanism starves leukemia cells"]),
    ("Rituximab sticks to CD20.", ["rituximab hasTarget cd20"]),
    # what is told behind "but"; how a thing is given to people, and how long a phase lasts, told late in the sentence
    (
        "Dexamethasone was linked to better results, but also to infections and osteonecrosis.",
        ["dexamethasone hasAdverseEffect infection", "dexamethasone hasAdverseEffect osteonecrosis"],
    ),
    ("Dexamethasone helps more, but may also cause infections.", ["dexamethasone hasAdverseEffect infection?"]),
    (
        "CAR T-cell therapy is a process that needs some weeks to make it ready and is given to patients through an infusion.",
        ["car t-cell therapy hasRoute infusion"],
    ),
    (
        "Induction is the first phase, which begins at once after the diagnosis has been told, typically lasting for 28 days.",
        ["induction hasDuration 28 days"],
    ),
    ("Induction comes first. The goal of this critical phase is to induce remission.", ["induction hasPurpose induce remission"]),
    ("Revumenib was granted approval by the FDA last year.", ["revumenib approvedBy fda"]),
    ("FDA-approved drugs for it include nelarabine and clofarabine.", ["nelarabine approvedBy fda", "clofarabine approvedBy fda"]),
    # a dose told of the drug of the sentence before
    (
        "Imatinib is old. The usual dose for adults who can swallow is 400 mg by mouth once daily.",
        ["imatinib hasRoute oral", "imatinib hasSchedule daily"],
    ),
    # mechanisms told of a kind of drugs that the sentence before gives a name; what is no mechanism
    (
        "One option is blinatumomab. It attaches to immune cells and cancer cells.",
        ["blinatumomab hasMechanism attaches to immune cells and cancer cells"],
    ),
    ("Blinatumomab Boosts Chemotherapy for Some", []),
    ("Clinical trials are designed to find better ways.", []),
    # names: brand and generic in either order, abbreviations, remarks that are no brand
    ("Imatinib (Gleevec) is a tablet.", ["imatinib hasBrandName gleevec", "imatinib hasRoute oral"]),
    ("Gleevec (imatinib) is a white powder.", ["imatinib hasBrandName gleevec"]),
    ("IMATINIB (GLEEVEC®) comes in a box.", ["imatinib hasBrandName gleevec"]),
    ("Mercaptopurine (6-MP, Purixan) is a liquid.", ["mercaptopurine hasBrandName purixan"]),
    ("Methotrexate (MTX) is yellow.", []),
    ("Nelarabine (given over two hours) is clear.", []),
    # classes
    ("Dasatinib is a tyrosine kinase inhibitor.", ["dasatinib hasDrugClass tyrosine kinase inhibitor"]),
    (
        "Dasatinib and nilotinib are TKIs.",
        ["dasatinib hasDrugClass tyrosine kinase inhibitor", "nilotinib hasDrugClass tyrosine kinase inhibitor"],
    ),
    (
        "Steroids such as prednisone or dexamethasone have many names.",
        ["prednisone hasDrugClass corticosteroid", "dexamethasone hasDrugClass corticosteroid"],
    ),
    (
        "An anthracycline (daunorubicin/doxorubicin) colours the urine.",
        ["daunorubicin hasDrugClass anthracycline", "doxorubicin hasDrugClass anthracycline"],
    ),
    ("Vinca alkaloids and anthracyclines like idarubicin are old.", ["idarubicin hasDrugClass anthracycline"]),
    ("Chemotherapy drugs called anthracyclines are red.", ["anthracycline subtypeOf chemotherapy"]),
    ("CAR T-cell therapy is a type of immunotherapy.", ["car t-cell therapy subtypeOf immunotherapy"]),
    ("Blinatumomab is not a tyrosine kinase inhibitor.", ["blinatumomab hasDrugClass tyrosine kinase inhibitor!"]),
    # targets, also inside words
    ("Blinatumomab binds to CD19.", ["blinatumomab hasTarget cd19"]),
    ("Inotuzumab ozogamicin carries an anti\u2011CD22 part.", ["inotuzumab ozogamicin hasTarget cd22"]),
    ("Rituximab targets a protein named CD20 on B cells.", ["rituximab hasTarget cd20"]),
    ("Vincristine does not bind to CD19.", ["vincristine hasTarget cd19!"]),
    # treatment of the disease, its kinds and its states
    ("Nelarabine is used to treat T-cell ALL.", ["nelarabine treats t-cell all"]),
    ("Nelarabine may be used to treat T-cell ALL.", ["nelarabine treats t-cell all?"]),
    ("Nelarabine is not used to treat B-cell ALL.", ["nelarabine treats b-cell all!"]),
    ("Nelarabine should not be used for B-cell ALL.", ["nelarabine treats b-cell all!"]),
    ("Clofarabine is approved for relapsed or refractory ALL.", ["clofarabine treats relapsed all", "clofarabine treats refractory all"]),
    ("Clofarabine is being studied in the treatment of relapsed ALL.", ["clofarabine treats relapsed all?"]),
    ("Clofarabine is rarely used for ALL.", ["clofarabine treats all?"]),
    ("Imatinib is used for Ph+ ALL.", ["imatinib treats ph-positive all"]),
    ("Imatinib is used for Philadelphia chromosome (Ph)-positive ALL.", ["imatinib treats ph-positive all"]),
    ("Nelarabine was given to all of them.", []),
    ("WHAT ALL PATIENTS ASK ABOUT NELARABINE", []),
    ("Is nelarabine used to treat T-cell ALL?", []),
    ("People with ALL need regular follow-up after treatment.", []),
    ("Ph-positive ALL was no longer a verdict once imatinib came.", []),
    # what opens a member of a list of effects is said of that member
    ("Dasatinib\n\nSide effects: rash, no nausea", ["dasatinib hasAdverseEffect rash"]),
    ("Dasatinib\n\nSide effects: rash, no nausea, vomiting or fever", ["dasatinib hasAdverseEffect rash"]),
    ("Dasatinib\n\nSide effects:\n\n- no fatigue\n- rash", ["dasatinib hasAdverseEffect rash"]),
    (
        "Drug\tSide effects\nCytarabine\tNo nausea\nImatinib\tWithout fever; may cause fatigue\nVincristine\trarely seizures, never nausea",
        [
            "cytarabine hasAdverseEffect nausea!",
            "imatinib hasAdverseEffect fever!",
            "imatinib hasAdverseEffect fatigue?",
            "vincristine hasAdverseEffect seizures?",
        ],
    ),
    ("Dasatinib is not for T-cell ALL.", ["dasatinib treats t-cell all!"]),
    ("Nelarabine has no role in B-cell ALL.", ["nelarabine treats b-cell all!"]),
    # populations
    (
        "Ponatinib is approved for use in adults with ALL.",
        ["ponatinib treats all", "ponatinib forPopulation adults"],
    ),
    (
        "Clofarabine is given to children. It is used in patients aged 65 years or older.",
        ["clofarabine forPopulation children", "clofarabine forPopulation age >=65 years"],
    ),
    # combinations
    ("Imatinib is given together with chemotherapy.", ["imatinib combinedWith chemotherapy"]),
    ("Imatinib may be combined with prednisone.", ["imatinib combinedWith prednisone?"]),
    ("Imatinib is never combined with prednisone.", ["imatinib combinedWith prednisone!"]),
    # phases
    ("Vincristine is given during induction.", ["vincristine usedInPhase induction"]),
    ("Vincristine might be given during maintenance therapy.", ["vincristine usedInPhase maintenance?"]),
    (
        "Consolidation therapy uses cytarabine and methotrexate.",
        ["cytarabine usedInPhase consolidation", "methotrexate usedInPhase consolidation"],
    ),
    # approvals
    ("Blinatumomab was approved by the FDA.", ["blinatumomab approvedBy fda"]),
    ("Blinatumomab has not been approved by the FDA.", ["blinatumomab approvedBy fda!"]),
    # a cue counts in its own clause
    (
        "Nelarabine may cause sleepiness and is used to treat T-cell ALL.",
        ["nelarabine hasAdverseEffect sleepiness?", "nelarabine treats t-cell all"],
    ),
    ("Nelarabine is used to treat T-cell ALL, but clofarabine is not.", ["nelarabine treats t-cell all"]),
    (
        "Not only children get nelarabine; it is used to treat T-cell ALL.",
        ["nelarabine forPopulation children", "nelarabine treats t-cell all"],
    ),
    # negation and hedging in other words, contrasts, reports, past use, other people's experience
    ("Imatinib is no longer given for ALL.", ["imatinib treats all!"]),
    (
        "Cranial irradiation has been abandoned for children with ALL.",
        ["cranial radiation therapy forPopulation children!", "cranial radiation therapy treats all!"],
    ),
    ("There is no role for autologous stem cell transplantation in ALL.", ["autologous stem cell transplant treats all!"]),
    ("Bortezomib failed to help people with relapsed ALL.", ["bortezomib treats relapsed all!"]),
    ("Rituximab was without benefit in T-cell ALL.", ["rituximab treats t-cell all!"]),
    ("Vincristine is rarely needed in maintenance.", ["vincristine usedInPhase maintenance?"]),
    ("Venetoclax remains under study in relapsed ALL.", ["venetoclax treats relapsed all?"]),
    ("Venetoclax is investigational for relapsed ALL.", ["venetoclax treats relapsed all?"]),
    ("Ruxolitinib is under evaluation for Ph-like ALL.", ["ruxolitinib treats ph-like all?"]),
    ("Nelarabine might be offered for relapsed T-cell ALL.", ["nelarabine treats relapsed all?", "nelarabine treats t-cell all?"]),
    ("Nelarabine could be used for T-cell ALL.", ["nelarabine treats t-cell all?"]),
    ("Clofarabine is not approved for ALL in adults.", ["clofarabine forPopulation adults!", "clofarabine treats all!"]),
    ("Clofarabine is not recommended for newly diagnosed ALL.", ["clofarabine treats newly diagnosed all!"]),
    ("Clofarabine should be avoided in infants.", ["clofarabine forPopulation infants!"]),
    ("Clofarabine is contraindicated in pregnant women.", ["clofarabine forPopulation pregnant women!"]),
    ("Dexamethasone is never given together with live vaccines.", []),
    ("Methotrexate is sometimes given during consolidation.", ["methotrexate usedInPhase consolidation?"]),
    ("Asparaginase was omitted from consolidation.", ["asparaginase usedInPhase consolidation!"]),
    ("Doctors do not use ponatinib for B-cell ALL.", ["ponatinib treats b-cell all!"]),
    ("Blinatumomab cannot be used for T-cell ALL.", ["blinatumomab treats t-cell all!"]),
    ("It is unclear whether imatinib helps in Ph-like ALL.", ["imatinib treats ph-like all?"]),
    ("The benefit of rituximab in B-cell ALL is unproven.", ["rituximab treats b-cell all?"]),
    ("Inotuzumab ozogamicin is being tested in untreated ALL.", ["inotuzumab ozogamicin treats newly diagnosed all?"]),
    ("A stem cell transplant may be considered for high-risk ALL.", ["stem cell transplant treats high-risk all?"]),
    ("Stem cell transplant is possible in some cases for relapsed ALL.", ["stem cell transplant treats relapsed all?"]),
    ("Thioguanine is not used in maintenance.", ["thioguanine usedInPhase maintenance!"]),
    ("Etoposide was once used in induction.", ["etoposide usedInPhase induction?"]),
    ("Etoposide used to be given in maintenance.", ["etoposide usedInPhase maintenance?"]),
    (
        "Rather than prednisone, dexamethasone is given during delayed intensification.",
        ["dexamethasone usedInPhase delayed intensification"],
    ),
    ("Instead of daunorubicin, some centers use mitoxantrone during induction.", ["mitoxantrone usedInPhase induction"]),
    ("Steroids other than dexamethasone are used in maintenance.", ["corticosteroid usedInPhase maintenance"]),
    ("Cytarabine, unlike methotrexate, is used in induction.", ["cytarabine usedInPhase induction"]),
    ("Patients who cannot take asparaginase receive vincristine during consolidation.", ["vincristine usedInPhase consolidation"]),
    ("Dexamethasone, which is not chemotherapy, is used in induction.", ["dexamethasone usedInPhase induction"]),
    ("Tisagenlecleucel (not Blincyto) is a CAR T-cell therapy.", ["tisagenlecleucel hasDrugClass car t-cell therapy"]),
    ("Blinatumomab replaced clofarabine for relapsed ALL.", ["blinatumomab treats relapsed all"]),
    ("It is a myth that venetoclax treats ALL.", ["venetoclax treats all!"]),
    ("Researchers hope that navitoclax will treat relapsed ALL.", ["navitoclax treats relapsed all?"]),
    ("Doctors debate whether inotuzumab should be used in consolidation.", ["inotuzumab ozogamicin usedInPhase consolidation?"]),
    ("Doctors refused to use clofarabine for relapsed ALL.", ["clofarabine treats relapsed all!"]),
    ("In mice, venetoclax treats T-cell ALL.", []),
    (
        "If imatinib does not work, ponatinib is used to treat Ph-positive ALL.",
        ["ponatinib treats imatinib-resistant all", "ponatinib treats ph-positive all"],
    ),
    ("Imatinib alone is not enough to treat Ph+ ALL.", ["imatinib treats ph-positive all"]),
    ("My daughter was given nelarabine for T-cell ALL.", []),
    ("Sign up for our webinar on blinatumomab for relapsed ALL.", []),
    ("Nelarabine is given to people whose T-cell ALL has come back.", ["nelarabine treats relapsed all", "nelarabine treats t-cell all"]),
    ("Vincristine can cause constipation.", ["vincristine hasAdverseEffect constipation"]),
    ("Vincristine may cause constipation.", ["vincristine hasAdverseEffect constipation?"]),
    ("Vincristine does not cause hair loss.", ["vincristine hasAdverseEffect hair loss!"]),
    ("Ondansetron is used to prevent nausea.", ["ondansetron hasPurpose prevent nausea", "ondansetron manages nausea"]),
    (
        "Allopurinol is given to prevent tumor lysis syndrome.",
        ["allopurinol hasPurpose prevent tumor lysis syndrome", "allopurinol manages tumor lysis syndrome"],
    ),
    ("Methotrexate is given by mouth once a week.", ["methotrexate hasRoute oral", "methotrexate hasSchedule weekly"]),
    ("Maintenance therapy lasts two to three years.", ["maintenance hasDuration 2-3 years"]),
    ("Minimal residual disease is measured by flow cytometry.", ["mrd measuredBy flow cytometry"]),
    ("Hypodiploidy is a poor prognostic factor.", ["hypodiploidy riskFactorFor poor prognosis"]),
    ("Age may affect the choice of treatment.", []),
    # what a treatment is used for, in which phase and for whom, by the places of the names in the clause
    (
        "In maintenance, mercaptopurine is taken every day.",
        ["mercaptopurine hasSchedule daily", "mercaptopurine usedInPhase maintenance"],
    ),
    (
        "During consolidation, children get cytarabine and mercaptopurine.",
        [
            "cytarabine forPopulation children",
            "cytarabine usedInPhase consolidation",
            "mercaptopurine forPopulation children",
            "mercaptopurine usedInPhase consolidation",
        ],
    ),
    (
        "Adults with relapsed ALL may be treated with inotuzumab ozogamicin.",
        ["inotuzumab ozogamicin forPopulation adults?", "inotuzumab ozogamicin treats relapsed all?"],
    ),
    ("For T-cell ALL that has come back, nelarabine is an option.", ["nelarabine treats relapsed all", "nelarabine treats t-cell all"]),
    ("Nelarabine is a drug of choice in relapsed T-cell ALL.", ["nelarabine treats relapsed all", "nelarabine treats t-cell all"]),
    (
        "Vincristine, asparaginase and prednisone are the drugs of induction.",
        ["asparaginase usedInPhase induction", "prednisone usedInPhase induction", "vincristine usedInPhase induction"],
    ),
    (
        "Induction consists of vincristine, a steroid and asparaginase.",
        ["asparaginase usedInPhase induction", "corticosteroid usedInPhase induction", "vincristine usedInPhase induction"],
    ),
    (
        "The backbone of maintenance is methotrexate and mercaptopurine.",
        ["mercaptopurine usedInPhase maintenance", "methotrexate combinedWith mercaptopurine", "methotrexate usedInPhase maintenance"],
    ),
    (
        "Vincristine does well in induction; in consolidation, cytarabine is given.",
        ["cytarabine usedInPhase consolidation", "vincristine usedInPhase induction"],
    ),
    (
        "Vincristine is given in induction, whereas cytarabine is given in consolidation.",
        ["cytarabine usedInPhase consolidation", "vincristine usedInPhase induction"],
    ),
    ("Relapse after induction with vincristine is rare.", []),
    ("The risk of CNS relapse is high in T-cell ALL.", []),
    ("Venetoclax was not studied in children.", []),
    (
        "Intrathecal methotrexate is given to children with high-risk ALL.",
        ["methotrexate forPopulation children", "methotrexate hasRoute intrathecal", "methotrexate treats high-risk all"],
    ),
    (
        "High-dose cytarabine and asparaginase are given in consolidation.",
        ["asparaginase usedInPhase consolidation", "cytarabine hasSchedule high-dose", "cytarabine usedInPhase consolidation"],
    ),
    (
        "Methotrexate can be swallowed as tablets or given into the spinal fluid.",
        ["methotrexate hasRoute intrathecal", "methotrexate hasRoute oral"],
    ),
    ("Vincristine is injected into a vein once a week.", ["vincristine hasRoute intravenous", "vincristine hasSchedule weekly"]),
    (
        "Blinatumomab is given as a continuous infusion for 28 days.",
        ["blinatumomab hasDuration 28 days", "blinatumomab hasRoute continuous infusion"],
    ),
    ("Children who cannot have a transplant get blinatumomab.", ["blinatumomab forPopulation children"]),
    (
        "Adults with MRD of 0.01% or more are treated with blinatumomab.",
        ["blinatumomab forPopulation adults", "blinatumomab treats mrd-positive all"],
    ),
    ("Tisagenlecleucel is used in ALL that has relapsed at least twice.", ["tisagenlecleucel treats relapsed all"]),
    ("Inotuzumab ozogamicin can damage the liver.", ["inotuzumab ozogamicin hasAdverseEffect liver damage"]),
    (
        "Side effects of asparaginase include pancreatitis and blood clots.",
        ["asparaginase hasAdverseEffect blood clots", "asparaginase hasAdverseEffect pancreatitis"],
    ),
    (
        "Nelarabine can damage nerves and cause sleepiness.",
        ["nelarabine hasAdverseEffect nerve damage", "nelarabine hasAdverseEffect sleepiness"],
    ),
    ("Leucovorin protects normal cells from methotrexate.", ["leucovorin hasPurpose protects normal cells from methotrexate"]),
    ("Rasburicase lowers uric acid.", []),
    (
        "Imatinib (for Ph+ ALL) and nelarabine (for T-cell ALL) are costly.",
        ["imatinib treats ph-positive all", "nelarabine treats t-cell all"],
    ),
    (
        "Imatinib with or without chemotherapy is given to older adults with Ph+ ALL.",
        [
            "chemotherapy forPopulation older adults?",
            "chemotherapy treats ph-positive all?",
            "imatinib combinedWith chemotherapy?",
            "imatinib forPopulation older adults",
            "imatinib treats ph-positive all",
        ],
    ),
    ("Without a transplant, few adults with Ph-like ALL are cured.", []),
    ("Dasatinib is given with, not instead of, chemotherapy.", ["dasatinib combinedWith chemotherapy"]),
    (
        "Prednisone, methotrexate and vincristine, with radiation therapy to the brain, are used for CNS disease.",
        [
            "methotrexate treats cns leukemia",
            "prednisone treats cns leukemia",
            "radiation therapy treats cns leukemia",
            "vincristine treats cns leukemia",
        ],
    ),
    ("It is hoped that ponatinib will be used in induction.", ["ponatinib usedInPhase induction?"]),
    ("Ponatinib has yet to be tested in children.", []),
    ("There is little evidence that etoposide helps in T-cell ALL.", ["etoposide treats t-cell all?"]),
    ("Neither imatinib nor dasatinib is used for T-cell ALL.", ["dasatinib treats t-cell all!", "imatinib treats t-cell all!"]),
    ("Blinatumomab is used only in B-cell ALL.", ["blinatumomab treats b-cell all"]),
    ("Unlike B-cell ALL, T-cell ALL is treated with nelarabine.", ["nelarabine treats t-cell all"]),
    ("Clofarabine was withdrawn from maintenance.", ["clofarabine usedInPhase maintenance!"]),
    # denials, doubts and what is set aside, in words that stand anywhere in the clause
    ("There is no evidence that etoposide helps in T-cell ALL.", ["etoposide treats t-cell all!"]),
    ("Whether etoposide helps in T-cell ALL is not known.", ["etoposide treats t-cell all?"]),
    ("Etoposide is unlikely to help in T-cell ALL.", ["etoposide treats t-cell all?"]),
    ("Etoposide has not been shown to help in T-cell ALL.", ["etoposide treats t-cell all!"]),
    ("Evidence for etoposide in T-cell ALL is lacking.", ["etoposide treats t-cell all?"]),
    ("Etoposide was stopped during induction.", ["etoposide usedInPhase induction!"]),
    ("Etoposide is not part of induction.", ["etoposide usedInPhase induction!"]),
    ("Etoposide has little activity in T-cell ALL.", ["etoposide treats t-cell all?"]),
    ("Etoposide is of no use in T-cell ALL.", ["etoposide treats t-cell all!"]),
    ("Etoposide does not appear to benefit adults with T-cell ALL.", ["etoposide forPopulation adults!", "etoposide treats t-cell all!"]),
    ("The use of etoposide in T-cell ALL is not supported.", ["etoposide treats t-cell all!"]),
    ("Experts advise against etoposide in infants.", ["etoposide forPopulation infants!"]),
    ("Experts disagree about etoposide in T-cell ALL.", ["etoposide treats t-cell all?"]),
    ("Etoposide seems to help in T-cell ALL.", ["etoposide treats t-cell all?"]),
    ("Etoposide is likely to help in T-cell ALL.", ["etoposide treats t-cell all?"]),
    ("Etoposide is expected to be approved by the FDA.", ["etoposide approvedBy fda?"]),
    ("Etoposide should be reserved for relapsed ALL.", ["etoposide treats relapsed all"]),
    ("If possible, etoposide is given during consolidation.", ["etoposide usedInPhase consolidation?"]),
    (
        "Etoposide is given during consolidation if MRD persists.",
        ["etoposide treats mrd-positive all", "etoposide usedInPhase consolidation"],
    ),
    ("Etoposide is used off-label in relapsed ALL.", ["etoposide treats relapsed all"]),
    ("Etoposide was proposed for relapsed ALL.", ["etoposide treats relapsed all?"]),
    ("Etoposide is an alternative to nelarabine in T-cell ALL.", ["etoposide treats t-cell all", "nelarabine treats t-cell all"]),
    ("The role of etoposide in T-cell ALL is being defined.", ["etoposide treats t-cell all?"]),
    ("Nelarabine has replaced etoposide in T-cell ALL.", ["nelarabine treats t-cell all"]),
    ("Etoposide is given in place of cytarabine during consolidation.", ["etoposide usedInPhase consolidation"]),
    ("Doctors stopped giving etoposide in maintenance.", ["etoposide usedInPhase maintenance!"]),
    ("Etoposide plays no part in induction.", ["etoposide usedInPhase induction!"]),
    (
        "Etoposide, which was not given in induction, is given in consolidation.",
        ["etoposide usedInPhase consolidation", "etoposide usedInPhase induction!"],
    ),
    (
        "Children under one year do not receive etoposide in induction.",
        ["etoposide forPopulation children <1 year!", "etoposide usedInPhase induction!"],
    ),
    # approvals, trials and effects as news tell them
    (
        "FDA granted accelerated approval to ponatinib for adults with Ph-positive ALL.",
        ["ponatinib approvedBy fda", "ponatinib forPopulation adults", "ponatinib treats ph-positive all"],
    ),
    ("Ponatinib received FDA approval for relapsed ALL.", ["ponatinib approvedBy fda", "ponatinib treats relapsed all"]),
    ("Nelarabine, which the FDA approved in 2005, is used for T-cell ALL.", ["nelarabine approvedBy fda", "nelarabine treats t-cell all"]),
    (
        "The trial compared blinatumomab with chemotherapy in adults with relapsed ALL.",
        [
            "blinatumomab forPopulation adults?",
            "blinatumomab treats relapsed all?",
            "chemotherapy forPopulation adults?",
            "chemotherapy treats relapsed all?",
        ],
    ),
    (
        "The standard of care for Ph-positive ALL is a TKI plus chemotherapy.",
        [
            "chemotherapy treats ph-positive all",
            "tyrosine kinase inhibitor combinedWith chemotherapy",
            "tyrosine kinase inhibitor treats ph-positive all",
        ],
    ),
    (
        "Researchers tested venetoclax and navitoclax in children with relapsed ALL.",
        [
            "navitoclax forPopulation children?",
            "navitoclax treats relapsed all?",
            "venetoclax forPopulation children?",
            "venetoclax treats relapsed all?",
        ],
    ),
    (
        "The most common adverse events with inotuzumab ozogamicin were thrombocytopenia, neutropenia and infection.",
        [
            "inotuzumab ozogamicin hasAdverseEffect infection",
            "inotuzumab ozogamicin hasAdverseEffect low platelet count",
            "inotuzumab ozogamicin hasAdverseEffect neutropenia",
        ],
    ),
    (
        "Hepatotoxicity was seen in 10% of adults given asparaginase.",
        ["asparaginase forPopulation adults", "asparaginase hasAdverseEffect hepatotoxicity"],
    ),
    # a denial of one name is none of what stands beside it
    (
        "Patients with T-cell ALL are given nelarabine and no blinatumomab.",
        ["blinatumomab treats t-cell all!", "nelarabine treats t-cell all"],
    ),
    (
        "Adults with relapsed ALL receive blinatumomab and not chemotherapy.",
        [
            "blinatumomab forPopulation adults",
            "blinatumomab treats relapsed all",
            "chemotherapy forPopulation adults!",
            "chemotherapy treats relapsed all!",
        ],
    ),
    (
        "Patients with Ph+ ALL take ponatinib (Iclusig) with blinatumomab and need no chemotherapy.",
        [
            "blinatumomab treats ph-positive all",
            "chemotherapy treats ph-positive all!",
            "ponatinib combinedWith blinatumomab",
            "ponatinib hasBrandName iclusig",
            "ponatinib treats ph-positive all",
        ],
    ),
    (
        "Only dexamethasone, and not prednisone, is given in induction.",
        ["dexamethasone usedInPhase induction", "prednisone usedInPhase induction!"],
    ),
    (
        "Without asparaginase, vincristine is less useful in induction of ALL.",
        ["vincristine treats all", "vincristine usedInPhase induction"],
    ),
    ("Blinatumomab cannot be ruled out as a cause of seizures.", ["blinatumomab hasAdverseEffect seizures?"]),
    (
        "Blinatumomab is used when chemotherapy does not work in relapsed ALL.",
        ["blinatumomab treats refractory all", "blinatumomab treats relapsed all"],
    ),
    ("Imatinib does not work in T-cell ALL.", ["imatinib treats t-cell all!"]),
    (
        "Dexamethasone or prednisone are steroids. They cause increased appetite.",
        [
            "dexamethasone hasAdverseEffect increased appetite",
            "dexamethasone hasDrugClass corticosteroid",
            "prednisone hasAdverseEffect increased appetite",
            "prednisone hasDrugClass corticosteroid",
        ],
    ),
    # said in passing, or in other words
    ("In induction, prednisone is given by mouth.", ["prednisone hasRoute oral", "prednisone usedInPhase induction"]),
    ("Rituximab does not bind CD19.", ["rituximab hasTarget cd19!"]),
    (
        "Maintenance, which usually lasts about two years, uses mercaptopurine.",
        ["maintenance hasDuration 2 years", "mercaptopurine usedInPhase maintenance"],
    ),
    ("Oncaspar is another name for pegaspargase.", ["pegaspargase hasBrandName oncaspar"]),
    ("Nelarabine is sold under the brand name Arranon.", ["nelarabine hasBrandName arranon"]),
    # risk factors
    ("Patients with hypodiploidy have a poor prognosis.", ["hypodiploid all riskFactorFor poor prognosis"]),
    ("A high white blood cell count at diagnosis is a risk factor for relapse.", ["elevated white blood cell count riskFactorFor relapse"]),
    ("MRD after induction is the strongest predictor of relapse.", ["mrd riskFactorFor relapse"]),
    ("Exposure to radiation raises the risk of ALL.", []),  # who falls ill is no fact about treatment
    ("Exposure to radiation raises the risk of relapse.", ["radiation exposure riskFactorFor relapse"]),
    ("The ETV6-RUNX1 fusion carries a favorable prognosis.", ["etv6-runx1 fusion riskFactorFor good prognosis"]),
    (
        "Vincristine is given to older adults with heart disease.",
        ["vincristine forPopulation older adults", "vincristine forPopulation older adults with heart disease"],
    ),
    ("Children under 5 years who have received cranial radiation have a higher risk of late effects.", []),
    ("Radiation is used to treat spread of ALL to the brain.", ["radiation therapy treats cns leukemia"]),
    # what stands in brackets
    (
        "Vincristine is given in three steps (induction, consolidation, and maintenance).",
        ["vincristine usedInPhase consolidation", "vincristine usedInPhase induction", "vincristine usedInPhase maintenance"],
    ),
    (
        "Steroids (prednisone or dexamethasone) are given by mouth.",
        ["corticosteroid hasRoute oral", "dexamethasone hasDrugClass corticosteroid", "prednisone hasDrugClass corticosteroid"],
    ),
    ("MRD is monitored with flow cytometry.", ["mrd measuredBy flow cytometry"]),
    # a step that is named by the one before it
    (
        "Patients at high risk receive asparaginase during post-induction therapy.",
        ["asparaginase treats high-risk all", "asparaginase usedInPhase post-remission"],
    ),
    # the plain verbs, and what failed before
    ("Imatinib treats Ph-positive ALL.", ["imatinib treats ph-positive all"]),
    (
        "Nelarabine received FDA approval for relapsed T-cell ALL in 2005.",
        ["nelarabine approvedBy fda", "nelarabine treats relapsed all", "nelarabine treats t-cell all"],
    ),
    ("Dasatinib belongs to the tyrosine kinase inhibitors.", ["dasatinib hasDrugClass tyrosine kinase inhibitor"]),
    (
        "Dasatinib, sold as Sprycel, is a tyrosine kinase inhibitor.",
        ["dasatinib hasBrandName sprycel", "dasatinib hasDrugClass tyrosine kinase inhibitor"],
    ),
    ("The brand name of dasatinib is Sprycel.", ["dasatinib hasBrandName sprycel"]),
    ("T-cell ALL is a subtype of ALL.", ["t-cell all subtypeOf all"]),
    ("Allopurinol prevents tumor lysis syndrome in ALL.", ["allopurinol manages tumor lysis syndrome"]),
    (
        "Ponatinib is used in patients with Ph-positive ALL resistant to imatinib.",
        ["ponatinib treats ph-positive all", "ponatinib treats imatinib-resistant all"],
    ),
    (
        "Maintenance therapy consists of mercaptopurine. Vincristine is never given by mouth.",
        ["mercaptopurine usedInPhase maintenance", "vincristine hasRoute oral!"],
    ),
    # a class beside its drug, and what "these" points back to
    (
        "Rituximab and ofatumumab are powders. These monoclonal antibodies target CD20.",
        [
            "ofatumumab hasDrugClass monoclonal antibody",
            "ofatumumab hasTarget cd20",
            "rituximab hasDrugClass monoclonal antibody",
            "rituximab hasTarget cd20",
        ],
    ),
    ("Rituximab is a powder. These monoclonal antibodies target CD20.", []),
    (
        "Prednisone and dexamethasone are tablets. These drugs are used in induction.",
        [
            "dexamethasone hasRoute oral",
            "dexamethasone usedInPhase induction",
            "prednisone hasRoute oral",
            "prednisone usedInPhase induction",
        ],
    ),
    ("Imatinib is a tablet. These drugs are used in induction.", ["imatinib hasRoute oral"]),
    (
        "The proteasome inhibitor bortezomib is used to treat T-cell ALL.",
        ["bortezomib hasDrugClass proteasome inhibitor", "bortezomib treats t-cell all"],
    ),
    ("Proteasome inhibitors are used to treat T-cell ALL.", ["proteasome inhibitor treats t-cell all"]),
    ("Vincristine chemotherapy is given as an injection into a vein.", ["vincristine hasRoute intravenous"]),
    (
        "The chemotherapy drug methotrexate is used in maintenance.",
        ["methotrexate hasDrugClass chemotherapy", "methotrexate usedInPhase maintenance"],
    ),
    (
        "Nelarabine (a purine analogue that is costly) is used to treat T-cell ALL.",
        ["nelarabine hasDrugClass purine analog", "nelarabine treats t-cell all"],
    ),
    ("Bortezomib, a proteasome inhibitor (given in induction), is a powder.", ["bortezomib hasDrugClass proteasome inhibitor"]),
    (
        "Inotuzumab ozogamicin is an anti-CD22 monoclonal antibody.",
        ["inotuzumab ozogamicin hasDrugClass monoclonal antibody", "inotuzumab ozogamicin hasTarget cd22"],
    ),
    ("Imatinib belongs to a class of drugs called tyrosine kinase inhibitors.", ["imatinib hasDrugClass tyrosine kinase inhibitor"]),
    (
        "The CD19-CD3 bispecific antibody blinatumomab is a liquid.",
        ["blinatumomab hasDrugClass bispecific antibody", "blinatumomab hasTarget cd19", "blinatumomab hasTarget cd3"],
    ),
    (
        "Vincristine is a liquid. Imatinib is a tablet. It is used to treat Ph-positive ALL.",
        ["imatinib hasRoute oral", "imatinib treats ph-positive all"],
    ),
    ("Cytarabine (ara-C or Zorbaxin®) is a liquid.", ["cytarabine hasBrandName zorbaxin"]),
    ("Cytarabine (from Zorbax Ltd) is a liquid.", []),
    # members of regimens, and abbreviations of narrower names
    ("Supportive care including antibiotics is offered.", ["antibiotic subtypeOf supportive care"]),
    (
        "Hyper-CVAD (cyclophosphamide and vincristine) is old, and one cycle of blinatumomab is new.",
        ["cyclophosphamide partOfRegimen hyper-cvad", "vincristine partOfRegimen hyper-cvad"],
    ),
    ("Hyper-CVAD contains doxorubicin.", ["doxorubicin partOfRegimen hyper-cvad"]),
    ("Other groups, such as BFM, limit radiation therapy to patients with CNS3 disease.", ["radiation therapy treats cns3"]),
    ("Patients received autologous stem cell transplantation (SCT) for ALL.", ["autologous stem cell transplant treats all"]),
    ("Patients received a stem cell transplant (SCT) for ALL.", ["stem cell transplant treats all"]),
    (
        "Treatment with chemotherapy, radiation therapy, and sometimes stem cell transplant is used for ALL.",
        ["chemotherapy treats all", "radiation therapy treats all", "stem cell transplant treats all?"],
    ),
    # what only tells who is meant, where it holds, or what was conceded
    ("These medicines are often used when chemotherapy doesn't work, or if the cancer comes back.", []),
    ("Patients with T-cell ALL were assigned to receive or not receive bortezomib.", ["bortezomib treats t-cell all?"]),
    ("Treatment falls into phases: induction, consolidation, CNS prophylaxis, and radiation.", []),
    (
        "In induction, vincristine, prednisone and asparaginase are given.",
        ["asparaginase usedInPhase induction", "prednisone usedInPhase induction", "vincristine usedInPhase induction"],
    ),
    ("Most specialists in childhood leukemia use prednisone for ALL.", ["prednisone treats all"]),
    ("CNS-directed therapy goes on during chemotherapy.", []),
    ("The cells show little resistance to the induction therapy that includes prednisone.", []),
    ("Rituximab binds to CD20, which is rarely found in children with T-cell ALL.", ["rituximab hasTarget cd20"]),
    ("Children who did not receive cranial irradiation for CNS leukemia did well.", []),
    (
        "Cranial irradiation is not given to children with T-cell ALL.",
        ["cranial radiation therapy forPopulation children!", "cranial radiation therapy treats t-cell all!"],
    ),
    ("In most pediatric protocols, cranial irradiation is given for T-cell ALL.", ["cranial radiation therapy treats t-cell all"]),
    ("Despite promising results, imatinib remains in use for Ph-positive ALL.", ["imatinib treats ph-positive all"]),
    ("Promising results led to the use of imatinib for Ph-positive ALL.", ["imatinib treats ph-positive all?"]),
    ("Patients who cannot tolerate imatinib are given dasatinib for Ph-positive ALL.", ["dasatinib treats ph-positive all"]),
    ("Radiation therapy is not used often for ALL.", ["radiation therapy treats all?"]),
    (
        "Drugs to relieve nausea, antibiotics to fight infection.",
        ["antibiotic hasPurpose fight infection", "antibiotic manages infection", "antiemetic manages nausea"],
    ),
    ("To relieve nausea, ondansetron is given.", ["ondansetron manages nausea"]),
    (
        "Nelarabine in combination with etoposide is effective and is given to adults with relapsed ALL.",
        [
            "etoposide forPopulation adults",
            "etoposide treats relapsed all",
            "nelarabine combinedWith etoposide",
            "nelarabine forPopulation adults",
            "nelarabine treats relapsed all",
        ],
    ),
    ("At the end of induction, prednisone is stopped.", []),
    (
        "Patients with standard- and high-risk ALL receive vincristine.",
        ["vincristine treats high-risk all", "vincristine treats standard-risk all"],
    ),
    ("A class of its own (e.g., blinatumomab for MRD-positive ALL) is new.", ["blinatumomab treats mrd-positive all"]),
    (
        "Immunotherapy (e.g., blinatumomab for MRD-positive ALL) is new.",
        ["blinatumomab hasDrugClass immunotherapy", "blinatumomab treats mrd-positive all"],
    ),
    # factors, outcomes and markers
    ("Obesity raises the risk of relapse.", ["obesity riskFactorFor relapse"]),
    ("Children with ALL who are obese have a high risk of relapse.", ["obesity riskFactorFor relapse"]),
    ("Infants with ALL have a high risk of relapse.", ["infants riskFactorFor relapse"]),
    ("Patients with higher levels of MRD have a poor prognosis.", ["mrd positivity riskFactorFor poor prognosis"]),
    ("MRD remains the most important prognostic factor.", ["mrd riskFactorFor prognosis"]),
    ("In ALL, the prognosis depends on age and sex.", ["age riskFactorFor prognosis", "sex riskFactorFor prognosis"]),
    ("In ALL, treatment options depend on age and sex.", ["age guidesTreatment all", "sex guidesTreatment all"]),
    ("In ALL, sex and race affect treatment decisions.", ["race guidesTreatment all", "sex guidesTreatment all"]),
    ("For ALL, platelets are given depending on your blood test results.", []),
    ("Next-generation sequencing is used for monitoring MRD.", ["mrd measuredBy next-generation sequencing"]),
    # effects and what is given against them
    (
        "Three patients stopped ponatinib because of pancreatitis and stroke.",
        ["ponatinib hasAdverseEffect pancreatitis", "ponatinib hasAdverseEffect stroke"],
    ),
    ("Patients treated with asparaginase developed pancreatitis.", ["asparaginase hasAdverseEffect pancreatitis"]),
    (
        "Cytokine release syndrome is more common with CAR T-cell therapy.",
        ["car t-cell therapy hasAdverseEffect cytokine release syndrome"],
    ),
    ("CRS is a side effect of blinatumomab.", ["blinatumomab hasAdverseEffect cytokine release syndrome"]),
    ("Patients with an allergic reaction to pegaspargase were switched.", ["pegaspargase hasAdverseEffect allergic reaction"]),
    (
        "Blinatumomab is associated with neurotoxicity, which needs management with corticosteroids.",
        ["blinatumomab hasAdverseEffect neurotoxicity", "corticosteroid manages neurotoxicity"],
    ),
    ("Antihistamines (medicines to reduce allergic reactions) are given first.", ["antihistamine manages allergic reaction"]),
    ("Cytokine release syndrome has been treated with tocilizumab.", ["tocilizumab manages cytokine release syndrome"]),
    (
        "Neuroimaging shows white matter abnormalities among survivors treated with methotrexate.",
        ["white matter abnormalities measuredBy neuroimaging"],
    ),
    ("The side effects of vincristine are often hard to bear.", []),
    # routes, lengths of time and names of phases
    ("Chemotherapy for ALL usually takes between 2 and 3 years.", ["chemotherapy hasDuration 2-3 years", "chemotherapy treats all"]),
    ("Induction therapy lasts for about a month.", ["induction hasDuration 1 month"]),
    ("Vincristine is given once a month.", ["vincristine hasSchedule monthly"]),
    (
        "Cranial radiation therapy (18 Gy) + intrathecal methotrexate is given.",
        ["cranial radiation therapy combinedWith methotrexate", "methotrexate hasRoute intrathecal"],
    ),
    ("Intensification, also called delayed intensification, is next.", []),
    ("Consolidation chemotherapy is given to adults.", ["chemotherapy forPopulation adults", "chemotherapy usedInPhase consolidation"]),
    ("If you have a stem cell transplant, the maintenance phase is shorter.", []),
    ("Nelarabine is expensive. It is known as a symbol of progress.", []),
    # the plain verbs, and what failed before
    (
        "Imatinib is linked to swelling, and dasatinib and ponatinib are linked to bleeding.",
        ["dasatinib hasAdverseEffect bleeding", "imatinib hasAdverseEffect edema", "ponatinib hasAdverseEffect bleeding"],
    ),
    ("Blinatumomab is used for B-cell ALL not otherwise specified.", ["blinatumomab treats b-cell all"]),
    ("Rituximab is used for ALL. Obinutuzumab is given to adults with relapsed follicular lymphoma.", ["rituximab treats all"]),
    (
        "Mercaptopurine is used for ALL. The dose is halved if it is taken with allopurinol. Side effects include vomiting.",
        ["mercaptopurine hasAdverseEffect vomiting", "mercaptopurine treats all"],
    ),
    ("Earlier protocols focused on intensification of chemotherapy.", []),
    ("These antibodies kill leukemia cells.", []),
    ("Remission does not mean that the leukemia is cured.", []),
    ("Induction aims to clear leukemia cells from the bone marrow.", ["induction hasPurpose clear leukemia cells from the bone marrow"]),
    (
        "Dexamethasone can cause sleep disturbances, an enormous appetite and behavioral changes.",
        [
            "dexamethasone hasAdverseEffect behavioral problems",
            "dexamethasone hasAdverseEffect increased appetite",
            "dexamethasone hasAdverseEffect insomnia",
        ],
    ),
    ("Clearance of MRD predicts a good outcome.", ["mrd negativity riskFactorFor good prognosis"]),
    # the plain verbs, and what failed before
    ("Scans were taken during induction. Rituximab was given as well.", []),
    (
        "Radiation, because of its effects on the brain such as learning problems, is kept for relapsed ALL.",
        ["radiation therapy hasAdverseEffect learning problems"],
    ),
    ("Febrile neutropenia is common during induction, and filgrastim is given.", []),
    ("Tocilizumab is given if cytokine release syndrome develops.", ["tocilizumab manages cytokine release syndrome"]),
    ("Patients were assigned to receive or not to receive nelarabine in consolidation.", ["nelarabine usedInPhase consolidation?"]),
    (
        "Adult ALL treatment options include chemotherapy and radiation therapy.",
        [
            "chemotherapy forPopulation adults",
            "chemotherapy treats all",
            "radiation therapy forPopulation adults",
            "radiation therapy treats all",
        ],
    ),
    ("Not all patients with ALL need cranial radiation.", ["cranial radiation therapy treats all?"]),
    ("Nelarabine is not given to every child with ALL.", ["nelarabine treats all?", "nelarabine forPopulation children?"]),
    ("Nelarabine is not used at all in B-cell ALL.", ["nelarabine treats b-cell all!"]),
    (
        "Nelarabine should be avoided in all children with B-cell ALL.",
        ["nelarabine treats b-cell all!", "nelarabine forPopulation children!"],
    ),
    ("Not everyone with ALL can have a stem cell transplant.", ["stem cell transplant treats all?"]),
    (
        "Children given cranial radiation are at the highest risk of learning problems.",
        ["cranial radiation therapy forPopulation children", "cranial radiation therapy hasAdverseEffect learning problems"],
    ),
    (
        "Hyper-CVAD (cyclophosphamide, vincristine [VCR], doxorubicin and dexamethasone) is used in adults with ALL.",
        [
            "cyclophosphamide forPopulation adults",
            "cyclophosphamide partOfRegimen hyper-cvad",
            "cyclophosphamide treats all",
            "dexamethasone forPopulation adults",
            "dexamethasone partOfRegimen hyper-cvad",
            "dexamethasone treats all",
            "doxorubicin forPopulation adults",
            "doxorubicin partOfRegimen hyper-cvad",
            "doxorubicin treats all",
            "hyper-cvad forPopulation adults",
            "hyper-cvad treats all",
            "vincristine forPopulation adults",
            "vincristine partOfRegimen hyper-cvad",
            "vincristine treats all",
        ],
    ),
    (
        "Blinatumomab can lower the number of white blood cells, which increases the risk of infection.",
        ["blinatumomab hasAdverseEffect infection", "blinatumomab hasAdverseEffect low white blood cell count"],
    ),
    ("The FDA approved the expanded use of the leukemia drug Gleevec.", ["imatinib approvedBy fda"]),
    (
        "Pegaspargase is FDA approved in combination with other chemotherapy drugs to treat ALL.",
        ["chemotherapy treats all", "pegaspargase approvedBy fda", "pegaspargase combinedWith chemotherapy", "pegaspargase treats all"],
    ),
    # the plain verbs, and what failed before
    ("Pre-blinatumomab MRD predicts a poor outcome in high-risk ALL.", ["mrd riskFactorFor poor prognosis"]),
    (
        "Vincristine causes neurotoxicity, constipation, and less commonly seizures.",
        [
            "vincristine hasAdverseEffect constipation",
            "vincristine hasAdverseEffect neurotoxicity",
            "vincristine hasAdverseEffect seizures?",
        ],
    ),
    (
        "Filgrastim shortens the time that a child has a low white blood cell count and lowers the risk of infection.",
        ["filgrastim manages infection", "filgrastim manages low white blood cell count"],
    ),
    ("Vincristine is sold under these brand names: Oncovin.", ["vincristine hasBrandName oncovin"]),
    ("Maintenance starts when the leukemia is considered to be in remission.", []),
    ("Inotuzumab targets CD22, with some trials omitting chemotherapy.", ["inotuzumab ozogamicin hasTarget cd22"]),
    # the plain verbs, and what failed before
    (
        "Induction is the first stage of chemotherapy for ALL. This first stage of treatment lasts about 1 month.",
        ["chemotherapy treats all", "chemotherapy usedInPhase induction", "induction hasDuration 1 month"],
    ),
    ("Maintenance follows. This stage of treatment lasts about two years.", ["maintenance hasDuration 2 years"]),
    ("Treatment can include chemotherapy and a stem cell transplant.", []),
    ("Treatment can include pain relief and rest.", []),
    # the plain verbs, and what failed before
    (
        "The FDA on Monday approved Erwinaze for people with ALL who have developed an allergy to pegaspargase.",
        ["erwinia asparaginase approvedBy fda", "erwinia asparaginase treats all", "pegaspargase hasAdverseEffect allergic reaction"],
    ),
    ("Relapse remains the main cause of death in ALL.", ["relapse riskFactorFor death"]),
    ("The main cause of treatment failure in childhood ALL remains relapse.", []),
    ("Methotrexate is used in ALL. The risk is higher if you have diabetes.", ["methotrexate treats all"]),
    (
        "Methotrexate is part of CNS prophylaxis. Glucarpidase is given when methotrexate is not cleared.",
        ["methotrexate usedInPhase cns prophylaxis"],
    ),
    (
        "Trimethoprim-sulfamethoxazole is given three days a week to prevent Pneumocystis pneumonia.",
        [
            "trimethoprim-sulfamethoxazole hasPurpose prevent pneumocystis pneumonia",
            "trimethoprim-sulfamethoxazole hasSchedule three days a week",
            "trimethoprim-sulfamethoxazole manages pneumocystis pneumonia",
        ],
    ),
    # the plain verbs, and what failed before
    (
        "Maintenance is long; daily oral mercaptopurine, weekly methotrexate and vincristine are used.",
        [
            "mercaptopurine hasRoute oral",
            "mercaptopurine hasSchedule daily",
            "mercaptopurine usedInPhase maintenance",
            "methotrexate hasSchedule weekly",
            "methotrexate usedInPhase maintenance",
            "vincristine usedInPhase maintenance",
        ],
    ),
    ("Adults received a steroid prephase and induction. Those in the other arm received imatinib.", []),
    # a clause that is cut down to a state is held as what it belongs to, and "they" in a state are people
    (
        "A stem cell transplant may be offered while in remission to people with ALL.",
        ["stem cell transplant treats all in remission?", "stem cell transplant treats all?"],
    ),
    (
        "People with ALL may be offered a stem cell transplant while they are in remission.",
        ["stem cell transplant treats all in remission?", "stem cell transplant treats all?"],
    ),
    ("Adults with Ph+ ALL are given imatinib when they relapse.", ["imatinib forPopulation adults", "imatinib treats ph-positive all"]),
    (
        "Blinatumomab might be given to adults once in second remission.",
        ["blinatumomab forPopulation adults?", "blinatumomab treats all in remission?"],
    ),
    # a denial covers the dose and the way of what it denies
    ("Infants should not receive high-dose cytarabine.", ["cytarabine forPopulation infants!", "cytarabine hasSchedule high-dose!"]),
    (
        "High-dose methotrexate is not used in adults over 60.",
        ["methotrexate forPopulation adults >60 years!", "methotrexate hasSchedule high-dose!"],
    ),
    (
        "Weekly vincristine is no longer given in consolidation.",
        ["vincristine hasSchedule weekly!", "vincristine usedInPhase consolidation!"],
    ),
    ("Children do not get intravenous mercaptopurine.", ["mercaptopurine forPopulation children!", "mercaptopurine hasRoute intravenous!"]),
    ("Oral imatinib is not used in T-cell ALL.", ["imatinib hasRoute oral", "imatinib treats t-cell all!"]),
    ("Standard doses of chemotherapy may not reach the brain.", []),
    # a way that is denied is all that is denied
    ("Vincristine must never be given intrathecally in children with ALL.", ["vincristine hasRoute intrathecal!"]),
    ("Pegaspargase is not given by mouth to adults with T-cell ALL.", ["pegaspargase hasRoute oral!"]),
    ("Vincristine is used for ALL and must not be given intrathecally.", ["vincristine hasRoute intrathecal!", "vincristine treats all"]),
    # a comparison that is denied says nothing against a use
    ("Prednisone is not superior to dexamethasone in ALL.", ["prednisone treats all"]),
    ("Mitoxantrone was not more effective than idarubicin in relapsed ALL.", ["mitoxantrone treats relapsed all"]),
    ("Prednisone was no worse than dexamethasone during induction.", ["prednisone usedInPhase induction"]),
    # several states before one disease, and what cells carry
    (
        "CD19-positive, Ph-negative B-cell ALL is treated with blinatumomab.",
        [
            "blinatumomab treats b-cell all",
            "blinatumomab treats cd19-positive b-cell all",
            "blinatumomab treats ph-negative all",
        ],
    ),
    ("Rituximab binds to CD20-positive leukemia cells.", ["rituximab hasTarget cd20"]),
    (
        "Inotuzumab ozogamicin attaches to CD22-expressing cells.",
        ["inotuzumab ozogamicin hasTarget cd22", "inotuzumab ozogamicin hasMechanism attaches to cd22-expressing cells"],
    ),
    # a denial or doubt in what tells people apart, and one for some of them only
    (
        "Ponatinib is used for adults with Ph+ ALL whose first drug no longer controls the leukemia.",
        ["ponatinib forPopulation adults", "ponatinib treats ph-positive all"],
    ),
    ("Most adults with T-cell ALL do not receive rituximab.", ["rituximab forPopulation adults?", "rituximab treats t-cell all?"]),
    ("Many centers do not use cranial irradiation for ALL.", ["cranial radiation therapy treats all?"]),
    ("Imatinib does not usually cause hair loss.", ["imatinib hasAdverseEffect hair loss?"]),
    ("Venetoclax for T-cell ALL is still in early trials.", ["venetoclax treats t-cell all?"]),
    # what "and" joins with a verb of its own is held by itself
    (
        "Nelarabine is used for T-cell ALL and clofarabine should be avoided.",
        ["nelarabine treats t-cell all"],
    ),
    (
        "In consolidation, cytarabine is given and etoposide may be added.",
        ["cytarabine usedInPhase consolidation", "etoposide usedInPhase consolidation?"],
    ),
    ("Prednisone is given early, and adolescents may become tired.", []),
    # what "it" does not point to
    ("Mesna is a liquid. Aspirin is forbidden because it can cause bleeding.", []),
    ("Imatinib is a tablet. Doctors treat it with prednisone.", ["imatinib hasRoute oral"]),
    # partners, factors and outcomes are no uses, and members of a list no classes
    (
        "Osteonecrosis was seen in adolescents receiving pegaspargase, when taken concomitantly with prednisone.",
        ["pegaspargase forPopulation adolescents", "pegaspargase hasAdverseEffect osteonecrosis"],
    ),
    ("Total body irradiation is a key prognostic factor in children with relapsed ALL.", []),
    ("Prednisone raises the risk of infection in infants.", ["prednisone hasAdverseEffect infection"]),
    (
        "Induction combines nelarabine, a steroid and an anthracycline.",
        [
            "anthracycline usedInPhase induction",
            "corticosteroid combinedWith anthracycline",
            "corticosteroid usedInPhase induction",
            "nelarabine combinedWith anthracycline",
            "nelarabine combinedWith corticosteroid",
            "nelarabine usedInPhase induction",
        ],
    ),
    ("Radiation therapy was replaced by intrathecal drugs.", []),
    ("Insulin is started when prednisone causes high blood sugar.", ["prednisone hasAdverseEffect high blood sugar"]),
    ("Rasburicase is used for patients who have fever.", []),
    (
        "If two courses of nelarabine have failed, clofarabine is given for T-cell ALL.",
        ["clofarabine treats refractory all", "clofarabine treats t-cell all"],
    ),
    ("Adolescents who are thought to be at high risk of relapse are seen often.", []),
    # harm told by a verb and what it harms, and other ways to tell of effects
    ("Idarubicin can weaken the heart muscle.", ["idarubicin hasAdverseEffect heart damage"]),
    (
        "High doses of methotrexate may harm the kidneys and the liver.",
        [
            "methotrexate hasAdverseEffect kidney damage?",
            "methotrexate hasAdverseEffect liver damage?",
            "methotrexate hasSchedule high-dose",
        ],
    ),
    ("Cyclophosphamide can affect fertility.", ["cyclophosphamide hasAdverseEffect fertility problems"]),
    ("Prednisolone can thin the bones.", ["prednisolone hasAdverseEffect osteoporosis"]),
    ("Adults had seizures during blinatumomab.", ["blinatumomab hasAdverseEffect seizures"]),
    (
        "Survivors treated with cranial radiation have a higher frequency of stroke.",
        ["cranial radiation therapy hasAdverseEffect stroke"],
    ),
    ("Ponatinib carries a warning about blood clots.", ["ponatinib hasAdverseEffect blood clots"]),
    (
        "Therapy-related complications include pancreatitis and infection.",
        ["treatment hasAdverseEffect infection", "treatment hasAdverseEffect pancreatitis"],
    ),
    # what a remedy works on, and what another cause does, is no effect of it
    ("Rasburicase lowers uric acid, which can damage the kidneys.", []),
    ("Antibiotics treat infection, which can damage the lungs.", ["antibiotic manages infection"]),
    ("Dexamethasone is given because infection can damage the lungs.", []),
    ("Doxorubicin is given while leukemia damages the bones.", []),
    # doctors' advice, ways told as a kind of therapy, regimens told by what they contain, and lists that only give examples
    (
        "Cytarabine is clear. It is given as intrathecal therapy.",
        ["cytarabine hasRoute intrathecal"],
    ),
    (
        "Adults get strategies that contain fludarabine and busulfan.",
        ["busulfan forPopulation adults", "fludarabine combinedWith busulfan", "fludarabine forPopulation adults"],
    ),
    ("Mesna is given at the same time as ifosfamide.", ["mesna combinedWith ifosfamide"]),
    (
        "Methotrexate is used to treat ALL, including ALL that has spread to the central nervous system.",
        ["methotrexate treats all", "methotrexate treats cns leukemia"],
    ),
    # a remark in brackets on something else, a stopped drug, and what lies behind "because"
    ("Blinatumomab is used for B-cell ALL (not in T-cell ALL).", ["blinatumomab treats b-cell all"]),
    ("Venetoclax (investigational) is given for T-cell ALL.", ["venetoclax treats t-cell all?"]),
    ("One adult discontinued ponatinib because of pancreatitis.", ["ponatinib hasAdverseEffect pancreatitis"]),
    (
        "Asparaginase should not be given again because of the risk of pancreatitis.",
        ["asparaginase hasAdverseEffect pancreatitis"],
    ),
    ("None of the children received nelarabine in induction.", ["nelarabine forPopulation children!", "nelarabine usedInPhase induction!"]),
    ("Ondansetron: keeps a child from feeling sick", []),
    ("Older adults are more likely to have Ph-positive ALL.", []),
    # what tells whose illness it is, what is needed, and what goes wrong
    ("Nelarabine is kept for boys whose T-cell ALL does not clear.", ["nelarabine treats t-cell all"]),
    ("Remission seldom lasts without nelarabine in adults.", []),
    ("Accidental intrathecal vinblastine is an emergency.", ["vinblastine hasRoute intrathecal!"]),
    ("Vinblastine is fatal if given intrathecally.", ["vinblastine hasRoute intrathecal!"]),
    ("T-cell ALL used to be fatal with chemotherapy.", []),
    ("Cytokine release syndrome responds well to tocilizumab.", ["tocilizumab manages cytokine release syndrome"]),
    ("Mercaptopurine lowers resistance to infection.", []),
    ("Nelarabine is considered medically necessary for T-cell ALL.", ["nelarabine treats t-cell all"]),
    ("Venetoclax has been tried in T-cell ALL.", ["venetoclax treats t-cell all?"]),
    (
        "Asparaginase is a powder. Obesity raises the risk of pancreatitis.",
        ["asparaginase hasAdverseEffect pancreatitis", "obesity riskFactorFor pancreatitis"],
    ),
    (
        "Blinatumomab is given to children aged one month and older with B-cell ALL.",
        ["blinatumomab forPopulation children >=1 month", "blinatumomab treats b-cell all"],
    ),
    # people of a condition, causes that no term names, and clauses that a comma and "and" part
    ("Imatinib is a tablet. If a child spits it out, do not repeat it.", ["imatinib hasRoute oral"]),
    ("Prednisone is old. Bone cysts can cause fractures.", []),
    (
        "Dasatinib with prednisone cures most adults, and nelarabine is for those with T-cell ALL.",
        [
            "dasatinib combinedWith prednisone",
            "dasatinib forPopulation adults",
            "nelarabine treats t-cell all",
            "prednisone forPopulation adults",
        ],
    ),
    (
        "Children on intrathecal methotrexate, cranial radiation and rest do well.",
        ["methotrexate hasRoute intrathecal"],
    ),
    ("Zenaconazole during induction is rare. Nelarabine is given to adults.", ["nelarabine forPopulation adults"]),
    # ways that are listed, and one with its abbreviation
    (
        "Pegaspargase is given as a clear solution by injection into a muscle or, if less painful, into a vein.",
        ["pegaspargase hasRoute intramuscular", "pegaspargase hasRoute intravenous"],
    ),
    ("Adults get intrathecal (IT) hydrocortisone.", ["hydrocortisone forPopulation adults", "hydrocortisone hasRoute intrathecal"]),
    (
        "Daunorubicin can cause cardiomyopathy, prevented by dexrazoxane.",
        ["daunorubicin hasAdverseEffect cardiomyopathy", "dexrazoxane manages cardiomyopathy"],
    ),
    # values of words that brackets and commas do not cut off
    (
        "Etoposide is given to kill leukemia cells in the blood, bone marrow, and brain.",
        ["etoposide hasPurpose kill leukemia cells in the blood, bone marrow, and brain"],
    ),
    (
        "The goal of induction is to kill leukemia cells (blasts) in the bone marrow.",
        ["induction hasPurpose kill leukemia cells in the bone marrow"],
    ),
    (
        "Surgery is used to reduce the burden of tumor inside or outside the spinal canal.",
        ["surgery hasPurpose reduce the burden of tumor inside or outside the spinal canal"],
    ),
    ("Bortezomib is a powder. Use in pregnancy: can cause birth defects.", ["bortezomib hasAdverseEffect birth defects"]),
    # ages in words and without a unit, another disease that people have, and targets said in passing
    ("In children under three surgery is delayed.", ["surgery forPopulation children <3 years"]),
    ("Boys under sixteen get imatinib.", []),
    ("In adults with acute myeloid leukemia clofarabine did no better than cytarabine.", []),
    ("CAR T cells against CD7 are not yet available for ALL.", ["car t-cell therapy hasTarget cd7"]),
    # hedges around a claim said in passing do not touch it
    ("TKIs like dasatinib might help.", ["dasatinib hasDrugClass tyrosine kinase inhibitor"]),
    # aims of phases and procedures, in verbs, nouns and gerunds; a whole aim is kept, and one too long loses its articles first
    ("Maintenance keeps leukemia cells from growing back.", ["maintenance hasPurpose keeps leukemia cells from growing back"]),
    ("Consolidation: Aimed at destroying leftover cells.", ["consolidation hasPurpose destroying leftover cells"]),
    ("Induction: helps to clear leukemia cells.", ["induction hasPurpose clear leukemia cells"]),
    ("Conditioning: its purpose is to empty the marrow.", ["conditioning regimen hasPurpose empty the marrow"]),
    ("A splenectomy may help to raise the count of platelets.", ["splenectomy hasPurpose raise the count of platelets?"]),
    ("A stem cell transplant allows people to make healthy blood.", ["stem cell transplant hasPurpose make healthy blood"]),
    ("The goal of treatment is to destroy leukemia cells.", ["treatment hasPurpose destroy leukemia cells"]),
    ("Cytarabine is approved for the elimination of leftover cells.", ["cytarabine hasPurpose elimination of leftover cells"]),
    ("Clinical trials test new medicines.", ["clinical trial hasPurpose test new medicines"]),
    (
        "The aim of induction is to clear the leukemia cells out of the blood and the bone marrow quickly.",
        ["induction hasPurpose clear leukemia cells out of blood and bone marrow quickly"],
    ),
    # an aim is that of a whole list where "and" or "or" ends it, else of its last member
    (
        "They get antivirals and antifungals to prevent harm.",
        ["antiviral hasPurpose prevent harm", "antifungal hasPurpose prevent harm"],
    ),
    ("They get antivirals, antifungals to prevent harm, or rest.", ["antifungal hasPurpose prevent harm, or rest"]),
    # how treatments work: in relative clauses, and in front of the sentence
    (
        "Asparaginase is an enzyme that breaks sugar down.",
        ["asparaginase hasDrugClass enzyme", "asparaginase hasMechanism breaks sugar down"],
    ),
    ("By slowing the growth of cells, targeted therapies help.", ["targeted therapy hasMechanism slowing the growth of cells"]),
    ("Targeted therapy focuses on faulty genes.", ["targeted therapy hasMechanism focuses on faulty genes"]),
    # harm told of people, of treatment at large, and by an adjective; "they" are the drugs, not the class that they are
    ("Adults on dexamethasone may have trouble sleeping.", ["dexamethasone hasAdverseEffect insomnia?"]),
    (
        "Some treatments can affect growth and learning.",
        ["treatment hasAdverseEffect growth problems", "treatment hasAdverseEffect learning problems"],
    ),
    ("Vincristine is neurotoxic.", ["vincristine hasAdverseEffect neurotoxicity"]),
    (
        "Dexamethasone (Decadron) and prednisone are steroids. They cause acne.",
        [
            "dexamethasone hasAdverseEffect acne",
            "dexamethasone hasBrandName decadron",
            "dexamethasone hasDrugClass corticosteroid",
            "prednisone hasAdverseEffect acne",
            "prednisone hasDrugClass corticosteroid",
        ],
    ),
    # what a thing is given against is no harm of it; what did not respond is denied
    (
        "Adults are watched for tumor lysis syndrome and given allopurinol to lessen its effects.",
        ["allopurinol hasPurpose lessen its effects"],
    ),
    (
        "Tocilizumab works in the management of the cytokine release syndrome induced by CAR T cells.",
        [
            "car t-cell therapy hasAdverseEffect cytokine release syndrome",
            "tocilizumab manages cytokine release syndrome",
        ],
    ),
    ("Headaches have not responded to mesna.", ["mesna manages headache!"]),
    ("Seizures have often been treated with mesna.", ["mesna manages seizures"]),
    # kinds: in brackets, and of regimens
    ("Nelarabine is for T-cell ALL (a type of ALL).", ["nelarabine treats t-cell all", "t-cell all subtypeOf all"]),
    ("Hyper-CVAD is a chemotherapy regimen.", ["hyper-cvad subtypeOf chemotherapy"]),
    # risks that people are at, participles that tell how a thing works
    ("Patients treated with imatinib are at a raised risk of bleeding.", ["imatinib hasAdverseEffect bleeding"]),
    (
        "Blinatumomab binds to CD19, redirecting T cells to leukemia.",
        ["blinatumomab hasMechanism redirecting t cells to leukemia", "blinatumomab hasTarget cd19"],
    ),
    ("A slow response to treatment means a longer stay.", []),
    ("Low hypodiploidy is unfavorable.", ["low hypodiploidy riskFactorFor poor prognosis"]),
    ("Age: Infants do worse.", ["infants riskFactorFor poor prognosis"]),
    ("T-cell ALL tends to have a worse prognosis.", ["t-cell all riskFactorFor poor prognosis"]),
    (
        "Poor prognosis: hypodiploidy, age over 35 years.",
        [
            "hypodiploidy riskFactorFor poor prognosis",
            "age >35 years riskFactorFor poor prognosis",
        ],
    ),
    # ways of what is much or more, and of the members of a list behind an abbreviation
    ("More courses of intravenous methotrexate are common.", ["methotrexate hasRoute intravenous"]),
    # an aim belongs to what is given with a partner; how a thing works, told with what it is for; "alone" denies nothing
    (
        "Steroids are given along with rest to help clear cells.",
        ["corticosteroid hasPurpose clear cells"],
    ),
    ("Methotrexate is a drug which is given to stop cells from growing.", ["methotrexate hasPurpose stop cells from growing"]),
    ("Imatinib is used against ALL by blocking an odd protein.", ["imatinib hasMechanism blocking an odd protein", "imatinib treats all"]),
    ("Imatinib works to slow the growth of cells.", ["imatinib hasMechanism slow the growth of cells"]),
    # harm told of those who have had a treatment; what people who are treated may have is no aim of the treatment
    (
        "Adults who received vincristine may develop numbness.",
        ["vincristine forPopulation adults", "vincristine hasAdverseEffect numbness?"],
    ),
    (
        "Adults who have had clofarabine have a higher risk of jaundice.",
        ["clofarabine forPopulation adults", "clofarabine hasAdverseEffect jaundice"],
    ),
    ("Some leukemia treatments can raise the risk of heart problems.", ["treatment hasAdverseEffect heart problems"]),
    ("Memory problems can develop in people treated with busulfan.", ["busulfan hasAdverseEffect memory problems"]),
    ("People treated with rest or who have had a stem cell transplant see few headaches.", []),
    (
        "Biologic therapy is a treatment that uses the body's defenses to fight cancer.",
        ["biologic therapy hasMechanism fight cancer", "biologic therapy hasMechanism uses the body's defenses to fight cancer"],
    ),
    # aims of care, hedges on harm of treatment at large, and harm that "with" leads in
    ("The purpose of consolidation is killing leftover cells.", ["consolidation hasPurpose killing leftover cells"]),
    ("Leucovorin is given after busulfan to protect good cells.", ["leucovorin hasPurpose protect good cells"]),
    ("Some treatments may affect growth.", ["treatment hasAdverseEffect growth problems?"]),
    ("Anthracyclines may be cardiotoxic.", ["anthracycline hasAdverseEffect cardiotoxicity?"]),
    ("With asparaginase, blood clots can form.", ["asparaginase hasAdverseEffect blood clots"]),
    ("Doxorubicin turns the urine red.", ["doxorubicin hasAdverseEffect red urine"]),
    # what a response is, and what measures it
    ("Remission is when no blasts are seen.", ["remission hasCriterion no blasts are seen"]),
    ("MRD negativity (<0.01%) matters.", ["mrd negativity hasCriterion <0.01%"]),
    ("High hyperdiploidy (>50 chromosomes) is common.", []),
    ("MRD (by flow cytometry or PCR) is noted.", ["mrd measuredBy flow cytometry", "mrd measuredBy polymerase chain reaction"]),
    ("Methods of finding MRD include flow cytometry.", ["mrd measuredBy flow cytometry"]),
    ("MRD negativity by flow cytometry is common.", ["mrd measuredBy flow cytometry"]),
    (
        "Bone marrow aspiration and biopsy are done to see how well the treatment is working.",
        ["response to treatment measuredBy bone marrow aspiration", "response to treatment measuredBy bone marrow biopsy"],
    ),
    # outcomes that are better or worse, and factors with a bound
    ("Infants under 1 year do worse than older children.", ["infants <1 year riskFactorFor poor prognosis"]),
    ("Young adults fare better when their doctors treat them as children.", []),
    ("The outcome for patients with hypodiploidy is poor.", ["hypodiploid all riskFactorFor poor prognosis"]),
    ("The outcome is better in children with hyperdiploidy.", ["hyperdiploid all riskFactorFor good prognosis"]),
    ("Age over 10 years is an adverse prognostic factor.", ["age >10 years riskFactorFor poor prognosis"]),
    (
        "Children between the ages of 1 and 10 years have a better prognosis.",
        ["children 1-10 years riskFactorFor good prognosis"],
    ),
    (
        "A white cell count of 50,000 per microliter or more is linked with a poor outcome.",
        ["white blood cell count >=50,000 per microliter riskFactorFor poor prognosis"],
    ),
    (
        "A high white blood cell count (>30,000/µL) is a poor prognostic factor.",
        ["elevated white blood cell count riskFactorFor poor prognosis"],
    ),
    ("Features associated with a better outcome include hyperdiploidy.", ["hyperdiploidy riskFactorFor good prognosis"]),
    # what is said to be used in a section is used for what the section is about
    ("ALL\n\nChemotherapy is the mainstay of treatment.", ["chemotherapy treats all"]),
    ("ALL\n\nOther treatments you may hear of include steroids.", ["corticosteroid treats all?"]),
    ("ALL\n\nThe usual treatment is chemotherapy.", ["chemotherapy treats all"]),
    ("ALL\n\nYour doctors may suggest a stem cell transplant.", ["stem cell transplant treats all?"]),
    ("ALL\n\nSome people need radiation therapy.", ["radiation therapy treats all"]),
    ("ALL\n\nRelapsed ALL\n\nYour doctors may suggest a stem cell transplant.", ["stem cell transplant treats relapsed all?"]),
    ("ALL\n\nPh-positive ALL is another kind. Some people need dasatinib.", []),
    ("ALL\n\nAML looks alike. Some people need radiation therapy.", []),
    ("ALL\n\nSome people need antibiotics.", []),
    ("ALL\n\nRadiation therapy sends beams that reach and destroy leukemia cells.", ["radiation therapy treats all"]),
    # drugs beside a class that the background puts them into
    ("ALL\n\nDasatinib and other drugs came later, all TKIs.", ["dasatinib hasDrugClass tyrosine kinase inhibitor"]),
    ("ALL\n\nTKIs\n\nPonatinib is a tablet.", ["ponatinib hasDrugClass tyrosine kinase inhibitor", "ponatinib hasRoute oral"]),
    ("ALL\n\nTKIs\n\nVincristine is a powder.", []),
    (
        "ALL\n\nTreatment will include at least two of these medicines:\n\n- cytarabine\n- etoposide",
        ["cytarabine treats all", "etoposide treats all"],
    ),
    ("ALL\n\nTreatments that must not be mixed include these:\n\n- cytarabine", []),
    ("The usual alternative treatment to consolidation is a transplant.", []),
    # a clause around a value ends it, and a value that a clause is about is nobody's
    ("The first course of chemotherapy to clear the marrow is a short one.", ["chemotherapy hasPurpose clear the marrow"]),
    ("ALL\n\nInduction\n\nKilling the last cells is hard work.", []),
    # what leads a list in may point back at the sentence before it, and its paragraph tells what the list is about
    (
        "Chemotherapy can cause side effects. These include:\n\n- hair loss\n- nausea",
        ["chemotherapy hasAdverseEffect hair loss", "chemotherapy hasAdverseEffect nausea"],
    ),
    ("Chemotherapy can harm. Doctors help people with this. These may include:\n\n- hair loss", []),
    (
        "ALL\n\nInduction is the first step. It is short. The drugs used are:\n\n- vincristine",
        ["vincristine treats all", "vincristine usedInPhase induction"],
    ),
    # a page's title stands over headings of its own level, also where the site's name stands before it
    (
        "MedSite\n\nHome / Drugs\n\nPegaspargase\n\nHarms\n\nSide effects:\n\n- nausea\n- rash",
        ["pegaspargase hasAdverseEffect nausea", "pegaspargase hasAdverseEffect rash"],
    ),
    (
        "ALL is a leukemia that is treated in three steps by many.\n\nInduction\n\nIt is short.\n\nOther Drugs\n\nVincristine is used.",
        [],
    ),
    # one plan does without a thing, which denies no use of it
    (
        "Dasatinib is given without cranial radiation therapy for older adults with Ph-positive ALL.",
        ["dasatinib forPopulation older adults", "dasatinib treats ph-positive all"],
    ),
    # a phase in other words than of a use
    ("Those with a poor response to induction may get dasatinib.", []),
    ("Consolidation: the aim of this second step is to clear the marrow.", ["consolidation hasPurpose clear the marrow"]),
    # a question stands under the heading before it
    (
        "ALL\n\nInduction\n\nIt is short.\n\nWhat will I have?\n\nYou are given vincristine.",
        ["vincristine usedInPhase induction"],
    ),
    # what an illness may need is no cause of it, and what treatment brings about is no treatment
    ("Patients at high risk for infection may need antibiotics.", []),
    ("Filgrastim leads to more infection-fighting cells.", []),
    (
        "Side effects of ALL and its treatment include:\n\n- steroid side effects such as a round face",
        ["corticosteroid hasAdverseEffect cushing syndrome"],
    ),
    # people whose treatment is given to others too
    ("Young adults get pediatric-like chemotherapy.", ["chemotherapy forPopulation young adults"]),
    ("Adults are given pediatric-style chemotherapy.", ["chemotherapy forPopulation adults"]),
    (
        "ALL\n\nInduction\n\nThe main drugs are vincristine and asparaginase.",
        ["asparaginase usedInPhase induction", "vincristine usedInPhase induction"],
    ),
    ("ALL\n\nInduction\n\nTypically, an anthracycline is included.", ["anthracycline usedInPhase induction"]),
    ("ALL\n\nInduction\n\nThe drugs are clear liquids, vincristine too.", []),
    (
        "ALL\n\nThe risk of infertility rises after treatment with:\n\n- cyclophosphamide\n- total-body irradiation",
        ["cyclophosphamide hasAdverseEffect infertility", "total-body irradiation hasAdverseEffect infertility"],
    ),
    ("ALL\n\nThe risk of relapse is lower after a transplant.", []),
    ("ALL\n\nChemotherapy\n\nVincristine is a powder.", []),
    # a class beside a partner brings the drugs that explain it
    (
        "Blinatumomab with TKIs such as dasatinib came later.",
        [
            "blinatumomab combinedWith dasatinib",
            "blinatumomab combinedWith tyrosine kinase inhibitor",
            "dasatinib hasDrugClass tyrosine kinase inhibitor",
        ],
    ),
    (
        "A TKI (imatinib) plus chemotherapy came later.",
        [
            "imatinib combinedWith chemotherapy",
            "imatinib hasDrugClass tyrosine kinase inhibitor",
            "tyrosine kinase inhibitor combinedWith chemotherapy",
        ],
    ),
    ("Vincristine, imatinib plus chemotherapy came later.", ["imatinib combinedWith chemotherapy"]),
    (
        "A TKI (imatinib) plus a steroid (prednisone) came later.",
        [
            "imatinib combinedWith corticosteroid",
            "imatinib hasDrugClass tyrosine kinase inhibitor",
            "prednisone hasDrugClass corticosteroid",
            "tyrosine kinase inhibitor combinedWith corticosteroid",
            "tyrosine kinase inhibitor combinedWith prednisone",
        ],
    ),
    ("A stem cell transplant begins with radiation.", ["stem cell transplant combinedWith radiation therapy"]),
    # what may come on top of a thing leaves no doubt about the thing
    (
        "In induction, daunorubicin may be added to vincristine.",
        [
            "daunorubicin combinedWith vincristine?",
            "daunorubicin usedInPhase induction?",
            "vincristine usedInPhase induction",
        ],
    ),
    # what treatment goes by
    ("ALL\n\nYour treatment will depend on the type of ALL.", ["subtype guidesTreatment all"]),
    ("ALL\n\nThe dose of chemotherapy varies with age.", ["age guidesTreatment all"]),
    ("ALL\n\nPatients are assigned by MRD.", ["mrd guidesTreatment all"]),
    ("ALL\n\nMRD is a factor in choosing treatment.", ["mrd guidesTreatment all"]),
    ("ALL\n\nMRD is measured for treatment decisions.", ["mrd guidesTreatment all"]),
    # how long a phase lasts, told before its name
    ("Then come two years of maintenance therapy.", ["maintenance hasDuration 2 years"]),
    ("The first two years of maintenance therapy are hard.", []),
    ("A 7-day induction phase opens the plan.", ["induction hasDuration 7 days"]),
    ("The total length of treatment is 2 to 3 years.", ["treatment hasDuration 2-3 years"]),
    # phases in one list with what is given beside them
    ("They get induction therapy, weekly asparaginase, and a long maintenance therapy.", ["asparaginase hasSchedule weekly"]),
    (
        "Vincristine is used in induction, in the late consolidation, and a long maintenance therapy.",
        ["vincristine usedInPhase consolidation", "vincristine usedInPhase induction", "vincristine usedInPhase maintenance"],
    ),
    # doses in a list
    (
        "In induction, adults get dexamethasone 8 mg/m2 or prednisolone 60 mg/m2.",
        [
            "dexamethasone forPopulation adults",
            "dexamethasone usedInPhase induction",
            "prednisolone forPopulation adults",
            "prednisolone usedInPhase induction",
        ],
    ),
    (
        "ALL\n\nConsolidation\n\nDay 1: etoposide IV 100 mg/m2, ifosfamide 3.4 g/m2 IV",
        [
            "etoposide hasRoute intravenous",
            "etoposide usedInPhase consolidation",
            "ifosfamide hasRoute intravenous",
            "ifosfamide usedInPhase consolidation",
        ],
    ),
    ("They get low-dose (5 mg) thioguanine.", ["thioguanine hasSchedule low-dose"]),
    # another disease that is treated is no effect of treatment
    ("ALL is common. Thioguanine is given for maintenance therapy of acute myeloid leukemia.", []),
    ("Azathioprine, a prodrug of mercaptopurine, is used as an immunosuppressant.", []),
    ("Consolidation\n\nSome may benefit from radiation therapy.", ["radiation therapy usedInPhase consolidation?"]),
    ("Induction is first. This step takes 4 weeks.", ["induction hasDuration 4 weeks"]),
    (
        "Drugs of maintenance therapy:\n•Mercaptopurine\n•Vincristine",
        ["mercaptopurine usedInPhase maintenance", "vincristine usedInPhase maintenance"],
    ),
    (
        "Mercaptopurine\n\nIt is a drug.\nWhat this drug is used for:\nALL\nHow to keep it:\nCold and dry.",
        ["mercaptopurine treats all"],
    ),
    # what only a section says of drugs that the text gives to one kind
    ("ALL\n\nTKIs treat Ph-positive ALL.\n\nALL is rare. Some people need a TKI.", ["tyrosine kinase inhibitor treats ph-positive all"]),
    ("ALL\n\nIf there is fever, your doctors may suggest a stem cell transplant.", []),
    (
        "TKIs such as:\n\n- Imatinib",
        ["imatinib hasDrugClass tyrosine kinase inhibitor"],
    ),
    (
        "Blinatumomab is new. It is a monoclonal antibody that is used for B-cell ALL after other treatments didn't work.",
        ["blinatumomab hasDrugClass monoclonal antibody", "blinatumomab treats b-cell all"],
    ),
    (
        "High-risk patients get a stem cell transplant while standard-risk patients get chemotherapy.",
        ["stem cell transplant treats high-risk all", "chemotherapy treats standard-risk all"],
    ),
    ("A TKI may be given on its own or with chemotherapy.", ["tyrosine kinase inhibitor combinedWith chemotherapy?"]),
    ("Radiation therapy is given before a stem cell transplant.", ["radiation therapy combinedWith stem cell transplant"]),
    ("Imatinib lowers the risk that the cancer will come back.", []),
    ("ALL\n\nTreatment options were limited to radiation therapy.", ["radiation therapy treats all"]),
    # ages: a range without a unit, and one from birth
    ("Nelarabine is given to patients aged 16 to 24.", ["nelarabine forPopulation age 16-24 years"]),
    ("Nelarabine is given to children from birth to 12 years.", ["nelarabine forPopulation children 0-12 years"]),
    # a state behind a name that tells where it is used, and a cure
    (
        "ALL is treated with a stem cell transplant in first remission.",
        ["stem cell transplant treats all", "stem cell transplant treats all in remission"],
    ),
    ("A stem cell transplant is the only cure for relapsed ALL.", ["stem cell transplant treats relapsed all"]),
    # an application is no approval
    ("The FDA accepted a license application for dasatinib in ALL.", ["dasatinib treats all?"]),
    ("The FDA has expanded the indication for dasatinib in ALL.", ["dasatinib approvedBy fda", "dasatinib treats all"]),
    # parts of a regimen
    ("Total body irradiation is an important component of conditioning.", ["total-body irradiation partOfRegimen conditioning regimen"]),
    ("They got busulfan as a preparative regimen.", ["busulfan partOfRegimen conditioning regimen"]),
    (
        "Hyper-CVAD\n\nCourse B consists of methotrexate.",
        ["methotrexate partOfRegimen hyper-cvad"],
    ),
    (
        "ALL\n\nThree of the drugs used are vincristine, prednisone and daunorubicin.",
        ["vincristine treats all", "prednisone treats all", "daunorubicin treats all"],
    ),
    ("ALL\n\nSome need biologic therapy or intensified IT.", ["biologic therapy treats all", "intrathecal chemotherapy treats all"]),
    (
        "The following specialists plan treatment of ALL:\n\n- Pediatric intensivists.\n- Child-life professionals.",
        ["all hasCareTeamMember pediatric intensivist", "all hasCareTeamMember child-life specialist"],
    ),
    (
        "Calaspargase pegol is another formulation of pegaspargase that is used for relapsed ALL.",
        ["calaspargase pegol treats relapsed all"],
    ),
    (
        "The FDA-approved bispecific T-cell engager (BiTE) blinatumomab is a powder.",
        ["blinatumomab approvedBy fda", "blinatumomab hasDrugClass bispecific t-cell engager"],
    ),
    ("Methotrexate and leucovorin are liquids. They are used in ALL.", ["methotrexate treats all"]),
    # what a phrase behind an object includes
    (
        "This leads to changes in induction, including the addition of a TKI, such as imatinib.",
        [
            "imatinib hasDrugClass tyrosine kinase inhibitor",
            "imatinib usedInPhase induction",
            "tyrosine kinase inhibitor usedInPhase induction",
        ],
    ),
    ("Drugs to shorten induction, steroids for pain.", ["corticosteroid manages pain"]),
    (
        "Infants with ALL got a maintenance phase with methotrexate.",
        ["methotrexate forPopulation infants", "methotrexate treats all", "methotrexate usedInPhase maintenance"],
    ),
    ("Fludarabine is given before CAR T-cell therapy.", ["fludarabine combinedWith car t-cell therapy"]),
    ("ALL\n\nMRD is measured for study and for treatment decisions.", ["mrd guidesTreatment all"]),
    # a criterion is told to its end, however long its remarks, or in its parts, or not at all
    (
        "Complete remission means that counts (red, white and platelets) are normal again and less than 5% of marrow cells are blasts.",
        [
            "complete remission hasCriterion counts are normal again",
            "complete remission hasCriterion less than 5% of marrow cells are blasts",
        ],
    ),
    (
        "Complete remission means that the counts are back in the range of the healthy and no blasts are seen in any of the samples (ten).",
        [
            "complete remission hasCriterion the counts are back in the range of the healthy",
            "complete remission hasCriterion no blasts are seen in any of the samples",
        ],
    ),
    (
        "Remission means that blasts can no longer be found in samples of marrow and that counts of all the blood cells are normal again.",
        [
            "remission hasCriterion blasts can no longer be found in samples of marrow",
            "remission hasCriterion counts of all the blood cells are normal again",
        ],
    ),
    ("Remission, defined as platelets over 100,000 in the blood, is rare.", ["remission hasCriterion platelets over 100,000 in the blood"]),
    ("Remission, defined as fewer than 5% blasts, is reached by most.", ["remission hasCriterion fewer than 5% blasts"]),
    ("Remission means that few blasts are left, but these can be seen in some tests.", []),
    (
        "Remission means that for a long time no sign of leukemia has been found in any of the samples that are taken each month.",
        [],
    ),
    # a marker that people carry tells their kind of the disease, where it is treated
    (
        "For children with certain changes, such as the Philadelphia chromosome, dasatinib or imatinib is added.",
        [
            "dasatinib forPopulation children",
            "dasatinib treats ph-positive all",
            "imatinib forPopulation children",
            "imatinib treats ph-positive all",
        ],
    ),
    ("Patients who carry the Philadelphia chromosome get ponatinib.", ["ponatinib treats ph-positive all"]),
    ("Patients without changes such as the Philadelphia chromosome get ponatinib.", []),
    ("Tests look for changes such as the Philadelphia chromosome, and ponatinib is used.", []),
    # a denial that only tells which people a sentence is about denies nothing of them
    ("For children not in remission, cytarabine is given in consolidation.", []),
    ("In infants, cytarabine is not given.", ["cytarabine forPopulation infants!"]),
    (
        "In contrast to adults, children get methotrexate for T-cell ALL.",
        ["methotrexate forPopulation children", "methotrexate treats t-cell all"],
    ),
    # the step takes as long as people stay for it
    (
        "Consolidation\n\nPatients stay in the hospital for 3 weeks.",
        ["consolidation hasSetting inpatient", "consolidation hasDuration 3 weeks"],
    ),
    # what the way that a thing is given depends on is no use of it
    ("How chemotherapy is given depends on the kind of T-cell ALL.", []),
    ("ALL\n\nChemotherapy\n\nThe way that chemotherapy is given depends on the spread to the brain.", []),
    # a denial of the part that a thing plays leaves its use open; one of the use is one
    ("Radiation therapy is not often used as a main treatment for T-cell ALL.", ["radiation therapy treats t-cell all?"]),
    ("A stem cell transplant isn't the first choice for T-cell ALL.", []),
    (
        "Rituximab is not a first-line treatment for B-cell ALL, but it is used for relapsed ALL.",
        ["rituximab treats relapsed all"],
    ),
    ("Radiation therapy is not used to treat T-cell ALL.", ["radiation therapy treats t-cell all!"]),
    ("Radiation therapy may be used as a main treatment for T-cell ALL.", ["radiation therapy treats t-cell all?"]),
    # a class beside the name of its drug, in commas or behind "called"; a drug that the disease withstands; words that doubt; people that a
    # risk describes; what is added to what; an approval points back to its drug
    (
        "A kinase inhibitor, dasatinib (Sprycel), is given for Ph-positive ALL.",
        ["dasatinib hasBrandName sprycel", "dasatinib hasDrugClass kinase inhibitor", "dasatinib treats ph-positive all"],
    ),
    (
        "In T-cell ALL, another purine analog, nelarabine, was studied.",
        ["nelarabine hasDrugClass purine analog", "nelarabine treats t-cell all?"],
    ),
    (
        "Patients get a steroid, vincristine, and asparaginase in induction.",
        ["asparaginase usedInPhase induction", "corticosteroid usedInPhase induction", "vincristine usedInPhase induction"],
    ),
    (
        "One such bispecific antibody, called blinatumomab, is used for relapsed ALL.",
        ["blinatumomab hasDrugClass bispecific antibody", "blinatumomab treats relapsed all"],
    ),
    (
        "Treatment options include:\n\n• Imatinib (for patients with Philadelphia chromosome [Ph]-positive ALL)",
        ["imatinib treats ph-positive all"],
    ),
    (
        "Ponatinib is used for Ph-positive ALL that is resistant to, or intolerant of, imatinib.",
        ["ponatinib treats imatinib-resistant all", "ponatinib treats ph-positive all"],
    ),
    (
        "Nilotinib is given for dasatinib-resistant or imatinib-resistant ALL.",
        [
            "nilotinib treats dasatinib-resistant all",
            "nilotinib treats imatinib-resistant all",
        ],
    ),
    ("Some who take imatinib have imatinib-resistant disease.", []),
    ("CAR T-cell therapy has shown great promise in treating relapsed ALL.", ["car t-cell therapy treats relapsed all?"]),
    ("Venetoclax has encouraging activity in T-cell ALL.", ["venetoclax treats t-cell all?"]),
    ("Radiation therapy may be considered in those with symptomatic relapse.", []),
    ("Blinatumomab is given to children at higher risk of relapse.", ["blinatumomab forPopulation children"]),
    ("Infants are at a higher risk of relapse.", ["infants riskFactorFor relapse"]),
    ("Nelarabine improved survival for adults with T-cell ALL.", ["nelarabine forPopulation adults", "nelarabine treats t-cell all"]),
    ("Survival improved for adults with T-cell ALL after nelarabine.", []),
    (
        "Adding imatinib to chemotherapy improves survival in adults with Ph-positive ALL.",
        ["imatinib combinedWith chemotherapy", "imatinib forPopulation adults", "imatinib treats ph-positive all"],
    ),
    (
        "Clofarabine is a drug. The approval is for children with relapsed ALL.",
        ["clofarabine forPopulation children", "clofarabine treats relapsed all"],
    ),
    (
        "Imatinib and ponatinib are new. The approvals are for adults with Ph-positive ALL.",
        [
            "imatinib forPopulation adults",
            "imatinib treats ph-positive all",
            "ponatinib forPopulation adults",
            "ponatinib treats ph-positive all",
        ],
    ),
    ("Revumenib is approved for acute leukemia with a KMT2A translocation.", ["revumenib treats kmt2a-rearranged all"]),
    ("Inotuzumab ozogamicin is given for ALL with CD22 expression.", ["inotuzumab ozogamicin treats cd22-positive all"]),
    # a doubt of one member of a list, of a list's members, and of nothing but what things are not for
    (
        "Intrathecal chemotherapy and, in some cases, cranial radiation are given for CNS prophylaxis.",
        ["cranial radiation therapy usedInPhase cns prophylaxis?", "intrathecal chemotherapy usedInPhase cns prophylaxis"],
    ),
    (
        "Chemotherapy, and possibly a stem cell transplant, are used for relapsed ALL.",
        ["chemotherapy treats relapsed all", "stem cell transplant treats relapsed all?"],
    ),
    (
        "Targeted therapy used or studied to treat T-cell ALL includes venetoclax and bortezomib.",
        ["bortezomib treats t-cell all?", "targeted therapy treats t-cell all", "venetoclax treats t-cell all?"],
    ),
    (
        "Adults with T-cell ALL get chemotherapy using drugs not usually given for B-cell ALL.",
        ["chemotherapy forPopulation adults", "chemotherapy treats t-cell all"],
    ),
    (
        "High-risk ALL is treated with chemotherapy including agents not used for low-risk ALL, such as etoposide.",
        ["chemotherapy treats high-risk all", "etoposide treats high-risk all"],
    ),
    ("Chemotherapy for T-cell ALL has side effects that many older adults cannot bear.", ["chemotherapy treats t-cell all"]),
    (
        "Patients who do not have a donor may join trials that are studying for relapsed ALL:[3,4]\n\n• Venetoclax\n• Bortezomib",
        ["bortezomib treats relapsed all?", "venetoclax treats relapsed all?"],
    ),
    ("Adults who had relapsed ALL were to receive a salvage regimen.", []),
    # what comes after a phase is not in it; what treatment improves; a member with a kind of its own; another kind
    (
        "Treatment of relapsed ALL\n\n• Reinduction chemotherapy followed by an allogeneic stem cell transplant",
        [
            "allogeneic stem cell transplant treats relapsed all",
            "chemotherapy combinedWith allogeneic stem cell transplant",
            "chemotherapy treats relapsed all",
            "chemotherapy usedInPhase reinduction",
        ],
    ),
    ("Nelarabine improved outcomes for adults with T-cell ALL.", ["nelarabine forPopulation adults", "nelarabine treats t-cell all"]),
    (
        "CAR T-cell therapy is used to treat ALL, especially ALL that has relapsed.",
        ["car t-cell therapy treats all", "car t-cell therapy treats relapsed all"],
    ),
    (
        "Another immunotherapy being studied for relapsed ALL is CAR T-cell therapy.",
        ["car t-cell therapy subtypeOf immunotherapy", "car t-cell therapy treats relapsed all?", "immunotherapy treats relapsed all?"],
    ),
    (
        "Treatment options for ALL in remission include:\n\n• Ongoing treatment with a kinase inhibitor, such as imatinib",
        ["imatinib hasDrugClass kinase inhibitor", "imatinib treats all in remission", "kinase inhibitor treats all in remission"],
    ),
    # a list below a heading that says what it is for
    (
        "Drugs for ALL\n\nArranon (Nelarabine)\nCytarabine\nPrednisone\nVincristine\n\nDrugs for AML\n\nAzacitidine\nCytarabine",
        [
            "cytarabine treats all",
            "nelarabine hasBrandName arranon",
            "nelarabine treats all",
            "prednisone treats all",
            "vincristine treats all",
        ],
    ),
    (
        "Treating ALL\n\nDisease status\nTreatment options\nUntreated ALL\nChemotherapy\nRecurrent ALL\nBlinatumomab\nDasatinib\nRevumenib",
        [
            "blinatumomab treats relapsed all",
            "chemotherapy treats newly diagnosed all",
            "dasatinib treats relapsed all",
            "revumenib treats relapsed all",
        ],
    ),
    # kinds of a thing in brackets behind its name; people with a marker; factors of a list
    (
        "CNS prophylaxis is done with chemotherapy (intrathecal and/or high-dose systemic therapy).",
        [
            "chemotherapy hasRoute intrathecal",
            "chemotherapy usedInPhase cns prophylaxis",
            "intrathecal chemotherapy usedInPhase cns prophylaxis",
            "systemic chemotherapy hasSchedule high-dose",
            "systemic chemotherapy usedInPhase cns prophylaxis",
        ],
    ),
    (
        "In consolidation, a stem cell transplant (allogeneic or autologous) is used.",
        [
            "allogeneic stem cell transplant usedInPhase consolidation",
            "autologous stem cell transplant usedInPhase consolidation",
            "stem cell transplant usedInPhase consolidation",
        ],
    ),
    (
        "Infants with KMT2A gene rearrangements are treated with intensive chemotherapy.",
        ["chemotherapy forPopulation infants", "chemotherapy treats kmt2a-rearranged all"],
    ),
    (
        "Factors that predict a poor outcome for infants with KMT2A rearrangements are:\n\n• A high leukocyte count\n• A high MRD",
        [
            "elevated white blood cell count riskFactorFor poor prognosis",
            "mrd positivity riskFactorFor poor prognosis",
        ],
    ),
    ("Adolescents fare better on pediatric rather than adult regimens.", ["pediatric-inspired regimen forPopulation adolescents"]),
    # people and their disease that the sentence before tells; places that a disease spreads to; what is said when it relapses
    (
        "Older adults often cannot bear strong drugs. They are treated with low-dose chemotherapy.",
        ["chemotherapy forPopulation older adults", "chemotherapy hasSchedule low-dose"],
    ),
    (
        "Children with T-cell ALL take steroids. They are given by mouth.",
        ["corticosteroid forPopulation children", "corticosteroid hasRoute oral", "corticosteroid treats t-cell all"],
    ),
    (
        "Adults with Ph-positive ALL often relapse. These patients should get ponatinib.",
        ["ponatinib forPopulation adults", "ponatinib treats ph-positive all"],
    ),
    (
        "Radiation therapy is used for leukemia that has spread to the brain, spinal cord, or testicles.",
        ["radiation therapy treats cns leukemia", "radiation therapy treats testicular leukemia"],
    ),
    ("If ALL relapses, blinatumomab may be used.", ["blinatumomab treats relapsed all?"]),
    (
        "The usual treatment of T-cell ALL in adults is chemotherapy.",
        ["chemotherapy forPopulation adults", "chemotherapy treats t-cell all"],
    ),
    (
        "Four-drug induction (vincristine, prednisone, asparaginase, daunorubicin) is hard.",
        [
            "asparaginase usedInPhase induction",
            "daunorubicin usedInPhase induction",
            "prednisone usedInPhase induction",
            "vincristine usedInPhase induction",
        ],
    ),
    ("Adolescents have better outcomes when treated with pediatric protocols.", ["pediatric-inspired regimen forPopulation adolescents"]),
    ("People with Philadelphia positive ALL have one more drug. This drug is called imatinib.", ["imatinib treats ph-positive all"]),
    (
        "In induction, one plan uses prednisone (a steroid, sometimes called a hormone) and vincristine.",
        ["prednisone hasDrugClass corticosteroid", "prednisone usedInPhase induction", "vincristine usedInPhase induction"],
    ),
    # people with another disease; a page whose title names a phase
    (
        "Tisagenlecleucel is for children with ALL or adults with diffuse large B-cell lymphoma.",
        ["tisagenlecleucel forPopulation children", "tisagenlecleucel treats all"],
    ),
    (
        "Venetoclax, approved for older adults with some types of leukemia, is tested in children with ALL.",
        ["venetoclax forPopulation children?", "venetoclax treats all?"],
    ),
    (
        "Maintenance treatment for childhood ALL\n\nOther drugs\n\nYour child also might have:\n\n• vincristine\n• a steroid",
        [
            "corticosteroid forPopulation children?",
            "corticosteroid usedInPhase maintenance?",
            "vincristine forPopulation children?",
            "vincristine usedInPhase maintenance?",
        ],
    ),
    # kinds that are listed, what doctors look at, what a sign means
    ("There are two main types of ALL: B-cell ALL and T-cell ALL.", ["b-cell all subtypeOf all", "t-cell all subtypeOf all"]),
    ("ALL is divided into B-cell ALL and T-cell ALL.", ["b-cell all subtypeOf all", "t-cell all subtypeOf all"]),
    (
        "Immunotherapy includes monoclonal antibodies and CAR T-cell therapy.",
        ["car t-cell therapy subtypeOf immunotherapy", "monoclonal antibody subtypeOf immunotherapy"],
    ),
    ("Chemotherapy includes steroids.", []),
    ("A slow response to treatment means a higher risk of relapse.", ["slow response to treatment riskFactorFor relapse"]),
    # what another clause says of people; what a thing is an addition to; a phase that a thing is the base of
    (
        "Chemotherapy is used to treat childhood ALL, and some children with ALL do not survive.",
        ["chemotherapy forPopulation children", "chemotherapy treats all"],
    ),
    (
        "Blinatumomab is used as an addition to chemotherapy for children with relapsed ALL.",
        ["blinatumomab forPopulation children", "blinatumomab treats relapsed all"],
    ),
    ("TKI-based induction therapy works fast.", ["tyrosine kinase inhibitor usedInPhase induction"]),
    (
        "The doctor will consider your age and subtype of ALL when planning treatment.",
        ["age guidesTreatment all", "subtype guidesTreatment all"],
    ),
    # what did not help; those who are left out of a study
    (
        "Children who did not respond to prednisone were given dexamethasone.",
        ["dexamethasone forPopulation children", "dexamethasone treats refractory all"],
    ),
    (
        "Children whose leukemia did not respond to imatinib get ponatinib.",
        ["ponatinib forPopulation children", "ponatinib treats refractory all"],
    ),
    (
        "Dasatinib is for ALL that has not responded to imatinib or has come back.",
        ["dasatinib treats refractory all", "dasatinib treats relapsed all"],
    ),
    ("Patients with ALL who had received chemotherapy before were excluded.", []),
    # the kind of the disease that the sentence before names
    (
        "Induction for B-cell ALL follows a protocol. The regimen includes vincristine and prednisone.",
        [
            "prednisone treats b-cell all",
            "prednisone usedInPhase induction",
            "vincristine treats b-cell all",
            "vincristine usedInPhase induction",
        ],
    ),
]


@pytest.mark.parametrize(("text", "statements"), SENTENCES, ids=[text[:50] for text, _ in SENTENCES])
def test_a_sentence_gives_its_statements_and_no_others(text: str, statements: list[str]) -> None:
    assert read(text) == set(statements)


def test_a_hedge_in_the_lead_in_line_covers_every_item() -> None:
    page = "Consolidation therapy may include:\n\n• Cytarabine\n• Methotrexate\n\nMaintenance therapy includes:\n\n• Vincristine\n"
    assert read(page) == {
        "cytarabine usedInPhase consolidation?",
        "methotrexate usedInPhase consolidation?",
        "vincristine usedInPhase maintenance",
    }


def test_a_sentence_that_names_no_term_tells_the_aim_of_what_its_heading_names() -> None:
    page = "# ALL\n\n## Induction\n\nThe goal is to wipe out as many sick cells as possible.\n\n## Maintenance\n\nGoal: few leftover cells."
    assert read(page) == {"induction hasPurpose wipe out as many sick cells as possible", "maintenance hasPurpose few leftover cells"}


def test_a_question_for_side_effects_leads_in_what_stands_below_it_and_below_how_often() -> None:
    page = (
        "ALL\n\nWhat are the side effects of nelarabine?\n\nSleepiness\n\nPeople doze.\n\nCommon\n\n- dizziness\n\nRare\n\n- seizures\n\n"
    )
    effects = ("sleepiness", "dizziness", "seizures")
    assert read(page + "Storage\n\n- headache\n") == {f"nelarabine hasAdverseEffect {effect}" for effect in effects}


def test_a_sentence_on_side_effects_leads_in_what_stands_below_how_often() -> None:
    page = (
        "Vincristine in ALL\n\nCall a nurse if any of these side effects occur while taking vincristine:\n\n"
        "Less common\n  • Headache\nRare\n  • Seizures\n"
    )
    assert read(page) == {"vincristine hasAdverseEffect headache", "vincristine hasAdverseEffect seizures"}


def test_people_below_the_heading_of_a_drug_may_have_its_effects_also_those_that_a_lead_in_line_points_to() -> None:
    page = "Nelarabine\n\nALL is rare.\n\nSide effects\n\nYou may feel dizziness.\n\nThese include:\n\n- seizures\n- weight gain\n"
    effects = {"nelarabine hasAdverseEffect dizziness?"} | {f"nelarabine hasAdverseEffect {one}" for one in ("seizures", "weight gain")}
    assert read(page) >= effects


def test_a_list_below_a_response_holds_its_criteria() -> None:
    page = "Treating ALL\n\nComplete remission is defined as all of these:\n\n- < 5% blasts in the marrow\n- No blasts elsewhere\n- rest\n"
    found = {"complete remission hasCriterion <5% blasts in the marrow", "complete remission hasCriterion no blasts elsewhere"}
    assert {one.replace("< 5%", "<5%") for one in read(page)} >= found


def test_a_list_below_a_state_that_is_reached_holds_the_criteria_of_the_response() -> None:
    told = {"remission hasCriterion there are no signs of leukemia", "remission hasCriterion no blasts in the blood"}
    listed = "- There are no signs of leukemia.\n- No blasts in the blood.\n"
    assert read(f"Treating ALL\n\nAdult ALL in remission\n\n{listed}") == told
    assert read(f"Treating ALL\n\nA person with ALL is in remission if these criteria are met:\n\n{listed}") == told
    assert read(f"Treating ALL\n\nRelapsed ALL\n\n{listed}") == set()


def test_a_list_below_an_outcome_holds_its_factors() -> None:
    page = "Treating ALL\n\nPoor risk factors:\n\n- age over 35 years\n- WBC of 30,000 per microliter or more\n- hypodiploidy\n"
    assert read(page) == {
        "age >35 years riskFactorFor poor prognosis",
        "white blood cell count >=30,000 per microliter riskFactorFor poor prognosis",
        "hypodiploidy riskFactorFor poor prognosis",
    }


def test_items_take_their_phase_from_the_heading_where_the_lead_in_names_none() -> None:
    page = "2. Consolidation\n\nThe following drugs are used:\n\n• Cytarabine (Cytosar-U)\n• Etoposide\n"
    assert read(page) == {
        "cytarabine usedInPhase consolidation",
        "cytarabine hasBrandName cytosar-u",
        "etoposide usedInPhase consolidation",
    }


def test_the_last_items_of_a_list_count_although_their_bullets_were_lost() -> None:
    page = "Tyrosine kinase inhibitors include:\n\n  • Imatinib\n    Dasatinib\n    Ponatinib\n"
    assert read(page) == {f"{drug} hasDrugClass tyrosine kinase inhibitor" for drug in ("imatinib", "dasatinib", "ponatinib")}


def test_a_pronoun_points_back_to_what_the_item_is_about() -> None:
    page = "Drugs in use:\n\n• Nelarabine: A white powder. Vincristine is another. This drug is used to treat T-cell ALL.\n"
    assert read(page) == {"nelarabine treats t-cell all"}


def test_what_a_definition_says_is_said_of_the_thing_defined() -> None:
    assert read("Blinatumomab is a type of monoclonal antibody that attaches to CD19 while also attaching to CD3.") == {
        "blinatumomab hasDrugClass monoclonal antibody",
        "blinatumomab hasTarget cd19",
        "blinatumomab hasTarget cd3",
    }


def test_of_a_list_for_all_the_item_that_tells_the_kind_is_only_for_that_kind() -> None:
    page = "Drugs for ALL include:\n\n• Nelarabine. It is used to treat T-cell ALL.\n• Etoposide\n"
    assert read(page) == {"nelarabine treats t-cell all", "etoposide treats all"}


def test_the_order_of_claims_in_the_text_does_not_change_them() -> None:
    one, other = "Imatinib is used for Ph+ ALL.", "Nelarabine is used to treat T-cell ALL."
    assert read(f"{one}\n\n{other}\n") == read(f"{other}\n\n{one}\n")


def test_the_passage_of_a_denial_or_a_doubt_shows_it() -> None:
    """Cut to the names, it would say the opposite of what the source says."""
    page = "Imatinib is never given for T-cell ALL.\n\nMaintenance may use:\n\n• Vincristine\n"
    found = {f.statement.stance: f.evidence for f in READER.findings(Document(Source("page", "page.txt", "Treating ALL"), page))}
    assert "never" in found[Stance.NEGATED].passage.of(page)
    assert any("may" in span.of(page) for span in found[Stance.HEDGED].context)


def test_a_line_with_a_label_of_its_own_does_not_go_on_with_the_line_above() -> None:
    page = "Blinatumomab\n\nSide effects: fever, headache\nMaker: a firm\n"
    assert read(page) == {"blinatumomab hasAdverseEffect fever", "blinatumomab hasAdverseEffect headache"}


def test_a_rule_drawn_below_a_line_leaves_it_a_heading() -> None:
    page = "Consolidation\n-------------\n\n• Cytarabine\n• Etoposide\n"
    assert read(page) == {"cytarabine usedInPhase consolidation", "etoposide usedInPhase consolidation"}


def test_what_is_too_long_to_be_a_sentence_is_passed_over_and_says_so() -> None:
    page = "ALL is a disease. " + "vincristine for relapsed ALL and " * 300
    reading = READER.read(Document(Source("page", "page.txt", "Treating ALL"), page))
    assert reading.findings == ()
    assert [one.reason.value for one in reading.sentences][-1] == "is too long to be a sentence"


def test_a_heading_and_a_lead_in_line_say_that_they_are_read_with_what_stands_below() -> None:
    page = "Consolidation\n\nDrugs used:\n\n• Cytarabine\n\nOther things\n\nNothing is said of drugs here.\n"
    reading = READER.read(Document(Source("page", "page.txt", "Treating ALL"), page))
    reasons = {one.sentence.span.of(page): one.reason.value for one in reading.sentences}
    assert reasons["Consolidation"] == reasons["Drugs used:"] == "is read with what stands below it"
    assert reasons["Other things"] == "names no term"


def test_a_short_line_with_a_colon_leads_in_the_line_below_it() -> None:
    page = "Mercaptopurine\n\nMercaptopurine is old.\nWhat this drug is used for:\nT-cell ALL\nNote that this is all.\n"
    assert read(page) == {"mercaptopurine treats t-cell all"}


def test_a_length_of_time_in_the_row_of_a_phase_is_that_of_the_phase() -> None:
    page = "Plan for ALL\n\nInduction\nFirst treatment with chemotherapy (4 weeks)\nConsolidation\nMore intensive chemotherapy (8 weeks)\n"
    assert {"induction hasDuration 4 weeks", "consolidation hasDuration 8 weeks"} <= read(page)
    assert not any(row.startswith("chemotherapy hasDuration") for row in read(page))


def test_a_long_heading_is_no_label_of_what_stands_below() -> None:
    assert read("How we deal with the rare toxicities of asparaginase in adults\n\nPancreatitis is a disease.\n") == set()
    assert read("Side effects of asparaginase\n\n• Pancreatitis\n") == {"asparaginase hasAdverseEffect pancreatitis"}


def test_a_value_that_lists_kinds_of_the_disease_is_no_head_of_a_row() -> None:
    page = "ALL\n\nTypes\nB-cell ALL, T-cell ALL\nTreatment\nChemotherapy\n"
    assert not any("t-cell" in row for row in read(page))


def test_the_title_of_a_page_on_a_drug_stands_over_all_its_headings() -> None:
    page = "Nelarabine\n\nNelarabine is old.\n\nHow it works\n\nIt is new.\n\nUnwanted effects\n\nSide effects include fever.\n"
    assert read(page) == {"nelarabine hasAdverseEffect fever"}
    two = page + "\nClofarabine\n\nClofarabine is new.\n\nUnwanted effects\n\nSide effects include rash.\n"
    assert read(two) == {"nelarabine hasAdverseEffect fever", "clofarabine hasAdverseEffect rash"}
    assert read(f"Treating ALL\n\n{page}") == set()


def test_a_line_that_breaks_off_leads_in_the_bullets_below_it() -> None:
    page = "Nelarabine is approved to treat\n\n• Adults with T-cell ALL\n• Children with relapsed ALL\n"
    assert {"nelarabine treats t-cell all", "nelarabine treats relapsed all"} <= read(page)


def test_an_arm_without_a_thing_denies_nothing_of_it() -> None:
    page = "There are two plans for T-cell ALL:\n\n• Arm A: chemotherapy, no nelarabine\n• Arm B: chemotherapy with nelarabine\n"
    assert {"nelarabine treats t-cell all", "chemotherapy treats t-cell all"} <= read(page)
    assert not any(row.endswith("!") or "not" in row.split() for row in read(page))


def test_late_effects_of_treatment_are_none_of_the_treatment_above() -> None:
    page = "Immunotherapy\n\nImmunotherapy is new.\n\nLate effects of treatment for ALL may include second cancers.\n"
    assert read(page) == {"treatment hasAdverseEffect second cancers?"}


def test_a_label_with_a_list_of_values_is_no_heading() -> None:
    page = (
        "Plan for ALL\n\nDrugs given\n\nInduction: prednisone, vincristine\n\nMaintenance: mercaptopurine, methotrexate\n\nSurgery: none\n"
    )
    assert {"prednisone usedInPhase induction", "vincristine usedInPhase induction", "mercaptopurine usedInPhase maintenance"} <= read(page)
    assert not any(row.startswith("surgery") for row in read(page))


def test_a_column_headed_by_how_it_is_given_holds_ways() -> None:
    page = "Drugs for ALL\n\nDrug\tHow it is given\nIdarubicin\tinto a vein\nTretinoin\tby mouth\nPrednisolone\tby mouth\n"
    assert {"idarubicin hasRoute intravenous", "prednisolone hasRoute oral"} <= read(page)


def test_those_who_receive_a_thing_are_no_use_of_it_below_a_heading() -> None:
    page = "Plan for ALL\n\nConsolidation\n\nIn adults who do receive radiation therapy, scans are taken.\n"
    assert not any("usedInPhase" in row for row in read(page))


def test_side_effects_are_those_of_the_heading_and_not_of_what_a_sentence_named_in_passing() -> None:
    page = "Surgery\n\nSmall children get busulfan. Side effects include fever.\n"
    assert "surgery hasAdverseEffect fever" in read(page)
    assert not any(row.startswith("busulfan hasAdverseEffect") for row in read(page))
    assert "busulfan hasAdverseEffect fever" in read("Busulfan is a powder. Side effects include fever.")


def test_what_a_drug_does_below_the_heading_of_a_phase_is_no_use_in_it() -> None:
    page = "Plan for ALL\n\nConsolidation\n\nEtoposide is given.\n\nTretinoin worsens headaches.\n"
    assert read(page) == {"etoposide usedInPhase consolidation"}


def test_a_list_of_side_effects_behind_a_paragraph_on_treatment_is_of_treatment() -> None:
    page = "Coping with ALL\n\nEach treatment has side effects.\n\nOften seen side effects include:\n\n• Fatigue\n• Rash\n"
    assert read(page) == {"treatment hasAdverseEffect fatigue", "treatment hasAdverseEffect rash"}


def test_what_doctors_recommend_is_a_use_of_what_the_heading_names() -> None:
    page = "Treating ALL\n\nSurgery\n\nYour doctor may recommend surgery first.\n"
    assert read(page) == {"surgery treats all?"}


def test_bare_names_below_a_heading_that_says_what_it_lists_are_its_items() -> None:
    page = (
        "Drugs Approved for Leukemia\n\nEvery medicine here was approved by the FDA.\n\nDrugs Approved for ALL\n\nArranon (Nelarabine)\n"
        "Prednisone\n\nDrug Combinations Used in ALL\n\nHyper-CVAD\n\nDrugs Approved for Chronic Myelogenous Leukemia (CML)\n\n"
        "Tasigna (Nilotinib)\n\nDrugs Approved for ALL\n\nVincristine\n\n\nClofarabine\n\nThis one is young.\n"
    )
    assert read(page, "") == {
        *("nelarabine hasBrandName arranon", "nelarabine approvedBy fda", "nelarabine treats all", "prednisone approvedBy fda"),
        *("prednisone treats all", "hyper-cvad treats all", "vincristine approvedBy fda", "vincristine treats all"),
    }
    assert not {row for row in read(page.replace("here", "of the EMA and here"), "") if "approvedBy" in row}


def test_a_line_that_only_labels_the_next_one_leads_it_in_and_is_no_heading() -> None:
    page = "Vincristine\n\nTrade names\n\nOncovin\n\nRoutes of administration\n\nIntravenous\n\nIt can cause constipation in ALL.\n"
    assert read(page, "") == {
        *("vincristine hasBrandName oncovin", "vincristine hasRoute intravenous", "vincristine hasAdverseEffect constipation"),
    }


def test_a_page_on_a_drug_that_names_no_disease_tells_what_is_true_of_the_drug() -> None:
    page = (
        "Oncaspar Side Effects\n\nNervous system\n\n- Very common (10% or more): Headache, seizure\n- Rare: Tremor\n\n"
        "How given\n\nIt is given by injection into the muscle.\n"
    )
    assert read(page, "") == {
        *("pegaspargase hasAdverseEffect headache", "pegaspargase hasAdverseEffect seizures"),
        *("pegaspargase hasAdverseEffect tremor", "pegaspargase hasRoute intramuscular"),
    }
    assert read(page.replace("How given", "How it is given in AML"), "") == set()


def test_a_lead_in_line_points_back_to_the_drug_of_the_page() -> None:
    page = "Pegaspargase\n\nThis medication is used to treat:\n\n  • acute lymphocytic leukemia\n"
    assert read(page, "") == {"pegaspargase treats all"}


def test_a_paragraph_goes_on_about_the_one_drug_of_the_paragraph_before() -> None:
    page = "News on ALL\n\nThe FDA has approved a drug called revumenib.\n\nIt blocks menin.\n\nSide effects include nausea.\n"
    told = {"revumenib hasTarget menin", "revumenib hasMechanism blocks menin", "revumenib hasAdverseEffect nausea"}
    assert read(page) == {"revumenib approvedBy fda", *told}
    assert told.isdisjoint(read(page.replace("revumenib.", "revumenib. Imatinib is old.")))


def test_a_lead_in_line_is_about_all_where_one_of_its_items_is() -> None:
    page = "Clofarabine\n\nClofarabine is old.\n\nClofarabine is approved to treat infants with:\n\n• Hodgkin lymphoma\n• relapsed ALL\n"
    assert {"clofarabine forPopulation infants", "clofarabine treats relapsed all"} <= read(page, "Clofarabine")
    page = page.replace("relapsed ALL", "Burkitt lymphoma")
    assert read(page, "Clofarabine") == set()


def test_a_regimen_below_a_sentence_on_a_phase_is_none_of_that_phase_alone() -> None:
    page = "The first step is called induction. Hyper-CVAD is given to adults."
    assert read(page) == {"hyper-cvad forPopulation adults"}


def test_the_people_of_a_heading_are_those_of_a_bare_item_or_of_a_use_and_of_no_effect() -> None:
    page = "Childhood ALL\n\nVincristine is used first.\n\nCytarabine can harm the eyes.\n\nDrugs:\n\n\u2022 Dexamethasone\n"
    people = {row for row in read(page) if "forPopulation" in row}
    assert people == {"vincristine forPopulation children", "dexamethasone forPopulation children"}


def test_a_step_that_the_sentences_before_name_is_nearer_than_the_heading() -> None:
    told = "Drugs are put into the spinal fluid. This is called central nervous system (CNS) prophylaxis."
    found = read(f"Consolidation\n\n{told} The drugs that are used include methotrexate and cytarabine.")
    phases = {one.rpartition(" usedInPhase ")[2] for one in found if one.startswith(("methotrexate usedInPhase", "cytarabine usedInPhase"))}
    assert phases == {"cns prophylaxis"}


@pytest.mark.parametrize(
    ("sentence", "stance"),
    [
        ("The drawback of vincristine may be constipation.", Stance.HEDGED),
        ("Vincristine brings on constipation.", Stance.AFFIRMED),
        ("Constipation may follow the use of vincristine.", Stance.HEDGED),
        ("Vincristine does not bring on constipation.", Stance.NEGATED),
    ],
)
def test_what_is_only_proposed_is_held_as_its_clause_holds_it(sentence: str, stance: Stance) -> None:
    found = READER.findings(Document(Source("page", "page.txt", "Treating ALL"), sentence))
    near = [one.statement.stance for one in found if one.evidence.rule.startswith("hasAdverseEffect/near")]
    assert near == [stance]


@pytest.mark.parametrize(
    "text",
    [
        "Zanrivumab is a new monoclonal antibody for relapsed ALL.",
        "Zanrivumab, a monoclonal antibody, is used to treat relapsed ALL.",
        "The monoclonal antibody zanrivumab is used for relapsed ALL.",
        "Zanrivumab is a monoclonal antibody. It is used for relapsed ALL and can cause fever.",
        "Zanrivumab, which is a monoclonal antibody, treats relapsed ALL.",
        "Xyloc is a kinase inhibitor that treats Ph-positive ALL.",
    ],
)
def test_what_is_said_of_an_unknown_drug_is_not_said_of_its_class(text: str) -> None:
    assert read(text) == set()


def test_an_unknown_drug_takes_nothing_from_a_known_one_either() -> None:
    assert read("Vincristine causes constipation. Zanrivumab is a monoclonal antibody that causes fever.") == {
        "vincristine hasAdverseEffect constipation"
    }


@pytest.mark.parametrize(
    "behind",
    [
        "Zanrivumab is given by mouth. It may cause rash.",
        "The medicine zanrivumab is used in consolidation. Side effects include cough.",
        "Zanrivumab\n\nInjected weekly. Side effects include cough.",
        "Zanrivumab\nBrand: Zanrex\nSide effects: cough",
    ],
)
def test_what_is_said_of_an_unknown_drug_is_not_said_of_the_known_one_before_it(behind: str) -> None:
    assert read(f"Vincristine\n\nIt may cause constipation.\n\n{behind}") == {"vincristine hasAdverseEffect constipation?"}


def test_an_unknown_name_gives_nothing_and_is_listed() -> None:
    reading = READER.read(Document(Source("page", "page.txt", "Treating ALL"), "Zanrivumab treats ALL, and is combined with vincristine."))
    assert [one.term for one in reading.unknown] == ["zanrivumab"]
    assert not [one for one in reading.findings if "zanrivumab" in (one.subject_label, one.object_label)]


@pytest.mark.parametrize(
    "text",
    [
        "Another is a kinase inhibitor that treats Ph-positive ALL.",
        "Kinase inhibitors such as zanritinib are used to treat Ph-positive ALL.",
    ],
)
def test_what_is_said_of_a_class_is(text: str) -> None:
    assert read(text) == {"kinase inhibitor treats ph-positive all"}


SIDE_EFFECTS = """Treating ALL

Side effects

Vincristine may cause constipation. Nelarabine can cause neurotoxicity, which may stay. Neutropenia is treated with filgrastim. \
Pegaspargase has caused pancreatitis in some of the adults who took it for ALL. Fever is treated with antibiotics.

Maintenance

Mercaptopurine is taken by mouth every day for about two years. Methotrexate is taken by mouth once a week. When children relapse, \
Blinatumomab is used to treat B-cell ALL. Inotuzumab ozogamicin is used in adults with CD22-positive B-cell ALL.
"""


@pytest.mark.parametrize("width", range(40, 125, 5))
def test_where_a_text_was_wrapped_changes_no_statement(width: int) -> None:
    wrapped = "\n".join("\n".join(textwrap.wrap(line, width)) for line in SIDE_EFFECTS.splitlines())
    assert "filgrastim hasAdverseEffect neutropenia" not in read(wrapped)
    assert read(wrapped) == read(SIDE_EFFECTS)


@pytest.mark.parametrize(("heading", "treats"), [("Side effects", False), ("Monitoring", False), ("Other drugs", True)])
def test_a_disease_is_not_told_of_what_a_heading_below_it_sets_apart(tmp_path: Path, heading: str, *, treats: bool) -> None:
    page = tmp_path / "page.md"
    table = "| Drug | Route |\n|---|---|\n| Nelarabine | intravenous |\n"
    page.write_text(f"# Treatment of ALL\n\nALL is a cancer.\n\n## Relapsed ALL\n\n### {heading}\n\n{table}", encoding="utf-8")
    (document,) = read_documents([page])
    told = {(one.statement.subject, one.statement.relation) for one in READER.findings(document)}
    assert (("ag:nelarabine", "ag:treats") in told) is treats
    assert ("ag:nelarabine", "ag:hasRoute") in told


def test_a_heading_that_lists_treatments_leads_in_those_that_are_their_names_also_of_its_own_level() -> None:
    page = """\
        Acute lymphoblastic leukemia (ALL)

        ALL is a cancer of the blood.

        {heading}

        Your team will plan it with you.

        Targeted therapy

        These medicines hit one part of a cell.

        Stem cell transplant

        This is a long way to go.

        Getting about

        Walking helps.

        Radiation therapy

        Rays can hurt the skin.
        """
    for heading in ("How is ALL treated?", "Types of treatment", "Treatment options for ALL"):
        found = read(textwrap.dedent(page).format(heading=heading))
        assert found == {"targeted therapy treats all", "stem cell transplant treats all"}, heading
    assert not {row for row in read(textwrap.dedent(page).format(heading="Side effects of treatment")) if " treats " in row}
