BeforeAll {
    . "$PSScriptRoot/../Initialize-TestFile.ps1"
    $ErrorActionPreference = 'Continue'
    $server = Start-Simulator
    $other = Start-Simulator -Arguments '--requests 10 --folder CM'
    $root = "$($server.Uri)api/v1.0/"
    $password = ConvertTo-SecureString -String 'P4ssw0rd-marker' -AsPlainText -Force
    $credential = New-Object -TypeName System.Management.Automation.PSCredential -ArgumentList 'CONTOSO\alice', $password
}

AfterAll {
    Stop-Simulator
}

Describe 'Connect-CmServer' {
    BeforeEach {
        Get-CmSession | Disconnect-CmServer
        Set-Fault
        Clear-Call
    }

    It 'makes one probe, a list that is almost always empty' {
        Connect-CmServer -Uri $server.Uri

        (Get-Call).Line | Should -Be 'GET requests?targetuser=current&status=None'
    }

    It 'creates the default session and has no output' {
        Connect-CmServer -Uri $server.Uri | Should -BeNullOrEmpty

        (Get-CmSession).IsDefault | Should -BeTrue
        (Get-CmRequest $ExampleEnroll).Uuid | Should -Be $ExampleEnroll
    }

    It 'uses the first argument as the address' {
        Connect-CmServer $server.Uri

        (Get-CmSession).Uri | Should -Be $root
    }

    It 'returns the session with -PassThru' {
        $session = Connect-CmServer -Uri $server.Uri -PassThru

        $session | Should -BeOfType ([MimCm.CmSession])
        $session | Should -Be (Get-CmSession)
        $session.Uri | Should -Be $root
        $session.Authentication | Should -Be 'Negotiate'
        [bool] $session.UserName | Should -Be ($env:OS -eq 'Windows_NT')
        $session.IsDefault | Should -BeTrue
        "$session" | Should -Be $root
    }

    It 'connects if the probe has no result, as <Name>' -ForEach @(
        @{ Name = '204'; Option = @{ emptyList = 204 } }
        @{ Name = '200 with an empty list'; Option = @{ emptyList = 200 } }
        @{ Name = '200 with requests'; Option = @{ statusNoneIsAny = $true } }
    ) {
        Set-SimulatorOption $Option
        Connect-CmServer -Uri $server.Uri -WarningAction Stop
        Set-SimulatorOption @{ emptyList = 204; statusNoneIsAny = $false }

        (Get-CmSession).IsDefault | Should -BeTrue
    }

    It 'connects with a warning if the account may not list requests' {
        Set-Fault -Rule @{ path = 'list'; status = 403 }
        Connect-CmServer -Uri $server.Uri -WarningVariable warnings -WarningAction SilentlyContinue

        $warnings | Should -HaveCount 1
        "$warnings" | Should -BeLike "*$root*no permission to list*403*"
        (Get-CmSession).IsDefault | Should -BeTrue
        (Get-CmRequest $ExampleEnroll).Uuid | Should -Be $ExampleEnroll
    }

    It 'accepts the address <Name>' -ForEach @(
        @{ Name = 'its host'; Address = { $server.Root } }
        @{ Name = 'its host with a slash'; Address = { "$($server.Root)/" } }
        @{ Name = 'its virtual folder'; Address = { "$($server.Root)/CertificateManagement" } }
        @{ Name = 'its virtual folder with a slash'; Address = { "$($server.Root)/CertificateManagement/" } }
        @{ Name = 'the API itself'; Address = { "$($server.Root)/CertificateManagement/api/v1.0" } }
        @{ Name = 'the API itself with a slash'; Address = { "$($server.Root)/CertificateManagement/api/v1.0/" } }
        @{ Name = 'a Uri'; Address = { [uri] $server.Root } }
    ) {
        (Connect-CmServer -Uri (& $Address) -PassThru).Uri | Should -Be $root
    }

    It 'keeps the name of another folder' {
        (Connect-CmServer -Uri "$($other.Root)/CM" -PassThru).Uri | Should -Be "$($other.Root)/CM/api/v1.0/"
        (Connect-CmServer -Uri "$($other.Root)/CM/api/v1.0/" -PassThru).Uri | Should -Be "$($other.Root)/CM/api/v1.0/"
    }

    It 'rejects <Address>, and the message says what to write' -ForEach @(
        @{ Address = ''; Message = '*' }
        @{ Address = 'not an address'; Message = '*https://*' }
        @{ Address = 'ftp://cm.contoso.com'; Message = '*https://*' }
        @{ Address = 'file:///tmp'; Message = '*https://*' }
        @{ Address = 'https://cm.contoso.com/?user=x'; Message = '*query*' }
        @{ Address = 'https://cm.contoso.com/CertificateManagement/api/v2.0'; Message = '*api/v2.0*version 1.0*https://*' }
    ) {
        { Connect-CmServer -Uri $Address } | Should -Throw -ExpectedMessage $Message
        Get-Call | Should -BeNullOrEmpty
    }

    It 'uses https for <Address>' -ForEach @(
        @{ Address = 'cm.invalid' }
        @{ Address = 'cm.invalid/CertificateManagement' }
        @{ Address = 'cm.invalid:8443' }
        @{ Address = '127.0.0.1:1' }
        @{ Address = '[::1]:1/CM' }
    ) {
        $failure = Get-Failure { Connect-CmServer -Uri $Address -MaximumRetryCount 0 }

        $failure.FullyQualifiedErrorId | Should -BeLike 'CmConnectionFailed,*'
        "$($failure.TargetObject)".StartsWith("https://$Address", 'OrdinalIgnoreCase') | Should -BeTrue
    }

    It 'rejects the address <_> with a password, and does not repeat it' -ForEach @(
        'https://alice:P4ssw0rd-marker@cm.contoso.com'
        'https://alice:2024#P4ssw0rd-marker@cm.contoso.com'
        'https://alice:2024/P4ssw0rd-marker@cm.contoso.com'
        'https://alice:2024?P4ssw0rd-marker@cm.contoso.com'
        'https://alice:P4ssw0rd-marker@cm.contoso.com:port'
        'https://alice:P4ssw0rd-marker%40cm.contoso.com'
        'https:/alice:P4ssw0rd-marker@cm.contoso.com'
        '//alice:P4ssw0rd-marker@cm.contoso.com'
        'alice:P4ssw0rd-marker@cm.contoso.com'
        '[bad P4ssw0rd-marker'
    ) {
        $failure = Get-Failure { Connect-CmServer -Uri $_ }

        $failure.FullyQualifiedErrorId | Should -BeLike 'CmInvalidParameter,*'
        ($failure | Format-List -Property * -Force | Out-String -Width 500) -replace '(?s)ScriptStackTrace.*|PositionMessage.*|InvocationInfo.*' |
            Should -Not -BeLike '*P4ssw0rd-marker*'
    }

    It 'rejects the combination of <Name> before any call' -ForEach @(
        @{
            Name = '-Credential and -AccessToken'; Parameters = { @{ Credential = $credential; AccessToken = $password } }
            Message = '*only one of -Credential, -AccessToken and -AccessTokenProvider*'
        }
        @{
            Name = '-Credential and -AccessTokenProvider'
            Parameters = { @{ Credential = $credential; AccessTokenProvider = { 'x' } } }
            Message = '*only one of -Credential, -AccessToken and -AccessTokenProvider*'
        }
        @{
            Name = '-AccessToken and -AccessTokenProvider'
            Parameters = { @{ AccessToken = $password; AccessTokenProvider = { 'x' } } }
            Message = '*only one of -Credential, -AccessToken and -AccessTokenProvider*'
        }
        @{ Name = '-Proxy and -NoProxy'; Parameters = { @{ Proxy = 'http://127.0.0.1:3128'; NoProxy = $true } }; Message = '*-NoProxy*-Proxy*' }
        @{ Name = '-ProxyCredential and -NoProxy'; Parameters = { @{ ProxyCredential = $credential; NoProxy = $true } }; Message = '*-NoProxy*-Proxy*' }
    ) {
        $all = & $Parameters
        { Connect-CmServer -Uri $server.Uri -AllowUnencryptedAuthentication @all } | Should -Throw -ExpectedMessage $Message -ErrorId 'CmInvalidParameter,*'

        Get-Call | Should -BeNullOrEmpty
    }

    It 'rejects -<Name> <Value>' -ForEach @(
        @{ Name = 'TimeoutSec'; Value = 0 }
        @{ Name = 'TimeoutSec'; Value = -1 }
        @{ Name = 'MaximumRetryCount'; Value = -1 }
        @{ Name = 'RetryIntervalSec'; Value = 0 }
        @{ Name = 'AccessToken'; Value = $null }
        @{ Name = 'AccessTokenProvider'; Value = $null }
        @{ Name = 'Certificate'; Value = $null }
        @{ Name = 'Proxy'; Value = $null }
    ) {
        $parameters = @{ $Name = $Value }

        { Connect-CmServer -Uri $server.Uri @parameters } | Should -Throw
        Get-Call | Should -BeNullOrEmpty
    }

    It 'rejects plain http to another machine without -AllowUnencryptedAuthentication' {
        { Connect-CmServer -Uri http://cm.contoso.com } | Should -Throw -ErrorId 'CmInsecureConnection,*'
    }

    It 'rejects <Name> over plain http without -AllowUnencryptedAuthentication, also on this machine' -ForEach @(
        @{ Name = 'a credential'; Parameters = { @{ Credential = $credential } } }
        @{ Name = 'a token'; Parameters = { @{ AccessToken = $password } } }
        @{ Name = 'a token of a script block'; Parameters = { @{ AccessTokenProvider = { throw 'asked' } } } }
    ) {
        $all = & $Parameters

        { Connect-CmServer -Uri $server.Uri @all } | Should -Throw -ErrorId 'CmInsecureConnection,*'
        Get-Call | Should -BeNullOrEmpty
    }

    It 'shows the identity in the session, for <Expected>' -ForEach @(
        @{ Parameters = { @{ Credential = $credential } }; Expected = 'Credential'; User = 'CONTOSO\alice' }
        @{ Parameters = { @{ AccessToken = $password } }; Expected = 'Bearer'; User = $null }
    ) {
        $all = & $Parameters
        $session = Connect-CmServer -Uri $server.Uri -AllowUnencryptedAuthentication -PassThru @all

        $session.Authentication | Should -Be $Expected
        $session.UserName | Should -Be $User
    }

    It 'shows no secret of <Name> in any stream or in the session' -Tag WholeRecords -ForEach @(
        @{ Name = 'a credential'; Parameters = { @{ Credential = $credential } } }
        @{ Name = 'a token'; Parameters = { @{ AccessToken = $password } } }
        @{ Name = 'a token of a script block'; Parameters = { @{ AccessTokenProvider = { $password } } } }
    ) {
        $all = & $Parameters
        $output = @(Connect-CmServer -Uri $server.Uri -AllowUnencryptedAuthentication -PassThru -Verbose -Debug @all *>&1)
        $shown = ($output | Format-List -Property * -Force | Out-String -Width 500) + ($output | ConvertTo-Json -Depth 4 -WarningAction Ignore) +
            [System.Management.Automation.PSSerializer]::Serialize($output, 5)

        $shown | Should -BeLike "*$root*"
        $shown | Should -Not -BeLike '*P4ssw0rd-marker*'
    }

    It 'fails after -TimeoutSec' {
        Set-Fault -Rule @{ latency = 600000 }

        { Connect-CmServer -Uri $server.Uri -TimeoutSec 1 -MaximumRetryCount 0 } | Should -Throw -ErrorId 'CmTimeout,*'
    }

    It 'retries up to -MaximumRetryCount: <_>' -ForEach 0, 1 {
        Set-Fault -Rule @{ status = 503; retryAfter = '0' }

        { Connect-CmServer -Uri $server.Uri -MaximumRetryCount $_ } | Should -Throw -ErrorId 'CmServerBusy,*'
        Get-Call | Should -HaveCount (1 + $_)
    }

    It 'connects when a busy server responds after retries' {
        Set-Fault -Rule @{ status = 503; retryAfter = '0'; times = 1 }
        Connect-CmServer -Uri $server.Uri

        (Get-CmSession).IsDefault | Should -BeTrue
        Get-Call | Should -HaveCount 2
    }

    It 'writes one line for its call with -Verbose' {
        $lines = @(Connect-CmServer -Uri $server.Uri -Verbose 4>&1)

        $lines | Should -HaveCount 1
        $lines[0].Message | Should -Match '^GET /CertificateManagement/api/v1\.0/requests\?targetuser=current&status=None 204 \d+ ms$'
    }

    It 'disconnects no other session' {
        $first = Connect-CmServer -Uri "$($other.Root)/CM" -PassThru
        $second = Connect-CmServer -Uri $server.Uri -PassThru

        $first.IsConnected | Should -BeTrue
        $first.IsDefault | Should -BeFalse
        $second.IsDefault | Should -BeTrue
        (Get-CmRequest $ExampleEnroll -Session $first).Uuid | Should -Be $ExampleEnroll
    }
}

Describe 'A Connect that fails' {
    BeforeEach {
        Set-Fault
        Connect-CmServer -Uri $server.Uri
        $before = @(Get-CmSession)[-1]
        Clear-Call
    }

    It 'leaves no default session: <Name>' -ForEach @(
        @{
            Name = 'a server that is not there'; Parameters = @{ Uri = 'http://127.0.0.1:1'; MaximumRetryCount = 0 }
            Reason = '*Connect-CmServer failed*127.0.0.1:1*'
        }
        @{ Name = 'an address that is none'; Parameters = @{ Uri = 'cm.contoso.com' }; Reason = '*Connect-CmServer failed*cm.contoso.com*' }
        @{ Name = 'an address that is not safe'; Parameters = @{ Uri = 'http://cm.contoso.com' }; Reason = '*Connect-CmServer failed*plain http*' }
        @{
            Name = 'parameters that cannot go together'
            Parameters = @{ Uri = 'https://cm.contoso.com'; Proxy = 'http://127.0.0.1'; NoProxy = $true }
            Reason = '*Connect-CmServer failed*-NoProxy*'
        }
        @{ Name = 'a parameter out of range'; Parameters = @{ Uri = 'https://cm.contoso.com'; TimeoutSec = 0 }; Reason = '*Connect-CmServer*' }
        @{ Name = 'a parameter there is none of'; Parameters = @{ Uri = 'https://cm.contoso.com'; Sever = 'x' }; Reason = '*Connect-CmServer*' }
        @{ Name = 'an address that is $null'; Parameters = @{ Uri = $null }; Reason = '*Connect-CmServer*' }
    ) {
        { Connect-CmServer @Parameters } | Should -Throw

        $failure = Get-Failure { Get-CmRequest $ExampleEnroll }
        $failure.FullyQualifiedErrorId | Should -BeLike 'CmNotConnected,*'
        $failure.Exception.Message | Should -BeLike $Reason
        $failure.TargetObject | Should -Be $ExampleEnroll
        { Get-CmRequest } | Should -Throw -ErrorId 'CmNotConnected,*'
        { Set-CmRequestStatus $ExampleEnroll Completed -Confirm:$false } | Should -Throw -ErrorId 'CmNotConnected,*'
        Get-Call | Should -BeNullOrEmpty
        Get-ServerStatus $ExampleEnroll | Should -Be 3
    }

    It 'leaves no default session if the server responds with <_>' -ForEach 401, 404, 500, 302 {
        Set-Fault -Rule @{ status = $_ }
        { Connect-CmServer -Uri $server.Uri -MaximumRetryCount 0 } | Should -Throw -ErrorId 'Cm*'
        Set-Fault
        Clear-Call

        { Get-CmRequest $ExampleEnroll } | Should -Throw -ErrorId 'CmNotConnected,*'
        Get-Call | Should -BeNullOrEmpty
    }

    It 'leaves no default session if the response is an HTML page with 200' {
        Set-Fault -Rule @{ content = 'page'; contentType = 'text/html' }
        Set-SimulatorOption @{ emptyList = 200 }
        $failure = Get-Failure { Connect-CmServer -Uri $server.Uri }
        Set-SimulatorOption @{ emptyList = 204 }
        Set-Fault

        $failure.FullyQualifiedErrorId | Should -BeLike 'CmInvalidResponse,*'
        { Get-CmRequest } | Should -Throw -ErrorId 'CmNotConnected,*'
    }

    It 'adds no session to the list, and the earlier one can be used with -Session' {
        $count = @(Get-CmSession).Count
        { Connect-CmServer -Uri http://127.0.0.1:1 -MaximumRetryCount 0 } | Should -Throw

        @(Get-CmSession).Count | Should -Be $count
        $before.IsDefault | Should -BeFalse
        (Get-CmRequest $ExampleEnroll -Session $before).Uuid | Should -Be $ExampleEnroll
    }

    It 'ends a script with Stop, and can be caught under -ErrorAction <_>' -ForEach 'Continue', 'SilentlyContinue', 'Ignore', 'Stop' {
        $caught = $null
        try {
            Connect-CmServer -Uri http://127.0.0.1:1 -MaximumRetryCount 0 -ErrorAction $_
        }
        catch {
            $caught = $_
        }

        $caught.FullyQualifiedErrorId | Should -BeLike 'CmConnectionFailed,*'
    }

    It 'lets later commands of the script fail without a call' {
        $shell = New-ConnectedRunspace -Uri $server.Uri
        Clear-Call
        $running = Start-Runspace -Shell $shell -Script @'
Connect-CmServer http://127.0.0.1:1 -MaximumRetryCount 0
Get-CmRequest -Status Approved | Set-CmRequestStatus -Status Canceled -Confirm:$false
'went on'
'@
        $null = $running.Handle.AsyncWaitHandle.WaitOne(10000)
        $ids = @($shell.Streams.Error.FullyQualifiedErrorId)
        $output = "$($running.Output)"
        Close-Runspace $shell

        $output | Should -Be 'went on'
        $ids | Should -HaveCount 2
        $ids[0] | Should -BeLike 'CmConnectionFailed,*'
        $ids[1] | Should -BeLike 'CmNotConnected,*'
        Get-Call | Should -BeNullOrEmpty
    }

    It 'removes the default session as soon as it starts' {
        $seen = Connect-CmServer -Uri $server.Uri -AllowUnencryptedAuthentication -PassThru -AccessTokenProvider {
            $global:mimCmSeen = try { Get-CmRequest $ExampleEnroll } catch { $_.FullyQualifiedErrorId }
            'token'
        }

        $seen.IsDefault | Should -BeTrue
        $global:mimCmSeen | Should -BeLike 'CmNotConnected,*'
        Remove-Variable -Name mimCmSeen -Scope Global
    }

    It 'is replaced by one that succeeds' {
        { Connect-CmServer -Uri http://127.0.0.1:1 -MaximumRetryCount 0 } | Should -Throw
        Connect-CmServer -Uri $server.Uri

        (Get-CmRequest $ExampleEnroll).Uuid | Should -Be $ExampleEnroll
    }
}

Describe 'The recommendation of a Connect that fails' {
    BeforeAll {
        $bearer = Start-Simulator -Arguments '--requests 10 --auth bearer --token good=alice'
        $windows = Start-Simulator -Arguments '--requests 10 --auth negotiate'
        $token = ConvertTo-SecureString -String wrong -AsPlainText -Force
        $credential = New-Object -TypeName pscredential -ArgumentList 'CONTOSO\jane', $token
    }

    AfterAll {
        Stop-Simulator -Simulator $bearer
        Stop-Simulator -Simulator $windows
    }

    It 'depends on the schemes of the server and the identity: <Name>' -ForEach @(
        @{ Name = 'no token, where only tokens are accepted'; Server = 'bearer'; With = {}; Advice = 'The server accepts only access tokens.*' }
        @{
            Name = 'an account, where only tokens are accepted'; Server = 'bearer'; With = { @{ Credential = $credential } }
            Advice = 'The server accepts only access tokens.*'
        }
        @{ Name = 'a wrong token'; Server = 'bearer'; With = { @{ AccessToken = $token } }; Advice = 'Connect again with a new -AccessToken.*' }
        @{
            Name = 'a script block that returns a wrong token'; Server = 'bearer'; With = { @{ AccessTokenProvider = { 'wrong' } } }
            Advice = 'Run the script block of -AccessTokenProvider*'
        }
        @{
            Name = 'a token, where none are accepted'; Server = 'windows'; With = { @{ AccessToken = $token } }
            Advice = 'The server does not accept access tokens.*'
        }
    ) {
        $with = & $With
        if ($null -eq $with) {
            $with = @{}
        }
        $uri = (Get-Variable -Name $Server -ValueOnly).Uri

        $failure = Get-Failure { Connect-CmServer -Uri $uri -AllowUnencryptedAuthentication @with }

        $failure.FullyQualifiedErrorId | Should -BeLike 'CmUnauthorized,*'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike $Advice
        $failure.Exception.Message | Should -Not -BeLike '*HTML*' -Because 'IIS sends its own page with a 401'
    }

    It 'suggests https for an http address of an https port' -Tag TlsServer {
        $tls = Start-Simulator -Arguments '--requests 10 --tls'

        $failure = Get-Failure { Connect-CmServer -Uri ($tls.Uri -replace '^https', 'http') -MaximumRetryCount 0 }

        $failure.Exception.Message | Should -BeLike '*try the address with https.'
        $failure.Exception.Message | Should -Not -BeLike '*(ResponseEnded)*'
        Stop-Simulator -Simulator $tls
    }

    It 'does not mention combinations of parameters for an invalid address' {
        $failure = Get-Failure { Connect-CmServer -Uri ftp://cm.contoso.com }

        $failure.ErrorDetails.RecommendedAction | Should -Be ('Get-Help Connect-CmServer -Full describes the parameters, their values, ' +
            'and which of them can be used together.')
    }
}

Describe 'A Connect-CmServer that does not run' {
    BeforeEach {
        Connect-CmServer -Uri $server.Uri
    }

    It 'keeps the default session: <Name>' -ForEach @(
        @{ Name = 'completing its parameters'; Do = { TabExpansion2 -inputScript 'Connect-CmServer -Ti' -cursorColumn 20 } }
        @{ Name = 'completing its values'; Do = { TabExpansion2 -inputScript 'Connect-CmServer -Uri ' -cursorColumn 22 } }
        @{
            Name = 'binding it statically'
            Do = {
                $command = [scriptblock]::Create('Connect-CmServer https://x').Ast.EndBlock.Statements[0].PipelineElements[0]
                [System.Management.Automation.Language.StaticParameterBinder]::BindCommand($command)
            }
        }
        @{ Name = 'asking for its syntax'; Do = { Get-Command -Name Connect-CmServer -Syntax } }
        @{ Name = 'asking for its help'; Do = { Get-Help -Name Connect-CmServer } }
    ) {
        $null = & $Do

        [GC]::Collect()
        [GC]::WaitForPendingFinalizers()
        (Get-CmRequest $ExampleEnroll).Uuid | Should -Be $ExampleEnroll
    }
}
