BeforeAll {
    Set-StrictMode -Version Latest
    $ErrorActionPreference = 'Continue'
    Import-Module -Name "$PSScriptRoot/../MimCm.TestTools.psm1"
    Import-MimCm
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

    It 'that the server does not list give one error each, and the others come' {
        $found = Get-CmProfileTemplate -Name 'no such', 'FIM*', 'no such*' -ErrorVariable failed -ErrorAction SilentlyContinue
        $found | Should -HaveCount 2
        $failed | Should -HaveCount 1
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'CmNameNotFound*'
        $failed[0].Exception.Message | Should -BeLike '*FIM CM Sample Profile Template*'

        $null = Get-CmProfileTemplate -Id $NoSuchId -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'CmProfileTemplateNotFound*'
        $failed[0].TargetObject | Should -Be $NoSuchId
    }

    It 'have their names in the requests once they were read, and the GUIDs before' {
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

    It 'that a filter names and nobody knows end the command before the list is read' {
        { Get-CmRequest -ProfileTemplate 'no such' } | Should -Throw -ErrorId 'CmNameNotFound,*'
        (Get-Call -All).Line | Should -Be 'GET profiletemplates'
    }

    It 'are completed by name from what the session knows' {
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

Describe 'A directory that does not answer' {
    BeforeEach {
        # Nothing listens on port 1.
        Connect-CmServer -Uri $server.Uri -DirectoryServer '127.0.0.1:1'
        Clear-Call
    }

    It 'is one error of -ResolveName, and the requests come with GUIDs, in their order' {
        $expected = Get-CmRequest
        $requests = Get-CmRequest -ResolveName -ErrorVariable failed -ErrorAction SilentlyContinue

        $requests.Uuid | Should -Be $expected.Uuid
        $requests[0].TargetUser | Should -Be "$($requests[0].TargetUserUuid)"
        $failed | Should -HaveCount 1
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'CmDirectoryUnavailable*'
    }

    It 'ends a command that names a user, before any call' {
        { Get-CmRequest -TargetUser 'CONTOSO\anna' } | Should -Throw -ErrorId 'CmDirectoryUnavailable,*'
        { Get-CmRequest -Originator 'anna' } | Should -Throw -ErrorId 'CmDirectoryUnavailable,*'
        Get-Call -All | Should -BeNullOrEmpty
    }

    It 'is not asked without need' {
        $null = Get-CmRequest -ErrorVariable failed
        $failed | Should -BeNullOrEmpty
    }
}

Describe 'The module' {
    It 'loads the LDAP library only when a name is looked up' {
        # PowerShell may have loaded a library of this name itself: only those in the folder of the module count.
        $code = "Import-Module '$(Get-ModulePath)'; Connect-CmServer $($server.Uri); `$null = Get-CmRequest; " +
            "`$loaded = [AppDomain]::CurrentDomain.GetAssemblies().Location -like '$(Split-Path -Path (Get-ModulePath))*'; " +
            '@($loaded -match "(MimCm\.Directory|System\.DirectoryServices\.Protocols)\.dll$").Count'
        $program, $assembly = Get-PowerShellCommand
        $assembly = @($assembly | Where-Object -FilterScript { $_ })
        & $program @assembly -NoProfile -NonInteractive -Command $code | Should -Be '0'
    }
}
