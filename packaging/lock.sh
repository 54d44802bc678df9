#!/bin/sh
# Remakes requirements/run.txt and requirements/test.txt from pyproject.toml: exact versions with hashes, one file for
# Linux, macOS and Windows and for every Python from 3.11 on (what differs carries an environment marker).
#
# Run: packaging/lock.sh               keeps the versions that are locked as far as pyproject.toml allows
#      packaging/lock.sh --upgrade     takes the newest that it allows
# The resolver (uv, for its universal resolution) lives in a throwaway environment; the project does not depend on it.
# Only wheels are considered: nothing is built on the user's machine.
set -eu
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install -q --disable-pip-version-check 'uv==0.13.9'

lock() { # name, further arguments: inputs and options
  name=$1
  shift
  echo "requirements/$name.txt" >&2
  "$folder/venv/bin/uv" pip compile pyproject.toml requirements/build.in "$@" \
    --universal --python-version 3.11 --fork-strategy fewest --only-binary :all: --system-certs --no-config \
    --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --annotation-style line --quiet \
    -o "requirements/$name.txt" >/dev/null
}

lock run "$@"
# Everything of run.txt in the same version, and the test tools.
lock test --extra test -c requirements/run.txt
