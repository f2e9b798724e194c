"""The questions that compare documents and situations, asked of documents that disagree on purpose; and the answers in sentences."""

from __future__ import annotations

from pathlib import Path

import pytest

import allgraph
from allgraph.asking.queries import left_out, run
from allgraph.asking.sentences import NOTHING, ask, fill
from allgraph.asking.store import Store, open_store
from allgraph.cli import run as command
from allgraph.errors import QueryError

DOCUMENTS = {
    "old.txt": """Treatment of acute lymphoblastic leukemia

Vincristine is given during induction therapy.

Nelarabine is used to treat T-cell ALL.

Brexucabtagene autoleucel is approved for adults with relapsed B-cell ALL.

Imatinib (Gleevec) is used with chemotherapy for Ph-positive ALL in every hospital of our group.
""",
    "new.txt": """What is new in acute lymphoblastic leukemia

Vincristine is not used in induction therapy.

Nelarabine may be used to treat T-cell ALL.

Tisagenlecleucel is approved for children with relapsed B-cell ALL.

Methotrexate is used to treat ALL.

Imatinib (Gleevec) is used with chemotherapy for Ph-positive ALL in every hospital of our group.
""",
    "undated.txt": """Acute lymphoblastic leukemia

Vincristine is given during induction therapy.

Blinatumomab is used to treat relapsed B-cell ALL.

Dasatinib is used to treat Ph-positive ALL in older adults. Dasatinib is used to treat relapsed ALL.

Inotuzumab ozogamicin is used to treat relapsed CD22-positive B-cell ALL.

Chemotherapy is given to adults <65 years.

Chemotherapy may be given to older adults with heart disease.

Methotrexate is given during consolidation therapy.

Methotrexate is used to treat Ph-negative ALL in adults aged 18 to 64.

Tisagenlecleucel is used to treat relapsed ALL.

Ponatinib is approved to treat adults with:

- Ph-positive ALL that is newly diagnosed
- Ph-positive ALL

Ponatinib is also used to treat relapsed ALL.
""",
    "sources.tsv": "file\ttitle\tpublisher\tdate\tlicence\nold.txt\tOld page\tA\t2020-03-01\tnone\n"
    "new.txt\tNew page\tB\t2026-02-03\tnone\nundated.txt\tUndated page\tC\t\tnone\n",
}


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("disagreeing")
    for name, text in DOCUMENTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("ALLGRAPH_CACHE", "")
        allgraph.build([folder], output=folder / "build")
    return folder / "build"


@pytest.fixture(scope="module")
def store(graph: Path) -> Store:
    return open_store(graph)


@pytest.fixture(scope="module")
def denied(denying: Path) -> Store:
    return open_store(denying)


def rows(name: str, params: dict[str, str], store: Store, *columns: str) -> set[tuple[str, ...]]:
    return {tuple(record[column] for column in columns) for record in run(name, params, store).records()}


def test_conflicts_are_those_of_the_documents(store: Store) -> None:
    assert rows("conflicts", {}, store, "subjectLabel", "stance", "sourceLabel") == {
        ("nelarabine", "affirmed", "Old page"),
        ("nelarabine", "hedged", "New page"),
        ("vincristine", "affirmed", "Old page"),
        ("vincristine", "affirmed", "Undated page"),
        ("vincristine", "negated", "New page"),
    }


def test_agreement_tells_who_is_silent(store: Store) -> None:
    assert rows("agreement", {"subject": "nelarabine"}, store, "sourceLabel", "stance") == {
        ("Old page", "affirmed"),
        ("New page", "hedged"),
        ("Undated page", "silent"),
    }


def test_the_same_words_are_one_voice(store: Store) -> None:
    """Two documents with one sentence in common count as one; two that say it in a line of their own as two."""
    assert rows("support", {"subject": "imatinib", "object": "ph-positive all"}, store, "documents", "independent") == {("2", "1")}
    assert "ag:imatinib" in {subject for (subject,) in rows("single-source", {}, store, "claimSubject")}


def test_the_newest_is_what_no_older_document_says(store: Store) -> None:
    found = rows("newest", {"since": "2026"}, store, "subjectLabel", "date")
    assert ("tisagenlecleucel", "2026-02-03") in found
    assert ("blinatumomab", "") in found
    stances = rows("newest", {"since": "2026"}, store, "subjectLabel", "relation", "stance")
    changed = {row for row in stances if row[0] in ("nelarabine", "imatinib", "vincristine")}
    assert changed == {("nelarabine", "ag:treats", "hedged"), ("vincristine", "ag:usedInPhase", "negated")}  # said plainly before
    dates = [record["date"] for record in run("newest", {"since": "2026"}, store).records()]
    assert dates == sorted(dates, key=lambda date: date or "9999")


