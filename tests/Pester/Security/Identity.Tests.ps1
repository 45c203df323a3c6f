# The identity and the connection of a session. The tests of the client are in tests/MimCm.Identity.Tests.

BeforeDiscovery {
    $isLinuxHere = $PSVersionTable.PSVersion.Major -ge 7 -and $IsLinux
    $hasKerberos = $isLinuxHere -and (Test-Path -LiteralPath /usr/sbin/krb5kdc) -and (Test-Path -LiteralPath /usr/sbin/kadmin.local) -and
        (Test-Path -LiteralPath /usr/bin/kinit)
    $hasProxy = $isLinuxHere -and (Test-Path -LiteralPath /usr/bin/tinyproxy)
    $isCore = $PSVersionTable.PSVersion.Major -ge 7
}

BeforeAll {
    . "$PSScriptRoot/../Initialize-TestFile.ps1"
    $tests = (Resolve-Path -LiteralPath "$PSScriptRoot/../..").Path

    # Runs a script of the folder tests on a free port until Stop-Script. It ends with this process at the latest.
    function Start-Script {
        param([string] $Path, [string[]] $Arguments = @())

        $folder = Join-Path -Path $TestDrive -ChildPath ([guid]::NewGuid())
        $null = New-Item -ItemType Directory -Path $folder
        $folder = (Get-Item -LiteralPath $folder).FullName
        $listener = New-Object -TypeName System.Net.Sockets.TcpListener -ArgumentList ([System.Net.IPAddress]::Loopback, 0)
        $listener.Start()
        $port = $listener.LocalEndpoint.Port
        $listener.Stop()
        $start = New-Object -TypeName System.Diagnostics.ProcessStartInfo -Property @{
            FileName               = 'sh'
            Arguments              = "`"$tests/$Path`" `"$folder`" $port $Arguments"
            RedirectStandardInput  = $true
            RedirectStandardOutput = $true
            UseShellExecute        = $false
        }
        $process = [System.Diagnostics.Process]::Start($start)
        $process.StandardOutput.ReadLine() | Should -Be 'ready'
        [pscustomobject] @{ Process = $process; Folder = $folder; Port = $port }
    }

    function Stop-Script {
        param($Script)

        $Script.Process.StandardInput.Close()
        $null = $Script.Process.WaitForExit(20000)
    }

    function New-Credential {
        param([string] $User, [string] $Password = "Password-of-$User")

        New-Object -TypeName System.Management.Automation.PSCredential -ArgumentList $User, (ConvertTo-SecureString -String $Password -AsPlainText -Force)
    }

    function ConvertTo-Secure {
        param([string] $Text)

        ConvertTo-SecureString -String $Text -AsPlainText -Force
    }
}

AfterAll {
    Stop-Simulator
}

