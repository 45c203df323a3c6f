<#
.SYNOPSIS
    Measures Get-CmRequest -ResolveName, and compares it with its targets.
.DESCRIPTION
    Reads a list from the server of the benchmark, which has it ready in memory, and looks up its users in a directory that takes 2 ms to
    respond to a search. Build the module and the benchmark first:

      dotnet build src/MimCm.PowerShell -c Release
      dotnet build benchmarks/Bench -c Release

    Run it on a machine that does nothing else: the targets are ratios and milliseconds. Growth of the process is known on Linux only.
.PARAMETER Size
    The length of the list.
.PARAMETER Users
    How many users its requests have.
.PARAMETER Runs
    How often each is run; the median counts.
.EXAMPLE
    pwsh -NoProfile -File benchmarks/Measure-Names.ps1
#>
[CmdletBinding()]
param(
    [int] $Size = 50000,
    [int] $Users = 10000,
    [int] $Runs = 7
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

$root = Split-Path -Path $PSScriptRoot
$bench = Get-Item -Path "$root/out/build/bin/Bench/*/Bench.dll" | Sort-Object -Property LastWriteTime | Select-Object -Last 1
Import-Module -Name "$root/out/MimCm/MimCm.psd1"
$process = [System.Diagnostics.Process]::GetCurrentProcess()

# Milliseconds to the first object and to the end, and megabytes that the process grew by at its peak.
function Measure-List {
    param([scriptblock] $List)

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

    $null = & $List

    $total = $clock.Elapsed.TotalMilliseconds
    $process.Refresh()
    [pscustomobject] @{ Milliseconds = $total; Growth = ($process.PeakWorkingSet64 - $before) / 1e6 }
}

function Measure-First {
    param([scriptblock] $List)

    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    $null = & $List | Select-Object -First 1
    $clock.Elapsed.TotalMilliseconds
}

function Get-Median {
    param([double[]] $Value)

    ($Value | Sort-Object)[[math]::Floor($Value.Count / 2)]
}

function Write-Row {
    param([string] $What, [double] $Value, [double] $Target, [string] $Unit)

    '{0,-66} {1,10:N2} {2,-3} target {3,6:N2}  {4}' -f $What, $Value, $Unit, $Target, $(if ($Value -le $Target) { 'met' } else { 'MISSED' })
}

# A session knows the names that it has looked up, so that each measurement has one of its own.
function Connect-New {
    Connect-CmServer -Uri $uri -DirectoryServer $directory.Server
}

# What was done with the directory since the last call.
function Get-Activity {
    Invoke-RestMethod -Uri "$uri/directory"
}

$start = [System.Diagnostics.ProcessStartInfo]::new('dotnet', "`"$($bench.FullName)`" --serve-bodies")
$start.RedirectStandardOutput = $true

# The server ends when its input does.
$start.RedirectStandardInput = $true
$server = [System.Diagnostics.Process]::Start($start)
try {
    $uri = "$($server.StandardOutput.ReadLine())s${Size}u$Users"
    $directory = Get-Activity
    Connect-New
    $null = Get-Activity

    # The first of a process: it loads and compiles what the others have.
    $firstOfProcess = Measure-First { Get-CmRequest -ResolveName }
    $withoutSwitch = Get-CmRequest
    $null = Get-Activity
    foreach ($warmUp in 1..3) {
        Get-CmRequest | Out-Null
    }
    $idle = Get-Activity
    foreach ($warmUp in 1..3) {
        Connect-New
        Get-CmRequest -ResolveName | Out-Null
    }
    $found = @(Get-CmRequest -ResolveName)
    $userIds = [System.Collections.Generic.HashSet[guid]]::new()
    foreach ($request in $found) {
        $null = $userIds.Add($request.TargetUserUuid)
        $null = $userIds.Add($request.OriginatorUserUuid)
        if ($request.TargetUser -notlike 'CONTOSO\*') {
            throw "$($request.Uuid) has no name."
        }
    }
    if (Compare-Object -ReferenceObject $withoutSwitch.Uuid -DifferenceObject $found.Uuid -SyncWindow 0) {
        throw 'The order is wrong.'
    }
    $found = $withoutSwitch = $null

    # In turn, so that what else the machine does meets them alike.
    $list = @()
    $resolved = @()
    $known = @()
    $first = @()
    $firstResolved = @()
    $searches = @()
    foreach ($run in 1..$Runs) {
        Connect-New
        $list += Measure-List { Get-CmRequest | Out-Null }
        $first += Measure-First { Get-CmRequest }
        $null = Get-Activity
        $resolved += Measure-List { Get-CmRequest -ResolveName | Out-Null }
        $searches += (Get-Activity).Searches
        $known += Measure-List { Get-CmRequest -ResolveName | Out-Null }
        Connect-New
        $firstResolved += Measure-First { Get-CmRequest -ResolveName }
    }

    $reference = Get-Median $list.Milliseconds
    '{0:N0} requests of {1:N0} users: the list takes {2:N0} ms, with -ResolveName {3:N0} ms and {4:N0} searches; its first request {5:N0} ms' -f $Size,
        $userIds.Count, $reference, (Get-Median $resolved.Milliseconds), (Get-Median $searches), (Get-Median $first)
    Write-Row '-ResolveName, compared with the list' ((Get-Median $resolved.Milliseconds) / $reference) 1.5 'x'
    Write-Row '-ResolveName once more in the session, compared with the list' ((Get-Median $known.Milliseconds) / $reference) 1.5 'x'
    Write-Row 'First request with -ResolveName' (Get-Median $firstResolved) 150 'ms'
    'First request with -ResolveName, the first of a process: {0:N0} ms' -f $firstOfProcess
    Write-Row 'Growth of the process beyond that of the list' ((Get-Median $resolved.Growth) - (Get-Median $list.Growth)) 25 'MB'
    Write-Row 'Connections to the directory without the switch' $idle.Connections 0 ''
}
finally {
    $server.Kill()
}
