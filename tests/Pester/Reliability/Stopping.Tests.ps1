BeforeAll {
    . "$PSScriptRoot/../Initialize-TestFile.ps1"
    $ErrorActionPreference = 'Continue'
    $server = Start-Simulator -Arguments '--requests 2000'
    $shell = New-ConnectedRunspace -Uri $server.Uri

    # The connections to a port that wait to be accepted.
    function Get-ConnectingCount {
        param([int] $Port)

        $connections = [System.Net.NetworkInformation.IPGlobalProperties]::GetIPGlobalProperties().GetActiveTcpConnections()
        @($connections | Where-Object -FilterScript { $_.State -eq 'SynSent' -and $_.RemoteEndPoint.Port -eq $Port }).Count
    }
}

AfterAll {
    Close-Runspace $shell
    Stop-Simulator
}

Describe 'Ctrl+C' {
    BeforeEach {
        Clear-Call
    }

    AfterEach {
        Set-Fault
    }

    It 'ends <Name> within a second, without an error' -ForEach @(
        @{ Name = 'a Connect that waits for the server'; Fault = @{ latency = 20000 }; Script = 'Connect-CmServer -Uri $uri' }
        @{
            Name = 'a Connect that waits to try again'; Fault = @{ status = 503; retryAfter = '30' }
            Script = 'Connect-CmServer -Uri $uri'; Where = { $_.status -eq 503 }
        }
        @{ Name = 'a list before its headers'; Fault = @{ latency = 20000 }; Script = 'Get-CmRequest' }
        @{ Name = 'a list in mid-body'; Fault = @{ stall = -1; stallAt = 50000 }; Script = 'Get-CmRequest'; Where = { $_.bytesSent -ge 50000 } }
        @{ Name = 'a list that comes slowly'; Fault = @{ bytesPerSecond = 2000 }; Script = 'Get-CmRequest'; Where = { $_.bytesSent -ge 1000 } }
        @{
            Name = 'a list that has no end'; Fault = @{ content = 'endless' }
            Script = 'Get-CmRequest | ForEach-Object -Process { $last = $_ }'; Where = { $_.bytesSent -ge 1000000 }
        }
        @{
            Name = 'a list before the headers of its second status'; Fault = @{ path = 'Approved'; latency = 20000 }
            Script = 'Get-CmRequest -Status None, Approved'; Where = { $_.Line -match 'Approved' }
        }
        @{ Name = 'a request before its headers'; Fault = @{ latency = 20000 }; Script = 'Get-CmRequest $id' }
        @{ Name = 'a request in mid-body'; Fault = @{ stall = -1; stallAt = 100 }; Script = 'Get-CmRequest $id'; Where = { $_.bytesSent -ge 100 } }
        @{ Name = 'several requests at once'; Fault = @{ latency = 20000 }; Script = '$id, $id, $id | Get-CmRequest -ThrottleLimit 3' }
        @{ Name = 'a change before its answer'; Fault = @{ latency = 20000 }; Script = 'Set-CmRequestStatus $id Completed -Confirm:$false' }
        @{
            Name = 'a change whose answer breaks off, while it is read back'
            Fault = @{ method = 'PUT'; reset = $true }, @{ method = 'GET'; latency = 20000 }
            Script = 'Set-CmRequestStatus $id Completed -Confirm:$false'; Where = { $_.method -eq 'GET' }
        }
        @{
            Name = 'a change that waits for a busy server'; Fault = @{ status = 503; retryAfter = '30' }
            Script = 'Set-CmRequestStatus $id Completed -Confirm:$false'; Where = { $_.status -eq 503 }
        }
        @{
            Name = 'a creation before its answer'; Fault = @{ latency = 20000 }
            Script = 'New-CmRequest Enroll a039b4d0-5ce8-4eff-8651-181c6576fda3 -Confirm:$false'
        }
        @{
            Name = 'a creation whose answer was lost, while it is looked for'
            Fault = @{ method = 'POST'; reset = $true }, @{ method = 'GET'; latency = 20000 }
            Script = 'New-CmRequest Enroll a039b4d0-5ce8-4eff-8651-181c6576fda3 -Confirm:$false'; Where = { $_.method -eq 'GET' }
        }
        @{
            Name = 'several changes at once'; Fault = @{ latency = 20000 }
            Script = '$id, $other | Set-CmRequestStatus -Status Completed -Confirm:$false -ThrottleLimit 8'
        }
    ) {
        if (-not (Get-Variable -Name Where -ErrorAction Ignore)) {
            $Where = { $true }
        }

        $stopped = Invoke-Promptly -Script {
            Set-Fault
            $null = Invoke-Runspace -Shell $shell -Script 'param($uri) Connect-CmServer -Uri $uri; $global:Error.Clear()' -Arguments $server.Uri
            Clear-Call
            Set-Fault -Rule $Fault

            $running = Start-Runspace -Shell $shell -Script "param(`$uri, `$id, `$other) $Script" -Arguments $server.Uri, $ExampleEnroll, $ExampleUnblock
            $null = Wait-Call -Where $Where
            Stop-Runspace $running
        }

        $stopped.State | Should -Be 'Stopped'
        $stopped.Seconds | Should -BeLessThan 1
        $stopped.Errors | Should -Be 0
    }

    It 'ends a Connect-CmServer to an address that does not respond' {
        # A socket that listens and accepts no connection. If its queue is full, a client receives no response.
        $full = [System.Net.Sockets.Socket]::new('InterNetwork', 'Stream', 'Tcp')
        $full.Bind([System.Net.IPEndPoint]::new([System.Net.IPAddress]::Loopback, 0))
        $full.Listen(1)
        $port = $full.LocalEndPoint.Port
        $waiting = foreach ($n in 1..20) {
            $client = [System.Net.Sockets.TcpClient]::new()
            $client
            if (-not $client.ConnectAsync('127.0.0.1', $port).Wait(300)) {
                break
            }
        }

        try {
            $stopped = Invoke-Promptly -Script {
                $before = Get-ConnectingCount -Port $port
                $running = Start-Runspace -Shell $shell -Script 'param($uri) Connect-CmServer -Uri $uri' -Arguments "http://127.0.0.1:$port"
                Wait-Until { (Get-ConnectingCount -Port $port) -gt $before }
                Stop-Runspace $running
            }

            $stopped.State | Should -Be 'Stopped'
            $stopped.Seconds | Should -BeLessThan 1
            $stopped.Errors | Should -Be 0
        }
        finally {
            $waiting | ForEach-Object -Process { $_.Dispose() }
            $full.Dispose()
        }
    }

    It 'ends a Connect-CmServer during the TLS handshake' {
        # Accepts the connection and sends nothing.
        $mute = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, 0)
        $mute.Start()
        try {
            $stopped = Invoke-Promptly -Script {
                $uri = "https://127.0.0.1:$($mute.LocalEndpoint.Port)"
                $running = Start-Runspace -Shell $shell -Script 'param($uri) Connect-CmServer -Uri $uri' -Arguments $uri
                $accepted = $mute.AcceptTcpClientAsync()
                $accepted.Wait(10000) | Should -BeTrue
                Wait-Until { $accepted.Result.Available -gt 0 }
                Stop-Runspace $running
            }

            $stopped.State | Should -Be 'Stopped'
            $stopped.Seconds | Should -BeLessThan 1
            $stopped.Errors | Should -Be 0
        }
        finally {
            $mute.Stop()
        }
    }

    It 'leaves no default session when it ends a Connect-CmServer' {
        Set-Fault -Rule @{ latency = 20000 }
        $running = Start-Runspace -Shell $shell -Script 'param($uri) Connect-CmServer -Uri $uri' -Arguments $server.Uri
        $null = Wait-Call -Where { $true }
        $null = Stop-Runspace $running
        Set-Fault
        Clear-Call

        Invoke-Runspace -Shell $shell -Script 'param($id) try { Get-CmRequest $id } catch { $_.FullyQualifiedErrorId }' -Arguments $ExampleEnroll |
            Should -BeLike 'CmNotConnected,*'
        Get-Call | Should -BeNullOrEmpty
        $null = Invoke-Runspace -Shell $shell -Script 'param($uri) Connect-CmServer -Uri $uri' -Arguments $server.Uri
    }

    It 'closes the connection of the list that it ends' {
        Set-Fault -Rule @{ stall = -1; stallAt = 50000 }
        $running = Start-Runspace -Shell $shell -Script 'Get-CmRequest'
        $null = Wait-Call -Where { $_.bytesSent -ge 50000 }
        $null = Stop-Runspace $running

        (Wait-Call -Where { $_.aborted }).Line | Should -Be 'GET requests'
    }

    It 'keeps the session usable' {
        Set-Fault -Rule @{ latency = 20000; times = 1 }
        $running = Start-Runspace -Shell $shell -Script 'param($id) Get-CmRequest $id' -Arguments $ExampleEnroll
        $null = Wait-Call -Where { $true }
        $null = Stop-Runspace $running

        (Invoke-Runspace -Shell $shell -Script 'param($id) (Get-CmRequest $id).Uuid' -Arguments $ExampleEnroll)[0] | Should -Be $ExampleEnroll
    }
}

