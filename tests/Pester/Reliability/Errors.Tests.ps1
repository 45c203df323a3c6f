BeforeDiscovery {
    # What the server does, and the error of each failed call. The message of the server is
    # expected in ErrorDetails if it sends one.
    $exchanges = @(
        @{ Cause = '400'; Fault = @{ status = 400 }; Id = 'CmBadRequest'; Category = 'InvalidArgument'; Words = $true; Advice = '*server*' }
        @{ Cause = '422'; Fault = @{ status = 422 }; Id = 'CmBadRequest'; Category = 'InvalidArgument'; Words = $true; Advice = '*server*' }
        @{
            Cause = '401'; Fault = @{ status = 401 }; Id = 'CmUnauthorized'; Category = 'AuthenticationError'; Words = $true
            Advice = '*Connect-CmServer*-Credential*HTTP/127.0.0.1*'
        }
        @{ Cause = '403'; Fault = @{ status = 403 }; Id = 'CmForbidden'; Category = 'PermissionDenied'; Words = $true; Advice = '*permission*' }
        @{ Cause = '409'; Fault = @{ status = 409 }; Id = 'CmStateConflict'; Category = 'InvalidOperation'; Words = $true; Advice = '*Get-CmRequest*' }
        @{ Cause = '429'; Fault = @{ status = 429 }; Id = 'CmServerBusy'; Category = 'ResourceBusy'; Words = $true; Advice = '*later*' }
        @{ Cause = '503'; Fault = @{ status = 503 }; Id = 'CmServerBusy'; Category = 'ResourceBusy'; Words = $true; Advice = '*later*' }
        @{
            Cause = '503 with a Retry-After that is too long'; Fault = @{ status = 503; retryAfter = '61' }; Id = 'CmServerBusy'
            Category = 'ResourceBusy'; Words = $true; Advice = '*later*'
        }
        @{ Cause = '500'; Fault = @{ status = 500 }; Id = 'CmServerError'; Category = 'InvalidResult'; Words = $true; Advice = '*event log*' }
        @{ Cause = '501'; Fault = @{ status = 501 }; Id = 'CmServerError'; Category = 'InvalidResult'; Words = $true; Advice = '*event log*' }
        @{ Cause = '502 with a page'; Fault = @{ status = 502; body = 'page' }; Id = 'CmServerError'; Category = 'InvalidResult'; Advice = '*event log*' }
        @{ Cause = '500 without a body'; Fault = @{ status = 500; body = 'none' }; Id = 'CmServerError'; Category = 'InvalidResult'; Advice = '*event log*' }
        @{
            Cause = '302'; Fault = @{ status = 302; location = 'https://elsewhere.contoso.com/login?from=cm' }
            Id = 'CmRedirected'; Category = 'SecurityError'; Advice = '*Connect-CmServer*'
            Message = '*https://elsewhere.contoso.com*'
        }
        @{ Cause = '307'; Fault = @{ status = 307; location = '/elsewhere' }; Id = 'CmRedirected'; Category = 'SecurityError'; Advice = '*Connect-CmServer*' }
        @{ Cause = '408'; Fault = @{ status = 408 }; Id = 'CmTimeout'; Category = 'OperationTimeout'; Advice = '*-TimeoutSec*' }
        @{ Cause = 'no answer in time'; Fault = @{ latency = 5000 }; Id = 'CmTimeout'; Category = 'OperationTimeout'; Advice = '*-TimeoutSec*' }
        @{ Cause = 'silence in mid-body'; Fault = @{ stall = 5000; stallAt = 100 }; Id = 'CmTimeout'; Category = 'OperationTimeout'; Advice = '*-TimeoutSec*' }
        @{ Cause = 'a reset connection'; Fault = @{ reset = $true }; Id = 'CmConnectionFailed'; Category = 'ConnectionError'; Advice = '*network*' }
        @{
            Cause = '200 with an empty body'; Fault = @{ content = 'empty' }; Id = 'CmInvalidResponse'; Category = 'InvalidData'
            Advice = '*again*'; Message = '*0 request(s) were received completely*'
        }
        @{
            Cause = '200 with a page'; Fault = @{ content = 'page'; contentType = 'text/html' }; Id = 'CmInvalidResponse'
            Category = 'InvalidData'; Advice = '*proxy*'; Message = '*0 request(s) were received completely*'
        }
        @{
            Cause = '200 with a page that says it is JSON'; Fault = @{ content = 'page'; contentType = 'application/json' }
            Id = 'CmInvalidResponse'; Category = 'InvalidData'; Advice = '*proxy*'
        }
        @{ Cause = '200 with bytes that are no text'; Fault = @{ content = 'garbage' }; Id = 'CmInvalidResponse'; Category = 'InvalidData'; Advice = '*again*' }
        @{ Cause = '200 with null'; Fault = @{ content = 'null' }; Id = 'CmInvalidResponse'; Category = 'InvalidData'; Advice = '*again*' }
        @{
            Cause = '200 with a request without Uuid'; Fault = @{ content = 'noUuid' }; Id = 'CmInvalidResponse'
            Category = 'InvalidData'; Advice = '*again*'; Message = '*Uuid*'
        }
        @{
            Cause = '200 with a body that is cut short'; Fault = @{ cutBytes = 400 }; Id = 'CmInvalidResponse'
            Category = 'InvalidData'; Advice = '*again*'; Message = '*0 request(s) were received completely*'
        }
        @{
            Cause = '200 with a cut body that looks whole'; Fault = @{ cutBytes = 400; framing = 'chunked' }
            Id = 'CmInvalidResponse'; Category = 'InvalidData'; Advice = '*again*'
            Message = '*0 request(s) were received completely*'
        }
    )

    $byId = @(
        @{ Cause = '404'; Fault = @{ status = 404 }; Id = 'CmRequestNotFound'; Category = 'ObjectNotFound'; Advice = '*Check the id*' }
        @{ Cause = '200 with another request'; Fault = @{ content = 'otherId' }; Id = 'CmInvalidResponse'; Category = 'InvalidData'; Advice = '*again*' }
    )

    $actions = 'Continue', 'SilentlyContinue', 'Ignore', 'Stop'
}

