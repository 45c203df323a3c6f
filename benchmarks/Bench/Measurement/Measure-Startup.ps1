<#
.SYNOPSIS
    Measures the import of a module and its first call.
.DESCRIPTION
    Bench runs this script in a new process for each measurement. It prints one line of JSON: the times, and the assemblies that each step loaded.
.PARAMETER Module
    The path of the module; empty for none.
.PARAMETER First
    The first command to run.
.PARAMETER Uri
    The address of the server.
.PARAMETER Again
    How often to run the command again.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [AllowEmptyString()]
    [string] $Module,

    [Parameter(Mandatory)]
    [ValidateSet('Get-Nothing', 'Get-CmRequest', 'Invoke-RestMethod')]
    [string] $First,

    [string] $Uri,

    [int] $Again
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

function Get-LoadedAssembly {
    foreach ($assembly in [System.AppDomain]::CurrentDomain.GetAssemblies()) {
        $assembly.GetName().Name
    }
}

$before = Get-LoadedAssembly
$clock = [System.Diagnostics.Stopwatch]::StartNew()
if ($Module) {
    Import-Module -Name $Module
}
$import = $clock.Elapsed.TotalMilliseconds
$imported = Get-LoadedAssembly

$clock.Restart()
$response = switch ($First) {
    'Get-Nothing' { Get-Nothing }
    'Get-CmRequest' { Get-CmRequest }
    'Invoke-RestMethod' { Invoke-RestMethod -Uri "$Uri/api/v1.0/requests" }
}
$call = $clock.Elapsed.TotalMilliseconds
$called = Get-LoadedAssembly

$imports = for ($i = 0; $i -lt $Again; $i++) {
    Remove-Module -Name ([System.IO.Path]::GetFileNameWithoutExtension($Module))
    $clock.Restart()
    Import-Module -Name $Module
    $clock.Elapsed.TotalMilliseconds
}

$count = 0
foreach ($one in $response) {
    $count++
}

ConvertTo-Json -Compress -InputObject @{
    ImportMilliseconds = $import
    FirstMilliseconds  = $call
    AgainMilliseconds  = @($imports)
    LoadedByImport     = @($imported | Where-Object { $_ -notin $before })
    LoadedByCall       = @($called | Where-Object { $_ -notin $imported })
    Count              = $count
}
