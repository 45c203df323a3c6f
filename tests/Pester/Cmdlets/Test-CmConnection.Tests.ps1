BeforeAll {
    . "$PSScriptRoot/../Initialize-TestFile.ps1"
    $server = Start-Simulator -Arguments '--requests 10'

    function Get-Result {
        param($Findings, [string] $Step)

        "$(($Findings | Where-Object -Property Step -EQ $Step).Result)"
    }
}

AfterAll {
    Stop-Simulator
}

Describe 'Test-CmConnection' {
    AfterEach {
        Set-Fault
        Set-SimulatorOption @{ apiEnabled = $true }
        Get-CmSession | Disconnect-CmServer
    }

    It 'returns one object for each step, in order' {
        $findings = @(Test-CmConnection -Uri $server.Uri)

        $findings[0] | Should -BeOfType ([MimCm.CmConnectionTestResult])
        $findings.Step | Should -Be 'Address', 'NameResolution', 'Tcp', 'Tls', 'Authentication', 'Api'
        Get-Result $findings Api | Should -Be 'Passed'
    }

    It 'reports a stopped server without an exception' {
        $findings = @(Test-CmConnection -Uri http://127.0.0.1:1 -ErrorVariable failed)

        Get-Result $findings Tcp | Should -Be 'Failed'
        Get-Result $findings Api | Should -Be 'Skipped'
        ($findings | Where-Object Step -EQ Tcp).Recommendation | Should -BeLike 'Check the address, the network and the proxy*'
        ($findings | Where-Object Step -EQ Tcp).Recommendation | Should -Not -BeLike '*Test-CmConnection*'
        $failed | Should -BeNullOrEmpty
    }

    It 'reports a name without an address' {
        Get-Result (Test-CmConnection -Uri https://no-such-host.invalid) NameResolution | Should -Be 'Failed'
    }

    It 'reports an invalid address, and the message says what to write' {
        $findings = @(Test-CmConnection -Uri 'not an address')

        $findings | Should -HaveCount 1
        Get-Result $findings Address | Should -Be 'Failed'
        $findings[0].Detail | Should -BeLike '*https://*'
    }

    It 'does not recommend -SkipCertificateCheck without a certificate' {
        $failed = Test-CmConnection -Uri ($server.Uri -replace '^http', 'https') | Where-Object -Property Result -EQ Failed

        $failed.Step | Should -Be Tls
        $failed.Detail | Should -BeLike '*may not be an https port.'
        $failed.Recommendation | Should -BeLike 'Check the port and the scheme*'
        $failed.Recommendation | Should -Not -BeLike '*SkipCertificateCheck*'
    }

    It 'reports a disabled API, with the setting' {
        Set-SimulatorOption @{ apiEnabled = $false }

        $findings = Test-CmConnection -Uri $server.Uri

        Get-Result $findings Api | Should -Be 'Failed'
        ($findings | Where-Object Step -EQ Api).Recommendation | Should -BeLike '*Clm.WebApi.Enabled*'
    }

    It 'reports an account that may not list requests' {
        Set-Fault -Rule @{ path = 'list'; status = 403 }

        Get-Result (Test-CmConnection -Uri $server.Uri) Api | Should -Be 'Warning'
    }

    It 'reports an untrusted certificate with its thumbprint and dates, and accepts it if the session does' -Tag TlsServer {
        $tls = Start-Simulator -Arguments '--requests 10 --tls'
        $findings = Test-CmConnection -Uri $tls.Uri

        Get-Result $findings Tls | Should -Be 'Failed'
        ($findings | Where-Object Step -EQ Tls).Detail | Should -Match '[0-9A-F]{40}'

        $session = Connect-CmServer -Uri $tls.Uri -SkipCertificateCheck -PassThru
        $findings = Test-CmConnection -Session $session

        Get-Result $findings Tls | Should -Be 'Warning'
        Get-Result $findings Api | Should -Be 'Passed'
        Stop-Simulator $tls
    }

    It 'reports the offered scheme if the identity is rejected' {
        $guarded = Start-Simulator -Arguments '--requests 10 --auth bearer --token good=alice'
        $findings = Test-CmConnection -Uri $guarded.Uri

        Get-Result $findings Authentication | Should -Be 'Failed'
        ($findings | Where-Object Step -EQ Authentication).Detail | Should -BeLike '*Bearer*'
        ($findings | Where-Object Step -EQ Authentication).Recommendation | Should -BeLike '*-AccessToken*'
        Stop-Simulator $guarded
    }

    It 'reports the offered and the used scheme, and the identity' {
        $guarded = Start-Simulator -Arguments '--requests 10 --auth bearer --token good=alice'
        $token = ConvertTo-SecureString -String good -AsPlainText -Force
        $session = Connect-CmServer -Uri $guarded.Uri -AccessToken $token -AllowUnencryptedAuthentication -PassThru

        $findings = Test-CmConnection -Session $session

        ($findings | Where-Object Step -EQ Authentication).Detail | Should -Be 'The server offers Bearer, and the access token was accepted with Bearer.'
        Stop-Simulator $guarded
    }

    It 'tests the default session, and the address with which Connect-CmServer has just failed' {
        Connect-CmServer -Uri $server.Uri
        (Test-CmConnection)[0].Detail | Should -BeLike "$($server.Uri)*"

        { Connect-CmServer -Uri http://127.0.0.1:1 } | Should -Throw
        $findings = Test-CmConnection
        $findings[0].Detail | Should -BeLike 'http://127.0.0.1:1/*'
        Get-Result $findings Tcp | Should -Be 'Failed'
    }

    It 'rejects -Uri with -Session' {
        $session = Connect-CmServer -Uri $server.Uri -PassThru

        { Test-CmConnection -Uri $server.Uri -Session $session } | Should -Throw -ErrorId 'CmInvalidParameter,*'
    }
}
