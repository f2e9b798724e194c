"""What Tulip reads in a file: `python3 tulip_judge.py IMPORTER FILE` prints it as JSON. Run by the Python that Tulip is installed for."""

import json
import sys

from tulip import tlp

importer, file = sys.argv[1:]
graph = tlp.importGraph(importer, {"file::filename": file})


def told(element: "tlp.node | tlp.edge") -> dict[str, object]:
    """The properties of a node or an edge."""
    return {name: graph[name][element] for name in names}


names = [name for name in graph.getProperties() if not name.startswith("view")]
label, layout, color = graph["viewLabel"], graph["viewLayout"], graph["viewColor"]
nodes = [
    {**told(one), "shown": label[one], "place": [layout[one][0], layout[one][1]], "colour": [color[one][part] for part in range(3)]}
    for one in graph.getNodes()
]
edges = [{**told(one), "shown": label[one]} for one in graph.getEdges()]
print("\n" + json.dumps({"nodes": nodes, "edges": edges}))  # noqa: T201  # above it stands what Tulip says itself
