"""Answers nobody has seen before, made up from a service's contract: valid by its schema, with optional fields missing,
nulls where they may be, fields and words that a newer server might add."""

import re
from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

_DEEPEST = 6
_WORDS = ("lorem ipsum", "Ä 漢 😀", "", "=1+1", "a/b?c#d", "2026-11-20", "x" * 300, "<b>&amp;</b>")
_MOMENTS = (
    "2024-02-29T23:59:59Z",
    "1970-01-01T00:00:00.5Z",
    "2099-12-31T00:00:00.123456+14:00",
    "2026-11-24T10:00:00Z",
)
_FORMATS: Mapping[str, tuple[str, ...]] = {
    "date-time": _MOMENTS,
    "date": ("2026-11-24", "1999-01-01"),
    "uri": ("https://x.example/a?b=c", "urn:x:y", "http://127.0.0.1/"),
    "email": ("a@b.example",),
    "uuid": ("4d4ce3d9-8a16-46a8-99e1-3f3f9b8a3a5b",),
    "decimal": ("0.00", "-12.345", "99999"),
}
_LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ0123456789"


class MadeUp:
    """Makes values of the schemas in ``contract``, the same ones for the same ``seed``."""

    def __init__(self, contract: Mapping[str, Any], seed: str) -> None:
        self._contract = contract
        self._dice = Random(seed)

    def answer(self, method: str, path: str) -> tuple[int, Any]:
        """Status and body of a success of this operation; None for one without a body."""
        responses = self._contract["paths"][path][method.lower()]["responses"]
        status = self._dice.choice([code for code in responses if code.startswith("2")])
        content = self._known(responses[status]).get("content", {})
        media = content.get("application/json") or next(iter(content.values()), None)
        return int(status), None if media is None else self.value(media["schema"])

    def value(self, schema: Mapping[str, Any], depth: int = 0) -> Any:
        """One value of ``schema``; words of an enum may be new ones."""
        schema, dice = self._merged(schema), self._dice
        for several in ("oneOf", "anyOf"):
            if several in schema:
                return self.value(dice.choice(schema[several]), depth)
        kinds = schema.get("type", "object" if "properties" in schema else "string")
        kind = dice.choice(kinds) if isinstance(kinds, list) else kinds
        if kind == "null" or (schema.get("nullable") and dice.random() < 0.4):
            return None
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return "A_NEW_WORD" if kind == "string" and dice.random() < 0.2 else dice.choice(schema["enum"])
        if kind == "object":
            return self._object(schema, depth)
        if kind == "array":
            most = 0 if depth > _DEEPEST else 3
            return [self.value(schema.get("items", {}), depth + 1) for _row in range(dice.randint(0, most))]
        if kind == "boolean":
            return dice.random() < 0.5
        return self._text(schema) if kind == "string" else self._number(schema, whole=kind == "integer")

    def _object(self, schema: Mapping[str, Any], depth: int) -> dict[str, Any]:
        needed: Sequence[str] = schema.get("required", ())
        made = {
            name: self.value(one, depth + 1)
            for name, one in schema.get("properties", {}).items()
            if name in needed or (depth <= _DEEPEST and self._dice.random() < 0.6)
        }
        return made | ({"a_new_field": self._dice.choice([None, 7, {"a": [1]}])} if self._dice.random() < 0.5 else {})

    def _number(self, schema: Mapping[str, Any], *, whole: bool) -> float:
        least = schema.get("minimum", -1000)
        most = max(least, schema.get("maximum", self._dice.choice([10, 10**6, 2**53])))
        found = self._dice.choice([least, most, self._dice.uniform(least, most)])
        return int(found) if whole else found

    def _text(self, schema: Mapping[str, Any]) -> str:
        if schema.get("format") in _FORMATS:
            return self._dice.choice(_FORMATS[schema["format"]])
        if "pattern" in schema:
            return self._fitting(schema["pattern"])
        long = schema.get("minLength", 0)
        return self._dice.choice(_WORDS)[: schema.get("maxLength", 300)].ljust(long, "x")

    def _fitting(self, pattern: str) -> str:
        """Ids, VINs, tokens, hashes and decimals: the patterns the contracts have."""
        for candidate in (
            "".join(self._dice.choices(_LETTERS, k=17)),
            "0123456789abcdef" * 4,
            "12.345",
            "abcdefghijklmnop",
        ):
            if re.fullmatch(pattern, candidate):
                return candidate
        named = re.match(r"\^?([a-z]+)\[", pattern)
        return (named.group(1) if named else "") + "".join(self._dice.choices(_LETTERS, k=26))

    def _merged(self, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        """References followed, ``allOf`` as one."""
        schema = self._known(schema)
        if "allOf" not in schema:
            return schema
        merged: dict[str, Any] = {name: value for name, value in schema.items() if name != "allOf"}
        for part in map(self._merged, schema["allOf"]):
            properties = {**part.get("properties", {}), **merged.get("properties", {})}
            required = [*merged.get("required", ()), *part.get("required", ())]
            merged = {**part, **merged, "properties": properties, "required": required}
            if not properties:
                del merged["properties"]
        return merged

    def _known(self, node: Mapping[str, Any]) -> Mapping[str, Any]:
        while "$ref" in node:
            found: Any = self._contract
            for part in node["$ref"].removeprefix("#/").split("/"):
                found = found[part.replace("~1", "/").replace("~0", "~")]
            node = found
        return node
