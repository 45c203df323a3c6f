# No stream, error record, exception, session, transcript or file contains a secret, and text of a server cannot
# control the terminal. The same tests for the client are in tests/MimCm.Identity.Tests.

BeforeDiscovery {
    $isCore = $PSVersionTable.PSVersion.Major -ge 7
    $isLinuxHere = $PSVersionTable.PSVersion.Major -ge 7 -and $IsLinux
}

BeforeAll {
    . "$PSScriptRoot/../Initialize-TestFile.ps1"
    $server = Start-Simulator -Arguments '--requests 20 --session-cookie ASP.NET_SessionId --token Secret-token-Q1w2e3r4=user1'

    function ConvertTo-Secure {
        param([string] $Text)

        ConvertTo-SecureString -String $Text -AsPlainText -Force
    }

    function New-Credential {
        param([string] $User, [string] $Password)

        New-Object -TypeName System.Management.Automation.PSCredential -ArgumentList $User, (ConvertTo-Secure -Text $Password)
    }

    $credential = New-Credential -User 'CONTOSO\user1' -Password 'Secret-password-Q1w2e3r4'
    $proxyCredential = New-Credential -User 'proxy-user' -Password 'Secret-of-the-proxy-Q1w2e3r4'
    $token = ConvertTo-Secure -Text 'Secret-token-Q1w2e3r4'
    $provider = { ConvertTo-Secure -Text ('Secret-token-' + 'Q1w2e' + '3r4') }
    $common = @{ Uri = $server.Uri; AllowUnencryptedAuthentication = $true; MaximumRetryCount = 0; TimeoutSec = 1 }

    # All texts of an object: as text, as a list of all its properties, as JSON and as Clixml.
    function Get-Said {
        param($Of)

        "$Of"
        $Of | Format-List -Property * -Force | Out-String -Width 1000
        if ($Of -is [System.Management.Automation.InformationalRecord]) {
            return
        }

        [System.Management.Automation.PSSerializer]::Serialize($Of, 2)
        if ($Of -is [System.Management.Automation.ErrorRecord]) {
            for ($exception = $Of.Exception; $exception; $exception = $exception.InnerException) {
                $exception | Format-List -Property * -Force | Out-String -Width 1000
                "$exception"
            }
            foreach ($part in $Of.ErrorDetails, $Of.CategoryInfo, $Of.InvocationInfo, $Of.TargetObject) {
                $part | Format-List -Property * -Force | Out-String -Width 1000
            }
            $Of.InvocationInfo.BoundParameters | Out-String -Width 1000
        }
        elseif ("$($Of.GetType())" -like 'MimCm*' -or $Of -is [string] -or $Of.PSObject.BaseObject -is [System.Management.Automation.PSCustomObject]) {
            # Not for a verbose record: it refers to the engine, so that the output would be endless.
            $Of | ConvertTo-Json -Depth 8 -WarningAction Ignore
            $Of | Format-Custom -Depth 4 | Out-String -Width 1000
        }
    }

    # Returns the secrets that the texts contain.
    function Find-Secret {
        param([string[]] $Text)

        $all = $Text -join "`n"
        $marker = 'Q1w2e3r4'
        $bytes = [System.Text.Encoding]::Unicode.GetBytes($marker)
        if ($all -match $marker) { 'a marker' }

        # A SecureString in Clixml without DPAPI, and in JSON.
        if ($all -match (-join ($bytes | ForEach-Object -Process { '{0:x2}' -f $_ }))) { 'a marker in UTF-16 as hex' }
        foreach ($shift in '', 'x', 'xx') {
            $base64 = [Convert]::ToBase64String([System.Text.Encoding]::UTF8.GetBytes("$shift$marker"))
            if ($all.Contains($base64.Substring(4, 6))) { 'a marker in Base64' }
        }
        if ($all -match '(?i)Authorization["'':\s]+(Bearer|Basic|Negotiate|NTLM)\s+\w') { 'an Authorization header' }
        if ($all -match 'PRIVATE KEY') { 'a private key' }

        # Cookies of the simulator are 32 hexadecimal digits; its call log has their hashes.
        $known = @(Get-Call | ForEach-Object -Process { $_.cookie; $_.cookieIssued } | Where-Object -FilterScript { $_ } | Sort-Object -Unique)
        $sha = [System.Security.Cryptography.SHA256]::Create()
        foreach ($match in [regex]::Matches($all, '\b[0-9A-F]{32}\b') | Sort-Object -Property Value -Unique) {
            $hash = -join ($sha.ComputeHash([System.Text.Encoding]::UTF8.GetBytes($match.Value))[0..5] | ForEach-Object -Process { '{0:x2}' -f $_ })
            if ($known -contains $hash) { 'a cookie' }
        }
    }

    # The output of the commands in all streams, at the most detailed level.
    function Invoke-Loud {
        param([scriptblock] $Script)

        $before = $global:Error.Count
        $said = @(try { & $Script *>&1 } catch { $_ })
        $said
        $exceptions = @($said | Where-Object -FilterScript { $_ -is [System.Management.Automation.ErrorRecord] } | ForEach-Object -Process { $_.Exception })
        for ($i = 0; $i -lt $global:Error.Count - $before; $i++) {
            if ($exceptions -notcontains $global:Error[$i].Exception) {
                $global:Error[$i]
            }
        }
    }
}

