# Sessions are separate: for each address and runspace, and also when one of them fails.

BeforeDiscovery {
    $isCore = $PSVersionTable.PSVersion.Major -ge 7
    $hasThreadJob = [bool] (Get-Command -Name Start-ThreadJob -ErrorAction Ignore)
}

BeforeAll {
    . "$PSScriptRoot/../Initialize-TestFile.ps1"
    $module = Get-ModulePath
    $server = Start-Simulator -Arguments '--requests 300 --auth bearer --session-cookie ASP.NET_SessionId --token token-1=user1 --token token-2=user2'

    function Connect-As {
        param([int] $Number)

        $token = ConvertTo-SecureString -String "token-$Number" -AsPlainText -Force
        Connect-CmServer -Uri $server.Uri -AllowUnencryptedAuthentication -AccessToken $token -PassThru
    }

    # The calls since the last time, by user.
    function Get-Served {
        @(Get-Call | Where-Object -FilterScript { $_.status -ne 401 })
    }

    # The number of open connections of this process to the server.
    function Get-ConnectionCount {
        $port = ([uri] $server.Uri).Port
        @([System.Net.NetworkInformation.IPGlobalProperties]::GetIPGlobalProperties().GetActiveTcpConnections() |
            Where-Object -FilterScript { $_.RemoteEndPoint.Port -eq $port -and "$($_.State)" -eq 'Established' }).Count
    }

    # Waits until a condition is true.
    function Wait-Until {
        param([scriptblock] $Condition)

        for ($i = 0; $i -lt 200 -and -not (& $Condition); $i++) {
            Start-Sleep -Milliseconds 20
        }
        & $Condition
    }
}

AfterAll {
    Stop-Simulator
}

Describe 'Two sessions with one server' {
    BeforeEach {
        Get-CmSession | Disconnect-CmServer
        Clear-Call
    }

    It 'keep two identities, with their own cookies and connections' {
        $one = Connect-As 1
        $two = Connect-As 2
        Clear-Call
        for ($i = 0; $i -lt 10; $i++) {
            $null = Get-CmRequest $ExampleEnroll -Session $one
            $null = Get-CmRequest $ExampleEnroll -Session $two
        }

        $calls = Get-Served
        $calls.user | Should -Be (@('user1', 'user2') * 10)
        foreach ($what in 'connection', 'cookie') {
            $groups = @($calls | Group-Object -Property $what)
            $groups | Should -HaveCount 2
            foreach ($group in $groups) {
                @($group.Group.user | Sort-Object -Unique) | Should -HaveCount 1
            }
        }
    }

    It 'keep a request in the session that it was read with' {
        $one = Connect-As 1
        $two = Connect-As 2
        $requests = @(New-ServerRequest -Count 3 | Get-CmRequest -Session $one)
        Clear-Call

        $requests | Set-CmRequestStatus -Status Canceled -Confirm:$false | Get-CmRequest | Out-Null
        Get-CmRequest -Id $requests[0].Uuid | Out-Null

        (Get-Served).user | Should -Be (@('user1') * 6 + 'user2')
        Disconnect-CmServer -Session $one, $two
    }

    It 'are not confused when the later one fails' {
        $null = Connect-As 1
        $failure = Get-Failure -Of { Connect-As 3 }
        $next = Get-Failure -Of { Set-CmRequestStatus $ExampleUnblock -Status Canceled -Confirm:$false }

        $failure.FullyQualifiedErrorId | Should -BeLike 'CmUnauthorized,*'
        $next.FullyQualifiedErrorId | Should -BeLike 'CmNotConnected,*'
        Get-Call | Where-Object -FilterScript { $_.method -eq 'PUT' } | Should -BeNullOrEmpty
    }
}

