"""What a sealed file holds: the one seal as a reader finds it, the twin, and nothing that acts by itself."""

import logging
import zlib
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from celliq_desktop.domain.paper import PRODUCER, SEAL_FIELD, TWIN_NAME
from celliq_desktop.domain.text import N_
from celliq_desktop.signing.envelope import Envelope
from celliq_desktop.signing.rejection import altered, unverifiable

if TYPE_CHECKING:  # pyHanko takes most of a second to import; a file that is not ours does not need it
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

# What pyHanko remarks about a stranger's file is no news of this program; the verdict says what matters
logging.getLogger("pyhanko").setLevel(logging.CRITICAL)

_MOST_OBJECTS = 500_000
_LONGEST_TWIN = 5 * 1024 * 1024
"""Bytes of JSON after decompression."""
_ACTING_KEYS = frozenset(
    {"/AA", "/JS", "/JavaScript", "/OpenAction", "/XFA", "/RichMediaContent", "/RichMediaSettings"}
)
_HARMLESS_ACTIONS = frozenset({None, "/URI", "/GoTo"})
_ACTING_KINDS = frozenset(
    {
        *(
            "/JavaScript",
            "/Launch",
            "/SubmitForm",
            "/ResetForm",
            "/ImportData",
            "/GoToR",
            "/GoToE",
            "/GoToDp",
            "/Named",
        ),
        *("/Rendition", "/RichMediaExecute", "/Movie", "/Sound", "/Thread", "/Hide", "/SetOCGState", "/GoTo3DView"),
    }
)
_ACTING_ANNOTATIONS = frozenset({"/RichMedia", "/Screen", "/Movie", "/Sound", "/3D", "/FileAttachment"})
_LINK_STARTS = ("https://", "http://", "mailto:")


def read_objects(data: bytes) -> "PdfFileReader":
    """A strict reader; raises what pyHanko raises for a damaged file, possibly only when objects are read."""
    from pyhanko.pdf_utils.reader import PdfFileReader

    return PdfFileReader(BytesIO(data))


def claims_to_be_ours(reader: "PdfFileReader") -> bool:
    """By producer, by the name of the seal field, or by the twin. An encrypted file is never ours."""
    if reader.encrypted:
        return False
    root: Any = reader.root
    if _at(reader.trailer_view, "/Info", "/Producer") == PRODUCER:
        return True
    if any(_at(field, "/T") == SEAL_FIELD for field in _items(_at(root, "/AcroForm", "/Fields"))):
        return True
    return any(name == TWIN_NAME for name, _ in _files(root))


def check_seal(reader: "PdfFileReader", envelope: Envelope) -> datetime:
    """Whether the seal as a PDF reader finds it is the one that was verified, and forbids every change. Returns the
    sealing time, which is the sealer's own word. Raises Rejection."""
    from pyhanko.sign.fields import MDPPerm
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    signatures = reader.embedded_signatures
    if len(signatures) != 1 or signatures[0].field_name != SEAL_FIELD:
        raise altered(N_("The file is not signed the way a report is sealed."))
    signature = signatures[0]
    if not _is_the_same(signature, envelope) or len(_items(_at(reader.root, "/AcroForm", "/Fields"))) != 1:
        raise altered(N_("What the file shows as its seal is not what was signed."))
    root: Any = reader.root
    certified: Any = _at(root, "/Perms") or {}
    field: Any = signature.sig_field
    if (
        signature.docmdp_level is not MDPPerm.NO_CHANGES
        or "/DocMDP" not in certified
        or certified.raw_get("/DocMDP").reference != field.raw_get("/V").reference
    ):
        raise altered(N_("The seal does not forbid changes to the file."))
    if signature.evaluate_signature_coverage() is not SignatureCoverageLevel.ENTIRE_FILE:
        raise altered(N_("The seal does not cover the whole file: something was added or removed."))
    moment: datetime | None = signature.self_reported_timestamp
    if moment is None or moment.tzinfo is None:
        raise unverifiable(N_("The seal does not say when it was made."))
    return moment


