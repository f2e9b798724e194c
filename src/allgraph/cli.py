"""The commands. Data goes to standard output, words to standard error; 0 is fine, 1 findings, 2 wrong usage or broken input.

What a command needs is imported when it runs: a stored query answers in the time that Python, click and the store take to start.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NoReturn

import click

import allgraph
from allgraph.errors import AllgraphError, QueryError

if TYPE_CHECKING:
    from allgraph.asking.answers import Answer
    from allgraph.asking.store import Store
    from allgraph.exporting.receipts import Receipt
    from allgraph.reading.extract import Run

NOTICE = "Reference material, not medical advice."
UNREAD = "that is what was read in the documents; `allgraph coverage DOCS` shows the sentences that gave nothing"
#: Standard output, or input, where a path is named.
_STANDARD = Path("-")

#: In seconds.
_MINUTE = 60.0

#: The names of answers.Format, exporting.formats.Format, coverage_text.Format and others: `allgraph --help` imports no store for them.
FORMATS = ("table", "csv", "tsv", "json", "md", "turtle")
EXPORTS = ("turtle", "rdfxml", "ntriples", "jsonld", "graphml", "gexf", "cyjs", "dot", "svg", "html", "csv", "kgx", "sssom")
COVERAGES = ("table", "tsv", "json")
EXPLANATIONS = ("text", "json")
CHECKS = ("table", "json")
DIFFS = ("text", "json")
SEVERITIES = ("error", "warn", "info")
STANCES = ("affirmed", "hedged", "negated")


class _Path(click.Path):
    """A path; an empty text, which an unset variable of a shell leaves, is none."""

    def __init__(self, **kinds: bool) -> None:
        super().__init__(path_type=Path, **kinds)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if value == "":
            self.fail("an empty text is no path; the current folder is '.'", param, ctx)
        return super().convert(value, param, ctx)


class _Number(click.ParamType):  # type: ignore[type-arg]  # generic in the newest click only
    """A number; of what is none it is said what is wanted."""

    name = "number"

    def __init__(self, kind: click.IntRange | click.FloatRange, wanted: str) -> None:
        self.kind = kind
        self.wanted = wanted

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        try:
            return self.kind.convert(value, param, ctx)
        except click.BadParameter:
            self.fail(f"{value!r} is no {self.wanted}", param, ctx)


_FROM_0 = _Number(click.IntRange(min=0), "whole number from 0 on: write one, as 20")
_FROM_1 = _Number(click.IntRange(min=1), "whole number from 1 on: write one, as 20")
_SECONDS = _Number(click.FloatRange(min=0, min_open=True), "number of seconds above 0: write one, as 60")


class _Commands(click.Group):
    """Commands; of a word that is none it tells what is near: a command, or a question that was asked without `query`."""

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        word = args[0]
        if word == "help" and args[1:]:  # as git and others have it
            return self.resolve_command(ctx, [args[1], "--help"])
        if word == "help":
            click.echo(ctx.get_help())
            ctx.exit()
        if word not in self.commands and not word.startswith("-"):
            from difflib import get_close_matches

            from allgraph.asking.queries import names_of, readable

            near = {name: f"allgraph query {name}" for name in names_of(readable()[0])}
            near |= {name: f"{ctx.command_path} {name}" for name in self.commands}
            found = ", ".join(f"`{near[name]}`" for name in get_close_matches(word, near))
            ctx.fail(f"no command is called {word!r}; {'nearest: ' + found if found else 'there is ' + ', '.join(self.commands)}")
        return super().resolve_command(ctx, args)


class _Question(click.ParamType):  # type: ignore[type-arg]  # generic in the newest click only
    """The name of a stored query; where none is given it is said who knows them, and a command that is taken for one is told."""

    name = "question"

    def get_missing_message(self, *_: Any, **__: Any) -> str:
        return "`allgraph queries` lists what can be asked"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if value in cli.commands:
            from allgraph.asking.queries import names_of, readable

            if value not in names_of(readable()[0]):
                self.fail(f"{value} is a command of its own: `allgraph {value}`", param, ctx)
        return value


class _QueryFile(click.File):
    """A file with a query; of a query that stands in its place it is said how to ask it."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if isinstance(value, str) and "{" in value and not os.path.exists(value):  # noqa: PTH110  # Path fails on a long name
            self.fail("this is a query, and a file is wanted: give - and the query on standard input, or save it in a file", param, ctx)
        return super().convert(value, param, ctx)


_graph = click.option(
    "--graph",
    type=_Path(),
    metavar="PATH",
    help="A build folder or a Turtle file. Without it ./allgraph-build, else a build of the package's tables, made once.",
)
_endpoint = click.option(
    "--endpoint",
    metavar="URL",
    help="A SPARQL endpoint instead, as https://host/sparql; else the one in ALLGRAPH_ENDPOINT, where no --graph is given. "
    "ALLGRAPH_USER and ALLGRAPH_PASSWORD, or ALLGRAPH_TOKEN, log in.",
)
_format = click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="table",
    show_default=True,
    help="How the answer is printed; turtle only where the question makes a graph (CONSTRUCT), not rows.",
)
_documents = _Path(allow_dash=True)
_jobs = click.option(
    "--jobs", type=_FROM_1, metavar="N", help="Read so many documents at once.  [default: as many as there are processors]"
)
_max_size = click.option("--max-size", type=_FROM_1, default=20, show_default=True, metavar="MB", help="Refuse a document that is larger.")
_no_cache = click.option("--no-cache", is_flag=True, help="Read every document anew, and keep nothing for the next time.")
_tables = click.option(
    "-o",
    "--tables",
    "tables",
    type=_Path(file_okay=False),
    metavar="DIR",
    help="Where the tables are. Without it ./ontology/statements in a checkout of allgraph, else ./allgraph-statements.",
)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(allgraph.__version__, prog_name="allgraph")
def cli() -> None:
    """An ontology of treatments for acute lymphoblastic leukemia (ALL) in which every edge opens the passage that states it.

    \b
    allgraph queries                          the questions that can be asked
    allgraph query drugs-by-target            ask one
    allgraph ask drugs-by-target target=CD19  in sentences, with who says so
    allgraph sparql FILE                      ask a SPARQL query of your own
    allgraph explain rituximab hasTarget CD20 why a claim is there, or why not
    allgraph extract pages/                   read documents into tables
    allgraph coverage pages/                  what was read, and what was not
    allgraph review pages/                    decide on the rows that wait
    allgraph add page.txt foo treats ALL ...  say by hand what was missed
    allgraph build                            make the graph from the tables
    allgraph check                            look for faults in all of it
    allgraph diff old-build allgraph-build    what changed
    allgraph export --to svg -o overview.svg  write it for another program
    allgraph publish --endpoint URL           put the graph on a server

    Reference material, not medical advice.
    """


