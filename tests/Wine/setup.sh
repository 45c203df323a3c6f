#!/usr/bin/env bash
# Prepares the files for pwsh.sh in the folder that home.sh prints: PowerShell and the simulator for Windows, from NuGet packages, and a Wine prefix.
# Needs Wine (Debian: wine, wine64) and `script` (util-linux).
set -euo pipefail
cd "$(dirname "$0")/../.."
home=$(tests/Wine/home.sh)

dotnet tool restore
dotnet build tests/Wine/Wine.csproj -p:WineFolder="$home/" -v quiet -nologo -nodeReuse:false

# Uses separate folders, because tests may build and pack the same projects for this machine at the same time.
dotnet publish src/MimCm.Simulator.Tool --runtime win-x64 --no-self-contained --output "$home/simulator" -p:ArtifactsPath="$home/build" -v quiet -nologo -nodeReuse:false

if [ ! -e "$home/prefix/system.reg" ]; then
    PATH="/usr/lib/wine:$PATH" WINEPREFIX=$home/prefix WINEARCH=win64 WINEDEBUG=-all DISPLAY='' wine64 wineboot -i >/dev/null 2>&1
fi
