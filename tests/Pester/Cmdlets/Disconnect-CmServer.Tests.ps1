BeforeAll {
    . "$PSScriptRoot/../Initialize-TestFile.ps1"
    $ErrorActionPreference = 'Continue'
    $server = Start-Simulator
    $other = Start-Simulator
}

AfterAll {
    Stop-Simulator
}

Describe 'Disconnect-CmServer' {
    BeforeEach {
        Get-CmSession | Disconnect-CmServer
        Clear-Call
        Clear-Call -Simulator $other
    }

    It 'has no output and makes no call' {
        Connect-CmServer -Uri $server.Uri
        Clear-Call

        Disconnect-CmServer | Should -BeNullOrEmpty
        Get-Call | Should -BeNullOrEmpty
    }

    It 'disconnects the default session, and then there is none' {
        Connect-CmServer -Uri $server.Uri
        Clear-Call
        Disconnect-CmServer

        $failures = @(Get-Failure { Get-CmRequest $ExampleEnroll })
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'CmNotConnected,*'
        $failures[0].Exception.Message | Should -BeLike "*$($server.Uri)*was disconnected*"
        Get-CmSession | Should -BeNullOrEmpty
        Get-Call | Should -BeNullOrEmpty
    }

    It 'keeps the other sessions' {
        $first = Connect-CmServer -Uri $other.Uri -PassThru
        Connect-CmServer -Uri $server.Uri
        Disconnect-CmServer

        Get-CmSession | Should -Be $first
        (Get-CmRequest $ExampleEnroll -Session $first).Uuid | Should -Be $ExampleEnroll
    }

    It 'does not make an earlier session the default again' {
        Connect-CmServer -Uri $other.Uri
        Connect-CmServer -Uri $server.Uri
        Disconnect-CmServer
        Clear-Call -Simulator $other

        { Get-CmRequest $ExampleEnroll } | Should -Throw -ErrorId 'CmNotConnected,*'
        Get-Call -Simulator $other | Should -BeNullOrEmpty
    }

    It 'disconnects the specified session and keeps the default session' {
        $first = Connect-CmServer -Uri $other.Uri -PassThru
        Connect-CmServer -Uri $server.Uri
        Disconnect-CmServer -Session $first

        $first.IsConnected | Should -BeFalse
        (Get-CmRequest $ExampleEnroll).Uuid | Should -Be $ExampleEnroll
        { Get-CmRequest $ExampleEnroll -Session $first } | Should -Throw -ErrorId 'CmNotConnected,*'
    }

    It 'disconnects the sessions of the pipeline, and several by argument' {
        $sessions = 1..4 | ForEach-Object -Process { Connect-CmServer -Uri $server.Uri -PassThru }
        $sessions[0], $sessions[1] | Disconnect-CmServer
        Disconnect-CmServer -Session $sessions[2], $sessions[3]

        $sessions.IsConnected | Should -Not -Contain $true
        Get-CmSession | Should -BeNullOrEmpty
    }

    It 'disconnects nothing for an empty pipeline' {
        Connect-CmServer -Uri $server.Uri
        @() | Disconnect-CmServer

        (Get-CmRequest $ExampleEnroll).Uuid | Should -Be $ExampleEnroll
    }

    It 'rejects $null instead of using the default session' {
        Connect-CmServer -Uri $server.Uri

        { Disconnect-CmServer -Session $null } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
        @(Get-Failure { $null | Disconnect-CmServer }) | Should -HaveCount 1
        (Get-CmSession).IsDefault | Should -BeTrue
    }

    It 'accepts a session that is already disconnected' {
        $session = Connect-CmServer -Uri $server.Uri -PassThru
        Disconnect-CmServer -Session $session

        @(Get-Failure { $session | Disconnect-CmServer }) | Should -HaveCount 0
    }

    It 'fails if there is no session to disconnect' {
        Connect-CmServer -Uri $server.Uri
        Disconnect-CmServer

        { Disconnect-CmServer } | Should -Throw -ErrorId 'CmNotConnected,*'
    }

    It 'rejects a change of a Request whose session is disconnected, even if there is another default session' {
        Connect-CmServer -Uri $other.Uri
        $there = Get-CmRequest $ExampleEnroll
        Disconnect-CmServer
        Connect-CmServer -Uri $server.Uri
        Clear-Call

        $failures = @(Get-Failure { $there | Set-CmRequestStatus -Status Completed -Confirm:$false })

        $failures[0].FullyQualifiedErrorId | Should -BeLike 'CmNotConnected,*'
        $failures[0].Exception.Message | Should -BeLike "*$($other.Uri)*"
        $failures[0].TargetObject | Should -Be $ExampleEnroll
        Get-Call | Should -BeNullOrEmpty
        Get-ServerStatus $ExampleEnroll | Should -Be 3
    }

    It 'ends a list in progress' {
        Connect-CmServer -Uri $server.Uri

        $failures = @(Get-Failure { Get-CmRequest -Status Approved, Pending | ForEach-Object -Process { Get-CmSession | Disconnect-CmServer } })

        $failures | Should -HaveCount 1
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'CmNotConnected,*'
        $failures[0].Exception.Message | Should -BeLike "*$($server.Uri)*was disconnected*"
    }

    It 'ends <Name> of another runspace' -ForEach @(
        @{ Name = 'a read'; Command = 'Get-CmRequest $id' }
        @{ Name = 'a list'; Command = 'Get-CmRequest' }
        @{ Name = 'a wait'; Command = 'Wait-CmRequest $id' }
        @{ Name = 'a change'; Command = 'Set-CmRequestStatus $id Completed -Confirm:$false' }
    ) {
        Set-Fault -Rule @{ latency = 5000; nth = '2-' }
        $session = Connect-CmServer -Uri $server.Uri -MaximumRetryCount 0 -PassThru
        Clear-Call
        $shell = New-ConnectedRunspace
        $code = "param(`$session, `$id) try { $Command -Session `$session } catch { `$_.FullyQualifiedErrorId }"
        $running = Start-Runspace -Shell $shell -Script $code -Arguments $session, $ExampleEnroll
        $null = Wait-Call -Where { $true }
        Disconnect-CmServer
        $null = $running.Handle.AsyncWaitHandle.WaitOne(4000)
        $output = "$($running.Output)"
        $written = $shell.Streams.Error.Count
        Set-Fault
        Close-Runspace $shell

        $output | Should -BeLike 'CmNotConnected,*'
        $written | Should -Be 0
        if ($Name -eq 'a change') {
            $session.UnknownOutcomes | Should -Be $ExampleEnroll
        }
    }
}
