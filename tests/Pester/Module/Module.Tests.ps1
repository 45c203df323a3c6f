BeforeAll {
    . "$PSScriptRoot/../Initialize-TestFile.ps1"
    $ErrorActionPreference = 'Continue'
    $server = Start-Simulator
    Connect-CmServer -Uri $server.Uri
    $folder = Split-Path -Path (Get-ModulePath)
}

AfterAll {
    Stop-Simulator
}

Describe 'The module' {
    It 'has a manifest that PowerShell accepts' {
        $manifest = Test-ModuleManifest -Path (Get-ModulePath)

        $manifest.Name | Should -Be 'MimCm'
        $manifest.CompatiblePSEditions | Should -Be 'Desktop', 'Core'
    }

    It 'has a manifest that an edition without the loader accepts' {
        Copy-Item -LiteralPath (Split-Path -Path (Get-ModulePath)) -Destination "$TestDrive/other/MimCm" -Recurse
        $manifest = "$TestDrive/other/MimCm/MimCm.psd1"
        $text = Get-Content -LiteralPath $manifest -Raw
        $other = $text -replace "(NestedModules\s+=.*PSEdition -eq ')Core'", "`$1Other'"
        $other | Should -Not -Be $text
        Set-Content -LiteralPath $manifest -Value $other

        (Test-ModuleManifest -Path $manifest -ErrorAction Stop).Name | Should -Be 'MimCm'
        Invoke-FreshProcess "Import-Module '$manifest'; (Get-Module -Name MimCm).ExportedCmdlets.Count" |
            Should -Be (Test-ModuleManifest -Path (Get-ModulePath)).ExportedCmdlets.Count
    }

    It 'exports the cmdlets of its manifest, and nothing else' {
        $manifest = Test-ModuleManifest -Path (Get-ModulePath)
        $module = Get-Module -Name MimCm

        $module.ExportedCmdlets.Keys | Sort-Object | Should -Be ($manifest.ExportedCmdlets.Keys | Sort-Object)
        $module.ExportedCommands.Count | Should -Be $module.ExportedCmdlets.Count
        $module.ExportedVariables.Count | Should -Be 0
    }

    It 'has the promised cmdlets' {
        foreach ($name in 'Connect-CmServer', 'Disconnect-CmServer', 'Get-CmSession', 'Get-CmRequest', 'Set-CmRequestStatus') {
            (Get-Command -Name $name).CommandType | Should -Be 'Cmdlet'
        }
    }

    It 'has approved verbs only, and an output type for each cmdlet' {
        $verbs = (Get-Verb).Verb
        foreach ($cmdlet in (Get-Module -Name MimCm).ExportedCmdlets.Values) {
            $verbs | Should -Contain $cmdlet.Verb
            @($cmdlet.OutputType).Count | Should -BeGreaterThan 0 -Because "$cmdlet is to have an [OutputType]"
        }
    }

    It 'has the promised parameters: <Cmdlet>' -ForEach @(
        @{
            Cmdlet = 'Connect-CmServer'
            Parameters = 'Uri', 'Credential', 'AccessToken', 'AccessTokenProvider', 'Certificate', 'Proxy', 'ProxyCredential', 'NoProxy',
                'SkipCertificateCheck', 'AllowUnencryptedAuthentication', 'TimeoutSec', 'MaximumRetryCount', 'RetryIntervalSec', 'PassThru', 'DirectoryServer'
        }
        @{ Cmdlet = 'Disconnect-CmServer'; Parameters = , 'Session' }
        @{ Cmdlet = 'Get-CmSession'; Parameters = @() }
        @{
            Cmdlet = 'Get-CmRequest'
            Parameters = 'Id', 'Status', 'TargetUser', 'Type', 'Originator', 'ProfileTemplate', 'SubmittedAfter', 'SubmittedBefore', 'ResolveName', 'Session',
                'ThrottleLimit'
        }
        @{
            Cmdlet = 'Set-CmRequestStatus'
            Parameters = 'Id', 'Status', 'ThrottleLimit', 'JournalPath', 'MaximumChanges', 'Reason', 'Session', 'WhatIf', 'Confirm'
        }
        @{ Cmdlet = 'Get-CmJournal'; Parameters = 'Path', 'LiteralPath' }
    ) {
        $common = [System.Management.Automation.PSCmdlet]::CommonParameters

        (Get-Command -Name $Cmdlet).Parameters.Keys | Where-Object -FilterScript { $common -notcontains $_ } | Sort-Object |
            Should -Be ($Parameters | Sort-Object)
    }

    It 'has the aliases of -Id, and binds it from the pipeline, in <_>' -ForEach 'Get-CmRequest', 'Set-CmRequestStatus' {
        $id = (Get-Command -Name $_).Parameters.Id

        $id.ParameterType | Should -Be ([guid[]])
        $id.Aliases | Should -Be 'Uuid', 'RequestId'
        $attribute = $id.Attributes | Where-Object -FilterScript { $_ -is [System.Management.Automation.ParameterAttribute] }
        $attribute.ValueFromPipeline | Should -BeTrue
        $attribute.ValueFromPipelineByPropertyName | Should -BeTrue
        $attribute.Position | Should -Be 0
    }

    It 'lists requests if Get-CmRequest has neither an id nor a filter' {
        (Get-Command -Name Get-CmRequest).DefaultParameterSet | Should -Be 'Query'
    }
}

