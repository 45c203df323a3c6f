<#
.SYNOPSIS
    Measures Measure-CmRequest and Export-CmReport, and compares them with their targets.
.DESCRIPTION
    Reads lists from the server of the benchmark, which has them ready in memory. Build the module and the benchmark first:

      dotnet build src/MimCm.PowerShell -c Release
      dotnet build benchmarks/Bench -c Release

    Run it on a machine that does nothing else: the targets are ratios and seconds. Growth of the process is known on Linux only.
.PARAMETER Size
    The length of the list that is counted.
.PARAMETER ReportSize
    The length of the list that is reported on.
.PARAMETER Runs
    How often each is run; the median counts.
.EXAMPLE
    pwsh -NoProfile -File benchmarks/Measure-Report.ps1
#>
[CmdletBinding()]
param(
    [int] $Size = 1000000,
    [int] $ReportSize = 100000,
    [int] $Runs = 5
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

$root = Split-Path -Path $PSScriptRoot
$bench = Get-Item -Path "$root/out/build/bin/Bench/*/Bench.dll" | Sort-Object -Property LastWriteTime | Select-Object -Last 1
Import-Module -Name "$root/out/MimCm/MimCm.psd1"
$process = [System.Diagnostics.Process]::GetCurrentProcess()

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

    '{0,-62} {1,10:N2} {2,-3} target {3,6:N2}  {4}' -f $What, $Value, $Unit, $Target, $(if ($Value -le $Target) { 'met' } else { 'MISSED' })
}

$start = [System.Diagnostics.ProcessStartInfo]::new('dotnet', "`"$($bench.FullName)`" --serve-bodies")
$start.RedirectStandardOutput = $true

# The server ends when its input does.
$start.RedirectStandardInput = $true
$server = [System.Diagnostics.Process]::Start($start)
$file = [System.IO.Path]::GetTempFileName()
try {
    $address = $server.StandardOutput.ReadLine()
    $warm = Connect-CmServer -Uri "${address}s1000" -PassThru
    $long = Connect-CmServer -Uri "${address}s$Size" -PassThru
    $short = Connect-CmServer -Uri "${address}s$ReportSize" -PassThru

    # The first report pays for loading and compiling, as a user's does.
    $report = Measure-Run { Export-CmReport -Path $file -Session $short }
    $page = Get-Item -LiteralPath $file

    foreach ($warmUp in 1..3) {
        Get-CmRequest -Session $warm | Out-Null
        $null = Measure-CmRequest -Session $warm
        $null = Get-CmRequest -Session $warm | Measure-CmRequest
    }

    # In turn, so that what else the machine does meets them alike.
    $list = @()
    $counted = @()
    $piped = @()
    foreach ($run in 1..$Runs) {
        $list += Measure-Run { Get-CmRequest -Session $long | Out-Null }
        $counted += Measure-Run { $script:statistics = Measure-CmRequest -Session $long }
        if (($script:statistics | Measure-Object -Property Count -Sum).Sum -ne $Size) {
            throw 'The counts are wrong.'
        }
        $piped += Measure-Run { Get-CmRequest -Session $long | Measure-CmRequest }
    }

    $reference = Get-Median $list.Seconds
    '{0:N0} requests: Get-CmRequest | Out-Null takes {1:N2} s and {2:N0} MB' -f $Size, $reference, (Get-Median $list.Growth)
    Write-Row 'Measure-CmRequest, compared with it' ((Get-Median $counted.Seconds) / $reference) 1.3 'x'
    Write-Row 'Get-CmRequest | Measure-CmRequest, compared with it' ((Get-Median $piped.Seconds) / $reference) 1.3 'x'
    Write-Row 'Measure-CmRequest: growth of the process' (Get-Median $counted.Growth) 40 'MB'
    Write-Row ('Export-CmReport of {0:N0}, the first in a process' -f $ReportSize) $report.Seconds 3 's'
    Write-Row 'Export-CmReport: growth of the process' $report.Growth 60 'MB'
    Write-Row 'The page' ($page.Length / 1e6) 1 'MB'
}
finally {
    $server.Kill()
    Remove-Item -LiteralPath $file
}
