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

Import-Module -Name "$PSScriptRoot/MeasureTools.psm1"
Import-Module -Name "$(Split-Path -Path $PSScriptRoot)/out/MimCm/MimCm.psd1"

$server = Start-BenchServer
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
