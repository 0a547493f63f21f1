"""Names that jobs carry or are asked for by: tags, ids, backends and sessions."""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING, Any, Final

from qrt_facade._base.coerce import checked_id
from qrt_facade._service.limits import MAX_TAG_LENGTH, MAX_TAGS
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_TAG: Final = re.compile(r"qrt-submission-[0-9a-f]{24}")


def new_tag() -> str:
    """Return a tag that no other submission has."""
    return f"qrt-submission-{secrets.token_hex(12)}"


def visible_tags(tags: Iterable[str]) -> tuple[str, ...]:
    """Return the tags without the one that a submission carries."""
    return tuple(tag for tag in tags if not _TAG.fullmatch(tag))


def submission_tag_of(tags: Iterable[str]) -> str | None:
    """Return the tag that the submission carried, or None."""
    return next((tag for tag in tags if _TAG.fullmatch(tag)), None)


def checked_tags(tags: Sequence[str], *, reserve: int) -> list[str]:
    """Return the tags, refusing what the service would: more than 8, or longer than 86 characters.

    Args:
        tags: The caller's own.
        reserve: How many of the eight are needed for the submission's own tag, 0 or 1.

    Raises:
        ConfigurationError: They are too many, too long, or no strings (codes 1204 and 1205 at the service).
    """
    if isinstance(tags, str):
        raise ConfigurationError(
            f"tags={tags!r} is one string; expected a list of strings, such as [{tags!r}]"
        )
    listed = list(tags)
    for tag in listed:
        if not isinstance(tag, str) or len(tag) > MAX_TAG_LENGTH:
            raise ConfigurationError(f"tag {tag!r}: expected a string of at most {MAX_TAG_LENGTH} characters")
    if len(listed) > MAX_TAGS - reserve:
        own = " One more is needed for the tag that keeps a job from being submitted twice;"
        own += " submission_tag=False does without it, and then an unclear failure raises SubmissionUncertainError."
        raise ConfigurationError(
            f"{len(listed)} tags were given; the service takes at most {MAX_TAGS}." + (own if reserve else "")
        )
    return listed


def name_of(kind: str, thing: Any) -> str:
    """Return the name of a backend that was given by name or as an object.

    Raises:
        ConfigurationError: It is neither.
    """
    return checked_id(f"{kind} name", getattr(thing, "name", thing))


def id_of(kind: str, thing: Any) -> str:
    """Return the id of a session that was given by id or as an object.

    Raises:
        ConfigurationError: It is neither.
    """
    return checked_id(f"{kind} id", getattr(thing, "id", thing))
