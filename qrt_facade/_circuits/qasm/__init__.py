"""Reading OpenQASM text without a compiler."""

from qrt_facade._circuits.qasm.scanner import (
    STANDARD_GATES as STANDARD_GATES,
)
from qrt_facade._circuits.qasm.scanner import (
    Call as Call,
)
from qrt_facade._circuits.qasm.scanner import (
    declared_inputs as declared_inputs,
)
from qrt_facade._circuits.qasm.scanner import (
    declared_qubits as declared_qubits,
)
from qrt_facade._circuits.qasm.scanner import (
    declared_version as declared_version,
)
from qrt_facade._circuits.qasm.scanner import (
    evaluate as evaluate,
)
from qrt_facade._circuits.qasm.scanner import (
    scan as scan,
)
from qrt_facade._circuits.qasm.scanner import (
    with_standard_gates as with_standard_gates,
)
