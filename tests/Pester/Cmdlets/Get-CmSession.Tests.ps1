BeforeAll {
    . "$PSScriptRoot/../Initialize-TestFile.ps1"
    $ErrorActionPreference = 'Continue'
    $server = Start-Simulator
    $other = Start-Simulator
}

AfterAll {
    Stop-Simulator
}

Describe 'Get-CmSession' {
    BeforeEach {
        Get-CmSession | Disconnect-CmServer
    }

    It 'returns nothing if there is no session' {
        Get-CmSession | Should -BeNullOrEmpty
    }

    It 'returns the sessions in the order of their creation, without a call' {
        $first = Connect-CmServer -Uri $other.Uri -PassThru
        $second = Connect-CmServer -Uri $server.Uri -PassThru
        Clear-Call

        Get-CmSession | Should -Be $first, $second
        (Get-CmSession).IsDefault | Should -Be $false, $true
        Get-Call | Should -BeNullOrEmpty
    }

    It 'shows server, identity and authentication' {
        Connect-CmServer -Uri $server.Root
        $session = Get-CmSession

        $session.Uri | Should -Be "$($server.Uri)api/v1.0/"
        $session.Authentication | Should -Be 'Negotiate'
        if ($env:OS -eq 'Windows_NT') {
            $session.UserName | Should -BeLike "*$([Environment]::UserName)"
        }
        else {
            $session.UserName | Should -BeNullOrEmpty -Because 'the Kerberos ticket says who it is'
        }
        $session.IsConnected | Should -BeTrue
    }

    It 'has no property that binds as the id of a request' {
        Connect-CmServer -Uri $server.Uri

        (Get-CmSession).PSObject.Properties.Name | Should -Not -Contain 'Id'
        (Get-CmSession).PSObject.Properties.Name | Should -Not -Contain 'Uuid'
        (Get-CmSession).PSObject.Properties.Name | Should -Not -Contain 'RequestId'
        @(Get-Failure { Get-CmSession | Get-CmRequest }) | Should -HaveCount 1
    }

    It 'returns the sessions of its own runspace only' {
        Connect-CmServer -Uri $server.Uri
        $shell = New-ConnectedRunspace -Uri $other.Uri

        $there = Invoke-Runspace -Shell $shell -Script 'Get-CmSession'
        Close-Runspace $shell

        @($there).Count | Should -Be 1
        $there[0].Uri | Should -Be "$($other.Uri)api/v1.0/"
        (Get-CmSession).Uri | Should -Be "$($server.Uri)api/v1.0/"
    }

    It 'shows a session of another runspace as not the default here' {
        $session = Connect-CmServer -Uri $server.Uri -PassThru
        $shell = New-ConnectedRunspace

        (Invoke-Runspace -Shell $shell -Script 'param($session) $session.IsDefault' -Arguments $session)[0] | Should -BeFalse
        (Invoke-Runspace -Shell $shell -Script 'param($session, $id) (Get-CmRequest $id -Session $session).Uuid' -Arguments $session, $ExampleEnroll)[0] |
            Should -Be $ExampleEnroll
        Invoke-Runspace -Shell $shell -Script 'try { Get-CmRequest } catch { "$_" }' | Should -BeLike '*Connect-CmServer was not called*'
        Close-Runspace $shell
        $session.IsDefault | Should -BeTrue
    }
}

