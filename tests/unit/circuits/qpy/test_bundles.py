"""QPY files that cannot be merged or split."""

from __future__ import annotations

import struct

import pytest
from support import qpy_bytes

from qrt_facade._circuits.qpy.bundles import bundled, unbundled

ONE = qpy_bytes.file(qpy_bytes.circuit())


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(ONE[:20], id="cut short"),
        pytest.param(b"PNG" + ONE[3:], id="of something else"),
        pytest.param(qpy_bytes.file(qpy_bytes.circuit(), circuits=2), id="of two circuits"),
        pytest.param(qpy_bytes.file(qpy_bytes.circuit(version=15), version=15), id="of another version"),
        pytest.param(ONE[:20] + struct.pack(">Q", 40) + ONE[28:], id="whose circuit begins elsewhere"),
    ],
)
def test_files_that_cannot_be_moved_are_not_merged(other: bytes) -> None:
    assert bundled([ONE, ONE]) is not None
    assert bundled([ONE, other]) is None


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(ONE[:20], id="cut short"),
        pytest.param(b"PNG" + ONE[3:], id="of something else"),
        pytest.param(qpy_bytes.file(qpy_bytes.circuit(), circuits=0), id="of no circuit"),
        pytest.param(
            qpy_bytes.file(struct.pack(">Q", 1 << 40) + qpy_bytes.circuit(), circuits=2),
            id="whose second circuit begins after its end",
        ),
    ],
)
def test_a_damaged_file_is_not_split(content: bytes) -> None:
    assert unbundled(ONE) == [ONE]
    assert unbundled(content) is None
