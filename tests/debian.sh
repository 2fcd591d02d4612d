#!/bin/sh
# The tests need a real browser and a real PostgreSQL: Debian's packages, installed if they are missing and we may.
missing=""
command -v chromium >/dev/null || missing="chromium"
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$missing postgresql"
[ -z "$missing" ] && exit 0

if [ "$(id -u)" = 0 ]; then as_root=""; elif sudo -n true 2>/dev/null; then as_root="sudo"; else
    echo "The tests need these Debian packages: $missing. Install them, or their tests will fail." >&2
    exit 0
fi
# shellcheck disable=SC2086  # a word each
$as_root apt-get update -qq && DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends $missing
