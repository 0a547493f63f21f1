"""Choose a device that runs a circuit without transpiling, and its three coupled qubits with the lowest expected error."""

from __future__ import annotations

from string import Template

from qrt_facade import RuntimeClient

LINE = Template("""OPENQASM 3.0; include "stdgates.inc"; bit[3] c;
rz(pi/2) $$$a; sx $$$a; rz(pi/2) $$$a;
rz(pi/2) $$$b; sx $$$b; rz(pi/2) $$$b;  cz $$$a, $$$b;  rz(pi/2) $$$b; sx $$$b; rz(pi/2) $$$b;
rz(pi/2) $$$c; sx $$$c; rz(pi/2) $$$c;  cz $$$b, $$$c;  rz(pi/2) $$$c; sx $$$c; rz(pi/2) $$$c;
c[0] = measure $$$a; c[1] = measure $$$b; c[2] = measure $$$c;""")
"""Three qubits that are all 0 or all 1, in a device's native gates; `$$` is the dollar sign of a physical qubit."""


def main() -> None:
    """Run it on the best qubits, and on the first coupled ones."""
    with RuntimeClient.local(seed=1) as client:
        backend = client.backends.least_busy(min_qubits=100, gates=["cz"])
        chosen = backend.best_qubits(3)
        for qubits in (chosen, (0, 1, 2)):
            circuit = LINE.substitute(dict(zip("abc", qubits, strict=True)))
            counts = client.sampler.run(circuit, backend=backend, shots=4000)[0].c.counts()
            good = (counts.get("000", 0) + counts.get("111", 0)) / 4000
            print(f"{backend.name} on qubits {qubits}: {good:.1%} of the shots are 000 or 111")


if __name__ == "__main__":
    main()