Describe 'Select-Object -First' {
    BeforeAll {
        Connect-CmServer -Uri $server.Uri -MaximumRetryCount 0
    }

    BeforeEach {
        Clear-Call
    }

    AfterEach {
        Set-Fault
    }

    It 'ends <Name> and closes its connection within half a second' -ForEach @(
        @{ Name = 'a list without end'; Fault = @{ content = 'endless' } }
        @{ Name = 'a list that stalls behind the first requests'; Fault = @{ stall = -1; stallAt = 50000 } }
    ) {
        Set-Fault -Rule $Fault

        $first = @(Get-CmRequest | Select-Object -First 1)
        $ended = [datetimeoffset]::UtcNow
        $call = Wait-Call -Where { $_.aborted }

        (([datetimeoffset] $call.time).AddMilliseconds($call.milliseconds) - $ended).TotalSeconds | Should -BeLessThan 0.5
        $first[0].Uuid | Should -Be $ExampleEnroll
        $call.Line | Should -Be 'GET requests'
    }

    It 'sends no second query if the first one has enough requests' {
        $null = Get-CmRequest -Status Approved, Pending | Select-Object -First 1

        (Get-Call).Line | Should -Be 'GET requests?status=Approved'
    }

    It 'reads no second request' {
        $null = $ExampleEnroll, $ExampleUnblock | Get-CmRequest | Select-Object -First 1

        (Get-Call).Line | Should -Be "GET requests/$ExampleEnroll"
    }

    It 'changes no second request' {
        $ids = @(New-ServerRequest -Count 3)

        $null = $ids | Set-CmRequestStatus -Status Completed -Confirm:$false | Select-Object -First 1

        Get-ServerStatus $ids | Should -Be 8, 3, 3
    }
}

