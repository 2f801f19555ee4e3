"""Reads the pages of the guide. They are Markdown, so that people read them in the repository too; the program draws
the few kinds of blocks they use itself, because rich text could load and run what it should not."""

import re
from dataclasses import dataclass
from enum import Enum
from functools import cache
from importlib.resources import files

ORDER = ("desk", "sales", "dealership", "keys", "administrator")
_FALLBACK = "en"
_STEP = re.compile(r"(\d+)\. +(.+)")
_KEYS = re.compile(r"\| *(.+?) *\| *(.+?) *\|")
_LINE = re.compile(r"\|[ :-]+\|[ :-]+\|")
_MARKS = re.compile(r"\*\*|`")


class BlockKind(Enum):
    """What a block is."""

    HEADING = "heading"
    TEXT = "text"
    STEP = "step"
    POINT = "point"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a page; ``mark`` is a step's number or a row's first cell."""

    kind: BlockKind
    text: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class HelpPage:
    """One page; ``key`` is its file's name."""

    key: str
    title: str
    blocks: tuple[Block, ...]

    def holds(self, words: str) -> bool:
        """Whether every one of ``words`` stands somewhere on the page."""
        text = " ".join((self.title, *(f"{block.mark} {block.text}" for block in self.blocks))).casefold()
        return all(word in text for word in words.casefold().split())


@cache
def help_pages(language: str = _FALLBACK) -> tuple[HelpPage, ...]:
    """The guide in ``language``; pages that are not translated come in English."""
    root = files("celliq_desktop.viewmodels.help")
    found = []
    for key in ORDER:
        page = root / language / f"{key}.md"
        text = (page if page.is_file() else root / _FALLBACK / f"{key}.md").read_text(encoding="utf-8")
        found.append(parse_page(key, text))
    return tuple(found)


def parse_page(key: str, text: str) -> HelpPage:
    """A page from its Markdown: one ``#`` title, ``##`` headings, paragraphs, numbered steps, ``-`` points, tables of
    two columns. ValueError for anything else, so that a page never shows its marks."""
    title, blocks = "", []
    for chunk in re.split(r"\n(?:[ \t]*\n)+", text.strip()):
        lines = chunk.splitlines()
        if lines[0].startswith("# "):
            title = _plain(lines.pop(0)[2:])
        if lines:
            blocks += _blocks(lines)
    if not title:
        raise ValueError(f"{key} has no title")
    return HelpPage(key, title, tuple(blocks))


def _blocks(lines: list[str]) -> list[Block]:
    if lines[0].startswith("## "):
        return [Block(BlockKind.HEADING, _plain(lines[0][3:])), *(_blocks(lines[1:]) if lines[1:] else [])]
    if lines[0].startswith("|"):
        rows = [match for line in lines[2:] if (match := _KEYS.fullmatch(line))]
        if _LINE.fullmatch(lines[1]) is None or len(rows) != len(lines) - 2:
            raise ValueError(f"not a table of two columns: {lines[0]}")
        return [Block(BlockKind.ROW, _plain(row[2]), _plain(row[1])) for row in rows]
    if lines[0].startswith(("#", ">", "<", "![", "```")):
        raise ValueError(f"a kind of block that the guide does not use: {lines[0]}")
    return _list_or_text(lines)


def _list_or_text(lines: list[str]) -> list[Block]:
    blocks: list[Block] = []
    for line in lines:
        step = _STEP.fullmatch(line)
        if step is not None:
            blocks.append(Block(BlockKind.STEP, _plain(step[2]), step[1]))
        elif line.startswith("- "):
            blocks.append(Block(BlockKind.POINT, _plain(line[2:])))
        elif blocks:  # a line goes on where the one before ended
            last = blocks.pop()
            blocks.append(Block(last.kind, f"{last.text} {_plain(line.strip())}", last.mark))
        else:
            blocks.append(Block(BlockKind.TEXT, _plain(line)))
    return blocks


def _plain(text: str) -> str:
    return _MARKS.sub("", text)
