# Runs the examples of the pages for Help.Tests.ps1 in a separate process, so that the output of -WhatIf is captured, too. Prints the actual
# and the documented addresses, as lines '=== actual shown', and then for each example of a JSON list '@@@ number' and its output.
param([string] $List, [string] $Folder)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
Import-Module -Name "$PSScriptRoot/../MimCm.TestTools.psm1"

# So that an example can import the module by its name.
$module = Get-ModulePath
$env:PSModulePath = (Split-Path -Path (Split-Path -Path $module)) + [System.IO.Path]::PathSeparator + $env:PSModulePath
Remove-Item -Path env:MIMCM_URI -ErrorAction Ignore
Set-Location -LiteralPath $Folder

# The runspaces of the examples start there, too.
[System.Environment]::CurrentDirectory = $Folder

$user = '8f1590dc-d932-4b66-8e68-2e91c5880780'
$plain = Start-Simulator '--requests 2'
$other = Start-Simulator '--requests 2'
$test = Start-Simulator "--requests 2 --tls --auth bearer --token t0ken=alice --user alice=$user"
$places = [ordered] @{
    'https://cm-off.contoso.com'  = "$($plain.Root)/Off"
    'https://cm-test.contoso.com' = $test.Root
    'https://cm2.contoso.com'     = $other.Root
    'https://cm.contoso.com'      = $plain.Root
}

foreach ($place in $places.Keys) {
    '=== {0} {1}' -f $places[$place], $place
    '=== {0} {1}' -f [uri]::EscapeDataString($places[$place]), [uri]::EscapeDataString($place)
}
foreach ($place in @($places.Keys) -ne 'https://cm-off.contoso.com') {
    '=== {0} {1}' -f ([uri] $places[$place]).Authority, ([uri] $place).Authority
}
'=== {0}\{1} CONTOSO\admin' -f [System.Environment]::UserDomainName, [System.Environment]::UserName

# Statuses: Pending 16, Executing 18, Completed 8, Failed 9, Denied 4. Types: Enroll 1, Recover 2, Renew 3.
$requests = @(
    @{ Uuid = '5b0c7e52-3f7d-4d0a-9a55-6c1d1f0e8b21'; Status = 16; RequestType = 3; Submitted = '2026-03-02T12:15:00Z'; Comment = 'Card expires in April' }
    @{ Uuid = 'c2f1a8d4-77b3-4e0c-8f6e-1d9b5a3c4e70'; Status = 18; RequestType = 1; Submitted = '2026-03-09T12:40:00Z' }
    @{ Uuid = '8e9d3a10-42c6-4b7f-b1de-0a7c5f2e6d94'; Status = 8; RequestType = 1; Submitted = '2026-01-15T12:05:00Z'; Completed = '2026-01-16T12:30:00Z' }
    @{ Uuid = '17d6b0f3-9a2e-4c58-a3c1-5e8f7d4b2a06'; Status = 9; RequestType = 2; Submitted = '2026-02-11T12:20:00Z' }
    @{ Uuid = 'e4a7c9b2-0d51-4f36-9c8a-7b2e1f6d3c58'; Status = 4; RequestType = 1; Submitted = '2026-02-20T12:55:00Z' }
) | ForEach-Object -Process {
    $_ + @{
        TargetUserUuid      = 'ceb6c5b3-25b5-4f0a-85e3-a7ada14bafdb'
        OriginatorUserUuid  = 'ceb6c5b3-25b5-4f0a-85e3-a7ada14bafdb'
        ProfileTemplateUuid = 'a039b4d0-5ce8-4eff-8651-181c6576fda3'
    }
}