def test_a_profile_counts_what_a_document_says_alone(store: Store) -> None:
    """Of what the old page treats, only the relapsed disease, which it treats with cells, is told by it alone."""
    found = rows("source-profile", {"source": "old"}, store, "relation", "affirmed", "negated", "alone")
    assert ("ag:usedInPhase", "1", "0", "0") in found
    assert {row for row in found if row[0] == "ag:forPopulation"} == {("ag:forPopulation", "1", "0", "1")}


@pytest.mark.parametrize(
    ("situation", "fitting", "others"),
    [
        (
            {"age": "9", "lineage": "B", "state": "relapsed"},
            {"tisagenlecleucel", "blinatumomab"},
            {"brexucabtagene autoleucel", "nelarabine"},
        ),
        ({"age": "30", "lineage": "B"}, {"brexucabtagene autoleucel", "blinatumomab"}, {"tisagenlecleucel", "nelarabine", "dasatinib"}),
        ({"age": "18"}, {"brexucabtagene autoleucel", "nelarabine"}, {"tisagenlecleucel"}),
        ({"age": "17.9"}, {"tisagenlecleucel", "nelarabine"}, {"brexucabtagene autoleucel"}),
        ({"philadelphia": "negative"}, {"blinatumomab", "nelarabine"}, {"imatinib"}),
        ({"lineage": "T", "state": "untreated"}, {"nelarabine"}, {"blinatumomab", "tisagenlecleucel"}),
        ({"lineage": "T", "state": "relapsed"}, {"nelarabine"}, {"inotuzumab ozogamicin"}),
        ({"cd22": "negative"}, {"nelarabine"}, {"inotuzumab ozogamicin"}),
    ],
    ids=lambda one: str(one if isinstance(one, dict) else sorted(one)),  # the same in each process: a set has no order
)
def test_options_are_what_fits(store: Store, situation: dict[str, str], fitting: set[str], others: set[str]) -> None:
    """What does not fit is told apart, and no claim is told on both sides."""
    shown = rows("options", situation, store, "treatmentLabel", "relation", "object", "qualifiers", "source")
    hidden = rows("options-left-out", situation, store, "treatmentLabel", "relation", "object", "qualifiers", "source")
    assert fitting <= {row[0] for row in shown}
    assert not others & {row[0] for row in shown}
    assert others <= {row[0] for row in hidden}
    assert not shown & hidden
    assert shown | hidden == rows("options", {}, store, "treatmentLabel", "relation", "object", "qualifiers", "source")


def test_options_begin_with_those_of_most_conditions(store: Store) -> None:
    """However long their names are."""
    situation = {"age": "70", "philadelphia": "positive", "state": "relapsed"}
    counts = [len(record["matched"].split("; ")) if record["matched"] else 0 for record in run("options", situation, store).records()]
    assert counts == sorted(counts, reverse=True)
    assert set(counts) == {0, 1, 2}


def test_a_denial_of_what_fits_is_told_beside_the_options(denied: Store) -> None:
    """One of what does not fit is no news."""
    found = rows("options-left-out", {"age": "70", "lineage": "B"}, denied, "treatmentLabel", "stance", "leftOutFor", "sourceLabel")
    assert found == {("asparaginase", "negated", "denial", "denying"), ("nelarabine", "affirmed", "lineage", "giving")}
    found = rows("options-left-out", {"age": "30", "lineage": "B"}, denied, "treatmentLabel", "stance", "leftOutFor", "sourceLabel")
    assert found == {("asparaginase", "affirmed", "age", "giving"), ("nelarabine", "affirmed", "lineage", "giving")}


@pytest.mark.parametrize(
    ("situation", "told"),
    [
        ({}, "also denying (population: children) and 1 more"),
        ({"age": "9"}, "also denying (population: children) and 1 more"),
        ({"age": "70"}, "denying"),
    ],
)
def test_a_denial_beside_an_option_is_one_of_this_situation(denied: Store, situation: dict[str, str], told: str) -> None:
    """What is denied to children is not denied to somebody of 70; of several the first is named, and the others are counted."""
    found = rows("options", situation, denied, "treatmentLabel", "deniedBy")
    assert {who for name, who in found if name == "nelarabine"} == {told}