AfterAll {
    Stop-Simulator
}

Describe 'The search itself' {
    It 'finds a marker in <Name>' -ForEach @(
        @{ Name = 'a string'; Of = { 'xx-Q1w2e3r4' } }
        @{ Name = 'a property'; Of = { [pscustomobject] @{ A = 'Q1w2e3r4' } } }
        @{
            Name = 'an inner exception'
            Of = {
                try {
                    throw (New-Object -TypeName System.Exception -ArgumentList 'a', (New-Object -TypeName System.Exception -ArgumentList 'Q1w2e3r4'))
                } catch { $_ }
            }
        }
        @{
            Name = 'an Authorization header'
            Of = { 'Basic ' + [Convert]::ToBase64String([System.Text.Encoding]::UTF8.GetBytes('user1:Secret-password-Q1w2e3r4')) }
        }
    ) {
        Find-Secret -Text (Get-Said -Of (& $Of)) | Should -Not -BeNullOrEmpty
    }

    It 'finds a SecureString in Clixml, where that is not encrypted' -Skip:(-not $isLinuxHere) {
        Find-Secret -Text (Get-Said -Of ([pscustomobject] @{ A = $token })) | Should -Not -BeNullOrEmpty
    }

    It 'finds a cookie' {
        $cookie = (Invoke-WebRequest -Uri "$($server.Uri)api/v1.0/requests" -UseBasicParsing).Headers['Set-Cookie'] -replace '^.*?=' -replace ';.*'

        Find-Secret -Text "x $cookie x" | Should -Be 'a cookie'
    }
}

