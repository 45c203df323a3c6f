#!/usr/bin/env bash
# Runs PowerShell for Windows by Wine. The arguments are those of pwsh; paths of this machine are converted to those of Wine (drive Z:).
# Run setup.sh once before, and again after a change of the simulator.
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

# Removes variables for the .NET of this machine, such as the path that `dotnet test` sets.
while read -r name; do unset "$name"; done < <(compgen -e | grep '^DOTNET_')

export PATH="/usr/lib/wine:$PATH" WINEPREFIX=$home/prefix WINEARCH=win64 WINEDEBUG=-all DISPLAY=
WINEPATH=$(to_windows "$home/pwsh")
DOTNET_ROOT=$(to_windows "$home/dotnet")
MIMCM_TEST_MODULE=$(to_windows "${MIMCM_TEST_MODULE:-$root/out/MimCm/MimCm.psd1}")
MIMCM_TEST_SIMULATOR=$(to_windows "$home/simulator/MimCm.Simulator.Tool.exe")
export WINEPATH DOTNET_ROOT MIMCM_TEST_MODULE MIMCM_TEST_SIMULATOR POWERSHELL_TELEMETRY_OPTOUT=1 DOTNET_EnableDiagnostics=0

# Wine 8 fails when .NET removes compiled code from memory that is mapped twice.
export DOTNET_EnableWriteXorExecute=0

# PowerShell prints nothing without a terminal.
command=$(printf '%q ' wine64 "$(to_windows "$home/pwsh/pwsh.exe")" "${arguments[@]}")
exec script -qec "stty cols 200; $command" /dev/null
