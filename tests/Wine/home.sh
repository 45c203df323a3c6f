#!/usr/bin/env bash
# Prints the folder of the files that Wine runs for this checkout. It is not in out/, because drive Z: of a Wine prefix is a link to the whole file
# system, which PowerShell would follow if out/ is on its module path.
set -euo pipefail
cd "$(dirname "$0")/../.."
echo "${TMPDIR:-/tmp}/mimcm-wine-$(cksum <<< "$PWD" | cut -d ' ' -f 1)"