Describe 'The output of the commands' {
    BeforeEach {
        Get-CmSession | Disconnect-CmServer
        Set-Fault
        Clear-Call
    }

    AfterEach {
        Set-Fault
        Set-SimulatorAccess -Access @{ authentication = 'none' }
    }

    It 'contains no secret without an error, with <Name>' -ForEach @(
        @{ Name = '-Credential'; Identity = { @{ Credential = $credential } } }
        @{ Name = '-AccessToken'; Identity = { @{ AccessToken = $token } } }
        @{ Name = '-AccessTokenProvider'; Identity = { @{ AccessTokenProvider = $provider } } }
        @{ Name = '-ProxyCredential'; Identity = { @{ AccessToken = $token; ProxyCredential = $proxyCredential } } }
    ) {
        $identity = & $Identity
        if ($identity.Keys -notcontains 'Credential') { Set-SimulatorAccess -Access @{ authentication = 'bearer' } }
        $id = New-ServerRequest

        $said = Invoke-Loud -Script {
            Connect-CmServer @common @identity -PassThru -Verbose -Debug
            Get-CmSession
            Get-CmRequest -Id $id -Verbose -Debug
            Get-CmRequest -Status Completed -Verbose -Debug
            Set-CmRequestStatus -Id $id -Status Completed -Confirm:$false -Verbose -Debug
            Wait-CmRequest -Id $id -Verbose -Debug
            Test-CmConnection -Session (Get-CmSession) -Verbose -Debug
            Get-CmSession | Disconnect-CmServer -Verbose -Debug
        }

        @($said | Where-Object -FilterScript { $_ -is [System.Management.Automation.VerboseRecord] }).Count | Should -BeGreaterThan 4
        @($said | Where-Object -FilterScript { $_ -is [System.Management.Automation.ErrorRecord] }) | Should -BeNullOrEmpty
        Find-Secret -Text ($said | ForEach-Object -Process { Get-Said -Of $_ }) | Should -BeNullOrEmpty
    }

    It 'contains no secret in a session, also when it is exported' {
        $session = Connect-CmServer @common -AccessToken $token -PassThru
        $file = Join-Path -Path $TestDrive -ChildPath session.xml
        $session | Export-Clixml -LiteralPath $file -Depth 8
        $all = @(Get-Said -Of $session) + (Get-Content -LiteralPath $file -Raw) + ($session | ConvertTo-Csv | Out-String) +
            ($session | Get-Member -Force | Out-String -Width 500)

        Find-Secret -Text $all | Should -BeNullOrEmpty
        $session.PSObject.Properties.Name | Should -Be @(
            'Uri', 'Authentication', 'UserName', 'DirectoryServer', 'IsDefault', 'IsConnected', 'UnknownOutcomes', 'UnreportedChanges', 'UnreportedCreations'
        )
    }

    It 'contains no secret when <Name>' -ForEach @(
        @{ Name = 'the server answers 302'; Fault = @{ status = 302; location = 'https://elsewhere.invalid/?ticket=1' } }
        @{ Name = 'the server answers 400'; Fault = @{ status = 400 } }
        @{ Name = 'the server answers 401'; Fault = @{ status = 401 } }
        @{ Name = 'the server answers 403'; Fault = @{ status = 403 } }
        @{ Name = 'the server answers 404'; Fault = @{ status = 404 } }
        @{ Name = 'the server answers 409'; Fault = @{ status = 409 } }
        @{ Name = 'the server answers 429'; Fault = @{ status = 429; retryAfter = '120' } }
        @{ Name = 'the server answers 500'; Fault = @{ status = 500 } }
        @{ Name = 'the server answers 503 with a page'; Fault = @{ status = 503; body = 'page' } }
        @{ Name = 'the server says nothing'; Fault = @{ latency = 4000 } }
        @{ Name = 'the connection is reset'; Fault = @{ reset = $true } }
        @{ Name = 'a page comes with 200'; Fault = @{ content = 'page' } }
        @{ Name = 'the body is cut short'; Fault = @{ cutBytes = 20 } }
        @{ Name = 'another request comes'; Fault = @{ content = 'otherId' } }
        @{ Name = 'the body is too deep'; Fault = @{ content = 'deep' } }
    ) {
        $id = New-ServerRequest
        $sessions = (Connect-CmServer @common -AccessTokenProvider $provider -PassThru), (Connect-CmServer @common -Credential $credential -PassThru)
        Set-Fault -Rule $Fault

        $said = Invoke-Loud -Script {
            Get-CmRequest -Id $id -Session $sessions[0] -Verbose -Debug
            Get-CmRequest -Status Approved -Session $sessions[1] -Verbose -Debug
            Set-CmRequestStatus -Id $id -Status Completed -Confirm:$false -Session $sessions[0] -Verbose -Debug
            Connect-CmServer @common -AccessToken $token -ProxyCredential $proxyCredential -Verbose -Debug
        }

        @($said | Where-Object -FilterScript { $_ -is [System.Management.Automation.ErrorRecord] }).Count | Should -BeGreaterThan 1
        Find-Secret -Text ($said | ForEach-Object -Process { Get-Said -Of $_ }) | Should -BeNullOrEmpty
    }

    It 'contains no secret when Connect-CmServer fails because <Name>' -ForEach @(
        @{ Name = 'the server does not take the token'; Parameters = { @{ AccessToken = (ConvertTo-Secure -Text 'Wrong-token-Q1w2e3r4') } } }
        @{ Name = 'the provider gives a wrong token'; Parameters = { @{ AccessTokenProvider = { 'Wrong-token-' + 'Q1w2e' + '3r4' } } } }
        @{ Name = 'the token has a line break'; Parameters = { @{ AccessToken = (ConvertTo-Secure -Text "Wrong-token`n-Q1w2e3r4") } } }
        @{ Name = 'the server does not take the account'; Parameters = { @{ Credential = $credential } } }
        @{ Name = 'nobody listens'; Parameters = { @{ Credential = $credential; Uri = 'http://localhost:1/' } } }
        @{ Name = 'the proxy is not there'; Parameters = { @{ AccessToken = $token; Proxy = 'http://localhost:1/'; ProxyCredential = $proxyCredential } } }
        @{ Name = 'the address holds a password'; Parameters = { @{ Uri = "http://user1:Secret-$('Q1w2e')3r4@localhost/" } } }
        @{ Name = 'the address of the proxy holds a password'; Parameters = { @{ Proxy = "http://user1:Secret-$('Q1w2e')3r4@localhost/" } } }
        @{ Name = 'plain http is not allowed'; Parameters = { @{ Credential = $credential; AllowUnencryptedAuthentication = $false } } }
        @{ Name = 'two identities are given'; Parameters = { @{ Credential = $credential; AccessToken = $token } } }
        @{ Name = 'a parameter cannot be bound'; Parameters = { @{ Credential = $credential; TimeoutSec = 0 } } }
    ) {
        Set-SimulatorAccess -Access @{ authentication = 'bearer' }
        $all = @{ } + $common
        $given = & $Parameters
        foreach ($key in $given.Keys) { $all[$key] = $given[$key] }

        $said = Invoke-Loud -Script { Connect-CmServer @all -Verbose -Debug }

        @($said | Where-Object -FilterScript { $_ -is [System.Management.Automation.ErrorRecord] }).Count | Should -BeGreaterThan 0
        Find-Secret -Text ($said | ForEach-Object -Process { Get-Said -Of $_ }) | Should -BeNullOrEmpty
    }

    It 'contains no secret in Get-Error when the server responds with <_>' -Skip:(-not $isCore) -Tag WholeRecords -ForEach 401, 429, 503 {
        Set-Fault -Rule @{ status = $_; retryAfter = '120' }

        $failure = Get-Failure -Of { Connect-CmServer @common -AccessToken $token -ProxyCredential $proxyCredential }

        Find-Secret -Text ($failure | Get-Error | Out-String -Width 1000) | Should -BeNullOrEmpty
    }

    It 'contains no secret in a transcript or anywhere else in a process' {
        Set-SimulatorAccess -Access @{ authentication = 'bearer' }
        $id = New-ServerRequest
        $file = Join-Path -Path $TestDrive -ChildPath transcript.txt
        $null = New-Item -ItemType File -Path $file
        $file = (Get-Item -LiteralPath $file).FullName

        # The secrets are passed by the environment, because a transcript also contains the lines of the script.
        $lines = Invoke-FreshProcess -Environment @{ MARKED_TOKEN = 'Secret-token-Q1w2e3r4'; MARKED_PASSWORD = 'Secret-password-Q1w2e3r4' } -Script @"
`$VerbosePreference = `$DebugPreference = `$InformationPreference = 'Continue'
Import-Module `$module -Verbose:`$false
`$null = Start-Transcript -Path '$file' -Force
`$token = ConvertTo-SecureString -String `$env:MARKED_TOKEN -AsPlainText -Force
`$credential = New-Object System.Management.Automation.PSCredential 'CONTOSO\user1', (ConvertTo-SecureString -String `$env:MARKED_PASSWORD -AsPlainText -Force)
Connect-CmServer '$($server.Uri)' -AllowUnencryptedAuthentication -AccessTokenProvider { `$env:MARKED_TOKEN } -PassThru | Format-List *
Get-CmRequest $id | Format-List *
Get-CmRequest $NoSuchId
Set-CmRequestStatus $id -Status Completed -Confirm:`$false
Set-CmRequestStatus $id -Status Completed -Confirm:`$false
Test-CmConnection -Session (Get-CmSession)
Get-CmSession | ConvertTo-Json -Depth 8
try { Connect-CmServer '$($server.Uri)' -AllowUnencryptedAuthentication -Credential `$credential } catch { `$_ | Format-List * -Force }
try { Connect-CmServer '$($server.Uri)' -Credential `$credential } catch { Write-Error -ErrorRecord `$_ }
try { Connect-CmServer http://localhost:1 -AllowUnencryptedAuthentication -AccessToken `$token } catch { `$_.Exception | Format-List * -Force }
`$null = Stop-Transcript
"@

        $transcript = Get-Content -LiteralPath $file
        @($transcript -match '^VERBOSE: (GET|PUT) requests|^VERBOSE: (GET|PUT) /').Count | Should -BeGreaterThan 5
        @($transcript -match 'rejected the sign-in').Count | Should -BeGreaterThan 0
        Find-Secret -Text $transcript | Should -BeNullOrEmpty
        Find-Secret -Text $lines | Should -BeNullOrEmpty
    }

    It 'contains no key of a certificate' -Skip:(-not $isCore) -Tag NewCertificate {
        $key = [System.Security.Cryptography.RSA]::Create(2048)
        $request = [System.Security.Cryptography.X509Certificates.CertificateRequest]::new('CN=user1', $key, 'SHA256',
            [System.Security.Cryptography.RSASignaturePadding]::Pkcs1)
        $certificate = $request.CreateSelfSigned([datetimeoffset]::UtcNow.AddDays(-1), [datetimeoffset]::UtcNow.AddDays(1))
        $said = Invoke-Loud -Script {
            Connect-CmServer @common -Certificate $certificate -PassThru -Verbose -Debug
            Connect-CmServer -Uri $server.Uri -Certificate $certificate -Verbose -Debug
        }

        @($said | Where-Object -FilterScript { $_ -is [System.Management.Automation.ErrorRecord] }).FullyQualifiedErrorId |
            Should -BeLike 'CmInsecureConnection,*'
        $texts = $said | ForEach-Object -Process { Get-Said -Of $_ }
        $d = $key.ExportParameters($true).D
        foreach ($form in [Convert]::ToBase64String($d).Substring(0, 40), [Convert]::ToHexString($d).Substring(0, 40)) {
            "$texts".Contains($form, 'OrdinalIgnoreCase') | Should -BeFalse
        }
        Find-Secret -Text $texts | Should -BeNullOrEmpty
    }
}

