"""`python -m allgraph` is `allgraph`."""

from allgraph.cli import main

if __name__ == "__main__":
    main()
