"""A file over 300 lines or a class over 15 methods is a room asking to be split."""

import ast
from pathlib import PurePosixPath

from tests.house.source import modules, tracked_files

_LONGEST_FILE = 300
_MOST_METHODS = 15
_SAYS_NOTHING = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "controller", "base", "misc"}


def test_files_fit_in_three_hundred_lines() -> None:
    too_long = {
        module.path: length for module in modules() if (length := len(module.text.splitlines())) > _LONGEST_FILE
    }
    assert not too_long


def test_classes_have_at_most_fifteen_methods() -> None:
    too_many = []
    for module in modules():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ClassDef):
                methods = [item for item in node.body if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef)]
                if len(methods) > _MOST_METHODS:
                    too_many.append(f"{module.path}:{node.lineno} {node.name} has {len(methods)}")
    assert not too_many


def test_file_and_folder_names_say_what_is_inside() -> None:
    vague = [
        name
        for name in tracked_files()
        if any(PurePosixPath(part).stem.removeprefix("test_").strip("_") in _SAYS_NOTHING for part in name.split("/"))
    ]
    assert not vague