@cli.command()
@click.argument("documents", nargs=-1, type=_documents, metavar="DOCS...")
@click.option(
    "-o",
    "--output",
    type=_Path(file_okay=False),
    metavar="DIR",
    help="Where the tables are. Without it ./ontology/statements in a checkout of allgraph, else ./allgraph-statements.",
)
@_jobs
@_max_size
@_no_cache
def extract(documents: tuple[Path, ...], output: Path | None, jobs: int | None, max_size: int, *, no_cache: bool) -> None:
    """Read documents; write what they say to tables.

    DOCS are files (.txt, .md, .html, .pdf, also with .gz), folders, or - for standard input. A row is a statement and the passage
    that states it, by offsets and digests. Decisions that a curator wrote into the tables are kept: a row that no passage fits any more
    stays, flagged as orphaned. A document that cannot be read stops no other; the exit status is 2 then.

    \b
    allgraph extract pages/ -o review/
    """
    from allgraph.documents import find_documents
    from allgraph.reading.extract import extract as run_extract
    from allgraph.texts import many

    run = _run(jobs, max_size, no_cache=no_cache)
    with _progress("reading", total=len(find_documents(documents)[0])) as advance:
        written = run_extract(documents, output, run=run, progress=lambda document: advance(document.source.id))
    saved = written.saved
    _say_passed_over(written.passed_over)
    _say_notes(written.notes)
    _say_unkept(written.unkept)
    _say_silent(saved.silent)
    for new, old in saved.moved.items():
        _say(f"{new} was {old}, by its text; its table and decisions are taken over")
    _say_lost(saved.orphaned, saved.stranded, "`allgraph review --orphaned` shows")
    if saved.flagged:
        _say(f"{many(saved.flagged, 'decision')} of another stance or other qualifiers than are read now; `allgraph review` shows which")
    _say(f"{many(saved.rows, 'row')}, {saved.changed} changed, in {written.tables.folder}")
    _leave_with(written.refused)


@cli.command()
@click.argument("documents", nargs=-1, type=_documents, metavar="[DOCS...]")
@_tables
@click.option(
    "--curator", envvar="ALLGRAPH_CURATOR", show_envvar=True, metavar="NAME", help="Who decides; else asked at the first decision."
)
@click.option("--extracted", is_flag=True, help="Show also the rows that the rules let pass, which need no decision to make an edge.")
@click.option("--orphaned", is_flag=True, help="Show orphaned rows too, last; they can be deleted, or skipped.")
def review(documents: tuple[Path, ...], tables: Path | None, curator: str | None, *, extracted: bool, orphaned: bool) -> None:
    """Walk through the rows that wait for a decision.

    These are the rows that are proposed or flagged for review, in the order of their passages. With DOCS, those of these documents,
    each passage [[marked]] among the words around it; without, places only. Keys: a accepts, r rejects, s skips, u takes the last
    decision back (again: the one before), q quits. A decision needs your name and a note; an empty line takes over the note that is
    offered. Every decision is written into its table at once, so nothing is lost however the walk ends. Without a terminal the
    answers are read from standard input, a line each.

    \b
    allgraph review pages/ --curator "A. Curator"
    """
    from allgraph.curation.review import review as open_review
    from allgraph.curation.review import walk
    from allgraph.texts import many

    found = open_review(documents, tables, extracted=extracted, orphaned=orphaned)
    watched = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    try:
        walk(found, _Answers(), (curator or "").strip(), mark=lambda run: click.style(f"[[{run}]]", bold=True) if watched else f"[[{run}]]")
    finally:
        _say(f"{found.summary if found.rows else 'no row waits for a decision'}, in {found.tables.folder}")
        if not (found.rows or extracted or orphaned):
            _say("--extracted walks through the rows that the rules let pass")
        _say_changed(found.changed)
        for source in found.without_table:
            _say(f"{source} has no table there; allgraph extract makes it")
        if found.passed_over:
            _say(f"{many(found.passed_over, 'orphaned row')} not shown; --orphaned shows them")


