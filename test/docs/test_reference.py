# SPDX-License-Identifier: Apache-2.0
"""The tables of docs/node.md say what the code says."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest

from ws3d_ros.parameters import reference

ENDPOINTS = (
    "create_publisher",
    "create_lifecycle_publisher",
    "create_subscription",
    "create_service",
    "TopicWatch",
    "_publisher",
)


def modules_of_the_node(project: Path) -> list[ast.Module]:
    """The syntax trees of `ws3d_ros.node_process` and of all modules of ws3d_ros it stands on."""
    trees: dict[str, ast.Module] = {}
    waiting = ["ws3d_ros.node_process"]
    while waiting:
        name = waiting.pop()
        path = project / (name.replace(".", "/") + ".py")
        if name in trees or not path.is_file():
            continue
        trees[name] = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(trees[name]):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("ws3d_ros"):
                waiting.append(str(node.module))
    return list(trees.values())


def endpoints_of_the_node(project: Path) -> set[str]:
    """The names of topics and services that stand in the node's code."""
    found = set()
    for tree in modules_of_the_node(project):
        for call in ast.walk(tree):
            if not isinstance(call, ast.Call):
                continue
            if ast.unparse(call.func).rpartition(".")[2] in ENDPOINTS:
                found |= {
                    argument.value
                    for argument in call.args
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
                }
    return found


def assigned(path: Path, name: str) -> Any:
    """What a Python file assigns to a name, as syntax."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name:
            return node.value
    raise AssertionError(f"{path} assigns no {name}")


def test_the_parameters_are_those_of_the_code(node_page) -> None:
    assert node_page.between("parameters") == reference().strip(), (
        "put the output of `ws3d_ros.parameters.reference()` between the markers of docs/node.md"
    )


def test_topics_and_services_are_those_of_the_code(project, node_page) -> None:
    named = [*node_page.named_in("Inputs"), *node_page.named_in("Outputs")]
    named += node_page.named_in("Services")
    assert set(named) == endpoints_of_the_node(project)
    assert len(named) == len(set(named))


@pytest.mark.parametrize("field", ["label", "instance", "confidence", "rgb"])
def test_every_field_of_the_labelled_points_is_explained(node_page, field) -> None:
    assert f"`{field}`" in node_page.section("Outputs")


def test_the_fields_of_the_labelled_points_are_those_of_the_code(project, node_page) -> None:
    columns = assigned(project / "ws3d_ros/conversions/labelled_points.py", "COLUMNS")
    names = [ast.literal_eval(column.elts[0]) for column in columns.elts]
    assert f"`{' '.join(names)}`, {4 * len(names)} bytes" in node_page.section("Outputs")


def test_the_parts_of_the_diagnostics_are_those_of_the_code(project, node_page) -> None:
    parts = ast.literal_eval(assigned(project / "ws3d_ros/perception_node.py", "PARTS"))
    assert sorted(node_page.named_in("Diagnostics")) == sorted(parts)


def test_the_launch_arguments_are_those_of_the_launch_file(project, node_page) -> None:
    arguments = assigned(project / "launch/perception.launch.py", "arguments")
    declared = [ast.literal_eval(key) for key in arguments.keys]
    assert node_page.named_in("Start") == declared


def test_the_model_card_leaves_room_for_its_figures(pages) -> None:
    (card,) = [page for page in pages if page.path.name == "model-card.md"]
    assert "<!-- figures: begin -->" in card.section("Figures")
    card.between("figures")
