#!/bin/sh
# Has the answers of tests/peers/graph.py, our own stand-in for Microsoft Graph, read by Microsoft's SDK, and holds what
# the program asks for against the SDK's templates. For development only: the SDK has 390 MB and is in no lock.
#
# Run: packaging/check_graph.sh               makes a throwaway environment
#      packaging/check_graph.sh FOLDER        uses the environment there, or makes it to be used again
# Needs the project's environment for tests (.venv, or PYTHON).
set -eu
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
sdk=${1:-$folder/sdk}
if ! "$sdk/bin/python" -c 'import msgraph' 2>/dev/null; then
  "${PYTHON:-.venv/bin/python}" -m venv "$sdk"
  "$sdk/bin/python" -m pip install -q --disable-pip-version-check 'msgraph-sdk==1.65.0'
fi
PYTHONPATH=. "${PYTHON:-.venv/bin/python}" packaging/graph_answers.py "$folder/answers.json"
"$sdk/bin/python" packaging/check_graph.py "$folder/answers.json"
