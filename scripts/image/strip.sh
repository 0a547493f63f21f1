#!/bin/sh
# Remove what the emulator never runs from a virtual environment: `strip.sh ENVIRONMENT`.
#
# It reads qiskit-ibm-runtime's device snapshots as files and imports none of that package; what only that package needs
# (its HTTP and cloud libraries) goes, but for samplomatic, which the executor's samplex items need. So do pip and the tests that libraries bring along. NumPy, SciPy, Qiskit and Aer
# stay whole: Aer imports SciPy, and its shared libraries are most of the rest.
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
