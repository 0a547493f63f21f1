"""Links between the pages: to a job, to a device, to the calls of a job."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from qrt_facade._base.controls import escape_controls
from qrt_facade.emulator.http.pages.elements import element, link

if TYPE_CHECKING:
    from qrt_facade.emulator.http.pages.elements import Element


def job_link(job_id: str) -> Element:
    """Return a link to the page of a job, with its id as text."""
    return link(element("code", escape_controls(job_id)), f"/jobs/{quote(job_id, safe='')}")


def device_link(name: str, title: str | None = None) -> Element:
    """Return a link to the page of a device, with its name as text.

    Args:
        name: The device's name.
        title: Text shown when the reader hovers over the link.
    """
    return link(name, f"/devices/{quote(name, safe='')}", title=title)


def calls_link(text: str, job_id: str) -> Element:
    """Return a link to the recorded calls of a job."""
    return link(text, f"/calls?{urlencode({'job': job_id})}")
