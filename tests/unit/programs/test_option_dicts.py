"""Options as dicts: the types of `qrt_facade.types` compared with the classes, which decide at run time."""

from __future__ import annotations

import collections.abc
import json
import re
from fractions import Fraction
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import numpy as np
import pytest

from qrt_facade._base import kinds
from qrt_facade._programs.options import (
    dicts,
    fields,
    group_dicts,
    groups,
    noise,
    noise_learner_v3,
    programs,
    words,
)
from qrt_facade._programs.options.fields import Options, Unset
from qrt_facade._programs.pubs.kinds import ArrayOfValues
from qrt_facade.errors import ConfigurationError

HOMES = (kinds, fields, words, noise, groups, group_dicts, programs, dicts)
NAMES = {name: value for home in HOMES for name, value in vars(home).items() if not name.startswith("_")}
NAMES |= {
    "ArrayOfValues": ArrayOfValues,
    "Mapping": collections.abc.Mapping,
    "Sequence": collections.abc.Sequence,
}
CLASSES = {
    name: thing
    for home in (groups, noise_learner_v3, programs)
    for name, thing in vars(home).items()
    if isinstance(thing, type) and issubclass(thing, Options) and thing is not Options
}
LAYER = {"__class__": "LayerError", "__value__": {}}

# Valid values for each option; the first of each is also combined with a mistake.
VALUES: dict[str, list[Any]] = {
    "bool": [True, False],
    "int": [1, 128],
    "float": [1.0, 2, 1.5],
    "Auto": ["auto"],
    "NoneType": [None],
    "Sequence[int]": [[1, 2, 4], (0, 1), range(3)],
    "Sequence[float]": [[1, 2.5, 3], (1.0, 3.0, 5.0), range(1, 4)],
    "Sequence[Sequence[int]]": [[[0, 1], [1, 0]], ((0, 1),)],
    "list[str]": [["cz", "rz"]],
    "tuple[str, ...]": [("cz",)],
    "Mapping[str, Any]": [{}],
    "Sequence[Mapping[str, Any]]": [[], [LAYER], (LAYER,)],
}


def hints(thing: Any) -> dict[str, Any]:
    """The types of the keys of a TypedDict, or of the options of a class."""
    return get_type_hints(thing, localns=NAMES)


def members(hint: Any) -> set[Any]:
    """The types in a union."""
    return set(get_args(hint)) if get_origin(hint) in {Union, UnionType} else {hint}


NUMPYS_TOO: dict[Any, set[Any]] = {
    int: members(kinds.WholeNumber),
    float: members(kinds.RealNumber),
    collections.abc.Sequence[int]: {ArrayOfValues},
    collections.abc.Sequence[float]: {ArrayOfValues},
}
"""Return the dict's type, which also accepts NumPy's numbers, for a class's type, which names Python's."""


def as_dict(name: str) -> Any:
    return NAMES[f"{name}Dict"]


def test_each_class_of_options_has_a_dict() -> None:
    assert {f"{name}Dict" for name in CLASSES} == {name for name in NAMES if name.endswith("OptionsDict")}


@pytest.mark.parametrize("name", CLASSES)
def test_a_dict_of_options_has_the_names_and_types_of_the_class(name: str) -> None:
    of_class = {option: members(hint) - {Unset} for option, hint in hints(CLASSES[name]).items()}
    for accepted in of_class.values():
        accepted |= {as_dict(kind.__name__) for kind in accepted if kind in CLASSES.values()}
        accepted |= {more for kind in accepted for more in NUMPYS_TOO.get(kind, ())}
    assert {option: members(hint) for option, hint in hints(as_dict(name)).items()} == of_class
    assert as_dict(name).__required_keys__ == frozenset()