BeforeAll {
    . "$PSScriptRoot/../Initialize-TestFile.ps1"
    $ErrorActionPreference = 'Continue'
    $server = Start-Simulator
    Connect-CmServer -Uri (Start-Simulator).Uri
    $stranger = Get-CmRequest $ExampleEnroll
    Connect-CmServer -Uri $server.Uri -MaximumRetryCount 0 -TimeoutSec 1
    $collection = [uri] "$($server.Uri)api/v1.0/requests"

    function Confirm-Failure {
        param($Failures, [string] $Id, [string] $Category, $Target, [string] $Advice, [string] $Command, [bool] $Words, [string] $Message = '*')

        @($Failures).Count | Should -Be 1
        $failure = @($Failures)[0]
        $shown = $failure.ErrorDetails.Message

        # One comparison for all, because many comparisons by Pester are slow.
        $problems = @(
            if ($failure.FullyQualifiedErrorId -ne "$Id,MimCm.PowerShell.Commands.$Command") { "its id is $($failure.FullyQualifiedErrorId)" }
            if ("$($failure.CategoryInfo.Category)" -ne $Category) { "its category is $($failure.CategoryInfo.Category)" }
            if ($failure.TargetObject -ne $Target) { "its target is $($failure.TargetObject)" }
            if ($null -ne $Target -and $failure.TargetObject -isnot $Target.GetType()) { 'its target is of another type' }
            if ($failure.Exception.Message -notlike $Message) { "its message is $($failure.Exception.Message)" }
            if (-not $shown -or $shown -match '</?[a-z!]|[\x00-\x1F]') { "its details are $shown" }
            if ($Words -and -not ($failure.Exception.ServerMessage -and $shown.Contains($failure.Exception.ServerMessage))) {
                "its details lack the server's words: $shown"
            }
            if ($failure.ErrorDetails.RecommendedAction -notlike $Advice) { "its recommendation is $($failure.ErrorDetails.RecommendedAction)" }
        )
        $problems | Should -BeNullOrEmpty
    }
}