Describe 'A Kerberos identity' -Skip:(-not $hasKerberos) {
    BeforeAll {
        $realm = Start-Script -Path TestSupport/Kerberos/realm.sh
        try {
            $env:KRB5_CONFIG = "$($realm.Folder)/krb5.conf"
            $env:KRB5_KTNAME = "$($realm.Folder)/http.keytab"
            $server = Start-Simulator -Arguments '--auth negotiate --requests 100'
        }
        finally {
            Remove-Item -LiteralPath Env:KRB5_CONFIG, Env:KRB5_KTNAME
        }

        $uri = $server.Uri -replace '127\.0\.0\.1', 'localhost'

        # Runs the steps of a script in a process of this realm, with the ticket of a user or without one. Each step begins with its name in
        # brackets. Returns the output of each step. Show-Served shows the users of the calls since the last time.
        function Invoke-As {
            param([string] $User, [string] $Script)

            $lines = Invoke-FreshProcess -Environment @{ KRB5_CONFIG = "$($realm.Folder)/krb5.conf"; KRB5CCNAME = "$($realm.Folder)/$User.cache" } -Script @"
Import-Module `$module
`$ProgressPreference = 'SilentlyContinue'
function New-Credential(`$User, `$Password) { [pscredential]::new(`$User, (ConvertTo-SecureString -String `$Password -AsPlainText -Force)) }
function Show-Error(`$Record) { `$Record.FullyQualifiedErrorId; "`$(`$Record.CategoryInfo.Category)"; `$Record.ErrorDetails.RecommendedAction }
function Show-Served {
    `$calls = Invoke-RestMethod $($server.Root)/_simulator/calls
    foreach (`$call in `$calls) { if (`$call.status -ne 401) { "`$(`$call.user) `$(`$call.package) `$(`$call.connection)" } }
    Invoke-RestMethod $($server.Root)/_simulator/calls -Method Delete
}
$Script
"@
            $said = @{}
            foreach ($line in $lines) {
                if ($line -match '^\[(.+)\]$') {
                    $said[$Matches[1]] = @()
                    $name = $Matches[1]
                }
                else {
                    $said[$name] += $line
                }
            }
            $said
        }

        $asUser1 = Invoke-As -User user1 -Script @"
'[environment]'
`$env:MIMCM_URI = '$uri'
"`$((Get-CmRequest $ExampleUnblock).Uuid)"
Show-Served

'[ticket]'
Connect-CmServer $uri
"`$((Set-CmRequestStatus $ExampleEnroll -Status Completed -Confirm:`$false).Status)"
"as '`$((Get-CmSession)[-1].UserName)'"
Show-Served

'[credential]'
`$other = Connect-CmServer $uri -AllowUnencryptedAuthentication -Credential (New-Credential user2 Password-of-user2) -PassThru
`$null = Get-CmRequest $ExampleUnblock
`$other.UserName
Show-Served

'[two]'
`$own = Connect-CmServer $uri -PassThru
1..4 | ForEach-Object {
    `$null = Get-CmRequest $ExampleUnblock -Session `$own
    `$null = Get-CmRequest $ExampleUnblock -Session `$other
    `$null = Get-CmRequest $ExampleUnblock
}
Show-Served

'[wrong password]'
try { Connect-CmServer $uri -AllowUnencryptedAuthentication -Credential (New-Credential user2 Wrong-for-user2) } catch { Show-Error `$_ }
try { Get-CmRequest $ExampleUnblock } catch { Show-Error `$_ }
Show-Served
"@
        $asNobody = Invoke-As -User nobody -Script @"
'[nobody]'
try { Connect-CmServer $uri } catch { Show-Error `$_ }
Show-Served
"@
    }

    AfterAll {
        Stop-Simulator -Simulator $server
        Stop-Script -Script $realm
    }

    It 'is that of the ticket with MIMCM_URI' {
        $asUser1['environment'] | Should -HaveCount 2
        $asUser1['environment'][0] | Should -Be "$ExampleUnblock"
        $asUser1['environment'][1] | Should -BeLike 'user1@MIMCM.TEST Kerberos *'
    }

    It 'is that of the ticket with Connect-CmServer, also for a change, and not the account of the process' {
        $asUser1['ticket'][0, 1] | Should -Be 'Completed', "as ''"
        $asUser1['ticket'][2, 3] | Should -BeLike 'user1@MIMCM.TEST Kerberos *'
    }

    It 'is that of -Credential, even with a ticket of another account' {
        $asUser1['credential'][0] | Should -Be 'user2'
        $asUser1['credential'][1, 2] | Should -BeLike 'user2@MIMCM.TEST Kerberos *'
    }

    It 'is that of each session, with separate connections for two sessions with one server' {
        $calls = $asUser1['two'] | ConvertFrom-Csv -Delimiter ' ' -Header user, package, connection

        # The first call is the probe of Connect-CmServer.
        $calls[1..12].user -replace '@.*' | Should -Be (@('user1', 'user2', 'user1') * 4)
        foreach ($connection in $calls | Group-Object -Property connection) {
            @($connection.Group.user | Sort-Object -Unique) | Should -HaveCount 1
        }
    }

    It 'is missing without ticket and credential: CmUnauthorized, and the recommendation contains the SPN' {
        $asNobody['nobody'] | Should -HaveCount 3
        $asNobody['nobody'][0] | Should -BeLike 'CmUnauthorized,*'
        $asNobody['nobody'][1] | Should -Be 'AuthenticationError'
        $asNobody['nobody'][2] | Should -BeLike '*HTTP/localhost*klist*'
    }

    It 'is not that of the ticket if the password of -Credential is wrong' {
        $asUser1['wrong password'] | Should -HaveCount 6
        $asUser1['wrong password'][0] | Should -BeLike 'CmUnauthorized,*'
        $asUser1['wrong password'][3] | Should -BeLike 'CmNotConnected,*'
    }
}

Describe '-AccessToken' {
    BeforeAll {
        $server = Start-Simulator -Arguments '--auth bearer --requests 100 --token right-token=user1'
    }

    AfterAll {
        Stop-Simulator -Simulator $server
    }

    BeforeEach {
        Get-CmSession | Disconnect-CmServer
        Clear-Call -Simulator $server
    }

    It 'is sent as Bearer, and is kept when the caller disposes the SecureString' {
        $token = ConvertTo-Secure -Text 'right-token'
        Connect-CmServer -Uri $server.Uri -AllowUnencryptedAuthentication -AccessToken $token
        $token.Dispose()
        $null = Get-CmRequest $ExampleUnblock

        Get-Call -Simulator $server | ForEach-Object -Process { "$($_.scheme) $($_.user)" } | Should -Be 'Bearer user1', 'Bearer user1'
    }

    It 'is CmUnauthorized if the server rejects it' {
        $failure = Get-Failure -Of { Connect-CmServer -Uri $server.Uri -AllowUnencryptedAuthentication -AccessToken (ConvertTo-Secure -Text 'wrong-token') }

        $failure.FullyQualifiedErrorId | Should -BeLike 'CmUnauthorized,*'
        @(Get-Call -Simulator $server) | Should -HaveCount 1
    }
}

Describe '-AccessTokenProvider' {
    BeforeAll {
        $server = Start-Simulator -Arguments '--auth bearer --requests 100'

        function Set-Token {
            param([string[]] $Token)

            Set-SimulatorAccess -Simulator $server -Access @{ tokens = @($Token | ForEach-Object -Process { @{ token = $_; user = 'user1' } }) }
        }

        function Connect-Provider {
            param([scriptblock] $Provider)

            Connect-CmServer -Uri $server.Uri -AllowUnencryptedAuthentication -MaximumRetryCount 0 -AccessTokenProvider $Provider -PassThru
        }

        # Connected with a token that is then rejected. The next one is valid.
        function Connect-Stale {
            param([scriptblock] $Then = { 'new-token' })

            Set-Token -Token 'old-token'
            $script:then = $Then
            $script:asked = 0
            $session = Connect-Provider -Provider {
                $script:asked++
                if ($script:asked -eq 1) { 'old-token' } else { & $script:then }
            }
            Set-Token -Token 'new-token'
            Clear-Call -Simulator $server
            $session
        }
    }

    AfterAll {
        Stop-Simulator -Simulator $server
    }

    BeforeEach {
        Get-CmSession | Disconnect-CmServer
        Set-Token -Token 'right-token'
        Clear-Call -Simulator $server
        $script:asked = 0
    }

    It 'is called for the first call, and not again while the server accepts the token: <Name>' -ForEach @(
        @{ Name = 'a string'; Provider = { $script:asked++; 'right-token' } }
        @{ Name = 'a SecureString'; Provider = { $script:asked++; ConvertTo-Secure -Text 'right-token' } }
        @{ Name = 'the last of what it emits'; Provider = { $script:asked++; 'something'; 'right-token' } }
    ) {
        $null = Connect-Provider -Provider $Provider
        $null = Get-CmRequest -Status Approved
        $null = New-ServerRequest -Simulator $server -Count 20 | Get-CmRequest -ThrottleLimit 8

        $script:asked | Should -Be 1
    }

    It 'runs on the thread and in the runspace of the pipeline that needs it' {
        $null = Connect-Provider -Provider {
            $script:thread = [System.Threading.Thread]::CurrentThread.ManagedThreadId
            $script:runspace = [runspace]::DefaultRunspace.InstanceId
            'right-token'
        }

        $script:thread | Should -Be ([System.Threading.Thread]::CurrentThread.ManagedThreadId)
        $script:runspace | Should -Be ([runspace]::DefaultRunspace.InstanceId)
    }

    It 'can take longer than -TimeoutSec' {
        # The command uses the real clock, so twice the timeout passes.
        $slow = { Start-Sleep -Seconds 2; 'right-token' }
        Connect-CmServer -Uri $server.Uri -AllowUnencryptedAuthentication -MaximumRetryCount 0 -TimeoutSec 1 -AccessTokenProvider $slow

        (Get-CmRequest $ExampleUnblock).Uuid | Should -Be $ExampleUnblock
    }

    It 'is called again when the token expires during a pipeline' {
        $null = Connect-Stale
        $ids = New-ServerRequest -Simulator $server -Count 5

        (Get-CmRequest -Id $ids).Uuid | Should -Be $ids
        $script:asked | Should -Be 2
        (Get-Call -Simulator $server).status | Should -Be 401, 200, 200, 200, 200, 200
    }

    It 'is called once and not for each call when the token expires under -ThrottleLimit 8' {
        $null = Connect-Stale
        $ids = New-ServerRequest -Simulator $server -Count 40

        (Set-CmRequestStatus -Id $ids -Status Canceled -ThrottleLimit 8 -Confirm:$false).Uuid | Should -Be $ids
        $script:asked | Should -Be 2
        @(Get-Call -Simulator $server | Where-Object -FilterScript { $_.changed }) | Should -HaveCount 40
    }

    It 'is called once for two commands of one pipeline that need it at the same time, and neither waits for the other' {
        $null = Connect-Stale
        $ids = New-ServerRequest -Simulator $server -Count 40

        $changed = Get-CmRequest -Id $ids -ThrottleLimit 8 | ForEach-Object -Process {
            # In the middle, the token expires again, with calls of both commands in progress.
            if ($_.Uuid -eq $ids[10]) {
                Set-Token -Token 'newest-token'
                $script:then = { 'newest-token' }
            }
            $_
        } | Set-CmRequestStatus -Status Canceled -ThrottleLimit 8 -Confirm:$false

        $changed.Uuid | Should -Be $ids
        $script:asked | Should -Be 3
    }

    It 'that fails is CmUnauthorized and ends Connect-CmServer, with the reason' {
        $failure = Get-Failure -Of { Connect-Provider -Provider { throw 'ADFS is away' } }

        $failure.FullyQualifiedErrorId | Should -BeLike 'CmUnauthorized,*'
        $failure.Exception.Message | Should -BeLike '*-AccessTokenProvider failed: ADFS is away*'
        $failure.Exception.InnerException.Message | Should -Be 'ADFS is away'
        Get-Call -Simulator $server | Should -BeNullOrEmpty
        (Get-Failure -Of { Get-CmRequest $ExampleUnblock }).FullyQualifiedErrorId | Should -BeLike 'CmNotConnected,*'
    }

    It 'that fails during a pipeline is one error for each request, and is called once by that command' {
        $null = Connect-Stale -Then { throw 'ADFS is away' }
        $ids = New-ServerRequest -Simulator $server -Count 12

        $failures = @(Get-Failure -Of { Set-CmRequestStatus -Id $ids -Status Canceled -ThrottleLimit 4 -Confirm:$false })

        $failures | Should -HaveCount 12
        $failures.TargetObject | Should -Be $ids
        $failures.FullyQualifiedErrorId | Should -BeLike 'CmUnauthorized,*'
        $failures | ForEach-Object -Process { $_.Exception.InnerException.Message } | Should -Be (@('ADFS is away') * 12)
        $script:asked | Should -Be 2
        Get-ServerStatus -Id $ids -Simulator $server | Should -Be (@(3) * 12)
    }

    It 'that failed is called again by the next command' {
        $null = Connect-Stale -Then { throw 'ADFS is away' }
        $null = Get-Failure -Of { Get-CmRequest $ExampleUnblock }
        $script:then = { 'new-token' }

        (Get-CmRequest $ExampleUnblock).Uuid | Should -Be $ExampleUnblock
        $script:asked | Should -Be 3
    }

    It 'that returns <Name> is CmUnauthorized with the reason' -ForEach @(
        @{ Name = 'nothing'; Provider = { }; Message = '*returned no token*' }
        @{ Name = '$null'; Provider = { $null }; Message = '*returned no token*' }
        @{ Name = 'an empty string'; Provider = { '' }; Message = '*returned no token*' }
        @{ Name = 'an empty SecureString'; Provider = { New-Object -TypeName System.Security.SecureString }; Message = '*returned no token*' }
        @{ Name = 'something else'; Provider = { [pscustomobject] @{ access_token = 'right-token' } }; Message = '*returned no token*' }
        @{ Name = 'two lines'; Provider = { "right-token`r`nX-Evil: 1" }; Message = '*a space, a line break*' }
    ) {
        $failure = Get-Failure -Of { Connect-Provider -Provider $Provider }

        $failure.FullyQualifiedErrorId | Should -BeLike 'CmUnauthorized,*'
        $failure.Exception.Message | Should -BeLike $Message
        Get-Call -Simulator $server | Should -BeNullOrEmpty
    }

    It 'that returns the rejected token again is CmUnauthorized, and the token is not sent again' {
        $null = Connect-Stale -Then { 'old-token' }

        $failure = Get-Failure -Of { Get-CmRequest $ExampleUnblock }

        $failure.FullyQualifiedErrorId | Should -BeLike 'CmUnauthorized,*'
        $failure.Exception.Message | Should -BeLike '*returned the same token that the server has just rejected*'
        $failure.Exception.StatusCode | Should -Be 401
        @(Get-Call -Simulator $server) | Should -HaveCount 1
    }

    # It would wait for the token that it must provide.
    It 'that calls <_> with its own session fails with the reason, and the session can be used afterwards' -ForEach @(
        'Get-CmRequest'
        'Get-CmRequest $script:id'
        'Set-CmRequestStatus $script:id -Status Canceled -Confirm:$false'
        'Wait-CmRequest $script:id -TimeoutSec 5'
    ) {
        $script:id = New-ServerRequest -Simulator $server
        $script:own = [scriptblock]::Create("`$null = $_ -Session `$script:session -ErrorAction Stop; 'new-token'")
        $script:session = Connect-Stale -Then { & $script:own }
        $clock = [System.Diagnostics.Stopwatch]::StartNew()

        $failure = @(Get-Failure -Of { Get-CmRequest $script:id -Session $script:session })

        $clock.Elapsed.TotalSeconds | Should -BeLessThan 20
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'CmUnauthorized,*'
        $failure[0].Exception.Message | Should -BeLike '*-AccessTokenProvider runs a command with the session that it provides tokens for*'
        Get-ServerStatus -Simulator $server -Id $script:id | Should -Be 3

        $script:then = { 'new-token' }
        (Get-CmRequest $script:id -Session $script:session).Uuid | Should -Be $script:id
    }

    It 'that returns another invalid token is not called a third time for that call' {
        $null = Connect-Stale -Then { "bad-token-$script:asked" }

        $failure = Get-Failure -Of { Get-CmRequest $ExampleUnblock }

        $failure.FullyQualifiedErrorId | Should -BeLike 'CmUnauthorized,*'
        $script:asked | Should -Be 2
    }

    It 'is ended at once by Ctrl+C, and the session can be used afterwards' {
        $shell = New-ConnectedRunspace
        $began = New-Object -TypeName System.Threading.ManualResetEventSlim
        $null = Invoke-Runspace -Shell $shell -Arguments $server.Uri, $began -Script @'
param($uri, $began)
$global:wait = $true
$global:began = $began
Connect-CmServer -Uri $uri -AllowUnencryptedAuthentication -AccessTokenProvider {
    if ($global:asked++ -and $global:wait) { $global:began.Set(); Start-Sleep -Seconds 60 }
    if ($global:asked -eq 1) { 'right-token' } else { 'new-token' }
}
'@
        Set-Token -Token 'new-token'
        Clear-Call -Simulator $server

        $ids = New-ServerRequest -Simulator $server -Count 20
        $running = Start-Runspace -Shell $shell -Arguments (, $ids) -Script 'param($ids) Get-CmRequest -Id $ids -ThrottleLimit 8'
        $began.Wait(60000) | Should -BeTrue
        $stopped = Stop-Runspace -Running $running

        $stopped.Seconds | Should -BeLessThan 10
        $stopped.State | Should -Be 'Stopped'
        $stopped.Errors | Should -Be 0
        $after = Invoke-Runspace -Shell $shell -Arguments $ExampleUnblock -Script 'param($id) $global:wait = $false; (Get-CmRequest $id).Uuid; $global:asked'
        $after | Should -Be $ExampleUnblock, 3
        Close-Runspace -Shell $shell
    }

    It 'is ended at once by Ctrl+C during Connect-CmServer, and leaves no session' {
        $shell = New-ConnectedRunspace
        $began = New-Object -TypeName System.Threading.ManualResetEventSlim
        $code = 'param($uri, $began) Connect-CmServer -Uri $uri -AllowUnencryptedAuthentication -AccessTokenProvider { $began.Set(); Start-Sleep -Seconds 60 }'
        $running = Start-Runspace -Shell $shell -Arguments $server.Uri, $began -Script $code
        $began.Wait(10000) | Should -BeTrue
        $stopped = Stop-Runspace -Running $running

        $stopped.Seconds | Should -BeLessThan 10
        $stopped.State | Should -Be 'Stopped'
        $stopped.Errors | Should -Be 0
        Invoke-Runspace -Shell $shell -Script 'Get-CmSession' | Should -BeNullOrEmpty
        Get-Call -Simulator $server | Should -BeNullOrEmpty
        Close-Runspace -Shell $shell
    }

    It 'runs in the runspace that needs the token, and not in that of the session' -Skip:(-not $isCore) {
        $session = Connect-Provider -Provider { if ($env:MIMCM_TEST_TOKEN) { $env:MIMCM_TEST_TOKEN } else { 'right-token' } }
        try {
            $env:MIMCM_TEST_TOKEN = 'new-token'
            Set-Token -Token 'new-token'
            $ids = New-ServerRequest -Simulator $server -Count 40
            $path = Get-ModulePath
            $job = $ids | ForEach-Object -ThrottleLimit 4 -AsJob -Parallel {
                Import-Module -Name $using:path
                (Get-CmRequest -Id $_ -Session $using:session).Uuid
            }

            $null = Wait-Job -Job $job -Timeout 60
            $job.State | Should -Be 'Completed'
            Receive-Job -Job $job | Sort-Object | Should -Be ($ids | Sort-Object)
        }
        finally {
            Remove-Item -LiteralPath Env:MIMCM_TEST_TOKEN
        }
    }
}

Describe '-SkipCertificateCheck and -Certificate' -Tag TlsServer {
    BeforeAll {
        $server = Start-Simulator -Arguments '--tls --certificate expired --requests 100'
    }

    AfterAll {
        Stop-Simulator -Simulator $server
    }

    It 'without -SkipCertificateCheck, an invalid certificate is CmTlsFailure with the certificate and the reason' {
        $failure = Get-Failure -Of { Connect-CmServer -Uri $server.Uri -NoProxy -MaximumRetryCount 0 }

        $failure.FullyQualifiedErrorId | Should -BeLike 'CmTlsFailure,*'
        $failure.CategoryInfo.Category | Should -Be 'SecurityError'
        $failure.Exception.Message | Should -Match 'CN=localhost \(thumbprint [0-9A-F]{40}, valid from .+ to .+\) was rejected: .'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*-SkipCertificateCheck*'
        $failure.Exception.InnerException | Should -Not -BeNullOrEmpty
    }

    It 'applies to that session and to nothing else in the process' {
        $before = [System.Net.ServicePointManager]::ServerCertificateValidationCallback, [System.Net.ServicePointManager]::SecurityProtocol
        $skipping = Connect-CmServer -Uri $server.Uri -NoProxy -SkipCertificateCheck -PassThru
        (Get-CmRequest $ExampleUnblock).Uuid | Should -Be $ExampleUnblock

        (Get-Failure -Of { Connect-CmServer -Uri $server.Uri -NoProxy -MaximumRetryCount 0 }).FullyQualifiedErrorId | Should -BeLike 'CmTlsFailure,*'
        { Invoke-RestMethod -Uri $server.Uri -UseBasicParsing } | Should -Throw
        (Get-CmRequest $ExampleUnblock -Session $skipping).Uuid | Should -Be $ExampleUnblock
        { Invoke-RestMethod -Uri $server.Uri -UseBasicParsing } | Should -Throw
        [System.Net.ServicePointManager]::ServerCertificateValidationCallback, [System.Net.ServicePointManager]::SecurityProtocol | Should -Be $before
        Disconnect-CmServer -Session $skipping
    }

    It 'sends -Certificate to a server that requests it, and rejects one without its key' -Skip:(-not $isCore) {
        $asking = Start-Simulator -Arguments '--tls --client-certificate require --requests 100'
        $key = [System.Security.Cryptography.RSA]::Create(2048)
        $request = [System.Security.Cryptography.X509Certificates.CertificateRequest]::new('CN=user1', $key, 'SHA256',
            [System.Security.Cryptography.RSASignaturePadding]::Pkcs1)
        $made = $request.CreateSelfSigned([datetimeoffset]::UtcNow.AddDays(-1), [datetimeoffset]::UtcNow.AddDays(1))

        # The control API of this simulator needs -SkipCertificateCheck, which Invoke-RestMethod of PowerShell 7 has.
        $PSDefaultParameterValues = @{ 'Invoke-RestMethod:SkipCertificateCheck' = $true }
        Connect-CmServer -Uri $asking.Uri -NoProxy -SkipCertificateCheck -Certificate $made
        (Invoke-RestMethod -Uri "$($asking.Root)/_simulator/calls" -SkipCertificateCheck).clientCertificate | Should -Be $made.Thumbprint

        $half = [System.Security.Cryptography.X509Certificates.X509Certificate2]::new($made.Export('Cert'))
        (Get-Failure -Of { Connect-CmServer -Uri $asking.Uri -NoProxy -SkipCertificateCheck -Certificate $half }).Exception.Message |
            Should -BeLike "*private key*$($made.Thumbprint)*not available*"
        Stop-Simulator -Simulator $asking
    }
}

Describe '-Proxy' -Skip:(-not $hasProxy) {
    BeforeAll {
        $proxy = Start-Script -Path MimCm.Identity.Tests/Infrastructure/proxy.sh -Arguments 'proxy-user', 'Password-of-proxy-user'
        $server = Start-Simulator -Arguments '--tls --requests 100'
        $uri = $server.Uri -replace '127\.0\.0\.1', 'localhost'
        $common = @{ Uri = $uri; SkipCertificateCheck = $true; MaximumRetryCount = 0 }

        function Get-ProxyLog {
            Get-Content -LiteralPath "$($proxy.Folder)/proxy.log" -Raw
        }
    }

    AfterAll {
        Stop-Simulator -Simulator $server
        Stop-Script -Script $proxy
    }

    It 'that requests the password in clear text does not receive it, and the error is CmInsecureConnection' {
        $failure = Get-Failure -Of { Connect-CmServer @common -Proxy "http://127.0.0.1:$($proxy.Port)" -ProxyCredential (New-Credential -User proxy-user) }

        $failure.FullyQualifiedErrorId | Should -BeLike 'CmInsecureConnection,*'
        $failure.Exception.Message | Should -BeLike '*proxy*clear text*407*not sent*'
        Get-ProxyLog | Should -Not -BeLike '*Established connection*'
    }

    It 'is used with -ProxyCredential' {
        Connect-CmServer @common -Proxy "http://127.0.0.1:$($proxy.Port)" -ProxyCredential (New-Credential -User proxy-user) -AllowUnencryptedAuthentication

        (Get-CmRequest $ExampleUnblock).Uuid | Should -Be $ExampleUnblock
        Get-ProxyLog | Should -BeLike "*CONNECT localhost:$(([uri] $uri).Port)*"
        Get-ProxyLog | Should -BeLike '*Established connection*'
    }

    It 'that requires an account and receives none is CmConnectionFailed with 407, and the recommendation contains -ProxyCredential' {
        $failure = Get-Failure -Of { Connect-CmServer @common -Proxy "http://127.0.0.1:$($proxy.Port)" }

        $failure.FullyQualifiedErrorId | Should -BeLike 'CmConnectionFailed,*'
        $failure.Exception.Message | Should -BeLike '*proxy*407*'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*-ProxyCredential*'
    }

    It 'with a password in its address is rejected, and the password is not repeated' {
        $failure = Get-Failure -Of { Connect-CmServer @common -Proxy "http://proxy-user:Secret-Q1w2e3@127.0.0.1:$($proxy.Port)" }

        $failure.FullyQualifiedErrorId | Should -BeLike 'CmInvalidParameter,*'
        $failure.Exception.Message | Should -Not -BeLike '*Q1w2e3*'
    }

    It 'of the system is not used with -NoProxy' {
        $lines = Invoke-FreshProcess -Environment @{ https_proxy = "http://127.0.0.1:$($proxy.Port)"; NO_PROXY = '' } -Script @"
Import-Module `$module
try { Connect-CmServer $uri -SkipCertificateCheck -MaximumRetryCount 0 } catch { `$_.FullyQualifiedErrorId }
Connect-CmServer $uri -SkipCertificateCheck -MaximumRetryCount 0 -NoProxy
"`$((Get-CmRequest $ExampleUnblock).Uuid)"
"@

        $lines | Should -HaveCount 2
        $lines[0] | Should -BeLike 'CmConnectionFailed,*'
        $lines[1] | Should -Be "$ExampleUnblock"
    }
}
