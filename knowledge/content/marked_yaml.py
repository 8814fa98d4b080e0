"""YAML with line numbers: every scalar stays text (so that `false` is a verdict, not a boolean), every place knows its line."""

from __future__ import annotations

from typing import Any

import yaml

Path = tuple[str | int, ...]
YAML_LOADER = getattr(
    yaml, "CSafeLoader", yaml.SafeLoader
)  # ten times as fast where libyaml is there, as in the wheels


class MarkedYaml:
    """`data`: dicts, lists and strings. `line(path)`: the line (from 1) of a place, or of the nearest one above it."""

    def __init__(self, text: str, first_line: int = 1) -> None:
        """Raises `yaml.YAMLError` (with its own mark) when `text` is no YAML."""
        self._lines: dict[Path, int] = {}
        self._first_line = first_line
        node = yaml.compose(text, Loader=YAML_LOADER)
        self.data: Any = self._build(node, ()) if node is not None else {}

    def line(self, path: Path) -> int:
        while path and path not in self._lines:
            path = path[:-1]
        return self._lines.get(path, self._first_line)

    def _build(self, node: yaml.Node, path: Path) -> Any:
        self._lines[path] = node.start_mark.line + self._first_line
        if isinstance(node, yaml.MappingNode):
            result: dict[str, Any] = {}
            for key, value in node.value:
                name = str(key.value)
                if name in result:
                    raise yaml.constructor.ConstructorError(
                        None, None, f"the key {name!r} stands twice", key.start_mark
                    )
                result[name] = self._build(value, (*path, name))
                self._lines[(*path, name)] = key.start_mark.line + self._first_line
            return result
        if isinstance(node, yaml.SequenceNode):
            return [self._build(item, (*path, number)) for number, item in enumerate(node.value)]
        assert isinstance(node, yaml.ScalarNode)
        return node.value if node.value != "" or node.style else None
