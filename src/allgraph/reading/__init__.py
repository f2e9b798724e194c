"""Reading: from the text of a document to findings, each with its passage.

The way of the data, and the modules that know each step:

    text
      blocks      headings, items, paragraphs    textlines titles margins landmarks grids blocks outline headings rows structure
      mentions    the names that are known       folding lexicon quantities mentions given_names unknown
      frames      a sentence as a row            elements contrasts definitions pronouns states frames
      matches     relations found in a frame     lines patterns matching clauses unsaid attachments companions
      stance      affirmed, hedged or negated    retractions stance denials
      narrowing   for whom, when, with what      doses qualifiers conditions
      left out    what only looks like a fact    scope harms misreadings rivals atlarge
      findings    with their passages            passages readings references same_text relations extractors kept extract

The words of the comments and docstrings:

    S, O        the subject and the object of a relation, in examples: "S is used to treat O"; C is a class of drugs, T a target
    block       a heading, an item, a cell or a paragraph, under its headings and its lead-in lines
    lead        a lead-in line, which its list completes: "Drugs used in induction:"; in patterns its end is written "▸"
    element     a word, a sign or a mention of a sentence; its place is its index in the frame
    segment     which of the lead-in lines an element stands in, or that it stands in the sentence itself (own)
    host        the element whose brackets another stands in: "imatinib" for "Gleevec" in "imatinib (Gleevec)"
    above       a place above the sentence where an end that it leaves unsaid may stand: "It is given by mouth."
    line        a frame as one relation sees it: words, and the names that fit its ends
    match       a relation with its two ends, before it is known how it is held and whether it may stand
    claim       subject, relation and object of a match, whatever is said of it
    held        affirmed, hedged or negated
"""