Describe 'Changes in progress when the pipeline ends' {
    BeforeAll {
        Connect-CmServer -Uri $server.Uri
    }

    AfterEach {
        Set-Fault
    }

    It 'are waited for, reported by outcome, and kept by the session if their outcome is unknown' {
        $null = Invoke-Runspace -Shell $shell -Script '$global:Error.Clear()'
        $session = Connect-CmServer -Uri $server.Uri -PassThru
        $quick, $refused, $slow = New-ServerRequest -Count 3
        Set-Fault -Rule @{ method = 'PUT'; id = $quick; latency = 200 }, @{
            method = 'PUT'
            id = $refused
            latency = 200
            status = 409
        }, @{ method = 'PUT'; id = $slow; latency = 20000 }
        Clear-Call

        $code = 'param($s, $ids) $ids | Set-CmRequestStatus -Status Canceled -Confirm:$false -ThrottleLimit 8 -Session $s'
        $running = Start-Runspace -Shell $shell -Script $code -Arguments $session, @($slow, $quick, $refused)
        foreach ($one in $quick, $refused, $slow) {
            $null = Wait-Call -Where { $_.id -eq $one }
        }
        $stopped = Stop-Runspace $running

        $stopped.Seconds | Should -BeLessThan 10
        $stopped.Errors | Should -Be 0
        $session.UnknownOutcomes | Should -Be @($slow)
        Get-ServerStatus $quick, $refused | Should -Be 17, 3
    }

    It 'are reported by the host when a later command ends the pipeline' {
        $ids = New-ServerRequest -Count 4
        $said = Invoke-FreshProcess -Script "
            Import-Module '$(Get-ModulePath)'
            Connect-CmServer '$($server.Uri)'
            '$($ids -join "','")' | Set-CmRequestStatus -Status Canceled -Confirm:`$false -ThrottleLimit 4 | Select-Object -First 1 |
                ForEach-Object { `"first `$(`$_.Uuid)`" }"

        $said = $said -join ' '
        $said | Should -BeLike "*first $($ids[0])*"
        $said | Should -BeLike '*Already changed, but missing from the output:*'
        foreach ($id in $ids[1..3]) {
            $said | Should -BeLike "*$id*"
        }
        Get-ServerStatus $ids | Should -Be 17, 17, 17, 17
    }

    It 'are each reported when -ErrorAction Stop ends the command' {
        $ids = New-ServerRequest -Count 6
        Set-Fault -Rule @{ method = 'PUT'; id = $ids[1]; status = 409 }, @{ method = 'PUT'; id = $ids[3]; status = 409 }
        $done = [System.Collections.ArrayList]::new()

        $quiet = @{ ErrorAction = 'Stop'; WarningVariable = 'script:warned'; WarningAction = 'SilentlyContinue' }
        { $ids | Set-CmRequestStatus -Status Canceled -Confirm:$false -ThrottleLimit 6 @quiet |
                ForEach-Object -Process { $null = $done.Add($_.Uuid) } } |
            Should -Throw -ErrorId 'CmStateConflict,*'

        # The failure that ended it is the error, the other one is a warning, and the others are objects.
        $done | Should -Be @($ids[0], $ids[2], $ids[4], $ids[5])
        @($warned).Count | Should -Be 1
        "$warned" | Should -BeLike "*$($ids[3])*"
    }
}