@cli.command()
@click.argument("document", type=_documents, metavar="DOC")
@click.argument("subject")
@click.argument("relation")
@click.argument("object_", metavar="OBJECT")
@click.option("--passage", required=True, metavar="WORDS", help="The words of DOC that state it; they must stand there once.")
@click.option("--stance", type=click.Choice(STANCES), default="affirmed", show_default=True, help="How DOC holds it.")
@click.option("--qualifier", "qualifiers", multiple=True, metavar="NAME=VALUE", help="What narrows it, as in phase=induction; repeatable.")
@click.option("--curator", envvar="ALLGRAPH_CURATOR", show_envvar=True, required=True, metavar="NAME", help="Who adds it.")
@click.option("--note", required=True, metavar="TEXT", help="Why it is added.")
@click.option("--new", is_flag=True, help="Make a new value also of a name that looks like a slip in another.")
@_tables
def add(**given: Any) -> None:
    """Add a statement that the rules missed, with its passage.

    SUBJECT, RELATION and OBJECT are names as in a query (labels, synonyms, brands, CURIEs); their kinds must be those that the
    relation admits. Where it admits a value that no term names, such as a brand or a population, a new one is made and said. The
    passage is found in DOC whatever its case, quotes and white space. The row outlives the next extract.

    \b
    allgraph add page.txt imatinib treats ALL --passage "imatinib helps in ALL" \\
        --curator Me --note "not read"
    """
    from allgraph.curation.adding import Claim
    from allgraph.curation.adding import add as run_add
    from allgraph.statements import Stance, told

    pairs = []
    for qualifier in given["qualifiers"]:
        name, equals, value = qualifier.partition("=")
        if not (name and equals and value):
            raise click.UsageError(f"{qualifier!r} is no qualifier: write name=value, as in phase=induction")
        pairs.append((name, value))
    claim = Claim(given["subject"], given["relation"], given["object_"], Stance(given["stance"]), tuple(pairs))
    signed = {name: given[name] for name in ("passage", "curator", "note", "new")}
    added = run_add(given["document"], claim, output=given["tables"], **signed)
    for value, near in added.made:
        _say(f"{value} is a new value, which no term names" + (f"; nearest: {', '.join(near)}" if near else ""))
    for end in added.unnamed:
        _say(f"the passage does not name {end}: who reads it must know from elsewhere that it is meant")
    span = added.row.evidence.passage
    _say(f"added: {told(added.row)}, by {span.start}-{span.end}, in {added.path}, line {added.line}; the next `allgraph build` takes it in")


@cli.command()
@click.argument("documents", nargs=-1, type=_documents, metavar="[DOCS...]")
@click.option(
    "-o",
    "--output",
    type=_Path(file_okay=False),
    default=Path("allgraph-build"),
    show_default=True,
    metavar="DIR",
    help="The folder to make.",
)
@_jobs
@_max_size
@_no_cache
def build(documents: tuple[Path, ...], output: Path, jobs: int | None, max_size: int, *, no_cache: bool) -> None:
    """Make the graph, from tables or documents.

    Without DOCS it is made from the tables that extract would write, else from the package's. With DOCS it holds what these
    documents say, with their quotes, under the decisions in the tables, and background.

    \b
    allgraph build
    allgraph build pages/ -o pages-build
    """
    from allgraph.build import build as run_build
    from allgraph.texts import many

    with _progress("building") as advance:
        built = run_build(documents, output, run=_run(jobs, max_size, no_cache=no_cache), progress=advance)
    _say_passed_over(built.passed_over)
    _say_notes(built.notes)
    _say_unkept(built.unkept)
    _say_silent(built.silent)
    _say_changed(built.changed)
    _say_lost(built.orphaned if documents else 0, built.stranded, "no edge is made of")
    counts = [
        f"{many(built.statements, 'statement')} ({built.said} of documents)",
        many(built.evidence, "passage or citation", "passages and citations"),
        f"{many(built.edges, 'edge')} ({built.inferred} inferred)",
        many(built.sources, "source"),
        many(built.unknown, "unknown name"),
    ]
    _say(f"{', '.join(counts)}, in {built.path}")
    if built.packaged:
        _say("no documents are named and no tables are here, so it is made of the tables that come with allgraph")
    if not built.said:
        _say("no document states anything, so all of it is cited background and what follows from that")
    _leave_with(built.refused)


@cli.command()
@click.argument("documents", nargs=-1, type=_documents, metavar="[DOCS...]")
@click.option("--graph", type=_Path(), metavar="PATH", help="A build folder or a graph file, checked instead.")
@click.option(
    "--fail-on",
    type=click.Choice(SEVERITIES),
    default="warn",
    show_default=True,
    help="Exit 1 where there is anything as bad as this, or worse.",
)
@click.option("--format", "form", type=click.Choice(CHECKS), default="table", show_default=True, help="How the faults are printed.")
def check(documents: tuple[Path, ...], graph: Path | None, fail_on: str, form: str) -> None:
    """Hold ontology, tables and graph to what they promise.

    Looked at are: whether all of it can be read, the reasoner, the SHACL shapes of ontology/shapes.ttl, and queries/checks/. With DOCS
    their digests and those of their passages are compared with the tables. Each fault has a severity and its file and line.

    \b
    allgraph check
    allgraph check pages/ --fail-on error
    """
    from allgraph import resources
    from allgraph.checking.check import check as run_check
    from allgraph.checking.faults import Severity, summary, to_json
    from allgraph.curation.tables import tables_to_build

    with _progress("checking") as advance:
        faults = run_check(documents, graph=graph, progress=advance)
    _print(to_json(faults)) if form == "json" else _tell("".join(f"{fault}\n" for fault in faults))
    checked = graph or f"{resources.folder('ontology')} and {tables_to_build().folder}"
    _say(f"{summary(faults)}, in {checked}. {NOTICE}")
    if any(fault.severity.is_at_least(Severity(fail_on)) for fault in faults):
        raise click.exceptions.Exit(1)


