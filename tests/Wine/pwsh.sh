#!/usr/bin/env bash
# PowerShell for Windows, run by Wine. Takes pwsh's arguments; paths of this machine in them are given to it as Wine has them (drive Z:).
# Run setup.sh first, once, and again when the simulator has changed.
#   tests/Wine/pwsh.sh -NoProfile -File tests/Pester/Invoke-Tests.ps1 Views
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
home=$("$root/tests/Wine/home.sh")

# /a/b is Z:\a\b.
to_windows() { if [ "${1:0:1}" = / ] && [ -e "$1" ]; then printf 'Z:%s' "${1//\//\\}"; else printf '%s' "$1"; fi; }

arguments=()
for argument in "$@"; do
    arguments+=("$(to_windows "$argument")")
done

# What is meant for the .NET of this machine, such as the place that `dotnet test` names.
while read -r name; do unset "$name"; done < <(compgen -e | grep '^DOTNET_')

export PATH="/usr/lib/wine:$PATH" WINEPREFIX=$home/prefix WINEARCH=win64 WINEDEBUG=-all DISPLAY=
WINEPATH=$(to_windows "$home/pwsh")
DOTNET_ROOT=$(to_windows "$home/dotnet")
MIMCM_TEST_MODULE=$(to_windows "${MIMCM_TEST_MODULE:-$root/out/MimCm/MimCm.psd1}")
MIMCM_TEST_SIMULATOR=$(to_windows "$home/simulator/MimCm.Simulator.Tool.exe")
export WINEPATH DOTNET_ROOT MIMCM_TEST_MODULE MIMCM_TEST_SIMULATOR POWERSHELL_TELEMETRY_OPTOUT=1 DOTNET_EnableDiagnostics=0

# Wine 8 breaks off .NET's removal of compiled code from memory that is mapped twice.
export DOTNET_EnableWriteXorExecute=0

# Without a terminal PowerShell prints nothing.
command=$(printf '%q ' wine64 "$(to_windows "$home/pwsh/pwsh.exe")" "${arguments[@]}")
exec script -qec "stty cols 200; $command" /dev/null
