BeforeAll {
    . "$PSScriptRoot/../Initialize-TestFile.ps1"
    $server = Start-Simulator -Arguments '--requests 10'
    Connect-CmServer -Uri $server.Uri

    # Sets a status on the server after a delay, while the command waits.
    function Set-StatusLater {
        param([guid] $Id, [int] $Status, [int] $Milliseconds)

        $null = Invoke-Control -Method Put -Path "requests/${Id}?afterMs=$Milliseconds" -Body @{ Status = $Status }
    }
}

AfterAll {
    Stop-Simulator
}

Describe 'Wait-CmRequest' {
    BeforeEach {
        Clear-Call
    }

    AfterEach {
        Set-Fault
    }

    It 'returns each request when it reaches a final status' {
        $slow, $fast = New-ServerRequest -Count 2 -With @{ Status = 18 }
        Set-StatusLater -Id $fast -Status 8 -Milliseconds 300
        Set-StatusLater -Id $slow -Status 17 -Milliseconds 1500

        $done = @($slow, $fast | Wait-CmRequest -PollIntervalSec 1 -TimeoutSec 30)

        $done[0] | Should -BeOfType ([MimCm.Request])
        $done.Uuid | Should -Be $fast, $slow
        $done.Status | Should -Be 'Completed', 'Canceled'
    }

    It 'waits for a status that is not final' {
        $id = New-ServerRequest -With @{ Status = 16 }
        Set-StatusLater -Id $id -Status 3 -Milliseconds 300

        (Wait-CmRequest -Id $id -Status Approved, Executing -PollIntervalSec 1 -TimeoutSec 30).Status | Should -Be 'Approved'
    }

    It 'returns a request with another final status at once, with CmUnexpectedStatus' {
        $id = New-ServerRequest -With @{ Status = 4 }

        $all = @(Wait-CmRequest -Id $id -Status Completed 2>&1)

        $all[0].Status | Should -Be 'Denied'
        $all[1].FullyQualifiedErrorId | Should -BeLike 'CmUnexpectedStatus,*'
        $all[1].TargetObject | Should -Be $id
        $all[1].CategoryInfo.Category | Should -Be 'InvalidResult'
    }

    It 'reports a request that is late, and does not return it' {
        $id, $done = New-ServerRequest -Count 2
        $null = Invoke-Control -Method Put -Path "requests/$done" -Body @{ Status = 8 }
        $clock = [System.Diagnostics.Stopwatch]::StartNew()

        $all = @($id, $done | Wait-CmRequest -TimeoutSec 1 2>&1)

        $clock.Elapsed.TotalSeconds | Should -BeLessThan 60
        $all[0].Uuid | Should -Be $done
        $all[1].FullyQualifiedErrorId | Should -BeLike 'CmWaitTimeout,*'
        $all[1].CategoryInfo.Category | Should -Be 'OperationTimeout'
        $all[1].TargetObject | Should -Be $id
        $all[1].Exception.Message | Should -BeLike '*Approved*'
        $all.Count | Should -Be 2
    }

    It 'reads once with -TimeoutSec 0' {
        $id = New-ServerRequest

        (Get-Failure -Of { Wait-CmRequest -Id $id -TimeoutSec 0 }).FullyQualifiedErrorId | Should -BeLike 'CmWaitTimeout,*'
        @(Get-Call).Count | Should -Be 1
    }

    It 'reports CmRequestNotFound for an unknown request, and waits for the others' {
        $id = New-ServerRequest -With @{ Status = 8 }

        $all = @($NoSuchId, $id | Wait-CmRequest 2>&1)

        ($all | Where-Object { $_ -is [MimCm.Request] }).Uuid | Should -Be $id
        $failure = @($all | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] })
        $failure.FullyQualifiedErrorId | Should -BeLike 'CmRequestNotFound,*'
        $failure.TargetObject | Should -Be $NoSuchId
    }

    It 'binds <Name>' -ForEach @(
        @{ Name = 'requests'; Given = { Get-CmRequest $id } }
        @{ Name = 'strings'; Given = { "$id" } }
        @{ Name = 'rows'; Given = { [pscustomobject] @{ RequestId = "$id"; Status = 'whatever' } } }
    ) {
        $id = New-ServerRequest -With @{ Status = 9 }

        (& $Given | Wait-CmRequest).Status | Should -Be 'Failed'
    }

    It 'makes no call for an empty pipeline' {
        @() | Wait-CmRequest

        Get-Call | Should -BeNullOrEmpty
    }

    It 'waits on the server of a request' {
        $other = Start-Simulator -Arguments '--requests 10'
        $session = Connect-CmServer -Uri $other.Uri -PassThru
        Connect-CmServer -Uri $server.Uri
        $request = Get-CmRequest -Id $ExampleEnroll -Session $session
        $null = Invoke-Control -Method Put -Path "requests/$ExampleEnroll" -Body @{ Status = 8 } -Simulator $other
        Clear-Call

        ($request | Wait-CmRequest).Status | Should -Be 'Completed'

        Get-Call | Should -BeNullOrEmpty
        Stop-Simulator $other
    }

    It 'continues after invalid responses of the server' {
        $id = New-ServerRequest -With @{ Status = 8 }
        $session = Connect-CmServer -Uri $server.Uri -MaximumRetryCount 0 -PassThru
        Set-Fault -Rule @{ content = 'page'; times = 1 }, @{ status = 500; times = 1 }

        (Wait-CmRequest -Id $id -PollIntervalSec 1 -TimeoutSec 60 -Session $session).Status | Should -Be 'Completed'
    }

    It 'shows its progress' {
        $shell = New-ConnectedRunspace -Uri $server.Uri
        try {
            $id = New-ServerRequest
            $code = 'param($id) Wait-CmRequest -Id $id -TimeoutSec 2 -PollIntervalSec 1 -ErrorAction Ignore'
            $null = Invoke-Runspace -Shell $shell -Script $code -Arguments $id
            $shell.Streams.Progress[0].Activity | Should -Be 'Waiting for requests'
            $shell.Streams.Progress[-1].RecordType | Should -Be 'Completed'
        }
        finally {
            Close-Runspace $shell
        }
    }

    It 'ends within a second on Ctrl+C, without an error' {
        $shell = New-ConnectedRunspace -Uri $server.Uri
        try {
            $stopped = Invoke-Promptly -Script {
                Clear-Call
                $running = Start-Runspace -Shell $shell -Script 'param($id) Wait-CmRequest -Id $id' -Arguments (New-ServerRequest)
                $null = Wait-Call -Where { $_.Line -match '^GET requests/' -and $_.status -eq 200 }
                Stop-Runspace $running
            }

            $stopped.State | Should -Be 'Stopped'
            $stopped.Seconds | Should -BeLessThan 1
            $stopped.Errors | Should -Be 0
        }
        finally {
            Close-Runspace $shell
        }
    }
}
