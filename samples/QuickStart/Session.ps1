<#
.SYNOPSIS
    Runs the main job of MimCm against a simulated server, and shows each line and its output.
.DESCRIPTION
    The QuickStart program runs this script in PowerShell. Each line is shown as a user would type it, then run, and its result is checked.
.PARAMETER Module
    The path of the module.
.PARAMETER Server
    The address of the simulated server.
#>
param(
    [Parameter(Mandatory)] [string] $Module,
    [Parameter(Mandatory)] [string] $Server
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Continue'
if (Test-Path Variable:PSStyle) { $PSStyle.OutputRendering = 'PlainText' }
[Console]::OutputEncoding = [System.Text.UTF8Encoding]::new($false)

$steps = @(
    @{ Line = "Import-Module '$Module'"; Check = { Get-Command Get-CmRequest } }
    @{ Line = "Connect-CmServer $Server"; Check = { Get-CmSession | Where-Object IsDefault } }
    @{ Line = '$approved = Get-CmRequest -Status Approved'; Check = { $approved.Count -ge 4 -and -not ($approved.Status -ne 'Approved') } }
    @{ Line = '$approved | Select-Object -First 5'; Check = { $output.Count -eq 5 } }
    @{ Line = 'Get-CmRequest a9b4b42c-cc50-4c9b-89d1-bbc0bcd5a099 | Format-List Uuid, RequestType, Status, Submitted, Completed, IsSmartcard'; Check = { $output } }
    @{ Line = '$approved[0] | Set-CmRequestStatus -Status Completed -WhatIf'; Check = { (Get-CmRequest $approved[0].Uuid).Status -eq 'Approved' } }
    @{ Line = '$approved[0] | Set-CmRequestStatus -Status Completed -Confirm:$false'; Check = { $output[0].Uuid -eq $approved[0].Uuid -and $output[0].Status -eq 'Completed' } }
    @{ Line = '$approved[1] | Set-CmRequestStatus -Status Canceled -Confirm:$false'; Check = { $output[0].Uuid -eq $approved[1].Uuid -and $output[0].Status -eq 'Canceled' } }
    @{ Line = '$approved[2] | Set-CmRequestStatus -Status Abandoned -Confirm:$false'; Check = { $output[0].Uuid -eq $approved[2].Uuid -and $output[0].Status -eq 'Failed' } }
    @{
        Line   = '$approved[0], $approved[3] | Set-CmRequestStatus -Status Canceled -Confirm:$false'
        Check  = { $output.Count -eq 2 -and $output[0].FullyQualifiedErrorId -like 'CmForbidden*' -and $output[0].TargetObject -eq $approved[0].Uuid -and $output[1].Status -eq 'Canceled' }
    }
    @{ Line = 'Disconnect-CmServer'; Check = { -not (Get-CmSession) } }
)

foreach ($step in $steps) {
    "PS> $($step.Line)"
    $output = @(. ([scriptblock]::Create($step.Line)) 2>&1)
    ($output | Out-String -Width 120).Trim("`r", "`n")
    if (-not (& $step.Check)) {
        "This is not what it should be: $($step.Check)"
        exit 1
    }
}
