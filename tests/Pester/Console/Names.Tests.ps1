BeforeDiscovery {
    # On systems other than Windows, the LDAP client of .NET uses the OpenLDAP library.
    $hasLdap = $env:OS -eq 'Windows_NT'
    foreach ($library in 'libldap-2.5.so.0', 'libldap.so.2', 'libldap-2.4.so.2', 'libldap.dylib') {
        $handle = [System.IntPtr]::Zero
        $hasLdap = $hasLdap -or [System.Runtime.InteropServices.NativeLibrary]::TryLoad($library, [ref] $handle)
    }
}

BeforeAll {
    . "$PSScriptRoot/../Initialize-TestFile.ps1"
    $ErrorActionPreference = 'Continue'
    $server = Start-Simulator '--requests 300'
}

AfterAll {
    Stop-Simulator
}

Describe 'Profile templates' {
    BeforeEach {
        Connect-CmServer -Uri $server.Uri
        Clear-Call
    }

    It 'are listed by one call, which the session keeps until -Force' {
        $templates = Get-CmProfileTemplate
        $again = Get-CmProfileTemplate

        $templates | Should -BeOfType ([MimCm.ProfileTemplate])
        $templates.Name | Should -Contain 'FIM CM Sample Profile Template'
        $again.Uuid | Should -Be $templates.Uuid
        (Get-Call -All).Line | Should -Be 'GET profiletemplates'
        $null = Get-CmProfileTemplate -Force
        Get-Call -All | Should -HaveCount 2
    }

    It 'have a kind' {
        (Get-CmProfileTemplate 'FIM CM Sample Profile Template').Kind | Should -Be 'Software'
        (Get-CmProfileTemplate 'FIM CM Sample Smart Card Logon Profile Template').Kind | Should -Be 'Smartcard'
        (Get-CmProfileTemplate | Where-Object -FilterScript { $_.IsVirtualSmartcardProfileTemplate }).Kind | Should -Contain 'VirtualSmartcard'
    }

    It 'that the server does not list are one error each, and the others are returned' {
        $found = Get-CmProfileTemplate -Name 'no such', 'FIM*', 'no such*' -ErrorVariable failed -ErrorAction SilentlyContinue
        $found | Should -HaveCount 2
        $failed | Should -HaveCount 1
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'CmNameNotFound*'
        $failed[0].Exception.Message | Should -BeLike '*FIM CM Sample Profile Template*'

        $null = Get-CmProfileTemplate -Id $NoSuchId -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'CmProfileTemplateNotFound*'
        $failed[0].TargetObject | Should -Be $NoSuchId
    }

    It 'are shown in requests by name after they were read, and by GUID before' {
        $request = Get-CmRequest $ExampleEnroll
        $request.ProfileTemplate | Should -Be "$($request.ProfileTemplateUuid)"

        $template = $request | Get-CmProfileTemplate
        $request.ProfileTemplate | Should -Be $template.Name
        $request | Where-Object -Property ProfileTemplate -EQ -Value $template.Name | Should -Not -BeNullOrEmpty
        $request | Export-Csv -Path "$TestDrive/one.csv" -NoTypeInformation
        (Import-Csv -Path "$TestDrive/one.csv").ProfileTemplate | Should -Be $template.Name
    }

    It 'are read in the background by the first list of a session, and once' {
        $requests = Get-CmRequest
        $null = Get-CmRequest
        $clock = [System.Diagnostics.Stopwatch]::StartNew()
        while ($requests[0].ProfileTemplate -eq "$($requests[0].ProfileTemplateUuid)" -and $clock.Elapsed.TotalSeconds -lt 20) {
            Start-Sleep -Milliseconds 20
        }

        $requests[0].ProfileTemplate | Should -Not -Be "$($requests[0].ProfileTemplateUuid)"
        Get-Call -All | Where-Object -FilterScript { $_.Line -eq 'GET profiletemplates' } | Should -HaveCount 1
    }

    It 'filter requests by name, by pattern and by object' {
        $template = Get-CmProfileTemplate 'Smart Card Logon'
        $expected = @(Get-CmRequest | Where-Object -Property ProfileTemplateUuid -EQ -Value $template.Uuid)

        $expected.Count | Should -BeGreaterThan 0
        (Get-CmRequest -ProfileTemplate 'smart card logon').Uuid | Should -Be $expected.Uuid
        (Get-CmRequest -ProfileTemplate 'Smart Card*').Uuid | Should -Be $expected.Uuid
        (Get-CmRequest -ProfileTemplate $template).Uuid | Should -Be $expected.Uuid
    }

    It 'that do not exist in a filter end the command before the list is read' {
        { Get-CmRequest -ProfileTemplate 'no such' } | Should -Throw -ErrorId 'CmNameNotFound,*'
        (Get-Call -All).Line | Should -Be 'GET profiletemplates'
    }

    It 'are completed by the names that the session knows' {
        $null = Get-CmProfileTemplate
        Clear-Call
        Get-Completion 'Get-CmRequest -ProfileTemplate FIM' | Should -Be "'FIM CM Sample Profile Template'", "'FIM CM Sample Smart Card Logon Profile Template'"
        Get-Call -All | Should -BeNullOrEmpty
    }

    BeforeAll {
        function Get-Completion([string] $Line) {
            (TabExpansion2 -inputScript $Line -cursorColumn $Line.Length).CompletionMatches | ForEach-Object -Process { $_.CompletionText }
        }
    }
}

