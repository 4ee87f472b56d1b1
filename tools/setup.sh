#!/bin/sh
# setup.sh build|test|bench - installs what is missing on a Debian 12: packages with apt-get (as root or with sudo), and
# the npm packages of package-lock.json.  Says nothing and takes a blink when nothing is missing.
set -eu
cd "$(dirname "$0")/.."

build="build-essential cmake ninja-build pkg-config ca-certificates
       libsqlite3-dev libpq-dev libmicrohttpd-dev libsodium-dev libutf8proc-dev zlib1g-dev libisal-dev libxml2-dev libbrotli-dev
       libcmocka-dev curl"
test="postgresql clang libclang-rt-14-dev chromium-headless-shell python3-openpyxl libreoffice-calc-nogui"
bench="postgresql nginx-light wrk libxlsxwriter-dev python3-openpyxl"

case ${1-} in
build) wanted=$build ;;
test)  wanted="$build $test" ;;
bench) wanted="$build $bench" ;;
*)     echo "usage: setup.sh build|test|bench" >&2; exit 2 ;;
esac

# A node from elsewhere serves as well, and Debian's could not be installed beside it.
command -v node >/dev/null && command -v npm >/dev/null || wanted="$wanted nodejs npm"

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        echo "These Debian packages are missing, and only root may install them:" $missing >&2
        exit 1
    fi
}

command -v dpkg-query >/dev/null || { echo "setup.sh knows Debian only; install there:" $wanted >&2; exit 1; }
installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' $wanted 2>/dev/null) || true
missing=
for package in $wanted; do
    echo "$installed" | grep -qx "installed $package" || missing="$missing $package"
done
if [ -n "$missing" ]; then
    echo "== installing:$missing"
    as_root apt-get update -qq >/dev/null
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $missing >/dev/null
fi

# The npm packages that were installed last, and for what, stand in node_modules/.for-build or .for-test.
if [ "$1" = test ]; then stamp=node_modules/.for-test; else stamp=node_modules/.for-build; fi
if ! cmp -s package-lock.json "$stamp" && ! cmp -s package-lock.json node_modules/.for-test; then
    if [ "$1" = test ]; then leave=; else leave=--omit=dev; fi
    echo "== installing the npm packages of package-lock.json $leave"
    npm ci --ignore-scripts --no-audit --no-fund $leave
    cp package-lock.json "$stamp"
fi