def test_an_option_that_is_denied_too_is_marked(denied: Store) -> None:
    """There is one row of each option."""
    found = rows("options", {"age": "70"}, denied, "treatmentLabel", "stance", "deniedBy")
    assert found == {("asparaginase", "affirmed", "denying"), ("nelarabine", "affirmed", "denying"), ("vincristine", "affirmed", "")}
    assert len(run("options", {"age": "70"}, denied).rows) == 3
    texts = [sentence.text for sentence in ask("options", {"age": "70"}, denied).sentences]
    assert texts[0] == "Asparaginase is for adults >65 years; matched: age; denied by: denying."


@pytest.mark.parametrize(
    ("situation", "told"),
    [
        ({}, ""),
        ({"age": "40"}, ""),  # of no lineage
        ({"lineage": "B"}, ""),
        ({"lineage": "T"}, "denying (T-cell acute lymphoblastic leukemia)"),
        ({"lineage": "T", "age": "40", "state": "untreated"}, "denying (T-cell acute lymphoblastic leukemia)"),
    ],
)
def test_a_denial_of_the_kind_that_is_asked_for_stands_beside_a_use_in_all(denied: Store, situation: dict[str, str], told: str) -> None:
    found = rows("options", situation, denied, "treatmentLabel", "deniedBy")
    assert {who for name, who in found if name == "vincristine"} == {told}


def test_support_is_counted_for_each_stance(denied: Store) -> None:
    texts = [sentence.text for sentence in ask("support", {"subject": "asparaginase"}, denied).sentences]
    assert texts == [
        "Asparaginase is not for adults >65 years: documents 1, independent 1.",
        "Asparaginase is for adults >65 years: documents 1, independent 1.",
    ]


def test_an_age_is_heard_in_the_whole_document(store: Store) -> None:
    """The second sentence on dasatinib names no age: the first does."""
    found = rows("options-left-out", {"age": "30"}, store, "treatmentLabel", "objectLabel", "leftOutFor")
    assert ("dasatinib", "relapsed acute lymphoblastic leukemia", "age, elsewhere") in found


def test_an_age_bounds_no_drug_that_its_document_gives_to_all_in_a_phase(store: Store) -> None:
    """Methotrexate is of everybody's consolidation, and the age one of its uses; what has indications alone is bound by their ages."""
    for age in ("9", "70"):
        shown = rows("options", {"age": age}, store, "treatmentLabel", "objectLabel", "sourceLabel")
        hidden = rows("options-left-out", {"age": age}, store, "treatmentLabel", "objectLabel", "sourceLabel")
        assert {row for row in shown if row[0] == "methotrexate"} == {("methotrexate", "acute lymphoblastic leukemia", "New page")}
        assert {row[2] for row in hidden if row[0] == "methotrexate"} == {"Undated page"}
    found = rows("options-left-out", {"age": "70"}, store, "treatmentLabel", "leftOutFor", "sourceLabel")
    assert ("tisagenlecleucel", "age, elsewhere", "Undated page") in found


def test_an_age_above_a_list_is_heard_too(store: Store) -> None:
    """Whom a drug is for is told with what it treats in them, and not once more without it."""
    found = rows("options-left-out", {"age": "9"}, store, "treatmentLabel", "objectLabel", "leftOutFor")
    assert ("ponatinib", "relapsed acute lymphoblastic leukemia", "age, elsewhere") in found
    assert "ponatinib" not in {name for (name,) in rows("options", {"age": "9"}, store, "treatmentLabel")}
    found = rows("options", {"age": "40", "philadelphia": "negative"}, store, "treatmentLabel", "objectLabel")
    assert {row for row in found if row[0] == "ponatinib"} == {("ponatinib", "relapsed acute lymphoblastic leukemia")}


def test_adults_up_to_an_age_are_no_children(store: Store) -> None:
    assert ("chemotherapy", "adults <65 years") in rows("options-left-out", {"age": "9"}, store, "treatmentLabel", "objectLabel")
    assert ("chemotherapy", "adults <65 years") in rows("options", {"age": "40"}, store, "treatmentLabel", "objectLabel")
    told = rows("options", {"age": "40"}, store, "objectLabel", "matched", "notKnown")
    assert ("adults <65 years", "age", "") in told
    told = rows("options", {"age": "70"}, store, "objectLabel", "matched", "notKnown")
    assert ("older adults with heart disease", "age", "population") in told  # beside the age, a trait
    assert ("older adults with heart disease", "age", "") not in told