Describe 'A directory that does not respond' {
    BeforeEach {
        # Nothing listens on port 1.
        Connect-CmServer -Uri $server.Uri -DirectoryServer '127.0.0.1:1'
        Clear-Call
    }

    It 'is one error of -ResolveName, and the requests are returned with GUIDs, in their order' {
        $expected = Get-CmRequest
        $requests = Get-CmRequest -ResolveName -ErrorVariable failed -ErrorAction SilentlyContinue

        $requests.Uuid | Should -Be $expected.Uuid
        $requests[0].TargetUser | Should -Be "$($requests[0].TargetUserUuid)"
        $failed | Should -HaveCount 1
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'CmDirectoryUnavailable*'
    }

    It 'ends a command with the name of a user before any call' {
        { Get-CmRequest -TargetUser 'CONTOSO\anna' } | Should -Throw -ErrorId 'CmDirectoryUnavailable,*'
        { Get-CmRequest -Originator 'anna' } | Should -Throw -ErrorId 'CmDirectoryUnavailable,*'
        Get-Call -All | Should -BeNullOrEmpty
    }

    It 'is not queried if no name is needed' {
        $null = Get-CmRequest -ErrorVariable failed
        $failed | Should -BeNullOrEmpty
    }
}

Describe 'Names from a directory' -Skip:(-not $hasLdap) {
    BeforeAll {
        $directoryServer = Start-Simulator '--requests 300 --directory 0'
        $directory = ([uri] (Invoke-Control -Method Get -Path state -Simulator $directoryServer).directory).Authority
        $anna, $otherAnna, $odd, $gone = 1..4 | ForEach-Object -Process { [guid] "5ca1ab1e-0000-4000-8000-00000000000$_" }
        $oddName = "od$([char] 27)[31md, (na$([char] 0x202E)me)$([char] 0x2028)*\"
        $access = @{ users = @{ 'CONTOSO\anna' = $anna; 'EMEA\anna' = $otherAnna; "CONTOSO\$($oddName.TrimEnd('\'))" = $odd; 'CONTOSO\gone' = $gone } }
        $null = Invoke-Control -Method Put -Path access -Body $access -Simulator $directoryServer
        $ofAnna = New-ServerRequest -With @{ TargetUserUuid = $anna; OriginatorUserUuid = $otherAnna } -Simulator $directoryServer
        $ofOdd = New-ServerRequest -With @{ TargetUserUuid = $odd; OriginatorUserUuid = $odd } -Simulator $directoryServer
        $ofGone = New-ServerRequest -With @{ TargetUserUuid = $gone; OriginatorUserUuid = $anna } -Simulator $directoryServer
        $users = @{}
        foreach ($user in Invoke-Control -Method Get -Path users -Simulator $directoryServer) {
            $users[[guid] $user.uuid] = $user.accountName
        }

        # Sets the behavior of the directory, and resets its counters.
        function Set-Directory([hashtable] $Behavior = @{}) {
            $all = @{ delayMilliseconds = 0; failAfter = $null; deleted = @() } + @{}
            foreach ($name in $Behavior.Keys) {
                $all[$name] = $Behavior[$name]
            }
            $null = Invoke-Control -Method Put -Path directory -Body $all -Simulator $directoryServer
        }

        function Get-Activity {
            Invoke-Control -Method Get -Path directory -Simulator $directoryServer
        }

        function Get-Completion([string] $Line) {
            (TabExpansion2 -inputScript $Line -cursorColumn $Line.Length).CompletionMatches | ForEach-Object -Process { $_.CompletionText }
        }
    }

    BeforeEach {
        Set-Directory
        Connect-CmServer -Uri $directoryServer.Uri -DirectoryServer $directory
        Clear-Call -Simulator $directoryServer
    }

    It 'are in the requests of -ResolveName, in their order' {
        $expected = Get-CmRequest
        $requests = Get-CmRequest -ResolveName -ErrorVariable failed

        $failed | Should -BeNullOrEmpty
        $requests.Uuid | Should -Be $expected.Uuid
        $requests.TargetUser | Should -Be @($requests | ForEach-Object -Process { $users[$_.TargetUserUuid] })
        $requests.Originator | Should -Be @($requests | ForEach-Object -Process { $users[$_.OriginatorUserUuid] })
        ($requests | Where-Object -Property TargetUser -EQ -Value 'CONTOSO\anna').Uuid | Should -Be $ofAnna
        ($requests | ConvertTo-Csv | ConvertFrom-Csv | Where-Object -Property Originator -EQ -Value 'EMEA\anna').Uuid | Should -Be $ofAnna
    }

    It 'are in requests that are read by id' {
        (Get-CmRequest $ofAnna -ResolveName).TargetUser | Should -Be 'CONTOSO\anna'
    }

    It 'are looked up once for each session, 100 users with one search, and are then in requests of other runspaces' {
        $null = Get-CmRequest -ResolveName
        $first = Get-Activity
        $null = Get-CmRequest -ResolveName
        $shell = New-ConnectedRunspace
        try {
            $code = 'param($session) (Get-CmRequest -ResolveName -Session $session | Where-Object -Property TargetUser -EQ -Value CONTOSO\anna).Uuid'
            Invoke-Runspace -Shell $shell -Script $code -Arguments (Get-CmSession | Where-Object -Property IsDefault) | Should -Be $ofAnna
        }
        finally {
            Close-Runspace -Shell $shell
        }

        # Three searches about the directory itself, one for the first requests, and the others.
        $first.searches | Should -BeLessOrEqual (5 + [math]::Ceiling($users.Count / 100))
        (Get-Activity).searches | Should -Be $first.searches
    }

    It 'are not looked up without -ResolveName' {
        $null = Get-CmRequest
        $null = Get-CmRequest $ofAnna
        $null = Get-CmRequest -TargetUser $anna
        $null = Measure-CmRequest
        (Get-Activity).connections | Should -Be 0
    }

    It 'are specified with -Name, as Get-CmUser says of a name without it' {
        $failure = Get-Failure { Get-CmUser 'CONTOSO\anna' }

        $failure.Exception.Message | Should -BeLike "*'CONTOSO\anna' is not the GUID of a user. To specify a name, use -Name."
        (Get-CmUser "$anna").Name | Should -Be 'CONTOSO\anna'
        $file = Join-Path -Path $TestDrive -ChildPath 'users.csv'
        Set-Content -LiteralPath $file -Value 'TargetUserUuid', "$anna"
        (Import-Csv -LiteralPath $file | Get-CmUser).Name | Should -Be 'CONTOSO\anna'
    }

    It 'are returned by Get-CmUser for each GUID in order, and deleted users are one error each' {
        Set-Directory @{ deleted = @($gone) }
        $found = $otherAnna, $gone, $anna, $odd, $anna | Get-CmUser -ErrorVariable failed -ErrorAction SilentlyContinue

        $found | Should -BeOfType ([MimCm.User])
        $found.Uuid | Should -Be $otherAnna, $anna, $odd, $anna
        $found[1].Name | Should -Be 'CONTOSO\anna'
        $found[1].UserPrincipalName | Should -Be 'anna@contoso.com'
        $found[1].Enabled | Should -BeTrue
        $failed | Should -HaveCount 1
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'CmUserNotFound*'
        $failed[0].TargetObject | Should -Be $gone
        (Get-CmRequest $ofAnna | Get-CmUser).Name | Should -Be 'CONTOSO\anna'
        Get-Call -Simulator $directoryServer | Should -HaveCount 1
    }

    It 'find users: <Name>' -ForEach @(
        @{ Name = 'CONTOSO\anna'; Found = 'anna' }
        @{ Name = 'emea\ANNA'; Found = 'otherAnna' }
        @{ Name = 'anna@emea.contoso.com'; Found = 'otherAnna' }
        @{ Name = 'anna'; Found = 'anna', 'otherAnna' }
    ) {
        $expected = $Found | ForEach-Object -Process { Get-Variable -Name $_ -ValueOnly }
        (Get-CmUser -Name $Name).Uuid | Sort-Object | Should -Be $expected
    }

    It 'select users for filters and new requests, as GUIDs do' {
        (Get-CmRequest -TargetUser 'CONTOSO\anna').Uuid | Should -Be $ofAnna
        (Get-CmRequest -Originator 'EMEA\anna').Uuid | Should -Be $ofAnna
        (Get-CmRequest -TargetUser (Get-CmUser $anna)).Uuid | Should -Be $ofAnna
        $template = Get-CmProfileTemplate 'FIM CM Sample Profile Template'
        (New-CmRequest Enroll -ProfileTemplate $template.Name -TargetUser 'EMEA\anna' -Confirm:$false).TargetUserUuid | Should -Be $otherAnna
    }

    It 'that are ambiguous or unknown end the command before any call, and the message lists the candidates' {
        $failure = Get-Failure { Get-CmRequest -TargetUser anna }
        $failure.FullyQualifiedErrorId | Should -BeLike 'CmNameAmbiguous,*'
        $failure.Exception.Message | Should -BeLike '*CONTOSO\anna (CN=*'
        $failure.Exception.Message | Should -BeLike '*EMEA\anna (CN=*'
        (Get-Failure { Get-CmRequest -Originator 'CONTOSO\nobody' }).FullyQualifiedErrorId | Should -BeLike 'CmNameNotFound,*'
        (Get-Failure { New-CmRequest Enroll -ProfileTemplate $anna -TargetUser 'EMEA\anna', 'anna' -Confirm:$false }).FullyQualifiedErrorId |
            Should -BeLike 'CmNameAmbiguous,*'
        Get-Call -Simulator $directoryServer -All | Should -BeNullOrEmpty

        $null = Get-CmUser -Name nobody -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'CmNameNotFound*'
    }

    It 'of deleted users stay GUIDs, without an error' {
        Set-Directory @{ deleted = @($gone) }
        $requests = Get-CmRequest -ResolveName -ErrorVariable failed

        $failed | Should -BeNullOrEmpty
        ($requests | Where-Object -Property Uuid -EQ -Value $ofGone).TargetUser | Should -Be "$gone"
        ($requests | Where-Object -Property Uuid -EQ -Value $ofGone).Originator | Should -Be 'CONTOSO\anna'
        $null = Get-CmRequest -ResolveName
        (Get-CmUser $gone -ErrorAction SilentlyContinue) | Should -BeNullOrEmpty
    }

    It 'are resolved until the directory stops, with one error' {
        # Three searches about the directory itself, and one for the first users.
        Set-Directory @{ failAfter = 4 }
        $requests = Get-CmRequest -ResolveName -ErrorVariable failed -ErrorAction SilentlyContinue

        $requests.Uuid | Should -Be (Get-CmRequest).Uuid
        $requests[0].TargetUser | Should -Be $users[$requests[0].TargetUserUuid]
        @($requests | Where-Object -FilterScript { $_.TargetUser -eq "$($_.TargetUserUuid)" }).Count | Should -BeGreaterThan 0
        $failed | Should -HaveCount 1
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'CmDirectoryUnavailable*'

        $tried = Get-Activity
        $null = Get-CmRequest -ResolveName -ErrorAction SilentlyContinue
        (Get-Activity).connections | Should -Be $tried.connections -Because 'it is not tried again for a minute'
    }

    It 'are waited for if the directory is slow, and Ctrl+C ends the wait at once without an error' {
        Set-Directory @{ delayMilliseconds = 300 }
        (Get-CmRequest -ResolveName).Uuid | Should -Be (Get-CmRequest).Uuid

        Set-Directory @{ delayMilliseconds = 60000 }
        $shell = New-ConnectedRunspace
        try {
            $connect = 'param($uri, $directory) Connect-CmServer $uri -DirectoryServer $directory'
            $null = Invoke-Runspace -Shell $shell -Script $connect -Arguments $directoryServer.Uri, $directory
            $running = Start-Runspace -Shell $shell -Script 'Get-CmRequest -ResolveName'
            while ((Get-Activity).searches -eq 0) {
                Start-Sleep -Milliseconds 20
            }
            $stopped = Stop-Runspace -Running $running
            $stopped.Seconds | Should -BeLessThan 1
            $stopped.State | Should -Be 'Stopped'
            $stopped.Errors | Should -Be 0
        }
        finally {
            Close-Runspace -Shell $shell
        }
    }

    It 'with control characters are shown without them, and are not offered by Tab' {
        $request = Get-CmRequest $ofOdd -ResolveName
        $steering = '[\p{Cc}\p{Cf}\p{Zl}\p{Zp}-[\r\n]]'

        $request.TargetUser | Should -Match $steering
        $request | Format-Table -Property Uuid, TargetUser | Out-String | Should -Match 'od'
        foreach ($shown in ($request | Out-String -Width 250), ($request | Format-List | Out-String), (Get-CmUser $odd | Out-String -Width 250),
            (Get-CmUser $odd | Format-List | Out-String)) {
            $shown -replace '\e?\x1b\[[0-9;]*m' | Should -Not -Match $steering
            $shown | Should -Match 'od \[31md'
        }
        Get-Completion 'Get-CmRequest -TargetUser CONTOSO\od' | Should -BeNullOrEmpty
        (Get-Failure { Get-CmRequest -TargetUser "x$oddName" }).Exception.Message | Should -Not -Match $steering
    }

    It 'are completed for <_>, without a search' -ForEach @(
        'Get-CmRequest -TargetUser', 'Get-CmRequest -Originator', 'Measure-CmRequest -TargetUser', 'New-CmRequest Enroll -TargetUser'
    ) {
        $null = Get-CmRequest -ResolveName
        $null = Get-CmRequest $ofGone, $ofAnna -ResolveName
        Set-Directory
        Clear-Call -Simulator $directoryServer

        Get-Completion "$_ CONTOSO\ann" | Should -Be 'CONTOSO\anna'
        Get-Completion "$_ 'contoso\ann" | Should -Be "'CONTOSO\anna'"
        (Get-Activity).connections | Should -Be 0
        Get-Call -Simulator $directoryServer -All | Should -BeNullOrEmpty
    }

    It 'are in the prompt before a change' {
        $null = Get-CmProfileTemplate
        $null = Get-CmUser -Name 'CONTOSO\anna'
        $code = {
            param($session, $id, $user)
            Get-CmRequest $id -Session $session | Set-CmRequestStatus -Status Canceled -WhatIf
            New-CmRequest Enroll -ProfileTemplate 'FIM CM Sample Profile Template' -TargetUser $user -Session $session -WhatIf
        }
        $file = "$TestDrive/whatif.txt"
        Start-Transcript -Path $file
        & $code (Get-CmSession | Where-Object -Property IsDefault) $ofAnna 'CONTOSO\anna'
        Stop-Transcript
        $said = (Get-Content -LiteralPath $file -Raw) -replace '\s+', ' '
        $said | Should -BeLike "*$ofAnna of user CONTOSO\anna (profile template *"
        $said | Should -BeLike '*user CONTOSO\anna (profile template FIM CM Sample Profile Template) at *'
    }
}

Describe 'The module' {
    It 'loads the LDAP library only when a name is looked up' {
        # PowerShell may have loaded a library of this name itself. Only those in the folder of the module count.
        $code = "Import-Module '$(Get-ModulePath)'; Connect-CmServer $($server.Uri); `$null = Get-CmRequest; " +
            "`$loaded = [AppDomain]::CurrentDomain.GetAssemblies().Location -like '$(Split-Path -Path (Get-ModulePath))*'; " +
            '@($loaded -match "(MimCm\.Directory|System\.DirectoryServices\.Protocols)\.dll$").Count'
        $program, $assembly = Get-PowerShellCommand
        $assembly = @($assembly | Where-Object -FilterScript { $_ })
        & $program @assembly -NoProfile -NonInteractive -Command $code | Should -Be '0'
    }
}
