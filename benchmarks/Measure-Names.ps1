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

Import-Module -Name "$PSScriptRoot/MeasureTools.psm1"
Import-Module -Name "$(Split-Path -Path $PSScriptRoot)/out/MimCm/MimCm.psd1"

# Milliseconds to the first object.
function Measure-First {
    param([scriptblock] $List)

    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    $null = & $List | Select-Object -First 1
    $clock.Elapsed.TotalMilliseconds
}

# A session knows the names that it has looked up, so that each measurement has one of its own.
function Connect-New {
    Connect-CmServer -Uri $uri -DirectoryServer $directory.Server
}

# What was done with the directory since the last call.
function Get-Activity {
    Invoke-RestMethod -Uri "$uri/directory"
}

$server = Start-BenchServer
try {
    $uri = "$($server.StandardOutput.ReadLine())s${Size}u$Users"
    $directory = Get-Activity
    Connect-New
    $null = Get-Activity

    # The first of a process: it loads and compiles what the others have.
    $firstOfProcess = Measure-First { Get-CmRequest -ResolveName }
    $withoutSwitch = Get-CmRequest
    $null = Get-Activity
    foreach ($warmUp in 1..20) {
        Get-CmRequest | Out-Null
    }
    $idle = Get-Activity
    foreach ($warmUp in 1..20) {
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
        $list += Measure-Run { Get-CmRequest | Out-Null }
        $first += Measure-First { Get-CmRequest }
        $null = Get-Activity
        $resolved += Measure-Run { Get-CmRequest -ResolveName | Out-Null }
        $searches += (Get-Activity).Searches
        $known += Measure-Run { Get-CmRequest -ResolveName | Out-Null }
        Connect-New
        $firstResolved += Measure-First { Get-CmRequest -ResolveName }
    }

    $reference = 1000 * (Get-Median $list.Seconds)
    $withNames = 1000 * (Get-Median $resolved.Seconds)
    '{0:N0} requests of {1:N0} users: the list takes {2:N0} ms, with -ResolveName {3:N0} ms and {4:N0} searches; its first request {5:N0} ms' -f $Size,
        $userIds.Count, $reference, $withNames, (Get-Median $searches), (Get-Median $first)
    Write-Row '-ResolveName, compared with the list' ($withNames / $reference) 1.5 'x'
    Write-Row '-ResolveName once more in the session, compared with the list' (1000 * (Get-Median $known.Seconds) / $reference) 1.5 'x'
    Write-Row 'First request with -ResolveName' (Get-Median $firstResolved) 150 'ms'
    'First request with -ResolveName, the first of a process: {0:N0} ms' -f $firstOfProcess
    Write-Row 'Growth of the process beyond that of the list' ((Get-Median $resolved.Growth) - (Get-Median $list.Growth)) 25 'MB'
    Write-Row 'Connections to the directory without the switch' $idle.Connections 0 ''
}
finally {
    $server.Kill()
}