def check_nothing_acts(reader: "PdfFileReader") -> None:
    """Raises Rejection for anything that runs, opens, submits or plays. Links to web pages are allowed."""
    for entries in _dictionaries(reader):
        kind = _at(entries, "/S")
        if _ACTING_KEYS & entries.keys() or kind in _ACTING_KINDS or _at(entries, "/Subtype") in _ACTING_ANNOTATIONS:
            raise unverifiable(N_("The file contains a script or something that acts by itself; a report never does."))
        if _at(entries, "/A", "/S") not in _HARMLESS_ACTIONS:
            raise unverifiable(N_("The file contains an action; a report only links to web pages."))
        if kind == "/URI" and not str(_at(entries, "/URI")).startswith(_LINK_STARTS):
            raise unverifiable(N_("The file contains a link that is not to a web page."))


def twin_in(reader: "PdfFileReader") -> str:
    """The text of the one associated file. Raises Rejection when it is missing or has company."""
    root: Any = reader.root
    files = list(_files(root))
    if len(files) != 1 or files[0][0] != TWIN_NAME or _items(_at(root, "/AF")) != [files[0][1]]:
        raise unverifiable(N_("The file does not carry exactly the data that belong to a report."))
    stream: Any = _at(files[0][1], "/EF", "/F")
    if _at(stream, "/Filter") not in (None, "/FlateDecode") or "/DecodeParms" in stream:
        raise unverifiable(N_("The data in the file are packed in an unknown way."))
    packed = stream.encoded_data
    unpacked = zlib.decompressobj().decompress(packed, _LONGEST_TWIN + 1) if "/Filter" in stream else packed
    if len(unpacked) > _LONGEST_TWIN:
        raise unverifiable(N_("The data in the file are larger than those of any report."))
    return str(unpacked, "utf-8")


def _is_the_same(signature: "EmbeddedPdfSignature", envelope: Envelope) -> bool:
    described: Any = signature.sig_object
    return (
        tuple(signature.byte_range) == envelope.byte_range
        and bytes(signature.pkcs7_content).rstrip(b"\0") == envelope.container.rstrip(b"\0")
        and _at(described, "/Type") == "/Sig"
        and _at(described, "/SubFilter") == "/ETSI.CAdES.detached"
    )


def _files(root: Any) -> Iterator[tuple[str, Any]]:
    """Name and file specification of each embedded file of a flat name tree; a deeper tree is nothing we write."""
    tree = _at(root, "/Names", "/EmbeddedFiles")
    if _at(tree, "/Kids") is not None:
        raise unverifiable(N_("The file carries attachments that do not belong to a report."))
    pairs = _items(_at(tree, "/Names"))
    return ((str(name), file) for name, file in zip(pairs[::2], pairs[1::2], strict=True))


def _at(start: Any, *keys: str) -> Any:
    """What stands under ``keys``, references followed (pyHanko's own ``get`` does not); None where the way ends."""
    for key in keys:
        if not isinstance(start, dict) or key not in start:
            return None
        start = start[key]
    return start


def _items(array: Any) -> list[Any]:
    """The elements with references followed; empty for anything but an array."""
    return [array[index] for index in range(len(array))] if isinstance(array, list) else []


def _dictionaries(reader: "PdfFileReader") -> Iterator[Any]:
    """Every dictionary that can be reached from the trailer, each once; a stream counts as its dictionary."""
    from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, IndirectObject

    untyped: Any = reader  # its way to objects carries no annotations
    waiting: list[Any] = [reader.trailer_view]
    seen: set[Any] = set()
    count = 0
    while waiting:
        count += 1
        if count > _MOST_OBJECTS:
            raise unverifiable(N_("The file holds more objects than any report."))
        current = waiting.pop()
        if isinstance(current, IndirectObject):
            if current.reference in seen:
                continue
            seen.add(current.reference)
            current = untyped.get_object(current.reference)
        if isinstance(current, DictionaryObject):
            yield current
            waiting += [current.raw_get(key) for key in current]
        elif isinstance(current, ArrayObject):
            waiting += [current.raw_get(index) for index in range(len(current))]