def values_of(option: str, kind: Any) -> list[Any]:
    """Values of one of the types in the union of an option."""
    origin = get_origin(kind)
    if origin is Literal:
        found = list(get_args(kind))
    elif get_args(kind) and get_origin(get_args(kind)[0]) is Literal:  # a sequence of words
        found = [list(FITS), tuple(FITS)]
    elif kind in CLASSES.values():
        found = [kind(), kind(**one_each(kind))]
    elif kind in {noise.NoiseModel, noise.LearnedNoiseModel}:
        found = [Learned()]
    elif origin is None and kind.__name__.endswith("OptionsDict"):
        found = [{}, one_each(CLASSES[kind.__name__.removesuffix("Dict")])]
    elif option == "layer_noise_model" and origin is collections.abc.Mapping:
        found = [{"data": []}, {"__type__": "NoiseLearnerResult", "__value__": {}}]
    else:
        found = VALUES[
            kind.__name__ if origin is None else re.sub(r"\b(typing|collections\.abc)\.", "", str(kind))
        ]
    return found


FITS = ("exponential", "linear")


class Learned:
    """A fake with the methods of Qiskit Aer's noise model and a noise learner's result."""

    def to_dict(self, serializable: bool = False) -> dict[str, Any]:
        return {"errors": [], "serializable": serializable}

    def to_wire(self) -> dict[str, Any]:
        return {"__type__": "NoiseLearnerResult", "__value__": {}}


def one_each(cls: type[Options]) -> dict[str, Any]:
    """Return a value for each option of a class, only one of options that exclude each other."""
    found = {
        option: values_of(option, min(members(hint) - {Unset, NoneType}, key=repr))[0]
        for option, hint in hints(cls).items()
    }
    return found | {"pec_mitigation": False} if "pec_mitigation" in found else found


def accepted() -> list[Any]:
    return [
        pytest.param(cls, option, value, id=f"{name}.{option}={value!r:.40}")
        for name, cls in CLASSES.items()
        for option, hint in hints(cls).items()
        for kind in sorted(members(hint) - {Unset}, key=repr)
        for value in values_of(option, kind)
        if value != "double_exponential"
        and "polynomial_degree" not in str(value)  # which need more noise factors
    ]


@pytest.mark.parametrize(("cls", "option", "value"), accepted())
def test_values_of_an_options_declared_type_are_accepted(cls: type[Options], option: str, value: Any) -> None:
    from_dict, made = cls.read({option: value}), cls(**{option: value})
    assert from_dict == made
    assert set(made.given()) == {option}
    made.to_wire()


@pytest.mark.parametrize(
    ("cls", "option", "value", "sent"),
    [
        (programs.SamplerOptions, "default_shots", np.int64(100), 100),
        (programs.EstimatorOptions, "default_precision", np.float32(0.25), 0.25),
        (programs.EstimatorOptions, "default_precision", Fraction(1, 4), 0.25),
        (groups.PecOptions, "noise_gain", np.int8(1), 1),
        (groups.ZneOptions, "noise_factors", np.array([1.0, 3.0]), [1.0, 3.0]),
        (groups.LayerNoiseLearningOptions, "layer_pair_depths", np.array([0, 1]), [0, 1]),
    ],
)
def test_numpy_numbers_in_a_dict_are_sent_as_python_numbers(
    cls: type[Options], option: str, value: Any, sent: Any
) -> None:
    assert json.dumps(cls.read({option: value}).to_wire()) == json.dumps({option: sent})


@pytest.mark.parametrize("name", CLASSES)
def test_an_option_of_each_is_accepted_at_once_and_a_wrong_name_is_refused(name: str) -> None:
    cls = CLASSES[name]
    every = one_each(cls)
    assert set(cls.read(every).given()) == set(hints(cls))
    wrong = f"{next(iter(every))}s"
    with pytest.raises(ConfigurationError, match=f"{name} has no option '{wrong}'. Did you mean"):
        cls.read({**every, wrong: True})


@pytest.mark.parametrize("option", ["zne", "pec", "measure_noise_learning", "layer_noise_learning"])
def test_a_wrong_name_in_a_group_is_refused(option: str) -> None:
    with pytest.raises(ConfigurationError, match="has no option 'noise_factor'"):
        programs.EstimatorOptions.read({"resilience": {option: {"noise_factor": 1}}})
