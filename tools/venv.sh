#!/bin/sh
# Makes the virtual environment $1 with the first Python that is new enough (or with $PYTHON), and the pinned uv in it.
set -eu
venv=$1
oldest="3.11"

new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }
can_make_venvs() { "$1" -c 'import ensurepip, venv' >/dev/null 2>&1; }

found="" without_venv=""
for candidate in ${PYTHON:-python3.11 python3 python3.12 python3.13 python3.14 /usr/bin/python3}; do
    new_enough "$candidate" || continue
    if can_make_venvs "$candidate"; then found=$candidate; break; fi
    without_venv=$candidate
done

if [ -z "$found" ] && [ -n "$without_venv" ]; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "set-up: $without_venv has no venv module: installing Debian's python3-venv"
        export DEBIAN_FRONTEND=noninteractive
        { apt-get update -qq && apt-get install -qq -y --no-install-recommends python3-venv; } </dev/null >/dev/null
        can_make_venvs "$without_venv" && found=$without_venv
    else
        echo "set-up: $without_venv cannot make virtual environments; on Debian or Ubuntu: apt install python3-venv" >&2
        exit 1
    fi
fi
if [ -z "$found" ]; then
    present=$("${PYTHON:-python3}" --version 2>/dev/null || echo "no Python at all")
    echo "set-up: armslength needs Python $oldest or newer; found: $present." >&2
    echo "        Install one, or name one: make PYTHON=/path/to/python3" >&2
    exit 1
fi

echo "set-up: $venv with $("$found" --version) ($found)"
"$found" -m venv --clear "$venv"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-input --no-deps --require-hashes \
    -r requirements-bootstrap.txt
