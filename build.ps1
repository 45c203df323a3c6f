#requires -Version 5.1

<#
.SYNOPSIS
    Builds, tests and packs MimCm.
.DESCRIPTION
    Each task runs one or two dotnet commands, which can also be typed on a machine without PowerShell. All output goes to out/.
.PARAMETER Task
    Build     the module in out/MimCm, the client and the simulator
    Test      all tests: those in C#, and the Pester files in every PowerShell that is there or can be restored
    Package   the packages of the module, of MimCm.Client and of the simulator tool, in out/packages
    Demo      the main job against a simulated server
    Bench     measures the module, Invoke-RestMethod and the raw download, and writes docs/performance.md
    Mutate    mutation tests with Stryker, in out/mutation; see docs/mutation.md
    Clean     deletes out/
.PARAMETER Configuration
    Debug or Release. Package and Bench always use Release.
.PARAMETER Mutate
    The files to mutate, such as Retry/RetryPolicy.cs; wildcards are allowed. By default all of the project, which takes hours.
.PARAMETER MutateProject
    The project whose files are mutated: MimCm.Client, or MimCm.PowerShell, of which tests in C# reach only the names and the reading ahead.
.EXAMPLE
    ./build.ps1
.EXAMPLE
    ./build.ps1 -Task Mutate -Mutate Retry/*.cs, Http/ServerAddress.cs
.EXAMPLE
    ./build.ps1 -Task Build, Test -Configuration Release
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Package', 'Demo', 'Bench', 'Mutate', 'Clean')]
    [string[]] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Debug',

    [string[]] $Mutate = '**/*.cs',

    [ValidateSet('MimCm.Client', 'MimCm.PowerShell')]
    [string] $MutateProject = 'MimCm.Client'
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

function Invoke-DotNet {
    & dotnet @args
    if ($LASTEXITCODE -ne 0) {
        throw "dotnet $args ended with exit code $LASTEXITCODE."
    }
}

if (-not (Get-Command -Name dotnet -CommandType Application -ErrorAction Ignore)) {
    throw 'The .NET SDK 10 is needed: dotnet is not on the PATH. See https://dot.net.'
}

Push-Location -LiteralPath $PSScriptRoot
try {
    if (-not (Test-Path -LiteralPath out/build) -and $Task -ne 'Clean') {
        Write-Information 'The first build restores packages and takes a few minutes.' -InformationAction Continue
    }
    switch ($Task) {
        'Build' { Invoke-DotNet build MimCm.sln --configuration $Configuration }
        'Test' { Invoke-DotNet test MimCm.sln --configuration $Configuration }
        'Package' { Invoke-DotNet pack MimCm.sln --configuration Release --output out/packages }
        'Demo' { Invoke-DotNet run --project samples/QuickStart --configuration $Configuration }
        'Bench' { Invoke-DotNet run --configuration Release --project benchmarks/Bench }
        'Mutate' {
            Invoke-DotNet tool restore
            $files = foreach ($file in $Mutate) { '--mutate'; "**/$file" }
            $settings = if ($MutateProject -eq 'MimCm.Client') { 'stryker-config.json' } else { 'stryker-cmdlets.json' }
            $env:MutationTest = 'true'
            Push-Location -LiteralPath tests
            try {
                Invoke-DotNet stryker --config-file $settings --output ../out/mutation @files
            }
            finally {
                Pop-Location
                Remove-Item -LiteralPath env:MutationTest
            }
        }
        'Clean' {
            if (Test-Path -LiteralPath out) {
                Remove-Item -LiteralPath out -Recurse -Force
            }
        }
    }
}
finally {
    Pop-Location
}
