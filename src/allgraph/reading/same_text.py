"""Same text: passages of several documents that are one text, copied or nearly so, found by their shingles."""

from __future__ import annotations

import math
from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import blake2b

from allgraph.statements import Evidence, Finding
from allgraph.texts import digest, normalised

#: Words in a shingle, and the share of common shingles (Jaccard) from which two passages are one text: DESIGN section 2.
_WORDS, _SHARE = 5, 0.8

#: How many counters tell rare shingles from common ones; those that share a counter only cost time.
_COUNTERS = 1 << 20


def mark_same_text(findings: Sequence[Finding], texts: Mapping[str, str]) -> list[Finding]:
    """The findings with the group of each passage that other documents have too; `texts` is source id to text.

    A passage is compared together with its context, since an item such as "Vincristine" is no text that anybody copied; nor is what has
    fewer words than a shingle, such as a name and its brand.
    A group's id does not depend on the order of the findings.
    """
    findings = list(dict.fromkeys(findings))
    runs: list[Evidence] = []  # one of each; its text is made when it is wanted, since all of them together are many
    numbers: dict[int, int] = {}
    places = array("q")  # the run of each finding
    for finding in findings:
        number = numbers.setdefault(_hash(_run(finding.evidence, texts)), len(runs))
        if number == len(runs):
            runs.append(finding.evidence)
        places.append(number)
    shingles = [_shingles(_run(run, texts)) for run in runs]
    roots = _roots(shingles)
    sources: dict[int, set[str]] = defaultdict(set)
    for finding, number in zip(findings, places, strict=True):
        sources[roots[number]].add(finding.evidence.source)
    first: dict[int, str] = {}  # of each group that several documents have, the run by which it is known
    for run, own, root in zip(runs, shingles, roots, strict=True):
        if own and len(sources[root]) > 1:
            text = _run(run, texts)
            first[root] = min(first.get(root, text), text)
    groups = {root: digest(text)[:12] for root, text in first.items()}
    return [_marked(finding, groups.get(roots[number], "")) for finding, number in zip(findings, places, strict=True)]


def _marked(finding: Finding, group: str) -> Finding:
    evidence = finding.evidence
    return finding if evidence.same_text == group else replace(finding, evidence=replace(evidence, same_text=group))


def _run(evidence: Evidence, texts: Mapping[str, str]) -> str:
    text = texts[evidence.source]
    return normalised(" ".join(span.of(text) for span in (*evidence.context, evidence.passage)))


def _hash(text: str) -> int:
    """64 bits that are the same on every machine: among millions of texts no two share them by chance."""
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest())


def _shingles(run: str) -> array[int]:
    words = run.split()
    return array("Q", {_hash(" ".join(words[place : place + _WORDS])) for place in range(len(words) - _WORDS + 1)})


def _roots(shingles: Sequence[array[int]]) -> array[int]:
    """Each run's group as the number of its first run: runs that are alike, directly or through others, share one."""
    parent = array("q", range(len(shingles)))

    def root(run: int) -> int:
        while parent[run] != run:
            parent[run] = parent[parent[run]]
            run = parent[run]
        return run

    counts = array("L", [0]) * _COUNTERS
    for own in shingles:
        for shingle in own:
            counts[shingle % _COUNTERS] += 1
    holders: dict[int, list[int]] = defaultdict(list)
    for run, own in enumerate(shingles):
        compared: set[int] = set()
        for shingle in _rarest(own, counts):
            for other in holders[shingle]:
                if other not in compared and root(other) != root(run):
                    compared.add(other)
                    if _alike(own, shingles[other]):
                        first, second = sorted((root(run), root(other)))
                        parent[second] = first
            holders[shingle].append(run)
    return array("q", map(root, range(len(shingles))))


def _alike(one: array[int], other: array[int]) -> bool:
    together = len(set(one).intersection(other))
    return together >= _SHARE * (len(one) + len(other) - together)


def _rarest(own: array[int], counts: Sequence[int]) -> Iterator[int]:
    """The rarest of a run's shingles, so many that two alike runs share one of theirs (prefix filtering, Bayardo et al. 2007).

    Any order of the shingles does, if it is one for all runs. One that no other run has is left out.
    """
    unshared = len(own) - math.ceil(_SHARE * len(own))
    rarest = sorted(own, key=lambda shingle: (counts[shingle % _COUNTERS], shingle))[: unshared + 1]
    return (shingle for shingle in rarest if counts[shingle % _COUNTERS] > 1)
