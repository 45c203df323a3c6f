# What Measure-Report.ps1 and Measure-Names.ps1 have in common.

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

$root = Split-Path -Path $PSScriptRoot
$process = [System.Diagnostics.Process]::GetCurrentProcess()

# Starts the server of the benchmark, which has its lists ready in memory. It ends when its input does; Kill ends it, too.
function Start-BenchServer {
    $bench = Get-Item -Path "$root/out/build/bin/Bench/*/Bench.dll" | Sort-Object -Property LastWriteTime | Select-Object -Last 1
    $start = [System.Diagnostics.ProcessStartInfo]::new('dotnet', "`"$($bench.FullName)`" --serve-bodies")
    $start.RedirectStandardOutput = $true
    $start.RedirectStandardInput = $true
    [System.Diagnostics.Process]::Start($start)
}

# Seconds, and megabytes that the process grew by at its peak.
function Measure-Run {
    param([scriptblock] $Action)

    [System.GC]::Collect()
    [System.GC]::WaitForPendingFinalizers()
    [System.GC]::Collect()
    if ($IsLinux) {
        # Resets the peak of the working set.
        [System.IO.File]::WriteAllText('/proc/self/clear_refs', '5')
    }
    $process.Refresh()
    $before = $process.WorkingSet64
    $clock = [System.Diagnostics.Stopwatch]::StartNew()

    $null = & $Action

    $seconds = $clock.Elapsed.TotalSeconds
    $process.Refresh()
    [pscustomobject] @{ Seconds = $seconds; Growth = ($process.PeakWorkingSet64 - $before) / 1e6 }
}

function Get-Median {
    param([double[]] $Value)

    ($Value | Sort-Object)[[math]::Floor($Value.Count / 2)]
}

function Write-Row {
    param([string] $What, [double] $Value, [double] $Target, [string] $Unit)

    '{0,-66} {1,10:N2} {2,-3} target {3,6:N2}  {4}' -f $What, $Value, $Unit, $Target, $(if ($Value -le $Target) { 'met' } else { 'MISSED' })
}
