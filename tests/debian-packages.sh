#!/bin/sh
# Installs the Debian packages that the tests need, when it may; else says which tests will be skipped. Never fails the make.
missing=""
for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q "ok installed" || missing="$missing $package"
done
[ -z "$missing" ] && exit 0
if [ "$(id -u)" = 0 ]; then
    root=""
elif sudo -n true 2>/dev/null; then
    root="sudo -n"
else
    echo "Not installed and no right to install:$missing. The tests on these real servers are skipped."
    exit 0
fi
command -v apt-get >/dev/null || { echo "No apt-get here and not installed:$missing. The tests on these are skipped."; exit 0; }
echo "Installing for the tests:$missing"
$root apt-get update -qq || true
# shellcheck disable=SC2086
DEBIAN_FRONTEND=noninteractive $root apt-get install -y -qq --no-install-recommends $missing >/dev/null || echo "Could not install:$missing. The tests on these real servers are skipped."
exit 0