Describe 'Creations in progress when the pipeline ends' {
    BeforeAll {
        $template = [guid] 'a039b4d0-5ce8-4eff-8651-181c6576fda3'
    }

    AfterEach {
        Set-Fault
    }

    It 'are waited for, reported by outcome, and kept by the session with their user or smart card' {
        # On a busy machine, the refusal can arrive before the stop and is then written as an error. In this case, try again.
        foreach ($attempt in 1..10) {
            $null = Invoke-Runspace -Shell $shell -Script '$global:Error.Clear()'
            $session = Connect-CmServer -Uri $server.Uri -PassThru
            $users = @(1..4 | ForEach-Object -Process { [guid]::NewGuid() })
            Set-Fault -Rule @(
                @{ method = 'POST'; times = 1; latency = 20000; effect = 'yes'; status = 504 }
                @{ method = 'POST'; times = 1; latency = 200; status = 403 }
                @{ method = 'POST'; times = 1; latency = 20000 }
                @{ method = 'POST'; times = 1; latency = 200 }
            )
            Clear-Call

            $code = 'param($s, $users, $template) New-CmRequest Enroll $template -TargetUser $users -Confirm:$false -ThrottleLimit 8 -Session $s'
            $running = Start-Runspace -Shell $shell -Script $code -Arguments $session, $users, $template
            $null = Wait-Call -Where { @(Get-Call | Where-Object -Property method -EQ POST).Count -eq 4 }
            $stopped = Stop-Runspace $running
            if ($stopped.Errors -eq 0) {
                break
            }
            Set-Fault
        }

        $stopped.Seconds | Should -BeLessThan 10
        $stopped.Errors | Should -Be 0
        $created = @($session.UnreportedChanges)
        $created | Should -HaveCount 1
        "$($created[0].Change) $($created[0].Outcome)" | Should -Be 'Enroll Changed'
        $created[0].Uuid | Should -BeIn (Get-CmRequest -Type Enroll -Session $session).Uuid
        $others = @($session.UnreportedCreations)
        ($others.Outcome | Sort-Object) | Should -Be Unknown, Unknown, NotChanged
        @($others.TargetUserUuid + (Get-CmRequest $created[0].Uuid -Session $session).TargetUserUuid | Sort-Object) | Should -Be ($users | Sort-Object)
        @($others.Type | Select-Object -Unique) | Should -Be Enroll
        @($others.ProfileTemplateUuid | Select-Object -Unique) | Should -Be $template
        $session.UnknownOutcomes | Should -BeNullOrEmpty -Because 'these are ids of requests'

        # A creation that is reported as refused does not exist.
        $refused = ($others | Where-Object -Property Outcome -EQ NotChanged).TargetUserUuid
        Get-CmRequest -Session $session | Where-Object -Property TargetUserUuid -EQ $refused | Should -BeNullOrEmpty
    }

    It 'are reported by the host when a later command ends the pipeline' {
        $users = @(1..3 | ForEach-Object -Process { [guid]::NewGuid() })
        $journal = Join-Path -Path $TestDrive -ChildPath 'creations.jsonl'
        $session = Connect-CmServer -Uri $server.Uri -PassThru
        $first = New-CmRequest Enroll $template -TargetUser $users[0] -JournalPath $journal -Confirm:$false -Session $session
        Set-Fault -Rule @{ method = 'POST'; latency = 20000 }
        $said = Invoke-FreshProcess -Script "
            Import-Module '$(Get-ModulePath)'
            Connect-CmServer '$($server.Uri)'
            New-CmRequest Enroll $template -TargetUser '$($users -join "','")' -Confirm:`$false -ThrottleLimit 4 -JournalPath '$journal' |
                Select-Object -First 1 | ForEach-Object { `"first `$(`$_.Uuid)`" }
            (Get-CmSession).UnreportedCreations | ForEach-Object { `"kept `$(`$_.TargetUserUuid) `$(`$_.Outcome)`" }"

        $said = $said -join ' '
        $said | Should -BeLike "*first $($first.Uuid)*"
        $said | Should -BeLike '*It is unknown whether these requests were created:*Look for them with Get-CmRequest*'

        # On a busy machine, the pipeline may end before the last one is sent.
        $sent = @(Get-CmJournal $journal | Where-Object -Property Outcome -EQ InFlight).TargetUserUuid
        $sent | Should -Not -BeNullOrEmpty
        foreach ($user in $users[1, 2]) {
            ($said -like "*Enroll, user $user (profile template*") | Should -Be ($user -in $sent)
            ($said -like "*kept $user Unknown*") | Should -Be ($user -in $sent)
        }
    }
}