@cli.command()
@click.argument("documents", nargs=-1, type=_documents, metavar="DOCS...")
@click.option(
    "--html",
    type=_Path(dir_okay=False),
    is_flag=False,
    flag_value="allgraph-coverage.html",
    metavar="FILE",
    help="Write one HTML page; without FILE it is ./allgraph-coverage.html.",
)
@click.option("--format", "form", type=click.Choice(COVERAGES), help="What is printed.  [default: table, or nothing with --html]")
@_max_size
def coverage(documents: tuple[Path, ...], html: Path | None, form: str | None, max_size: int) -> None:
    """Show what each sentence gave, or why nothing.

    DOCS are files or folders. Each sentence stands with its statements, by status (decisions in the tables that extract would use
    included), or with the reason why it gave none; then what is known to be missed. The page quotes the documents, so it is never
    written among this project's own files.

    \b
    allgraph coverage pages/
    allgraph coverage pages/ --html
    """
    from allgraph.coverage import coverage as run_coverage
    from allgraph.coverage_page import check_page, write_page
    from allgraph.coverage_text import Format, render

    if html:
        check_page(html)  # before the documents are read, which takes a while
    with _progress("reading") as advance:
        found = run_coverage(documents, largest=max_size * 1_000_000, progress=lambda document: advance(document.source.id))
    _say_passed_over(found.passed_over)
    _say_notes(found.notes)
    if html:
        write_page(found, html)
    if form or not html:
        watched = sys.stdout.isatty()
        colour = watched and not os.environ.get("NO_COLOR")
        _print(render(found, Format(form or "table"), width=None if watched else 10_000, colour=colour))
    _say(f"{found.summary}{f', in {html}' if html else ''}. {NOTICE}")
    _leave_with(found.refused)


@cli.command()
@click.argument("old", type=_Path())
@click.argument("new", type=_Path())
@click.option("--format", "form", type=click.Choice(DIFFS), default="text", show_default=True, help="How the changes are printed.")
def diff(old: Path, new: Path, form: str) -> None:
    """Show what changed between two builds or two folders of tables.

    Facts gained and lost, other stances and qualifiers, passages that moved, are no longer found or were rejected by a curator,
    with the passages before (-) and after (+), and their quotes where the build has them. Exit 1 where anything changed.

    \b
    allgraph diff last-year-build allgraph-build
    allgraph diff old/allgraph-statements allgraph-statements
    """
    from allgraph.comparison import diff as run_diff
    from allgraph.comparison import to_json
    from allgraph.texts import many

    changes = run_diff(old, new)
    _print(to_json(changes)) if form == "json" else _tell("".join(change.text() for change in changes))
    _say(f"{many(len(changes), 'change')}. {NOTICE}")
    if changes:
        raise click.exceptions.Exit(1)


@cli.command()
@click.argument("name", type=_Question())
@click.argument("parameters", nargs=-1, metavar="[PARAM=VALUE...]")
@click.option("--limit", type=_FROM_1, metavar="N", help="Print at most N rows; how many there are in all is said beside them.")
@click.option("--offset", type=_FROM_0, default=0, metavar="N", help="Leave out the first N rows.")
@click.option("--citations", is_flag=True, help="Number the passages and works behind each row, and print them below the table.")
@click.option("--explain", "explained", is_flag=True, help="Print also what was left out and why, as a second table.")
@_graph
@_endpoint
@_format
def query(
    name: str,
    parameters: tuple[str, ...],
    limit: int | None,
    offset: int,
    graph: Path | None,
    endpoint: str | None,
    form: str,
    *,
    citations: bool,
    explained: bool,
) -> None:
    """Ask a stored query; `allgraph queries` lists them.

    A value is a name, a brand, a synonym, a CURIE (also of RxNorm, NCIt, DrugBank and others) or an IRI. An empty one takes a default
    away, and is wrong where there is none.

    \b
    allgraph query drugs-by-target target=CD19
    allgraph query drugs-by-phase phase=induction --format csv
    allgraph query options age=9 lineage=B state=relapsed --explain
    """
    from allgraph.asking.queries import find, how_much_left_out, left_out, run, taken_by_default, why_none

    if (explained or citations) and form not in ("table", "md"):
        raise click.UsageError("--citations and --explain are for people: use them with --format table or md")
    values = _asked(name, parameters)
    store = _open(graph, endpoint)
    answer = run(name, values, store)
    others = left_out(name, values, store) if explained else None
    whole = answer.rows
    answer = answer.page(limit, offset) if limit or offset else answer
    footnotes: tuple[str, ...] = ()
    if citations:
        from allgraph.asking.sentences import cite, listed

        answer, footnotes = cite(name, answer, store)
    _print_answer(answer, form, store.place)
    for default in taken_by_default(name, values):
        _say(f"{default} is this question's default: give another, or {default.partition('=')[0]}= to ask without it")
    if not whole:
        _say_notes([*filter(None, [find(name).query.nothing]), *why_none(name, values, store)])
    if footnotes:
        _tell(f"\n{listed(footnotes)}")
    elif citations:
        _say(f"no row of {name} is a claim with passages of its own")
    if others:
        _print("\nLeft out, and why:\n\n")
        _print_answer(others, form, store.place)
    elif told := how_much_left_out(name, values, store):
        _say(f"{told}; --explain shows what and why")


@cli.command()
@click.argument("name", type=_Question())
@click.argument("parameters", nargs=-1, metavar="[PARAM=VALUE...]")
@click.option("--explain", "explained", is_flag=True, help="Tell also what was left out and why.")
@_graph
@_endpoint
def ask(name: str, parameters: tuple[str, ...], graph: Path | None, endpoint: str | None, *, explained: bool) -> None:
    """Ask a stored query and read the answer in sentences.

    Each has footnotes: the passages, citations and inferences that say so. Queries and parameters are those of `allgraph query`.

    \b
    allgraph ask drugs-by-target target=CD22
    """
    from allgraph.asking.queries import how_much_left_out, left_out_question, why_none
    from allgraph.asking.sentences import ask as run_ask

    values = _asked(name, parameters)
    store = _open(graph, endpoint)
    account = run_ask(name, values, store)
    others = run_ask(*left_out_question(name, values), store) if explained else None
    _tell(account.text())
    if not account.sentences:
        _say_notes(why_none(name, values, store))
        _say(UNREAD)
    if others:
        _tell(f"\nLeft out, and why:\n\n{others.text()}")
    elif told := how_much_left_out(name, values, store):
        _say(f"{told}; --explain tells what and why")
    _say(f"{account.answer.summary}; graph {store.place}. {NOTICE}")


