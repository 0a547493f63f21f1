"""The modules that users import from: the list used by both references and by the tests."""

from __future__ import annotations

from typing import Final

PAGES: Final = {
    "clients": ("Clients", "qrt_facade"),
    "results": ("Results", "qrt_facade.results"),
    "errors": ("Errors", "qrt_facade.errors"),
    "types": ("Types", "qrt_facade.types"),
    "qiskit": ("Qiskit's interfaces", "qrt_facade.qiskit"),
    "emulator": ("Emulator", "qrt_facade.emulator"),
}
"""Maps each page of the site's reference to its title and module. Every other module is private."""

MODULES: Final = tuple(sorted(module for _, module in PAGES.values()))
"""Their names, in the order of tests/project/public_names.txt."""
