"""The public names with their members, parameters and types, as text to compare with a committed list.

griffe parses the modules that define them, and imports none. `regenerate.py symbols` compares two trees and ignores
types; this module reads one tree, in a second, and shows each change of a public name, breaking or not, to its
author.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import griffe

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

PACKAGE: Final = "qrt_facade"
_NOT_PUBLIC: Final = frozenset(
    {"__dir__", "__getattr__", "__getstate__", "__init_subclass__", "__post_init__", "__reduce__", "__repr__"}
    | {"__set_name__", "__setstate__", "__slots__", "__str__"}
)
"""Members used by Python and by the class itself, and texts, which are not part of the public interface."""
_CONSTRUCTOR: Final = "__init__"
_KINDS: Final = {
    griffe.ParameterKind.positional_only: "positional-only",
    griffe.ParameterKind.positional_or_keyword: "positional or keyword",
    griffe.ParameterKind.keyword_only: "keyword-only",
    griffe.ParameterKind.var_positional: "*",
    griffe.ParameterKind.var_keyword: "**",
}


class Sources:
    """The modules of a tree, each parsed on first access.

    griffe's own loader parses a whole package, of which the public names need a third.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._modules: dict[str, griffe.Module] = {}
        self._collection = griffe.ModulesCollection()
        self._lines = griffe.LinesCollection()

    def found(self, path: str) -> griffe.Object:
        """Return the object at a dotted path, following imports.

        Raises:
            KeyError: The path does not exist.
        """
        parts = path.split(".")
        for length in range(len(parts), 0, -1):
            if self._file(home := ".".join(parts[:length])):
                found: griffe.Object = self._module(home)
                for part in parts[length:]:
                    member = found.members[part]
                    found = self.found(member.target_path) if isinstance(member, griffe.Alias) else member
                return found
        raise KeyError(path)

    def _file(self, name: str) -> Path | None:
        place = self._root.joinpath(*name.split("."))
        files = (place / "__init__.py", place.with_name(f"{place.name}.py"))
        return next((file for file in files if file.is_file()), None)

    def _module(self, name: str) -> griffe.Module:
        if name not in self._modules:
            above, _, own = name.rpartition(".")
            parent = self._module(above) if above else None
            file = self._file(name)
            if file is None:
                raise KeyError(name)
            module = griffe.visit(
                own,
                filepath=file,
                code=file.read_text(encoding="utf-8"),
                parent=parent,
                modules_collection=self._collection,
                lines_collection=self._lines,
            )
            (parent or self._collection).set_member(own, module)
            self._modules[name] = module
        return self._modules[name]


def signatures(root: Path, names: Iterable[str]) -> str:
    """Return public names with the parts that programs rely on.

    Args:
        root: A folder with the package.
        names: Dotted paths of the public names.

    Returns:
        A line for each name, below it its members, and below a function its parameters, each indented by two more
        spaces.
    """
    sources = Sources(root)
    wanted = sorted(names)
    public = {sources.found(name).path for name in wanted}
    return "".join(f"{line}\n" for name in wanted for line in _lines(name, sources, public))


def _lines(name: str, sources: Sources, public: set[str]) -> Iterator[str]:
    found = sources.found(name)
    if not isinstance(found, griffe.Class):
        yield from _member(name, found, "")
        return
    bases = ", ".join(_bases(found, sources, public))
    yield f"{name}: class{f' of {bases}' if bases else ''}"
    members = _members(found, sources, public)
    if order := _order(found, members):
        yield f"  takes, in this order: {', '.join(order)}"
    for member in sorted(members):
        if member != _CONSTRUCTOR or _is_constructed_by_users(members[member], public):
            yield from _member(member, members[member], "  ")


def _order(cls: griffe.Class, members: dict[str, griffe.Object]) -> list[str]:
    """Return the fields of a class that takes them by position: a dataclass or a NamedTuple."""
    by_keyword = any("kw_only=True" in str(mark.value) for mark in cls.decorators)
    if by_keyword or not ("dataclass" in cls.labels or "NamedTuple" in map(str, cls.bases)):
        return []
    return [
        name
        for name, member in members.items()
        if isinstance(member, griffe.Attribute)
        and member.annotation is not None
        and "property" not in member.labels
        and "ClassVar" not in str(member.annotation)
        and "init=False" not in str(member.value)
    ]


def _bases(cls: griffe.Class, sources: Sources, public: set[str]) -> Iterator[str]:
    """Yield the nearest bases that are public or not ours; private bases are replaced by theirs."""
    for base in cls.bases:
        path = base if isinstance(base, str) else base.canonical_path
        if not path.startswith(f"{PACKAGE}."):
            yield str(base)
        elif (above := sources.found(path)).path in public:
            yield above.name
        elif isinstance(above, griffe.Class):
            yield from _bases(above, sources, public)