@cli.command()
@click.argument("file", type=_QueryFile(encoding="utf-8-sig"), metavar="FILE|-")
@click.option("--timeout", type=_SECONDS, default=60.0, show_default=True, metavar="SECONDS", help="Give up after that.")
@click.option("--max-rows", type=_FROM_1, default=1_000_000, show_default=True, metavar="N", help="Refuse a longer answer.")
@_graph
@_endpoint
@_format
def sparql(file: IO[str], timeout: float, max_rows: int, graph: Path | None, endpoint: str | None, form: str) -> None:
    """Ask a SPARQL query of your own, from a file or standard input.

    The prefixes of allgraph (ag:, rdfs:, skos:, oa:, dcterms:, ...) need no declaration. Nothing is written: updates and SERVICE are
    refused. csv, tsv and json are the SPARQL 1.1 results formats, with whole IRIs.

    \b
    echo 'SELECT ?drug WHERE { ?drug ag:hasTarget ag:cd19 }' | allgraph sparql -
    """
    from allgraph.asking.queries import absent, run_text

    try:
        text = file.read()
    except UnicodeDecodeError as error:
        raise AllgraphError("is not UTF-8", where=file.name) from error
    store = _open(graph, endpoint, timeout=timeout, max_rows=max_rows)
    try:
        answer = run_text(text, store, name=file.name)
    except QueryError as error:
        raise QueryError(str(error), where=file.name) from error
    _print_answer(answer, form, store.place, as_results=True)
    if not answer.rows and (unknown := absent(text, store)):
        _say(f"not in the graph: {', '.join(unknown)}")


@cli.command()
@click.argument("subject")
@click.argument("relation")
@click.argument("object_", metavar="OBJECT")
@_graph
@_endpoint
@click.option("--format", "form", type=click.Choice(EXPLANATIONS), default="text", show_default=True, help="How it is printed.")
def explain(subject: str, relation: str, object_: str, graph: Path | None, endpoint: str | None, form: str) -> None:
    """Tell why a claim is in the graph, or why it is not.

    Passages with their places, citations, and for what was inferred the chain down to these. For a claim that is no edge: what denies
    or doubts it, what the gate or a curator refused, and what the graph says that is nearest. Exit 1 where it is no edge.

    \b
    allgraph explain imatinib hasTarget BCR-ABL1
    allgraph explain nelarabine treats "B-cell ALL"
    """
    import json

    from allgraph.asking.explanations import explain as run_explain
    from allgraph.verbs import rows_to_build

    store = _open(graph, endpoint)
    found = run_explain(subject, relation, object_, store, rows_to_build)
    if form == "json":
        _print(f"{json.dumps(found.record(), ensure_ascii=False, indent=2)}\n")
    else:
        _tell(found.text())
    if not found.told and not found.waiting:
        _say(UNREAD)
    _say(f"graph {store.place}. {NOTICE}")
    if not found.edge:
        raise click.exceptions.Exit(1)


@cli.group(cls=_Commands, invoke_without_command=True)
@click.pass_context
def queries(context: click.Context) -> None:
    """List, show and check the stored queries.

    \b
    allgraph queries show drugs-by-target
    """
    if context.invoked_subcommand is None:
        context.invoke(list_queries)


@queries.command("list")
@click.option("--format", "form", type=click.Choice(FORMATS[:-1]), default="table", show_default=True, help="How the list is printed.")
def list_queries(form: str = "table") -> None:
    """List the questions that can be asked, with their parameters.

    A file that is no question is named, and keeps the others from nothing; the exit status is 2 then.

    \b
    allgraph queries list --format csv
    """
    from pyoxigraph import Literal

    from allgraph.asking.answers import Answer, Column
    from allgraph.asking.queries import names_of, readable

    known, wrong = readable()
    columns = (Column("name", "name", "entity"), Column("summary", "what it answers"), Column("parameters", "parameters"))
    rows = []
    for name, found in names_of(known).items():
        parameters = (f"{key}={found.query.params[key].default}" for key in found.open)
        given = ", ".join(f"{key}={value}" for key, value in found.preset.items())
        summary = f"{found.query.name} with {given}" if given else found.query.summary
        rows.append((Literal(name), Literal(summary), Literal(" ".join(parameters))))
    _print(_rendered(Answer("queries", columns, tuple(rows)), form))
    _leave_with(wrong)


@queries.command("show")
@click.argument("name")
def show_query(name: str) -> None:
    """Print a stored query: its words, its parameters and its SPARQL.

    \b
    allgraph queries show drugs-by-target
    """
    from allgraph.asking.queries import find

    found = find(name)
    if found.preset:
        _say(f"{name} is {found.query.name} with " + " ".join(f"{key}={value}" for key, value in found.preset.items()))
    _print(found.query.text)


@queries.command("page")
def page_of_queries() -> None:
    """Print docs/questions.md: every question with an answer.

    \b
    allgraph queries page
    """
    from allgraph.asking.questionpage import question_page
    from allgraph.verbs import open_package_graph

    _print(question_page(open_package_graph(making=_making)))


@queries.command("lint")
def lint_queries() -> None:
    """Check the stored queries for what would go wrong when asked.

    Exit 1 if anything is found.

    \b
    allgraph queries lint
    """
    from allgraph.asking.linter import lint

    _report([str(fault) for fault in lint()], "stored queries are well made")


