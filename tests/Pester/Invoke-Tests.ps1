<#
.SYNOPSIS
    Runs Pester files of this folder and the folders in it, in this PowerShell.
.DESCRIPTION
    Uses the Pester that the build left in out/modules; it installs nothing. Build the module and the simulator first: dotnet build MimCm.sln.
.PARAMETER Name
    The files to run, without .Tests.ps1; wildcards are allowed. All by default.
.PARAMETER PesterVersion
    The version of Pester; by default the newest that is there.
.PARAMETER ExcludeTag
    Not the tests with one of these tags; a tag names what a test needs of the machine (tests/Wine/left-out.txt).
.PARAMETER Output
    Detailed names each test as it ends.
.PARAMETER Test
    Only the tests with these names; wildcards are allowed.
.PARAMETER Queue
    For dotnet test: a folder that several processes work through. Each takes a file by renaming it to *.running and leaves what Pester
    counted as *.json.
.PARAMETER Worker
    The number of this process among those.
.EXAMPLE
    dotnet pwsh tests/Pester/Invoke-Tests.ps1 Views Errors
.EXAMPLE
    dotnet pwsh tests/Pester/Invoke-Tests.ps1 Get-CmRequest -Test '*date*' -PesterVersion 5.9.1
#>
[CmdletBinding(DefaultParameterSetName = 'Name')]
param(
    [Parameter(ParameterSetName = 'Name', ValueFromRemainingArguments)] [string[]] $Name = '*',
    [Parameter(ParameterSetName = 'Name')] [string[]] $Test,
    [Parameter(ParameterSetName = 'Queue', Mandatory)] [string] $Queue,
    [Parameter(ParameterSetName = 'Queue', Mandatory)] [int] $Worker,
    [version] $PesterVersion,
    [string[]] $ExcludeTag,
    [ValidateSet('Normal', 'Detailed')] [string] $Output = 'Normal'
)

$root = (Resolve-Path -LiteralPath "$PSScriptRoot/../..").Path
$modules = Join-Path -Path $root -ChildPath 'out/modules'
if (-not $PesterVersion) {
    $PesterVersion = Get-ChildItem -LiteralPath "$modules/Pester" -ErrorAction Ignore |
        Sort-Object -Property { [version] $_.Name } | Select-Object -Last 1 -ExpandProperty Name
    if (-not $PesterVersion) {
        throw "There is no Pester in $modules. Run: dotnet build MimCm.sln"
    }
}

# For this process and its child processes, this version of Pester has precedence over an installed one.
$env:PSModulePath = $modules + [System.IO.Path]::PathSeparator + $env:PSModulePath
$env:MIMCM_TEST_PESTER = $PesterVersion
Import-Module -Name "$modules/Pester/$PesterVersion/Pester.psd1" -ErrorAction Stop

# The paths of the files with this name, which can have wildcards, in any folder.
function Get-File {
    param([string] $Name)

    $found = @(Get-ChildItem -LiteralPath $PSScriptRoot -Filter *.Tests.ps1 -Recurse | Where-Object -Property Name -Like $Name)
    if ($found.Count -eq 0) {
        throw "There is no file $Name in $PSScriptRoot."
    }

    $found.FullName
}

function Invoke-File {
    param([string] $Path, [string[]] $Test)

    $configuration = New-PesterConfiguration
    $configuration.Run.Path = $Path
    $configuration.Run.PassThru = $true
    $configuration.Output.StackTraceVerbosity = 'FirstLine'
    $configuration.Output.RenderMode = 'Plaintext'
    $configuration.Output.Verbosity = $Output

    # pwsh -File passes a list as one string.
    $configuration.Filter.ExcludeTag = @($ExcludeTag -split ',' -ne '')
    if ($Test) {
        $configuration.Filter.FullName = $Test
    }

    # The tests use the default preferences, not those of the caller.
    $ErrorActionPreference = 'Continue'
    $global:Error.Clear()
    $result = Invoke-Pester -Configuration $configuration
    Remove-Module -Name MimCm.TestTools -ErrorAction Ignore
    @{
        Passed   = $result.PassedCount
        Failed   = $result.FailedCount + $result.FailedContainersCount + $result.FailedBlocksCount
        Skipped  = $result.SkippedCount
        Seconds  = $result.Duration.TotalSeconds
        Failures = @(
            foreach ($one in @($result.Failed) + @($result.FailedBlocks) + @($result.FailedContainers)) {
                if ($one) {
                    "$($one.ExpandedPath): $($one.ErrorRecord -join ' ')"
                }
            }
        )
    }
}

if (-not $Queue) {
    $paths = @($Name | ForEach-Object -Process { Get-File -Name "$_.Tests.ps1" } | Select-Object -Unique)
    $counts = @($paths | ForEach-Object -Process { Invoke-File -Path $_ -Test $Test })
    $failed = ($counts | ForEach-Object -Process { $_.Failed } | Measure-Object -Sum).Sum
    exit [Math]::Min($failed, 1)
}

while ($true) {
    $next = Get-ChildItem -LiteralPath $Queue -Filter *.waiting | Sort-Object -Property Name | Select-Object -First 1
    if (-not $next) {
        break
    }

    # 07~Views.Tests.ps1.waiting: the number is the order.
    $file = ($next.Name -replace '^\d+~' -replace '\.waiting$')
    $running = Join-Path -Path $Queue -ChildPath "$file.$Worker.running"
    try {
        [System.IO.File]::Move($next.FullName, $running)
    }
    catch [System.IO.IOException] {
        # Another engine has taken the file.
        continue
    }

    $count = Invoke-File -Path (Get-File -Name $file)
    $written = Join-Path -Path $Queue -ChildPath "$file.written"
    [System.IO.File]::WriteAllText($written, (ConvertTo-Json -InputObject $count -Compress))
    [System.IO.File]::Move($written, (Join-Path -Path $Queue -ChildPath "$file.json"))
    Remove-Item -LiteralPath $running
}
