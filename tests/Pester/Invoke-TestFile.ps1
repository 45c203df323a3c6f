<#
.SYNOPSIS
    Runs one Pester file for `dotnet test`, and leaves what Pester counted as JSON.
#>
param(
    [Parameter(Mandatory)] [string] $Path,
    [Parameter(Mandatory)] [string] $Summary
)

# The tests begin as a script of a user does, whatever the one who calls this prefers.
$ErrorActionPreference = 'Continue'
Import-Module -Name Pester -MinimumVersion 5.5 -ErrorAction Stop

$configuration = New-PesterConfiguration
$configuration.Run.Path = $Path
$configuration.Run.PassThru = $true
$configuration.Output.StackTraceVerbosity = 'FirstLine'
$configuration.Output.RenderMode = 'Plaintext'
$result = Invoke-Pester -Configuration $configuration

$count = @{
    Passed  = $result.PassedCount
    Failed  = $result.FailedCount + $result.FailedContainersCount + $result.FailedBlocksCount
    Skipped = $result.SkippedCount
}
Set-Content -LiteralPath $Summary -Value (ConvertTo-Json -InputObject $count -Compress)