@queries.command("test")
@click.option("--graph", type=_Path(), metavar="PATH", help="A build folder or a Turtle file instead of these tables.")
@click.option("--endpoint", metavar="URL", help="A SPARQL endpoint instead of these tables.")
def test_queries(graph: Path | None, endpoint: str | None) -> None:
    """Ask each stored query what its header expects of it.

    Exit 1 where the graph gives something else. What is expected is what the package's tables say (in a checkout of allgraph the
    checkout's), so these are asked, not ./allgraph-build.

    \b
    allgraph queries test
    """
    from allgraph.asking.queries import readable, unmet
    from allgraph.exporting.views import views
    from allgraph.verbs import open_package_graph

    known, wrong = readable()

    store = _open(graph, endpoint) if graph or endpoint else open_package_graph(making=_making)
    asked = [*known, *(found.query for found in views().values() if not found.preset)]
    _report([*map(str, wrong), *(fault for one in asked for fault in unmet(one, store))], "stored queries give what they promise")


_view = click.option(
    "--view", default="", metavar="NAME", help="What to show: overview, drug-target, phases, neighbourhood, agreement or full."
)
_select = click.option("--select", default="", metavar="QUERY", help="A stored query instead, which makes a graph (CONSTRUCT).")
_receipt = click.option(
    "--receipt",
    type=_Path(dir_okay=False, allow_dash=True),
    metavar="FILE",
    help="Write the receipt there too, as JSON; - prints it on standard output.",
)


@cli.command()
@click.argument("parameters", nargs=-1, metavar="[PARAM=VALUE...]")
@click.option("--to", type=click.Choice(EXPORTS), metavar="FORMAT", help=f"{', '.join(EXPORTS)}.  [default: by the ending of -o]")
@click.option(
    "-o",
    "--output",
    type=_Path(allow_dash=True),
    metavar="FILE",
    help="Where it is written: a file, or for csv and kgx a folder. Without it, or as -, to standard output.",
)
@_view
@_select
@_receipt
@_graph
@_endpoint
def export(to: str | None, output: Path | None, parameters: tuple[str, ...], receipt: Path | None, **named: Any) -> None:
    """Write the graph for other programs, and read it back.

    Everything in turtle, rdfxml, ntriples, jsonld, kgx and sssom; the overview in the others, which are for looking at it. --view or
    --select says what else, with parameters as in a query. What was read in the file is compared with the graph and told on standard
    error; exit 1 where it is not the same.

    \b
    allgraph export --to turtle -o all.ttl
    allgraph export --to graphml -o overview.graphml
    allgraph export --to svg --view neighbourhood term=Blincyto -o drug.svg
    allgraph export --to csv --view full -o for-a-database
    """
    from allgraph.verbs import export as run_export

    if output == _STANDARD:
        output = None
    if to is None:
        from allgraph.exporting.formats import by_ending

        to = by_ending(output) if output else None
        if to is None:
            raise click.UsageError(f"name the format with --to ({', '.join(EXPORTS)}), or a file with the ending of one with -o")
        _say(f"{output} is written as {to}, by its ending")
    if output is None and to in ("csv", "kgx"):
        raise click.UsageError(f"{to} is a folder of files: name it with -o")
    if output is None and receipt == _STANDARD:
        raise click.UsageError("the export and its receipt cannot both go to standard output: name a file with -o or --receipt")
    _check_apart(receipt, output)
    exported = run_export(to, output, params=_values(parameters), **named)
    if output is None:
        _print(exported.text)
    elif note := exported.form.misnamed(output):
        _say(note)
    _tell_receipt(exported.receipt, receipt)
    if not any(one.file for one in exported.receipt.counts):
        _say("nothing is selected: the file holds no nodes")


@cli.command()
@click.argument("file", type=_Path(), metavar="FILE")
@click.argument("parameters", nargs=-1, metavar="[PARAM=VALUE...]")
@click.option("--to", type=click.Choice(EXPORTS), metavar="FORMAT", help="Its format, as in export.  [default: by its ending]")
@_view
@_select
@_receipt
@_graph
@_endpoint
def verify(file: Path, parameters: tuple[str, ...], receipt: Path | None, **named: Any) -> None:
    """Tell whether all in an export is as the graph says.

    FILE is a file or a folder that `allgraph export` wrote, or a program that opened it. With --view or --select also whether all is in
    it that belongs there. Exit 1 where anything is wrong.

    \b
    allgraph verify overview.graphml
    allgraph verify overview.graphml --view overview
    """
    from allgraph.verbs import verify as run_verify

    _check_apart(receipt, file)
    _tell_receipt(run_verify(file, params=_values(parameters), **named), receipt)


@cli.command()
@click.option("--endpoint", required=True, metavar="URL", help="Where the store takes queries, as https://host/sparql.")
@click.option("--graph-name", default="", metavar="IRI", help="The graph that is replaced. Without it the default graph.")
@click.option(
    "--store-url",
    default="",
    metavar="URL",
    help="Where the store takes graphs by the Graph Store Protocol. Without it /store beside /query (Oxigraph), "
    "/sparql-graph-crud-auth beside /sparql (Virtuoso).",
)
@click.option(
    "--update-url",
    default="",
    metavar="URL",
    help="Where the store takes updates, if a PUT there is no transaction: the graph is then loaded beside the old one and moved into its "
    "place. Without it, and without --store-url, /sparql-auth beside /sparql (Virtuoso).",
)
@click.option("--timeout", type=_SECONDS, default=600.0, show_default=True, metavar="SECONDS", help="For each step.")
@_graph
def publish(endpoint: str, graph: Path | None, timeout: float, **names: str) -> None:
    """Put the graph on a server, and count what is there.

    It takes the place of what the server holds. Readers see the old graph or the new one: to most stores a PUT is one transaction, and
    where it is not the new graph is loaded beside the old one. What fails leaves the old graph, or the message says what is there; the
    exit status is 2 then. ALLGRAPH_USER and ALLGRAPH_PASSWORD, or ALLGRAPH_TOKEN, log in.

    \b
    allgraph publish --endpoint http://localhost:7878/query
    allgraph publish --endpoint http://localhost:8890/sparql \\
        --graph-name https://example.org/all
    """
    from allgraph.texts import many
    from allgraph.verbs import publish as run_publish

    done = run_publish(endpoint, graph=graph, timeout=timeout, making=_making, **names)
    if done.quotes:
        _say(f"the graph holds {many(done.quotes, 'quote')} of documents, which belong to their publishers: mind who may read it")
    _say(f"{many(done.triples, 'triple')} of {done.file} in {done.graph_name or 'the default graph'} of {done.endpoint}")


