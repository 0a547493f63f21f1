"""Angles of the rotation before a measurement, checked with two-by-two matrices."""

import numpy as np
import pytest

from qrt_facade._programs.through_executor.bases import LETTERS, angles, codes_of

PAULIS = {
    "I": np.diag([1, -1]),  # for the identity, Z is measured
    "Z": np.diag([1, -1]),
    "X": np.array([[0, 1], [1, 0]]),
    "Y": np.array([[0, -1j], [1j, 0]]),
}
SX = np.array([[1 + 1j, 1 - 1j], [1 - 1j, 1 + 1j]]) / 2


def rz(angle: float) -> np.ndarray:
    return np.diag([np.exp(-0.5j * angle), np.exp(0.5j * angle)])


@pytest.mark.parametrize("flip", [False, True])
@pytest.mark.parametrize("letter", LETTERS)
def test_z_measured_after_the_rotation_is_the_pauli_before_it(letter: str, flip: bool) -> None:
    first, second = angles(np.array(LETTERS.index(letter), dtype=np.uint8), np.array(flip))
    rotation = SX @ rz(float(second)) @ SX @ rz(float(first))
    measured = rotation.conj().T @ PAULIS["Z"] @ rotation
    assert np.allclose(measured, PAULIS[letter] * (-1 if flip else 1))


def test_all_angles_are_multiples_of_a_right_angle() -> None:
    found = np.stack(angles(np.arange(4, dtype=np.uint8)[:, None], np.array([False, True])))
    quarters = found / (np.pi / 2)
    assert np.array_equal(quarters, np.round(quarters))


def test_codes_of_a_pauli_string_begin_with_its_last_character_which_is_qubit_0() -> None:
    codes = codes_of(["IZXY", "YIII"])
    assert ["".join(LETTERS[code] for code in row) for row in codes] == ["YXZI", "IIIY"]
