#!/usr/bin/env bash
# Start the emulator in the background and export the variables for its clients; see action.yml.
#
# Writes to the files GITHUB_ENV and GITHUB_OUTPUT, like any workflow step, and its log to a separate folder in RUNNER_TEMP.
set -euo pipefail

python=${EMULATOR_PYTHON:-python3}
# Spaces are accepted after a comma; they would become part of variable names.
backends=${EMULATOR_BACKENDS:-ibm_fez}
backends=${backends//[[:space:]]/}
# A job may start several: the announcement of another one must not be read, nor its log overwritten.
folder=$(mktemp -d "${RUNNER_TEMP:-${TMPDIR:-/tmp}}/emulator-XXXXXX")
log=$folder/emulator.log
announced=$folder/announced
if [ -n "${EMULATOR_PACKAGE-}" ]; then
  "$python" -m venv "$folder/environment"
  python=$folder/environment/bin/python
  "$python" -m pip install --quiet --disable-pip-version-check "$EMULATOR_PACKAGE"
fi

options=(--port "${EMULATOR_PORT:-0}" --backends "$backends" --log-format json)
if [ -n "${EMULATOR_SEED-}" ]; then options+=(--seed "$EMULATOR_SEED"); fi
# It outlives this step, and ends with the job.
nohup "$python" -m qrt_facade.emulator "${options[@]}" >"$announced" 2>"$log" </dev/null &
process=$!
until [ -e "$announced" ] && grep -q '^listening on ' "$announced"; do
  if ! kill -0 "$process" 2>/dev/null; then
    echo "::error::the emulator did not start: $(tail -n 1 "$log")"
    exit 1
  fi
  sleep 0.1
done

url=$(sed -n 's/^listening on //p' "$announced")
key=$(sed -n 's/^api key //p' "$announced")
instance=$(sed -n 's/^instance //p' "$announced")
{
  echo "QISKIT_IBM_CHANNEL=ibm_quantum_platform"
  echo "QISKIT_IBM_TOKEN=$key"
  echo "QISKIT_IBM_INSTANCE=$instance"
  echo "QISKIT_IBM_URL=$url"
  echo "QRT_URL=$url"
  # IBM Cloud's other hosts, as IBM's SDKs read their addresses from the environment.
  echo "IAM_URL=$url"
  echo "GLOBAL_SEARCH_URL=$url"
  echo "GLOBAL_CATALOG_URL=$url/globalcatalog/api/v1"
  echo "RESOURCE_CONTROLLER_URL=$url"
  # qrmi's variables begin with the name of a device.
  IFS=, read -ra devices <<<"$backends"
  for device in "${devices[@]}"; do
    if [ -z "$device" ]; then continue; fi # of a comma too many
    echo "${device}_QRMI_IBM_QCS_ENDPOINT=$url/api/v1"
    echo "${device}_QRMI_IBM_QCS_IAM_ENDPOINT=$url"
    echo "${device}_QRMI_IBM_QCS_IAM_APIKEY=$key"
    echo "${device}_QRMI_IBM_QCS_SERVICE_CRN=$instance"
  done
} >>"$GITHUB_ENV"
{
  echo "url=$url"
  echo "log=$log"
} >>"$GITHUB_OUTPUT"
echo "the emulator listens on $url (process $process)"