def main() -> NoReturn:
    """The program `allgraph`."""
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere, Path(os.devnull).open(encoding="utf-8") as nothing:
        # each is None where the caller has closed it
        sys.stdin, sys.stdout, sys.stderr = sys.stdin or nothing, sys.stdout or nowhere, sys.stderr or nowhere
        for stream in (sys.stdout, sys.stderr):
            if not stream.isatty():
                # data is the same bytes on every system; a file's name that is no UTF-8 can still be told
                stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")  # type: ignore[union-attr]  # both are files
        sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run a command line and return its exit status; what is wrong is said in one line on standard error.

    >>> run(["build", "--nonsense"])
    2
    """
    try:
        with cli.make_context("allgraph", list(arguments)) as context:
            cli.invoke(context)
            _print("", flush=True)
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.ClickException as error:
        error.show()
        for name in arguments if isinstance(error, click.NoSuchOption) else ():
            if name.startswith("-") and Path(name).is_file():
                _say(f"the file {name} is read as options: call it ./{name}")
        if isinstance(error, click.NoSuchOption) and error.ctx and any(one.name == "parameters" for one in error.ctx.command.params):
            _say("what a question is asked with is written name=value, without dashes, as in target=CD19; --help lists the options")
    except BrokenPipeError:
        # whoever read our output has enough; what is still in the buffer must not fail again when Python ends
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 128 + 13
    except (KeyboardInterrupt, click.Abort):
        _say("interrupted")
        return 128 + 2
    except AllgraphError as error:
        for one in error.all():
            _say(str(one))
    except OSError as error:
        advice = "; change its permissions or name another place" if isinstance(error, PermissionError) else ""
        _say(f"{error.filename}: {error.strerror}{advice}" if error.filename else str(error))
    else:
        return 0
    return 2


class _Answers:
    """A curator at the terminal, asked for single keys; or, where standard input is none, the lines that stand there."""

    def tell(self, words: str) -> None:
        """Show lines of text."""
        _tell(f"{words}\n")
        _print("", flush=True)  # before the prompt, which is on standard error

    def key(self, keys: Mapping[str, str]) -> str:
        """The key that is chosen among these, each with its word; "q" where nobody answers any more."""
        prompt = ", ".join(f"{key} {word}" for key, word in keys.items())
        while True:
            click.echo(f"{prompt}: ", err=True, nl=False)
            given = self._key()
            if given is None:
                return "q"
            chosen = next((key for key, word in keys.items() if given.lower() in (key, word)), None)
            if chosen:
                return chosen
            _say(f"{given!r} is none of {', '.join(keys)}")

    def line(self, name: str, default: str) -> str | None:
        """What is written for a curator's name or a note; empty behind Escape, None where nobody answers any more."""
        while True:
            click.echo(f"{name}{f' [{default}]' if default else ''}: ", err=True, nl=False)
            given = self._line()
            if given is None or "\x1b" in given:
                return given and ""
            if words := given or default:
                return words
            _say(f"a decision needs a {name}; Escape and Enter go back")

    def _key(self) -> str | None:
        if not sys.stdin.isatty():
            return self._line()
        given = ""
        try:
            given = click.getchar()
        except EOFError:
            return None
        finally:
            click.echo(given if given.isprintable() else "", err=True)
        return given

    @staticmethod
    def _line() -> str | None:
        """The next line without the white space at its ends; None at the end."""
        line = ""
        try:
            line = sys.stdin.readline()
        except UnicodeDecodeError as error:
            raise AllgraphError("is not UTF-8", where="standard input") from error
        finally:
            if not (line and sys.stdin.isatty()):
                click.echo(err=True)  # nobody has ended the line that the prompt began
        return line.strip() if line else None


def _open(graph: Path | None, endpoint: str | None, **bounds: Any) -> Store:
    from allgraph.verbs import open_graph

    return open_graph(graph, endpoint=endpoint, making=_making, **bounds)


def _asked(name: str, parameters: Sequence[str]) -> dict[str, str]:
    """The parameters of a question; of words in their place it is told what it takes, or which questions are near to all of them."""
    if words := [parameter for parameter in parameters if "=" not in parameter]:
        from allgraph.asking.queries import find

        try:
            found = find(name)
        except QueryError:
            found = find(" ".join((name, *words)))
        taken = ", ".join(f"{key}=" for key in found.open) or "none"
        raise click.UsageError(f"{words[0]!r} is no parameter: write name=value, as in target=CD19; parameters of {name}: {taken}")
    return _values(parameters)


def _values(parameters: Sequence[str]) -> dict[str, str]:
    """The parameters of a command line, name=value each."""
    values: dict[str, str] = {}
    for parameter in parameters:
        key, equals, value = parameter.partition("=")
        if not (key and equals):
            raise click.UsageError(f"{parameter!r} is no parameter: write name=value, as in target=CD19")
        if key in values:
            raise click.UsageError(f"the parameter {key} is given twice")
        values[key] = value
    return values