def test_a_value_of_a_list_may_be_written_in_any_case(store: Store) -> None:
    one, other = (
        run("options", dict(zip(("lineage", "state"), words, strict=True)), store) for words in (("b", "Relapsed"), ("B", "relapsed"))
    )
    assert (one.rows, one.digest) == (other.rows, other.digest)


def test_conditions_that_are_not_known_are_told(store: Store) -> None:
    found = rows("options", {"lineage": "B"}, store, "treatmentLabel", "relation", "matched", "notKnown")
    assert ("blinatumomab", "ag:treats", "lineage", "CD19; course") in found  # it binds CD19, of which nothing is told
    assert ("tisagenlecleucel", "ag:forPopulation", "lineage", "population; CD19; course") in found


def test_a_source_is_named_by_its_publisher_too(store: Store) -> None:
    (source, publisher), *_ = ((row["source"], row["publisher"]) for row in run("sources", {}, store).records())
    by_name = run("source-profile", {"source": publisher.upper()}, store)
    assert by_name.rows
    assert by_name.rows == run("source-profile", {"source": source}, store).rows


def test_left_out_is_asked_with_the_same_parameters(store: Store) -> None:
    assert [record["stance"] for record in left_out("drugs-by-phase", {"phase": "induction"}, store).records()] == ["negated"]
    assert left_out("drugs-by-phase", {"phase": "maintenance"}, store).rows == ()
    assert left_out("drugs-by-phase", {"phase": "induction", "stances": "all"}, store).rows == ()  # the answer shows it
    assert left_out("options", {"age": "9"}, store) == run("options-left-out", {"age": "9"}, store)
    with pytest.raises(QueryError, match="no query tells what sources leaves out"):
        left_out("sources", {}, store)


def test_sentences_carry_the_passages_that_state_them(store: Store) -> None:
    account = ask("drugs-by-phase", {"phase": "induction", "stances": "all"}, store)
    assert [sentence.text for sentence in account.sentences] == [
        "Vincristine is used in induction therapy.",
        "Vincristine is not used in induction therapy.",
    ]
    said, denied = (sentence.footnotes for sentence in account.sentences)
    assert (len(said), len(denied)) == (2, 1)
    assert account.footnotes[denied[0] - 1].startswith('"Vincristine is not used in induction therapy')
    assert account.footnotes[denied[0] - 1].endswith(", 2026-02-03.")
    assert account.text() == ask("drugs-by-phase", {"phase": "induction", "stances": "all"}, store).text()


def test_a_doubt_is_told_as_one(store: Store) -> None:
    texts = [sentence.text for sentence in ask("treatments-for", {"disease": "t-cell all"}, store).sentences]
    assert texts == ["Nelarabine treats T-cell acute lymphoblastic leukemia.", "Nelarabine may treat T-cell acute lymphoblastic leukemia."]


def test_what_is_given_in_a_phase_has_its_footnote_either_way_round(store: Store) -> None:
    account = ask("treatment-plan", {"phase": "induction"}, store)
    assert all(sentence.footnotes for sentence in account.sentences)
    assert "Vincristine" in account.footnotes[0]


def test_every_question_about_claims_can_be_asked_in_sentences(store: Store) -> None:
    """No sentence lacks its words, and a background fact tells the work that states it."""
    account = ask("claims", {"relation": "hasTarget"}, store)
    assert account.sentences
    assert all(sentence.footnotes for sentence in account.sentences)
    assert not [sentence.text for sentence in account.sentences if "(ag:" in sentence.text]
    assert any(note.startswith("Background: ") for note in account.footnotes)


def test_nothing_is_said_where_nothing_is_known(store: Store) -> None:
    assert ask("drugs-by-target", {"target": "CD22", "stances": "negated"}, store).text() == f"{NOTHING}\n"
    assert ask("left-out", {"subject": "Blincyto", "relation": "hasSetting"}, store).text() == "Nothing is left out.\n"
    with pytest.raises(QueryError, match="neighbourhood has no sentences"):
        ask("neighbourhood", {"term": "imatinib"}, store)


def test_brackets_are_left_out_with_what_they_hold() -> None:
    template = "{a}[, of {b}][ ({c}, {d})]."
    assert fill(template, {"a": "x", "b": "", "c": "1", "d": ""}) == "X."
    assert fill(template, {"a": "x", "b": "y", "c": "1", "d": "2"}) == "X, of y (1, 2)."


