#!/bin/sh
# Remove files that the emulator does not use from a virtual environment: `strip.sh ENVIRONMENT`.
#
# The emulator reads the device snapshots of qiskit-ibm-runtime as files and does not import the package. Removed are the
# dependencies of only that package (its HTTP and cloud libraries, but not samplomatic, which the executor's samplex items
# need), pip, and the tests of libraries. NumPy, SciPy, Qiskit and Aer stay complete: Aer imports SciPy, and its shared
# libraries are most of the rest.
set -eu
environment=$1
python=$environment/bin/python
"$python" -m pip uninstall --yes --quiet \
    ibm-platform-services ibm-cloud-sdk-core ibm-quantum-schemas requests-ntlm pyspnego cryptography
site=$("$python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
find "$site/qiskit_ibm_runtime" -mindepth 1 -maxdepth 1 ! -name fake_provider ! -name VERSION.txt -exec rm -rf {} +
find "$site" -depth -type d \( -name tests -o -name __pycache__ \) -exec rm -rf {} +
"$python" -m pip uninstall --yes --quiet setuptools || true
rm -rf "$site"/pip "$site"/pip-*.dist-info "$site"/pkg_resources "$environment"/bin/pip*