def _making() -> None:
    _say("making the graph of the package's tables; this happens once and takes some seconds")


def _print_answer(answer: Answer, form: str, place: str, *, as_results: bool = False) -> None:
    _print(_rendered(answer, form, as_results=as_results))
    _say(f"{answer.summary}; graph {place}. {NOTICE}")


def _say_passed_over(paths: Sequence[Path]) -> None:
    if paths:
        _say(f"passed over: {', '.join(path.name + '/' * path.is_dir() for path in paths)}")
    if any(path.suffix == ".tsv" for path in paths):
        from allgraph.documents import SIDECAR

        _say(f"a table of what documents are has the column file and any of {', '.join(SIDECAR[1:])}, with tabs between, in UTF-8")


def _say_notes(notes: Sequence[str]) -> None:
    for note in notes:
        _say(note)


def _say_unkept(why: str) -> None:
    if why:
        _say(f"the next run must read all again, for the cache takes nothing: {why}")


def _say_changed(files: Sequence[str]) -> None:
    for file in files:
        _say(f"{file} reads otherwise than when its table was written; `allgraph extract` brings that up to date")


def _say_lost(orphaned: int, stranded: Mapping[str, str], what_of_them: str) -> None:
    """Tell of decisions that are about no passage of the documents, and what becomes of them."""
    from allgraph.texts import many

    for new, old in stranded.items():
        _say(
            f"{new} may be {old}, renamed and edited; if so rename the table {old}.tsv to {new}.tsv and run this again: decisions are in it"
        )
    if orphaned:
        fit, them = ("fits", "it") if orphaned == 1 else ("fit", "them")
        _say(f"{many(orphaned, 'decision')} {fit} no passage any more; {what_of_them} {them}")


def _say_silent(files: Sequence[str]) -> None:
    for file in files:
        _say(f"{file} gave no statement; `allgraph coverage` shows why")


def _rendered(answer: Answer, form: str, *, as_results: bool = False) -> str:
    from allgraph.asking.answers import Format, render

    watched = sys.stdout.isatty()
    # in a file or a pipe a row of a table is one line
    colour = watched and not os.environ.get("NO_COLOR")
    return render(answer, Format(form), width=None if watched else 10_000, colour=colour, as_results=as_results)


def _run(jobs: int | None, max_size: int, *, no_cache: bool) -> Run:
    """How documents are read; what they gave is kept in the user's cache, or where ALLGRAPH_CACHE says ("" is nowhere)."""
    from platformdirs import user_cache_path

    from allgraph.reading.extract import Run

    place = os.environ.get("ALLGRAPH_CACHE", str(user_cache_path("allgraph")))
    return Run(jobs or os.cpu_count() or 1, max_size * 1_000_000, Path(place) if place and not no_cache else None)


def _leave_with(refused: Sequence[AllgraphError]) -> None:
    """Name the documents or files that could not be read, and leave with status 2 where there are any."""
    for error in refused:
        _say(str(error))
    if refused:
        raise click.exceptions.Exit(2)


def _check_apart(receipt: Path | None, other: Path | None) -> None:
    """Raise UsageError where a receipt would be written over what it is of."""
    if receipt and receipt != _STANDARD and other and receipt.resolve() == other.resolve():
        raise click.UsageError(f"{receipt} cannot be the receipt of itself: name another file with --receipt")


def _tell_receipt(receipt: Receipt, path: Path | None) -> None:
    """Say what was read back, write it where that is wanted, and leave with status 1 where it is not what the graph says."""
    from allgraph.files import write_whole

    if path == _STANDARD:
        _print(receipt.to_json())
    elif path:
        write_whole(path, receipt.to_json().encode())
    for fault in receipt.faults:
        _say(fault)
    if receipt.wrong > len(receipt.faults):
        _say(f"and {receipt.wrong - len(receipt.faults)} more")
    _say(f"{receipt.summary()}. {NOTICE}")
    if receipt.wrong:
        raise click.exceptions.Exit(1)


def _report(faults: list[str], fine: str) -> None:
    for fault in faults:
        _print(f"{fault}\n")
    if faults:
        raise click.exceptions.Exit(1)
    _say(fine)


def _print(text: str, *, flush: bool = False) -> None:
    """Data for standard output; an OSError names it."""
    try:
        sys.stdout.write(text)
        if flush:
            sys.stdout.flush()
    except OSError as error:
        raise OSError(error.errno, error.strerror, "standard output") from error


def _tell(text: str) -> None:
    """Words for a person on standard output; on a terminal in lines that fit it."""
    _print(_fitted(text, sys.stdout))


def _say(words: str) -> None:
    """Words for a person on standard error, as of what was done; on a terminal in lines that fit it."""
    click.echo(_fitted(f"allgraph: {' '.join(words.split())}", sys.stderr), err=True)


def _fitted(text: str, stream: IO[str]) -> str:
    from allgraph.texts import folded

    return folded(text, shutil.get_terminal_size().columns) if stream.isatty() else text


@contextmanager
def _progress(words: str, total: int | None = None) -> Iterator[Callable[[str], object]]:
    """A bar on standard error while a terminal watches, else a line a minute; what is yielded takes the words for each step."""
    if not sys.stderr.isatty():
        with _minutes(words):
            yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(words, total=total)
        yield lambda step: bar.update(task, advance=1, description=f"{words} {step}")


@contextmanager
def _minutes(words: str) -> Iterator[None]:
    """Say after each minute that the work goes on."""
    from itertools import count
    from threading import Event, Thread

    done = Event()

    def tell() -> None:
        for minute in count(1):
            if done.wait(_MINUTE):
                return
            _say(f"{words}, for {minute} min")

    Thread(target=tell, daemon=True).start()
    try:
        yield
    finally:
        done.set()