AfterAll {
    Stop-Simulator
}

Describe 'An exchange that fails with <Cause>' -ForEach $exchanges {
    BeforeAll {
        $expected = @{ Id = $Id; Category = $Category; Advice = $Advice; Words = $_.ContainsKey('Words') }
        if ($_.ContainsKey('Message')) {
            $expected.Message = $Message
        }
        Set-Fault -Rule $Fault
    }

    AfterAll {
        Set-Fault
    }

    It 'is <Id> of the request, by id' {
        Confirm-Failure @expected -Failures (Get-Failure { Get-CmRequest $ExampleEnroll }) -Command GetCmRequestCommand -Target $ExampleEnroll
    }

    It 'is <Id> of the collection, by query' {
        Confirm-Failure @expected -Failures (Get-Failure { Get-CmRequest -Status Approved }) -Command GetCmRequestCommand -Target $collection
    }
}

Describe 'A request that fails with <Cause>' -ForEach $byId {
    It 'is <Id> of the request' {
        Set-Fault -Rule $Fault
        $failures = Get-Failure { Get-CmRequest $ExampleEnroll }
        Set-Fault

        Confirm-Failure -Failures $failures -Id $Id -Category $Category -Advice $Advice -Command GetCmRequestCommand -Target $ExampleEnroll
    }
}

Describe 'The target of an error' {
    It 'is the Guid for <Name>' -ForEach @(
        @{ Name = 'a string'; Make = { "$NoSuchId" } }
        @{ Name = 'a row'; Make = { [pscustomobject] @{ Uuid = "$NoSuchId" } } }
        @{ Name = 'a hashtable'; Make = { @{ Id = "$NoSuchId" } } }
    ) {
        $failure = Get-Failure { & $Make | Get-CmRequest }

        $failure.TargetObject | Should -BeOfType ([guid])
        $failure.TargetObject | Should -Be $NoSuchId
    }

    It 'is the Guid for a piped Request' {
        $id = New-ServerRequest -With @{ Status = 8 }

        $failure = Get-Failure { Get-CmRequest $id | Set-CmRequestStatus -Status Completed -Confirm:$false }

        $failure.TargetObject | Should -BeOfType ([guid])
        $failure.TargetObject | Should -Be $id
    }
}

Describe 'A request that the server does not know' {
    AfterEach {
        Set-SimulatorOption @{ unknownId = 204 }
    }

    It 'is CmRequestNotFound if the server responds with <_>' -ForEach 204, 404 {
        Set-SimulatorOption @{ unknownId = $_ }

        $expected = @{ Category = 'ObjectNotFound'; Target = $NoSuchId; Command = 'GetCmRequestCommand'; Advice = '*Check the id*'; Message = "*$NoSuchId*" }
        Confirm-Failure -Failures (Get-Failure { Get-CmRequest $NoSuchId }) -Id CmRequestNotFound @expected
    }

    It 'is CmRequestNotFound for a change if the server responds with <_>' -ForEach 204, 404 {
        Set-SimulatorOption @{ unknownId = $_ }

        $expected = @{ Category = 'ObjectNotFound'; Target = $NoSuchId; Command = 'SetCmRequestStatusCommand'; Advice = '*Check the id*' }
        Confirm-Failure -Failures (Get-Failure { Set-CmRequestStatus $NoSuchId Completed -Confirm:$false }) -Id CmRequestNotFound @expected
    }
}

