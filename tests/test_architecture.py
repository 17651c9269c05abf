"""The floors of ogp/: no import runs up, none goes in a circle, and no module hides a public name of its package.

Imports that only a type checker follows, and those inside functions, count like any other.
"""

from __future__ import annotations

import ast
import graphlib
from importlib import import_module

import pytest
from conftest import REPOSITORY

# From low to high. What is on one floor may be used by those above it, and by its neighbors on the same line.
FLOORS = """\
card errors image_formats message_text provenance resources toml_tables
fonts
typeset
display_list
template
images
layout
encode
paint
store
rendering
posts
project
building template_tools
verify plugins preview
cli
__main__
"""

PATHS = {path: path.relative_to(REPOSITORY).with_suffix("").parts for path in (REPOSITORY / "ogp").rglob("*.py")}
MODULES = {".".join(parts).removesuffix(".__init__"): path for path, parts in PATHS.items()}
PACKAGES = [name for name, path in MODULES.items() if path.name == "__init__.py"]


def imports() -> set[tuple[str, str]]:
    """Who imports whom, of all modules of ogp."""
    found = set()
    for name, path in MODULES.items():
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.ImportFrom):
                assert node.level == 0
                targets = [f"{node.module}.{item.name}" for item in node.names]
                found |= {(name, target if target in MODULES else node.module) for target in targets}
            elif isinstance(node, ast.Import):
                found |= {(name, item.name) for item in node.names}
    return {(name, target) for name, target in found if target in MODULES}


def test_no_import_runs_up():
    floor = {room: number for number, rooms in enumerate(FLOORS.splitlines()) for room in rooms.split()}
    heights = {name: floor[name.split(".")[1]] for name in MODULES if name != "ogp"}
    heights["ogp"] = heights["ogp.project"]  # the API: on top of whatever it calls
    assert {(name, target) for name, target in imports() if heights[target] > heights[name]} == set()


def test_no_import_goes_in_a_circle():
    graph = graphlib.TopologicalSorter[str]()
    for name, target in imports():
        graph.add(name, target)
    graph.prepare()  # raises CycleError with the modules of a circle


@pytest.mark.parametrize("package", PACKAGES)
def test_no_module_hides_a_public_name(package: str):
    """A module that is imported becomes an attribute of its package, in the place of whatever had its name."""
    public = getattr(import_module(package), "__all__", ())
    assert not [name for name in public if f"{package}.{name}" in MODULES]
