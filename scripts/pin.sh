#!/usr/bin/env bash
# Pins requirements/*.in anew, with hashes and without addresses.
set -euo pipefail
cd "$(dirname "$0")/.."
for name in build core postgres redis cluster semantic dev; do
  uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --universal \
    "$@" "requirements/$name.in" --output-file "requirements/$name.txt"
done