Describe 'Text of a server' {
    BeforeAll {
        # Sets the title of the window and colors, and reverses the text.
        $escape = [char] 27
        $evil = "good$escape]0;owned$([char] 7)$escape[31m$([char] 0x9b)31m$([char] 0x202e)dab"
        $steering = '[\p{Cc}\p{Cf}-[\r\n\t]]'
    }

    BeforeEach {
        Get-CmSession | Disconnect-CmServer
        Connect-CmServer -Uri $server.Uri
    }

    It 'in a request is unchanged in the object, and is shown without control characters' {
        $id = New-ServerRequest -With @{ Comment = $evil; DataCollection = @(@{ Name = $evil; Value = $evil }); SecurityDescriptor = $evil }
        $request = Get-CmRequest $id

        $request.Comment | Should -Be $evil
        $request.DataCollection[0].Value | Should -Be $evil
        $request | Out-String | Should -Not -Match $steering
        $request | Format-Table | Out-String | Should -Not -Match $steering
        $list = $request | Format-List | Out-String
        $list | Should -Not -Match $steering
        $list | Should -BeLike '*good*dab*'
        "$request" | Should -Not -Match $steering
        $again = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($request, 3))
        $again | Format-List | Out-String | Should -Not -Match $steering
    }

    It 'in a request is not in the prompt before a change, nor in -WhatIf and -Verbose' {
        $id = New-ServerRequest -With @{ Comment = $evil }
        $file = Join-Path -Path $TestDrive -ChildPath question.txt
        $null = New-Item -ItemType File -Path $file
        $file = (Get-Item -LiteralPath $file).FullName
        $lines = Invoke-FreshProcess -Script @"
Import-Module `$module
Connect-CmServer '$($server.Uri)'
Get-CmRequest $id | Set-CmRequestStatus -Status Canceled -WhatIf -Verbose
Get-CmRequest $id | Set-CmRequestStatus -Status Canceled -Confirm:`$false -Verbose
"@

        $lines -join "`n" | Should -BeLike "*What if*$id*"
        $lines -join "`n" | Should -Not -Match $steering
        Get-ServerStatus -Id $id | Should -Be 17
    }

    It 'cannot be executed as a command or a variable' {
        $text = '$(Remove-Item /) `"; Get-Date; #'
        $id = New-ServerRequest -With @{ Comment = $text }

        (Get-CmRequest $id).Comment | Should -Be $text
        Get-CmRequest $id | Format-List | Out-String | Should -BeLike '*Comment*$(Remove-Item /)*Get-Date*'
    }
}
