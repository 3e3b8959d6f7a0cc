#!/bin/sh
# Makes or updates .venv from the locked requirements: `venv.sh run` (the product) or `venv.sh dev` (tests too).
# Needs Python 3.11 or newer and nothing else; does nothing when everything is as the lock says.
set -eu
cd "$(dirname "$0")/.."
want="$1"
venv=.venv
stamp="$venv/.installed"

fail() { printf '\n✗ %s\n' "$@" >&2; exit 1; }

digest() { cat "requirements/$1.txt" pyproject.toml | cksum; }

installed() {
    [ -f "$stamp" ] && "$venv/bin/python" -c '' 2>/dev/null || return 1
    # What tests need includes what the product needs.
    [ "$(cat "$stamp")" = "dev $(digest dev)" ] || [ "$(cat "$stamp")" = "$want $(digest "$want")" ]
}

new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

find_python() {
    for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11 python3.14 python; do
        if new_enough "$candidate"; then command -v "$candidate"; return 0; fi
    done
    return 1
}

if installed; then exit 0; fi

if ! { [ -x "$venv/bin/python" ] && new_enough "$venv/bin/python"; }; then
    python=$(find_python) || fail "需要 Python 3.11 或更新版本（或用 make PYTHON=/路径/python3 指定）" \
        "Python 3.11 or newer is needed (or name one: make PYTHON=/path/to/python3); on Debian or Ubuntu: apt-get install python3 python3-venv"
    "$python" -c 'import venv, ensurepip' 2>/dev/null || fail "这个 Python 缺少 venv 模块：$python" \
        "$python lacks the modules venv and ensurepip; on Debian or Ubuntu: apt-get install python3-venv"
    echo "→ 建立虚拟环境 · making $venv with $python"
    rm -rf "$venv"
    "$python" -m venv "$venv"
fi

echo "→ 按锁定的校验和安装依赖（$want）· installing the locked packages, checked by hash"
rm -f "$stamp"
export PIP_DISABLE_PIP_VERSION_CHECK=1
"$venv/bin/python" -m pip install --no-input --no-compile --require-hashes -r "requirements/$want.txt" \
    || fail "安装失败：请检查网络或代理后重试" "installing failed: check the network or the proxy and try again"
"$venv/bin/python" -m pip install --no-input -q --no-deps --no-build-isolation -e .
# On all processors, where pip would use one, and our own with them. What can't be compiled is for other Pythons.
"$venv/bin/python" -m compileall -q -j 0 "$venv/lib" services >/dev/null 2>&1 || true
echo "$want $(digest "$want")" > "$stamp"