Describe 'A change that the server refuses' {
    AfterEach {
        Set-SimulatorOption @{ refusalStatus = 403 }
    }

    It 'is <Id> if the server responds with <Code>, and the request is unchanged' -ForEach @(
        @{ Code = 403; Id = 'CmForbidden'; Category = 'PermissionDenied' }
        @{ Code = 409; Id = 'CmStateConflict'; Category = 'InvalidOperation' }
        @{ Code = 500; Id = 'CmServerError'; Category = 'InvalidResult' }
    ) {
        Set-SimulatorOption @{ refusalStatus = $Code }
        $request = New-ServerRequest -With @{ Status = 4 }

        $expected = @{ Category = $Category; Target = $request; Command = 'SetCmRequestStatusCommand'; Advice = '*'; Words = $true }
        Confirm-Failure -Failures (Get-Failure { Set-CmRequestStatus $request Completed -Confirm:$false }) -Id $Id @expected
        Get-ServerStatus $request | Should -Be 4
    }
}

Describe 'A disabled API' {
    BeforeAll {
        Set-SimulatorOption @{ apiEnabled = $false }
    }

    AfterAll {
        Set-SimulatorOption @{ apiEnabled = $true }
        Connect-CmServer -Uri $server.Uri -MaximumRetryCount 0 -TimeoutSec 1
    }

    It 'is CmApiDisabled for the collection' {
        $expected = @{ Category = 'ResourceUnavailable'; Target = $collection; Command = 'GetCmRequestCommand'; Advice = '*Clm.WebApi.Enabled*' }
        Confirm-Failure -Failures (Get-Failure { Get-CmRequest }) -Id CmApiDisabled @expected
    }

    It 'is CmApiDisabled for Connect-CmServer' {
        { Connect-CmServer -Uri $server.Uri } | Should -Throw -ErrorId 'CmApiDisabled,*'
    }
}

Describe 'An error record' {
    AfterEach {
        Set-Fault
    }

    It 'keeps the inner exception' {
        Set-Fault -Rule @{ reset = $true }
        $failure = Get-Failure { Get-CmRequest $ExampleEnroll }

        $failure.Exception | Should -BeOfType ([MimCm.MimCmException])
        $failure.Exception.InnerException | Should -Not -BeNullOrEmpty
        $failure.Exception.Uri | Should -Be "$collection/$ExampleEnroll"
    }

    It 'contains the correlation id of the message in the recommendation' {
        Set-Fault -Rule @{ status = 500 }
        $failure = Get-Failure { Get-CmRequest $ExampleEnroll }

        $failure.Exception.StatusCode | Should -Be 500
        $failure.Exception.CorrelationId | Should -Not -BeNullOrEmpty
        $failure.ErrorDetails.RecommendedAction | Should -BeLike "*$($failure.Exception.CorrelationId)*"
    }

    It 'is shown with the recommendation' {
        if ($PSVersionTable.PSVersion.Major -lt 7) {
            Set-ItResult -Skipped -Because 'Windows PowerShell shows no recommendation.'
        }

        $lines = Invoke-FreshProcess -Script "Import-Module `$module; Connect-CmServer $($server.Uri); Get-CmRequest $NoSuchId"

        $lines -join ' ' | Should -BeLike "*Get-CmRequest*$NoSuchId*Recommendation*Check the id*"
    }
}

Describe 'The recommendation for a journal that is read' {
    It 'is not about writing to it: <_>' -ForEach 'missing', 'no journal' {
        $path = Join-Path -Path $TestDrive -ChildPath "$_.jsonl"
        if ($_ -eq 'no journal') {
            Set-Content -LiteralPath $path -Value 'This is not a journal.'
        }

        $failure = Get-Failure { Get-CmJournal -LiteralPath $path }

        $failure.FullyQualifiedErrorId | Should -BeLike 'CmJournal*'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike 'Check the path*read*'
        $failure.ErrorDetails.RecommendedAction | Should -Not -Match 'disk|new journal|same command'
    }
}