Describe 'An import' {
    BeforeAll {
        $elapsed, $again, $removed, $back = Invoke-FreshProcess -Script @"
(Measure-Command { Import-Module `$module }).TotalMilliseconds -as [int]

Connect-CmServer $($server.Uri)
Import-Module `$module -Force
Import-Module `$module -Force
`$isWhole = (Get-Module MimCm).ExportedCmdlets.Count -eq (Test-ModuleManifest `$module).ExportedCmdlets.Count
"`$isWhole `$((Get-CmRequest $ExampleEnroll).Status) `$([MimCm.RequestStatus]::Pending) `$((Get-CmSession).IsDefault)"

Remove-Module MimCm
"`$(@(Get-Command -Module MimCm).Count) `$(@(Get-FormatData -TypeName MimCm.Request).Count)"

Import-Module `$module
"`$((Get-CmRequest $ExampleEnroll).Status)"
"@
    }

    It 'is quick' {
        [int] $elapsed | Should -BeLessThan 5000
    }

    It 'can be repeated with -Force, and keeps the session' {
        $again | Should -Be 'True Approved Pending True'
    }

    It 'removes its cmdlets and views with the module' {
        $removed | Should -Be '0 0'
    }

    It 'works after Remove-Module' {
        $back | Should -Be 'Approved'
    }

    It 'is automatic if the module is on the path, which can contain spaces' {
        $path = Join-Path -Path $TestDrive -ChildPath 'All Modules'
        $null = New-Item -ItemType Directory -Path $path
        Copy-Item -LiteralPath $folder -Destination (Join-Path -Path $path -ChildPath 'MimCm') -Recurse
        $lines = Invoke-FreshProcess -Environment @{
            PSModulePath = "$path$([System.IO.Path]::PathSeparator)$env:PSModulePath"
        } -Script "Connect-CmServer $($server.Uri); (Get-CmRequest $ExampleEnroll).Uuid.ToString()"

        $lines | Should -Be "$ExampleEnroll"
    }

    It 'works in several runspaces at the same time' {
        $shells = 1..4 | ForEach-Object -Process { [powershell]::Create() }
        $runs = foreach ($shell in $shells) {
            Start-Runspace -Shell $shell -Arguments (Get-ModulePath), $server.Uri, $ExampleEnroll -Script @'
param($module, $uri, $id)
Import-Module $module
Connect-CmServer $uri
(Get-CmRequest $id).Status
[MimCm.RequestStatus]::Pending
'@
        }
        foreach ($run in $runs) {
            $null = $run.Handle.AsyncWaitHandle.WaitOne(20000)
            "$($run.Output)" | Should -Be 'Approved Pending'
        }
        $shells | ForEach-Object -Process { Close-Runspace $_ }
    }
}

Describe 'Types' {
    It 'have the name [<_>] in a script' -ForEach 'MimCm.Request', 'MimCm.RequestStatus', 'MimCm.RequestStatusChange', 'MimCm.RequestType',
        'MimCm.RequestFlags', 'MimCm.DataCollectionFlags', 'MimCm.DataCollectionItem', 'MimCm.CmSession', 'MimCm.MimCmException' {
        ([scriptblock]::Create("[$_]").Invoke()).FullName | Should -Be $_
    }

    It 'have members that a script can use' {
        [MimCm.RequestStatus]::Pending | Should -Be ([MimCm.RequestStatus] 16)
        [MimCm.RequestStatusChange]::Abandoned | Should -Be 'Abandoned'
        [MimCm.RequestType] 'Enroll' | Should -Be 'Enroll'
        (Get-CmRequest $ExampleEnroll) -is [MimCm.Request] | Should -BeTrue
        { throw (Get-Failure { Get-CmRequest $NoSuchId }).Exception } | Should -Throw -ExceptionType ([MimCm.MimCmException])
    }

    It 'can be caught by type' {
        $caught = try { Get-CmRequest $NoSuchId -ErrorAction Stop } catch [MimCm.MimCmException] { "caught $($_.Exception.Error)" }

        $caught | Should -Be 'caught RequestNotFound'
    }

    It 'stay the same when the module is imported again or removed in another runspace' {
        $type = [MimCm.Request]
        $shell = New-ConnectedRunspace
        $null = Invoke-Runspace -Shell $shell -Script 'param($module) Import-Module $module -Force; Remove-Module MimCm' -Arguments (Get-ModulePath)
        Close-Runspace $shell
        Import-Module -Name (Get-ModulePath) -Force -Global

        [scriptblock]::Create('[MimCm.Request]').Invoke()[0] | Should -Be $type
        (Get-CmRequest $ExampleEnroll).GetType() | Should -Be $type
    }

    It 'work as parameters of a function' {
        function Get-Name {
            param([Parameter(ValueFromPipeline)] [MimCm.Request] $Request, [MimCm.RequestStatus] $Status = 'Approved')

            process { "$($Request.Uuid) $($Request.Status -eq $Status)" }
        }

        Get-CmRequest $ExampleEnroll | Get-Name | Should -Be "$ExampleEnroll True"
    }
}

Describe 'Assemblies' {
    It 'that the cmdlets need are in their own load context' {
        if ($PSVersionTable.PSEdition -ne 'Core') {
            Set-ItResult -Skipped -Because 'Windows PowerShell has one context for all.'
        }

        $names = [System.Runtime.Loader.AssemblyLoadContext]::Default.Assemblies | ForEach-Object -Process { $_.GetName().Name }
        foreach ($name in 'MimCm.Client', 'MimCm.Directory') {
            $names | Should -Not -Contain $name
        }
        $names | Should -Contain 'MimCm.PowerShell'
        $own = [System.Runtime.Loader.AssemblyLoadContext]::GetLoadContext([MimCm.Request].Assembly)
        $own.Name | Should -Be 'MimCm'
    }

    It 'do not conflict with other versions that the session has loaded before' {
        $edition = if ($PSVersionTable.PSEdition -eq 'Core') { 'net8.0' } else { 'net472' }
        $others = Get-Item -Path "$PSScriptRoot/../../../out/build/bin/OtherVersions/*_$edition" | Sort-Object -Property LastWriteTime |
            Select-Object -Last 1 -ExpandProperty FullName
        Set-Fault -Rule @{ path = 'item'; status = 503; times = 1 }

        $lines = Invoke-FreshProcess @"
`$own = 'Microsoft.Bcl.TimeProvider', 'System.Text.Json'
foreach (`$name in `$own) {
    `$null = [System.Reflection.Assembly]::LoadFrom("$others/`$name.dll").GetTypes()
}
`$before = [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { `$_.GetName().Name -eq 'Microsoft.Bcl.TimeProvider' } |
    ForEach-Object { `$_.GetName().Version.ToString(2) }
"before: `$before"
Import-Module `$module
Connect-CmServer $($server.Uri) -RetryIntervalSec 1
(Get-CmRequest $ExampleEnroll).Status
"json: `$((Get-CmRequest -Status Approved | Select-Object -First 1).Status)"
`$loaded = [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { `$_.GetName().Name -eq 'Microsoft.Bcl.TimeProvider' } | ForEach-Object { `$_.Location }
"ours: `$(@(@(`$loaded) -like "`$(Split-Path `$module)*").Count)"
"@
        Set-Fault

        $lines | Should -HaveCount 4
        $lines[0] | Should -Be 'before: 9.0'
        $lines[1] | Should -Be 'Approved'
        $lines[2] | Should -Be 'json: Approved'
        # .NET contains the types of this package.
        $lines[3] | Should -Be "ours: $(if ($PSVersionTable.PSEdition -eq 'Core') { 0 } else { 1 })"
    }

    It 'of two versions of the module can be used in two processes' {
        $folder = Split-Path -Path (Get-ModulePath)
        foreach ($version in '7.1.0', '7.2.0') {
            Copy-Item -LiteralPath $folder -Destination "$TestDrive/side by side/MimCm/$version" -Recurse
            $manifest = "$TestDrive/side by side/MimCm/$version/MimCm.psd1"
            (Get-Content -LiteralPath $manifest -Raw) -replace "ModuleVersion(\s*)= '[^']*'", "ModuleVersion`$1= '$version'" |
                Set-Content -LiteralPath $manifest
        }

        foreach ($version in '7.1.0', '7.2.0') {
            Invoke-FreshProcess -Environment @{ PSModulePath = "$TestDrive/side by side"; MIMCM_URI = $server.Uri } -Script @"
Import-Module MimCm -RequiredVersion $version
`$folder = [MimCm.Request].Assembly.Location -replace '.*[\\/]MimCm[\\/]' -replace '[\\/].*'
"`$((Get-CmRequest $ExampleEnroll).Status) `$((Get-Command Get-CmRequest).Version) `$folder"
"@ | Should -Be "Approved $version $version"
        }
    }

    It 'exist for both editions, with the same cmdlets' {
        foreach ($target in 'net8.0', 'net472') {
            Test-Path -LiteralPath "$folder/bin/$target/MimCm.PowerShell.dll" | Should -BeTrue
            Test-Path -LiteralPath "$folder/bin/$target/MimCm.Client.dll" | Should -BeTrue
            Test-Path -LiteralPath "$folder/bin/$target/System.Management.Automation.dll" | Should -BeFalse
        }
    }
}

Describe 'Another assembly named <Name>, loaded before' -ForEach @{ Name = 'MimCm.Client' }, @{ Name = 'MimCm.Directory' }, @{ Name = 'MimCm.Reporting' } {
    # .NET would use it instead of that of the module.
    It 'is never used, and the import fails with the reason' -Skip:($PSVersionTable.PSVersion.Major -lt 6 -and $Name -ne 'MimCm.Client') {
        $folder = (New-Item -ItemType Directory -Path "$TestDrive/$([guid]::NewGuid())").FullName
        $edition = if ($PSVersionTable.PSVersion.Major -ge 6) { 'net8.0' } else { 'net472' }
        $own = Get-Item -Path "$(Split-Path -Path (Get-ModulePath))/bin/$edition/$Name.dll"
        Copy-Item -LiteralPath $own.FullName -Destination $folder
        $said = Invoke-FreshProcess -Script @"
`$null = [System.Reflection.Assembly]::LoadFrom('$folder/$Name.dll')
try { Import-Module -Name `$module -ErrorAction Stop; 'imported' } catch { "refused: `$_" }
"modules: `$(@(Get-Module -Name MimCm).Count)"
"@

        $reason = "MimCm cannot be imported: this process has already loaded another $Name, from '*$Name.dll'. Import MimCm in a new PowerShell process."
        $said -join ' ' | Should -BeLike "*refused: *$reason*modules: 0*"
        $said | Should -Not -Contain 'imported'
    }
}