# Changes two requests after one of them was read, so that an example that waits for them sees the change.
$mover = {
    param([string] $Root)

    $watched = @{ 'c2f1a8d4-77b3-4e0c-8f6e-1d9b5a3c4e70' = 8; '5b0c7e52-3f7d-4d0a-9a55-6c1d1f0e8b21' = 3 }
    do {
        Start-Sleep -Milliseconds 50
        $looks = Invoke-RestMethod -Uri "$Root/_simulator/calls" | ForEach-Object -Process { $_ } | Where-Object -FilterScript { $_.id -in $watched.Keys }
    } until ($looks)

    foreach ($id in $watched.Keys) {
        $null = Invoke-RestMethod -Uri "$Root/_simulator/requests/$id" -Method Put -ContentType application/json -Body "{`"Status`":$($watched[$id])}"
    }
}

# The initial state of the runspace of an example.
$before = {
    param([string] $Module)

    Import-Module -Name $Module
    $ConfirmPreference = 'None'
    $ProgressPreference = 'SilentlyContinue'
    $PSDefaultParameterValues = @{ 'Connect-CmServer:AllowUnencryptedAuthentication' = $true }
    if ($PSVersionTable.PSVersion.Major -ge 7) {
        $PSDefaultParameterValues['Invoke-RestMethod:AllowUnencryptedAuthentication'] = $true
    }

    function ConvertTo-Secret([string] $Text) {
        ConvertTo-SecureString -String $Text -AsPlainText -Force
    }

    function Read-Host([string] $Prompt, [switch] $AsSecureString) {
        if ($AsSecureString) { ConvertTo-Secret t0ken } else { 'http://localhost:8400/?code=a%2Fcode' }
    }

    function Get-Credential([string] $UserName) {
        New-Object -TypeName pscredential -ArgumentList $UserName, (ConvertTo-Secret password)
    }

    function Invoke-RestMethod {
        if ($args[0] -like 'https://adfs.contoso.com/*') {
            $body = $args[$args.IndexOf('-Body') + 1]
            if ($args[0] -ne 'https://adfs.contoso.com/adfs/oauth2/token' -or $body.code -ne 'a/code' -or $body.Count -ne 4) {
                throw 'ADFS would not give a token for this.'
            }
            return [pscustomobject] @{ access_token = 't0ken' }
        }

        Microsoft.PowerShell.Utility\Invoke-RestMethod @args
    }

    # There is no directory here. One user is returned for all.
    function Get-CmUser {
        [CmdletBinding()]
        param([Parameter(ValueFromPipelineByPropertyName)] [Alias('TargetUserUuid')] [guid[]] $Id, [string[]] $Name)

        process {
            foreach ($one in @($Id) + $Name) {
                [pscustomobject] @{ Uuid = [guid] 'ceb6c5b3-25b5-4f0a-85e3-a7ada14bafdb'; Name = 'CONTOSO\anna'; DisplayName = 'Anna Berg'; Enabled = $true }
            }
        }
    }

    # Other streams and errors become lines, as a console shows them.
    filter Format-Record {
        switch ($_) {
            { $_ -is [System.Management.Automation.WarningRecord] } { "WARNING: $_"; break }
            { $_ -is [System.Management.Automation.VerboseRecord] } { "VERBOSE: $_"; break }
            { $_ -is [System.Management.Automation.ErrorRecord] } {
                $command = $_.InvocationInfo.MyCommand
                '{0}: {1}' -f $(if ($command) { $command.Name } else { 'Exception' }), "$_"
                break
            }
            default { $_ }
        }
    }

    function Invoke-Example([string] $Code) {
        & {
            try {
                . ([scriptblock]::Create($Code))
            }
            catch {
                $_
            }
        } 2>&1 3>&1 4>&1 | Format-Record | Out-String -Width 80
    }
}

$number = 0
foreach ($example in Get-Content -LiteralPath $List -Raw | ConvertFrom-Json) {
    foreach ($simulator in $plain, $other) {
        $null = Invoke-Control -Method Post -Path reset -Body @{ requests = 2 } -Simulator $simulator
        $null = Invoke-Control -Method Post -Path requests -Body $requests -Simulator $simulator
    }
    Clear-Call -Simulator $plain
    $moving = if ($example -match '(?m)Wait-CmRequest|^do ') {
        Start-Runspace -Shell ([powershell]::Create()) -Script $mover -Arguments $plain.Root
    }
    $code = $example
    foreach ($place in $places.Keys) {
        $code = $code.Replace($place, $places[$place])
    }

    $runspace = [runspacefactory]::CreateRunspace($Host, [initialsessionstate]::CreateDefault2())
    $runspace.Open()
    $shell = [powershell]::Create()
    $shell.Runspace = $runspace
    '@@@ {0}' -f $number++
    try {
        $null = $shell.AddScript($before, $false).AddArgument($module).Invoke()
        $shell.Commands.Clear()
        if ($code -notmatch '\bConnect-CmServer|MIMCM_URI') {
            # With the names of the templates, which the first list reads in the background.
            $null = $shell.AddScript("Connect-CmServer $($plain.Root); Get-CmProfileTemplate").Invoke()
            $shell.Commands.Clear()
        }
        $text = "$($shell.AddCommand('Invoke-Example').AddArgument($code).Invoke())" + ($shell.Streams.Error -join "`n")
    }
    catch {
        $text = "The example could not be run: $_"
    }
    finally {
        $shell.Dispose()
        $runspace.Dispose()
        if ($moving) {
            $moving.Shell.Stop()
            $moving.Shell.Dispose()
        }
        Remove-Item -Path env:MIMCM_URI -ErrorAction Ignore
    }

    $text
}

Stop-Simulator