Describe 'The recommendation for a busy server' {
    BeforeAll {
        Set-Fault -Rule @{ status = 503 }
    }

    AfterAll {
        Set-Fault
    }

    It 'mentions -ThrottleLimit where it applies, and not for a list or for Connect-CmServer' {
        $failures = @(
            Get-Failure { Get-CmRequest $ExampleEnroll }
            Get-Failure { Get-CmRequest }
            Get-Failure { Connect-CmServer -Uri $server.Uri -MaximumRetryCount 0 }
        )
        Set-Fault
        Connect-CmServer -Uri $server.Uri -MaximumRetryCount 0 -TimeoutSec 1

        $failures.ErrorDetails.RecommendedAction |
            Should -Be 'Run the command again later, or with a lower -ThrottleLimit.', 'Run the command again later.', 'Run the command again later.'
    }
}

Describe 'A failed call' {
    It 'is written with -ErrorAction Continue, and the others are returned' {
        $output = @($NoSuchId, $ExampleEnroll | Get-CmRequest -ErrorAction Continue 2>&1)

        $output[0] | Should -BeOfType ([System.Management.Automation.ErrorRecord])
        $output[1].Uuid | Should -Be $ExampleEnroll
    }

    It 'is kept and not shown with -ErrorAction SilentlyContinue' {
        $problems = $null
        ($NoSuchId, $ExampleEnroll | Get-CmRequest -ErrorAction SilentlyContinue -ErrorVariable problems).Uuid | Should -Be $ExampleEnroll

        $problems[0].FullyQualifiedErrorId | Should -BeLike 'CmRequestNotFound,*'
    }

    It 'is not kept with -ErrorAction Ignore' {
        $Error.Clear()
        ($NoSuchId, $ExampleEnroll | Get-CmRequest -ErrorAction Ignore).Uuid | Should -Be $ExampleEnroll

        $Error.Count | Should -Be 0
    }

    It 'can be caught with -ErrorAction Stop, and ends the command' {
        Clear-Call

        { $NoSuchId, $ExampleEnroll | Get-CmRequest -ErrorAction Stop } | Should -Throw -ErrorId 'CmRequestNotFound,*'
        (Get-Call).Line | Should -Be "GET requests/$NoSuchId"
    }

    It 'depends on $ErrorActionPreference' {
        { & { $ErrorActionPreference = 'Stop'; Get-CmRequest $NoSuchId } } | Should -Throw -ErrorId 'CmRequestNotFound,*'
        & { $ErrorActionPreference = 'SilentlyContinue'; (Get-CmRequest $NoSuchId, $ExampleEnroll).Uuid } | Should -Be $ExampleEnroll
    }

    It 'sets $? to false and does not end the script' {
        (Invoke-FreshProcess -Script "Import-Module `$module; Connect-CmServer $($server.Uri); Get-CmRequest $NoSuchId 2> `$null; `"it was `$?`"; 'and on'") |
            Should -Be 'it was False', 'and on'
    }

    It 'is non-terminating for a query' {
        Set-Fault -Rule @{ path = 'list'; status = 500 }
        $output = @(& { Get-CmRequest -ErrorAction SilentlyContinue; 'and on' })
        Set-Fault

        $output | Should -Be 'and on'
    }
}

