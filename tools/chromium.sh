#!/bin/sh
# Browser tests drive the system's Chromium. Root on Debian gets it installed; anyone else is told, and those tests skip.
set -eu
for name in chromium chromium-browser google-chrome; do
    command -v "$name" >/dev/null && exit 0
done
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "chromium: not found and not mine to install: browser tests will skip (install Debian's chromium to run them)"
    exit 0
fi
echo "chromium: not found: installing Debian's chromium and chromium-driver"
export DEBIAN_FRONTEND=noninteractive
if ! { apt-get -o DPkg::Lock::Timeout=300 update -qq &&
       apt-get -o DPkg::Lock::Timeout=300 install -qq -y --no-install-recommends chromium chromium-driver fonts-dejavu-core; } </dev/null >/dev/null
then
    echo "chromium: could not be installed: browser tests will skip"
fi