Describe 'MIMCM_URI' {
    BeforeAll {
        function Invoke-WithVariable {
            param([string] $Value, [string] $Script, [object[]] $Arguments = @())

            $env:MIMCM_URI = $Value
            $shell = New-ConnectedRunspace
            try {
                Invoke-Runspace -Shell $shell -Script $Script -Arguments $Arguments
            }
            finally {
                Close-Runspace $shell
                $env:MIMCM_URI = $null
            }
        }
    }

    BeforeEach {
        Clear-Call
        Clear-Call -Simulator $other
    }

    It 'specifies the server if Connect-CmServer was never called, without a probe' {
        $uuid = Invoke-WithVariable -Value $server.Uri -Arguments $ExampleEnroll -Script 'param($id) (Get-CmRequest $id).Uuid'

        $uuid[0] | Should -Be $ExampleEnroll
        (Get-Call).Line | Should -Be "GET requests/$ExampleEnroll"
    }

    It 'creates one default session with the identity of the caller' {
        $code = 'param($id) $null = Get-CmRequest $id; $null = Get-CmRequest $id; Get-CmSession | Select-Object -Property Uri, Authentication, IsDefault'
        $sessions = Invoke-WithVariable -Value $server.Root -Script $code -Arguments $ExampleEnroll

        @($sessions).Count | Should -Be 1
        "$($sessions[0])" | Should -Be "@{Uri=$($server.Uri)api/v1.0/; Authentication=Negotiate; IsDefault=True}"
    }

    It 'works for a script in a process of its own' {
        $lines = Invoke-FreshProcess -Environment @{ MIMCM_URI = $server.Uri } -Script "Import-Module `$module; (Get-CmRequest $ExampleEnroll).Status"

        $lines | Should -Be 'Approved'
    }

    It 'applies to changes' {
        $id = New-ServerRequest
        $status = Invoke-WithVariable -Value $server.Uri -Arguments $id -Script 'param($id) (Set-CmRequestStatus $id Canceled -Confirm:$false).Status'

        "$status" | Should -Be 'Canceled'
        Get-ServerStatus $id | Should -Be 17
    }

    It 'is ignored after Connect-CmServer, even if it failed' {
        $code = '
            param($id)
            try { Connect-CmServer -Uri http://127.0.0.1:1 -MaximumRetryCount 0 } catch { $null = $_ }
            try { Get-CmRequest $id } catch { $_.FullyQualifiedErrorId; $_.Exception.Message }
        '
        $message = Invoke-WithVariable -Value $server.Uri -Arguments $ExampleEnroll -Script $code

        $message[0] | Should -BeLike 'CmNotConnected,*'
        $message[1] | Should -BeLike '*Connect-CmServer failed*127.0.0.1:1*'
        Get-Call | Should -BeNullOrEmpty
    }

    It 'is ignored after Connect-CmServer to another server' {
        $code = 'param($uri, $id) Connect-CmServer -Uri $uri; Get-CmRequest $id'
        $null = Invoke-WithVariable -Value $other.Uri -Arguments $server.Uri, $ExampleEnroll -Script $code

        Get-Call -Simulator $other | Should -BeNullOrEmpty
        Get-Call | Should -HaveCount 2
    }

    It 'is ignored after Disconnect-CmServer' {
        $code = 'param($id) $null = Get-CmRequest $id; Disconnect-CmServer; try { Get-CmRequest $id } catch { $_.FullyQualifiedErrorId }'
        $message = Invoke-WithVariable -Value $server.Uri -Arguments $ExampleEnroll -Script $code

        "$message" | Should -BeLike 'CmNotConnected,*'
        Get-Call | Should -HaveCount 1
    }

    It 'is overridden by -Session' {
        $session = Connect-CmServer -Uri $server.Uri -PassThru
        Clear-Call
        $code = 'param($session, $id) (Get-CmRequest $id -Session $session).Uuid'
        $uuid = Invoke-WithVariable -Value $other.Uri -Arguments $session, $ExampleEnroll -Script $code

        $uuid[0] | Should -Be $ExampleEnroll
        Get-Call -Simulator $other | Should -BeNullOrEmpty
    }

    It 'means https without a scheme' {
        $code = 'try { Get-CmRequest -ErrorAction Stop } catch { $_.FullyQualifiedErrorId }; "$((Get-CmSession).Uri)"'
        $output = Invoke-WithVariable -Value 'cm.invalid' -Script $code

        $output[0] | Should -BeLike 'CmConnectionFailed,*'
        $output[1] | Should -Be 'https://cm.invalid/CertificateManagement/api/v1.0/'
    }

    It 'is rejected as <Value>, with its name and the reason' -ForEach @(
        @{ Value = 'cm contoso com'; Id = 'CmNotConnected,*'; Message = '*MIMCM_URI*not the address of a server*https://*' }
        @{ Value = 'ftp://cm.contoso.com'; Id = 'CmNotConnected,*'; Message = '*ftp://cm.contoso.com*https://*' }
        @{ Value = 'http://cm.contoso.com'; Id = 'CmInsecureConnection,*'; Message = '*plain http*' }
    ) {
        $output = Invoke-WithVariable -Value $Value -Script 'try { Get-CmRequest } catch { $_.FullyQualifiedErrorId; $_.Exception.Message }'

        $output[0] | Should -BeLike $Id
        $output[1] | Should -BeLike $Message
    }

    It 'is ignored if it is blank' {
        $code = 'try { Get-CmRequest } catch { $_.FullyQualifiedErrorId; $_.Exception.Message; $_.ErrorDetails.RecommendedAction }'
        $output = Invoke-WithVariable -Value ' ' -Script $code

        $output[0] | Should -BeLike 'CmNotConnected,*'
        $output[1] | Should -BeLike '*Connect-CmServer was not called*'
        $output[2] | Should -BeLike '*Connect-CmServer*-Session*MIMCM_URI*'
    }
}