Describe 'A terminating error under -ErrorAction <_>' -ForEach $actions {
    BeforeAll {
        $action = $_
    }

    BeforeEach {
        Connect-CmServer -Uri $server.Uri -MaximumRetryCount 0 -TimeoutSec 1
        Clear-Call
    }

    It 'is a failed Connect-CmServer' {
        { Connect-CmServer -Uri http://127.0.0.1:1 -MaximumRetryCount 0 -ErrorAction $action } | Should -Throw -ErrorId 'CmConnectionFailed,*'
    }

    It 'is a missing session' {
        Disconnect-CmServer
        $failure = try { Get-CmRequest $ExampleEnroll -ErrorAction $action } catch { $_ }

        $expected = @{
            Category = 'ConnectionError'; Target = $ExampleEnroll; Command = 'GetCmRequestCommand'
            Advice = '*Connect-CmServer*-Session*MIMCM_URI*'
        }
        Confirm-Failure -Failures $failure -Id CmNotConnected @expected
        { Get-CmRequest -ErrorAction $action } | Should -Throw -ErrorId 'CmNotConnected,*'
        { Set-CmRequestStatus $ExampleEnroll Completed -Confirm:$false -ErrorAction $action } | Should -Throw -ErrorId 'CmNotConnected,*'
    }

    It 'is a -Session of another server' {
        $failure = try { $stranger | Set-CmRequestStatus -Status Completed -Session (Get-CmSession)[-1] -Confirm:$false -ErrorAction $action } catch { $_ }

        $expected = @{
            Category = 'InvalidArgument'; Target = $ExampleEnroll; Command = 'SetCmRequestStatusCommand'
            Advice = '*-Session*'
        }
        Confirm-Failure -Failures $failure -Id CmSessionMismatch @expected
        { $stranger | Get-CmRequest -Session (Get-CmSession)[-1] -ErrorAction $action } | Should -Throw -ErrorId 'CmSessionMismatch,*'
        Get-Call | Should -BeNullOrEmpty
    }

    It 'is an insecure connection' {
        $failure = try { Connect-CmServer -Uri http://cm.contoso.com -ErrorAction $action } catch { $_ }

        $expected = @{
            Category = 'SecurityError'; Target = ([uri] 'http://cm.contoso.com/CertificateManagement/api/v1.0/'); Command = 'ConnectCmServerCommand'
            Advice = '*https*'
        }
        Confirm-Failure -Failures $failure -Id CmInsecureConnection @expected
    }

    It 'is an invalid parameter' {
        { Get-CmRequest -SubmittedAfter 2026-02-02 -SubmittedBefore 2026-01-01 -ErrorAction $action } | Should -Throw -ErrorId 'CmInvalidParameter,*'
        { Get-CmRequest x -ErrorAction $action } | Should -Throw
        { Get-CmRequest $ExampleEnroll -Session $null -ErrorAction $action } | Should -Throw
        Get-Call | Should -BeNullOrEmpty
    }
}

Describe 'An incomplete list before a command that counts' {
    AfterEach {
        Set-Fault
    }

    It 'is CmIncompleteList for <Name>' -ForEach @(
        @{ Name = 'Measure-CmRequest'; Script = { Get-CmRequest -ErrorAction Ignore | Measure-CmRequest }; Command = 'MeasureCmRequestCommand' }
        @{
            Name    = 'Export-CmReport'
            Script  = { Get-CmRequest -ErrorAction Ignore | Export-CmReport "$TestDrive/part.html" }
            Command = 'ExportCmReportCommand'
        }
    ) {
        Set-Fault -Rule @{ path = 'list'; cutElements = 20 }

        $failures = Get-Failure $Script

        $expected = @{ Id = 'CmIncompleteList'; Category = 'InvalidData'; Target = $null; Advice = '*again*complete*'; Message = '*requests is incomplete*' }
        Confirm-Failure -Failures $failures -Command $Command @expected
    }
}

Describe 'A file that cannot be written' {
    # No file can be created in the folder /proc.
    It 'is CmFileFailed with its path, and ends the command' -Skip:(-not ($PSVersionTable.PSVersion.Major -ge 7 -and $IsLinux)) {
        $failures = try { Export-CmReport /proc/report.html -Confirm:$false } catch { $_ }

        $expected = @{ Id = 'CmFileFailed'; Category = 'WriteError'; Target = '/proc/report.html'; Advice = '*folder*write*disk is not full*' }
        Confirm-Failure -Failures $failures -Command ExportCmReportCommand @expected
    }
}

Describe 'TLS' {
    It 'is CmTlsFailure if the server does not support it' {
        $failure = try { Connect-CmServer -Uri ($server.Uri -replace '^http:', 'https:') -MaximumRetryCount 0 } catch { $_ }

        $secure = [uri] ("$collection" -replace '^http:', 'https:')
        $expected = @{ Category = 'SecurityError'; Target = $secure; Command = 'ConnectCmServerCommand'; Advice = '*certificate*' }
        Confirm-Failure -Failures $failure -Id CmTlsFailure @expected
    }
}
