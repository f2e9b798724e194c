"""Same text: passages of several documents that are one text, copied or nearly so, found by their shingles."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from allgraph.statements import Finding
from allgraph.texts import digest, normalised

#: Words in a shingle, and the share of common shingles (Jaccard) from which two passages are one text: DESIGN section 2.
_WORDS, _SHARE = 5, 0.8


def mark_same_text(findings: Sequence[Finding], texts: Mapping[str, str]) -> list[Finding]:
    """The findings with the group of each passage that other documents have too; `texts` is source id to text.

    A passage is compared together with its context, since an item such as "Vincristine" is no text that anybody copied.
    A group's id does not depend on the order of the findings.
    """
    runs = {finding: _run(finding, texts) for finding in findings}
    shingles = {run: _shingles(run) for run in sorted(set(runs.values()))}
    groups = _groups(shingles)
    sources = defaultdict(set)
    for finding, run in runs.items():
        sources[groups[run]].add(finding.evidence.source)
    return [
        replace(finding, evidence=replace(finding.evidence, same_text=groups[run] if len(sources[groups[run]]) > 1 else ""))
        for finding, run in runs.items()
    ]


def _run(finding: Finding, texts: Mapping[str, str]) -> str:
    text = texts[finding.evidence.source]
    return normalised(" ".join(span.of(text) for span in (*finding.evidence.context, finding.evidence.passage)))


def _shingles(run: str) -> frozenset[tuple[str, ...]]:
    words = run.split()
    return frozenset(tuple(words[place : place + _WORDS]) for place in range(len(words) - _WORDS + 1))


def _groups(shingles: Mapping[str, frozenset[tuple[str, ...]]]) -> dict[str, str]:
    """Each run's group: runs that are alike, directly or through others, share one; its id is the digest of the first of them."""
    parent = {run: run for run in shingles}

    def root(run: str) -> str:
        while parent[run] != run:
            parent[run] = parent[parent[run]]
            run = parent[run]
        return run

    counts = Counter(shingle for own in shingles.values() for shingle in own)
    holders: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for run, own in shingles.items():
        compared: set[str] = set()
        for shingle in _rarest(own, counts):
            for other in holders[shingle]:
                if other not in compared and root(other) != root(run):
                    compared.add(other)
                    if len(own & shingles[other]) >= _SHARE * len(own | shingles[other]):
                        first, second = sorted((root(run), root(other)))
                        parent[second] = first
            holders[shingle].append(run)
    return {run: digest(root(run))[:12] for run in shingles}


def _rarest(own: frozenset[tuple[str, ...]], counts: Mapping[tuple[str, ...], int]) -> list[tuple[str, ...]]:
    """The rarest of a run's shingles, so many that two alike runs share one of theirs (prefix filtering, Bayardo et al. 2007)."""
    unshared = len(own) - math.ceil(_SHARE * len(own))
    return sorted(own, key=lambda shingle: (counts[shingle], shingle))[: unshared + 1]