def _members(cls: griffe.Class, sources: Sources, public: set[str]) -> dict[str, griffe.Object]:
    """Return public members of a class, including those of private bases; public bases list their own."""
    found: dict[str, griffe.Object] = {}
    for base in reversed(cls.bases):
        path = base if isinstance(base, str) else base.canonical_path
        if path.startswith(f"{PACKAGE}.") and isinstance(above := sources.found(path), griffe.Class):
            found |= {} if above.path in public else _members(above, sources, public)
    own = {name: member for name, member in cls.members.items() if not isinstance(member, griffe.Alias)}
    return found | {name: member for name, member in own.items() if _is_public(name, member)}


def _is_public(name: str, member: griffe.Object) -> bool:
    if name.startswith("__"):
        return isinstance(member, griffe.Function) and name not in _NOT_PUBLIC
    return not name.startswith("_")


def _is_constructed_by_users(constructor: griffe.Object, public: set[str]) -> bool:
    """Return whether every class of ours that a constructor takes is public."""
    named = (
        name.canonical_path
        for parameter in (constructor.parameters if isinstance(constructor, griffe.Function) else ())
        if isinstance(parameter.annotation, griffe.Expr)
        for name in parameter.annotation.iterate(flat=True)
        if isinstance(name, griffe.ExprName)
    )
    return all(path in public for path in named if path.startswith(f"{PACKAGE}."))


def _member(name: str, member: griffe.Object, indent: str) -> Iterator[str]:
    if isinstance(member, griffe.Attribute):
        kind = "property" if "property" in member.labels else "attribute"
        writable = ", writable" if "writable" in member.labels else ""
        annotation = f" {_one_line(member.annotation)}" if member.annotation is not None else ""
        yield f"{indent}{name}: {kind}{writable}{annotation}{_value(member)}"
    elif isinstance(member, griffe.Function):
        marks = [mark for mark in ("async", "classmethod", "staticmethod") if mark in member.labels]
        for number, overload in enumerate(member.overloads or (), start=1):
            written = _one_line(overload.signature())
            yield f"{indent}{name} (overload {number}): {written.removeprefix(member.name)}"
        yield f"{indent}{name}: {' '.join([*marks, 'function'])} -> {_one_line(member.returns)}"
        for parameter in member.parameters:
            if parameter.name not in {"self", "cls"}:
                yield f"{indent}  {_parameter(parameter)}"


def _value(attribute: griffe.Attribute) -> str:
    """Return the value of an attribute; for a call, such as ``field(default=None, repr=False)``, its beginning.

    Values computed by an instance are not part of the public interface, and neither is the version.
    """
    value = attribute.value
    of_an_instance = "instance-attribute" in attribute.labels and "class-attribute" not in attribute.labels
    if value is None or of_an_instance or attribute.name == "__version__":
        return ""
    if isinstance(value, griffe.ExprCall):
        first = [argument for argument in value.arguments[:1] if not isinstance(argument, griffe.ExprKeyword)]
        default = [
            a for a in value.arguments if isinstance(a, griffe.ExprKeyword) and a.name.startswith("default")
        ]
        return f" = {value.function}({_one_line(', '.join(map(str, [*first, *default])))})"
    return f" = {_one_line(value)}"


def _parameter(parameter: griffe.Parameter) -> str:
    kind = _KINDS[parameter.kind] if parameter.kind else "?"
    stars = parameter.kind in {griffe.ParameterKind.var_positional, griffe.ParameterKind.var_keyword}
    default = "" if parameter.default is None or stars else f" = {_one_line(parameter.default)}"
    return f"{parameter.name}: {kind} {_one_line(parameter.annotation)}{default}"


def _one_line(value: object) -> str:
    """Return an expression as written, without line breaks."""
    return " ".join(str(value).split())


def changes(listed: str, found: str) -> list[str]:
    """Return how two such texts differ, one line per removed, changed or added item, with its full path."""
    before, after = _by_path(listed), _by_path(found)
    return [
        *(f"removed  {path}: {before[path]}" for path in before if path not in after),
        *(
            f"changed  {path}: {before[path]}\n      now  {after[path]}"
            for path in before
            if path in after and before[path] != after[path]
        ),
        *(f"added    {path}: {after[path]}" for path in after if path not in before),
    ]


def _by_path(text: str) -> dict[str, str]:
    """Return each line of such a text by its path: ``qrt_facade.Job``, ``qrt_facade.Job.wait(timeout)``."""
    found: dict[str, str] = {}
    above: list[str] = []
    for line in text.splitlines():
        name, _, description = line.strip().partition(": ")
        depth = (len(line) - len(line.lstrip())) // 2
        above[depth:] = [name]
        path = (
            above[0] + "".join(f".{member}" for member in above[1:2]) + "".join(f"({p})" for p in above[2:])
        )
        found[path] = description
    return found