Describe 'A session in other runspaces' {
    BeforeEach {
        Get-CmSession | Disconnect-CmServer
        Clear-Call
    }

    It 'is safe in ForEach-Object -Parallel: 200 calls with two identities, each with the right one' -Skip:(-not $isCore) {
        $one = Connect-As 1
        $two = Connect-As 2
        $ids = New-ServerRequest -Count 200
        Clear-Call

        $results = 0..199 | ForEach-Object -ThrottleLimit 8 -Parallel {
            if (-not (Get-Module -Name MimCm)) { Import-Module -Name $using:module }
            $id = ($using:ids)[$_]
            $session = if ($_ % 2) { $using:one } else { $using:two }
            $request = if ($_ % 4 -lt 2) { Get-CmRequest -Id $id -Session $session } else {
                Set-CmRequestStatus -Id $id -Status Canceled -Confirm:$false -Session $session
            }
            "$_ $($request.Uuid)"
        }

        $results | Sort-Object -Property { [int] ($_ -split ' ')[0] } | Should -Be @(0..199 | ForEach-Object -Process { "$_ $($ids[$_])" })
        $calls = Get-Served
        $calls | Should -HaveCount 200
        foreach ($call in $calls) {
            $call.user | Should -Be ('user2', 'user1')[[array]::IndexOf($ids, [guid] $call.id) % 2]
        }
        foreach ($connection in $calls | Group-Object -Property connection) {
            @($connection.Group.user | Sort-Object -Unique) | Should -HaveCount 1
        }
    }

    # The caller loses what ForEach-Object -Parallel has not returned when it is stopped. The session keeps it.
    It 'contains each change that a stopped ForEach-Object -Parallel did not return, with 4 runspaces and 16 concurrent changes each' -Skip:(-not $isCore) {
        foreach ($round in 1..4) {
            $session = Connect-As 1
            $ids = New-ServerRequest -Count 800
            Set-Fault -Rule @{ method = 'PUT'; latency = '300-600' }
            Clear-Call
            $shell = New-ConnectedRunspace
            $running = Start-Runspace -Shell $shell -Arguments $module, $session, $ids -Script @'
param($module, $session, $ids)
0..3 | ForEach-Object -ThrottleLimit 4 -Parallel {
    if (-not (Get-Module -Name MimCm)) { Import-Module -Name $using:module }
    $session = $using:session
    ($using:ids)[(200 * $_)..(200 * $_ + 199)] | Set-CmRequestStatus -Status Canceled -ThrottleLimit 16 -Confirm:$false -Session $session
}
'@
            $wanted = 30 * $round
            Wait-Until { @(Get-Call | Where-Object -FilterScript { $_.changed }).Count -ge $wanted } | Should -BeTrue
            $stopped = Stop-Runspace -Running $running
            $stopped.State | Should -Be 'Stopped'
            $emitted = @($running.Output | ForEach-Object -Process { $_.Uuid })
            Close-Runspace -Shell $shell
            Set-Fault

            # The four runspaces end by themselves after the stop, each with a list of its sent changes.
            $lost = { @(Get-Call | Where-Object -FilterScript { $_.changed } | ForEach-Object -Process { [guid] $_.id } |
                        Where-Object -FilterScript { $_ -notin $emitted -and $_ -notin $session.UnreportedChanges.Uuid }) }
            $null = Wait-Until { @(& $lost).Count -eq 0 }
            $changed = @(Get-Call | Where-Object -FilterScript { $_.changed })
            $changed.Count | Should -BeGreaterOrEqual $wanted
            & $lost | Should -BeNullOrEmpty -Because "of $($changed.Count) changes $($emitted.Count) were emitted"
            # None of them is reported as not changed.
            $ids = @($changed | ForEach-Object -Process { [guid] $_.id })
            $session.UnreportedChanges | Where-Object -FilterScript { $_.Outcome -eq 'NotChanged' -and $_.Uuid -in $ids } | Should -BeNullOrEmpty
            Disconnect-CmServer -Session $session
        }
    }

    It 'is safe in Start-ThreadJob' -Skip:(-not $hasThreadJob) {
        $session = Connect-As 1
        $ids = New-ServerRequest -Count 30
        Clear-Call

        $jobs = 0..2 | ForEach-Object -Process {
            $part = $ids[(10 * $_)..(10 * $_ + 9)]
            Start-ThreadJob -ThrottleLimit 3 -ScriptBlock {
                Import-Module -Name $using:module
                (Set-CmRequestStatus -Id $using:part -Status Canceled -ThrottleLimit 4 -Confirm:$false -Session $using:session).Uuid
                [bool] (Get-CmSession)
            }
        }

        $output = @($jobs | Receive-Job -Wait -AutoRemoveJob)
        $output | Where-Object -FilterScript { $_ -is [guid] } | Sort-Object | Should -Be ($ids | Sort-Object)
        $output | Where-Object -FilterScript { $_ -is [bool] } | Should -Be $false, $false, $false
        Get-Served | ForEach-Object -Process { "$($_.user) $($_.changed)" } | Should -Be (@('user1 True') * 30)
    }

    It 'is not the default there, and there is none until Connect-CmServer is called' {
        $null = Connect-As 1
        $shell = New-ConnectedRunspace
        $code = 'param($id) Get-CmSession; try { Get-CmRequest $id } catch { $_.FullyQualifiedErrorId }'
        $there = Invoke-Runspace -Shell $shell -Arguments $ExampleEnroll -Script $code
        Close-Runspace -Shell $shell

        $there | Should -BeLike 'CmNotConnected,*'
        (Get-CmRequest $ExampleEnroll).Uuid | Should -Be $ExampleEnroll
    }

    It 'is used for a request that is passed on, and not a session of the other runspace' {
        $null = Connect-As 1
        $request = Get-CmRequest (New-ServerRequest)
        Clear-Call
        $shell = New-ConnectedRunspace
        $null = Invoke-Runspace -Shell $shell -Arguments $server.Uri, $request -Script @'
param($uri, $request)
Connect-CmServer -Uri $uri -AllowUnencryptedAuthentication -AccessToken (ConvertTo-SecureString -String 'token-2' -AsPlainText -Force)
$request | Set-CmRequestStatus -Status Canceled -Confirm:$false
'@
        Close-Runspace -Shell $shell

        (Get-Served | Where-Object -FilterScript { $_.method -eq 'PUT' }).user | Should -Be 'user1'
    }

    It 'stays connected when the runspace that created it is closed' {
        $shell = New-ConnectedRunspace
        $session = (Invoke-Runspace -Shell $shell -Arguments $server.Uri -Script @'
param($uri)
$token = ConvertTo-SecureString -String 'token-2' -AsPlainText -Force
Connect-CmServer -Uri $uri -AllowUnencryptedAuthentication -AccessToken $token -PassThru
'@)[0]
        Close-Runspace -Shell $shell

        (Get-CmRequest $ExampleEnroll -Session $session.PSObject.BaseObject).Uuid | Should -Be $ExampleEnroll
        Get-CmSession | Should -BeNullOrEmpty
        Disconnect-CmServer -Session $session.PSObject.BaseObject
    }
}

Describe 'Disconnect-CmServer' {
    BeforeEach {
        Get-CmSession | Disconnect-CmServer
        $null = Wait-Until { (Get-ConnectionCount) -eq 0 }
    }

    It 'closes the connections of that session only' {
        $one = Connect-As 1
        $two = Connect-As 2
        $null = New-ServerRequest -Count 20 | Get-CmRequest -Session $one -ThrottleLimit 4
        $before = Get-ConnectionCount
        $before | Should -BeGreaterThan 1

        Disconnect-CmServer -Session $one
        # The remaining connections: that of the other session, and those of the control API.
        Wait-Until { (Get-ConnectionCount) -lt $before } | Should -BeTrue
        (Get-CmRequest $ExampleEnroll -Session $two).Uuid | Should -Be $ExampleEnroll
        (Get-Failure -Of { Get-CmRequest $ExampleEnroll -Session $one }).FullyQualifiedErrorId | Should -BeLike 'CmNotConnected,*'
        Clear-Call
        $null = Get-CmRequest $ExampleEnroll -Session $two
        (Get-Served).user | Should -Be 'user2'
    }

    It 'during calls of other runspaces ends them with CmNotConnected or a connection error only' -Skip:(-not $isCore) {
        $session = Connect-As 1
        $ids = New-ServerRequest -Count 100
        Set-Fault -Rule @{ path = 'item'; latency = '20-60' }
        $job = 0..3 | ForEach-Object -ThrottleLimit 4 -AsJob -Parallel {
            Import-Module -Name $using:module
            $ids = ($using:ids)[(25 * $_)..(25 * $_ + 24)]
            try {
                $ids | Set-CmRequestStatus -Status Canceled -Confirm:$false -Session $using:session 2>&1 |
                    ForEach-Object { if ($_ -is [System.Management.Automation.ErrorRecord]) { $_.FullyQualifiedErrorId } }
            } catch { $_.FullyQualifiedErrorId }
        }
        Wait-Until { @(Get-Call | Where-Object -Property method -EQ 'PUT').Count -ge 10 }
        Disconnect-CmServer -Session $session
        $null = Wait-Job -Job $job -Timeout 30
        Set-Fault

        $job.State | Should -Be 'Completed'
        $errors = @(Receive-Job -Job $job)
        $errors.Count | Should -BeGreaterThan 0
        $errors | ForEach-Object -Process { ($_ -split ',')[0] } | Sort-Object -Unique | Should -BeIn 'CmNotConnected', 'CmConnectionFailed', 'CmOutcomeUnknown'
        Get-CmSession | Should -BeNullOrEmpty
    }
}

Describe 'MIMCM_URI' {
    It 'is a separate session in each runspace' {
        $env:MIMCM_URI = $server.Uri
        try {
            Set-SimulatorAccess -Access @{ authentication = 'none' }
            $shells = @(1..2 | ForEach-Object -Process { New-ConnectedRunspace })
            Clear-Call
            foreach ($shell in $shells) {
                $count = 'param($id) $null = Get-CmRequest $id; $null = Get-CmRequest $id; @(Get-CmSession).Count'
                (Invoke-Runspace -Shell $shell -Arguments $ExampleEnroll -Script $count)[0] | Should -Be 1
            }
            $shells | ForEach-Object -Process { Close-Runspace -Shell $_ }

            $calls = Get-Served
            $calls | Should -HaveCount 4
            @($calls.connection | Sort-Object -Unique) | Should -HaveCount 2
            $calls[0].cookieIssued | Should -Be $calls[1].cookie
            $calls[2].cookieIssued | Should -Be $calls[3].cookie
            $calls[1].cookie | Should -Not -Be $calls[3].cookie
        }
        finally {
            Remove-Item -LiteralPath Env:MIMCM_URI
            Set-SimulatorAccess -Access @{ authentication = 'bearer' }
        }
    }

    It 'with a password is rejected, and the password is not repeated: <_>' -ForEach 'https://user:Secret-Q1w2e3@cm.contoso.com',
        'user:Secret-Q1w2e3@cm.contoso.com' {
        $env:MIMCM_URI = $_
        try {
            $shell = New-ConnectedRunspace
            $code = 'param($id) try { Get-CmRequest $id } catch { $_.FullyQualifiedErrorId; $_ | Format-List -Property * -Force | Out-String -Width 500 }'
            $message = Invoke-Runspace -Shell $shell -Arguments $ExampleEnroll -Script $code
            Close-Runspace -Shell $shell

            $message[0] | Should -BeLike 'CmNotConnected,*'
            "$message" | Should -Not -BeLike '*Q1w2e3*'
        }
        finally {
            Remove-Item -LiteralPath Env:MIMCM_URI
        }
    }
}