def test_on_the_command_line(graph: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command(["ask", "drugs-by-phase", "phase=induction", "--graph", str(graph)]) == 0
    assert capsys.readouterr().out.startswith("1. Vincristine is used in induction therapy. [1] [2]\n\n[1] ")
    assert command(["query", "treatments-for", "disease=t-cell all", "--citations", "--graph", str(graph)]) == 0
    table, notes = capsys.readouterr().out.split("\n\n")
    assert [line.split()[-1] for line in table.splitlines()[2:]] == ["[1]", "[2]"]
    assert [note[:4] for note in notes.splitlines()] == ["[1] ", "[2] "]
    assert "Old page" in notes.splitlines()[0]
    assert command(["query", "options", "age=9", "--explain", "--graph", str(graph)]) == 0
    shown, hidden = capsys.readouterr().out.split("Left out, and why:")
    assert "brexucabtagene" not in shown
    assert "brexucabtagene" in hidden
    assert command(["query", "options", "age=9", "--explain", "--format", "csv", "--graph", str(graph)]) == 2
    assert "--format table or md" in capsys.readouterr().err
    assert command(["query", "names", "--limit", "2", "--offset", "1", "--format", "csv", "--graph", str(graph)]) == 0
    out, err = capsys.readouterr()
    total = len(run("names", {}, open_store(graph)).rows)
    assert (len(out.splitlines()), f"rows 2 to 3 of {total}; query names" in err) == (3, True)


def test_sparql_of_ones_own(graph: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The project's prefixes are known; csv and tsv are the formats of SPARQL 1.1, with whole IRIs; nothing is written."""
    file = tmp_path / "own.rq"
    file.write_text("SELECT ?drug ?name WHERE { ?drug ag:hasTarget ag:cd22 ; a ag:Drug ; rdfs:label ?name } ORDER BY ?name")
    ours = ["--graph", str(graph)]
    assert command(["sparql", str(file), "--format", "csv", *ours]) == 0
    assert capsys.readouterr().out == "drug,name\r\nhttps://w3id.org/allgraph/inotuzumab-ozogamicin,inotuzumab ozogamicin\r\n"
    assert command(["sparql", str(file), "--format", "tsv", *ours]) == 0
    assert capsys.readouterr().out == '?drug\t?name\n<https://w3id.org/allgraph/inotuzumab-ozogamicin>\t"inotuzumab ozogamicin"\n'
    for text, words in (
        ("DELETE WHERE { ?s ?p ?o }", "only SELECT, ASK, CONSTRUCT, DESCRIBE are run, not DELETE"),
        ("SELECT ?s WHERE { SERVICE <http://localhost/> { ?s ?p ?o } }", "SERVICE is not allowed"),
        ("SELECT ?s WHERE {", "not a SPARQL query"),
        ("SELECT ?s WHERE { ?s foo:bar ?o }", "the prefix foo: is not declared"),
        ("@prefix ex: <urn:x:> . ex:a ex:b ex:c .", "not what begins with @prefix"),
        ("", "not an empty text"),
    ):
        file.write_text(text)
        assert command(["sparql", str(file), *ours]) == 2
        err = capsys.readouterr().err
        assert words in err
        assert err.startswith(f"allgraph: {file}: ")
    file.write_text("SELECT ?s WHERE { ?s ag:hasTaget ag:cd22 ; a ag:Drug }")
    assert command(["sparql", str(file), *ours]) == 0
    assert "not in the graph: ag:hasTaget\n" in capsys.readouterr().err
    file.write_text("SELECT ?s WHERE { ?s ?p ?o }")
    assert command(["sparql", str(file), "--max-rows", "10", *ours]) == 2
    assert "more than 10 rows" in capsys.readouterr().err
    for query in ("SELECT ?s WHERE { ?s ?p ?o }", f"ASK {{ ?s ?p '{'long' * 999}' }}"):
        assert command(["sparql", query, *ours]) == 2
        assert "this is a query, and a file is wanted: give - and the query on standard input" in capsys.readouterr().err
    file.write_bytes(b"\xff\xfe\x00")
    assert command(["sparql", str(file), *ours]) == 2
    assert "is not UTF-8" in capsys.readouterr().err
    assert allgraph.sparql("ASK { ag:imatinib a ag:Drug }", graph=graph).records() == [{"answer": "true"}]
