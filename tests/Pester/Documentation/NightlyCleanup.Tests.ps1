# The nightly clean-up of samples/, against the simulator: its report must agree with the call log of the simulator.

BeforeAll {
    . "$PSScriptRoot/../Initialize-TestFile.ps1"
    $script = (Resolve-Path -LiteralPath "$PSScriptRoot/../../../samples/NightlyCleanup/Clear-StaleRequest.ps1").Path

    # Three stale requests of two templates, a recent one, and old ones that are not Approved.
    $one = [guid] '0a000000-0000-4000-8000-000000000001'
    $two = [guid] '0a000000-0000-4000-8000-000000000002'
    $three = [guid] '0a000000-0000-4000-8000-000000000003'
    $red = '0b000000-0000-4000-8000-000000000001'
    $blue = '0b000000-0000-4000-8000-000000000002'
    $seed = Join-Path -Path $TestDrive -ChildPath 'seed.json'
    $day = { param($Ago) (Get-Date).ToUniversalTime().AddDays(-$Ago).ToString('yyyy-MM-ddTHH:mm:ssZ') }
    ConvertTo-Json -InputObject @(
        @{ Uuid = $two; Status = 'Approved'; ProfileTemplateUuid = $blue; Submitted = & $day 200; Comment = '=cmd|calc' }
        @{ Uuid = $one; Status = 'Approved'; ProfileTemplateUuid = $red; Submitted = & $day 300 }
        @{ Uuid = $three; Status = 'Approved'; ProfileTemplateUuid = $red; Submitted = & $day 91 }
        @{ Status = 'Approved'; ProfileTemplateUuid = $red; Submitted = & $day 89 }
        @{ Status = 'Pending'; ProfileTemplateUuid = $red; Submitted = & $day 300 }
        @{ Status = 'Executing'; ProfileTemplateUuid = $red; Submitted = & $day 300 }
        @{ Status = 'Completed'; ProfileTemplateUuid = $red; Submitted = & $day 300 }
    ) | Set-Content -LiteralPath $seed -Encoding UTF8
    $server = Start-Simulator -Arguments "--seed-file `"$seed`""

    # The script has no such parameter. This prevents waiting in tests.
    $PSDefaultParameterValues['Connect-CmServer:MaximumRetryCount'] = 0

    # Runs the script here, and returns exit code, rows and transcript.
    function Invoke-CleanUp {
        param([hashtable] $With = @{})

        $folder = if ($With.ContainsKey('ReportFolder')) { $With.ReportFolder } else { Join-Path -Path $TestDrive -ChildPath ([guid]::NewGuid()) }
        $arguments = @{ Uri = $server.Uri; ReportFolder = $folder; Module = Get-ModulePath }
        $With.Keys | ForEach-Object -Process { $arguments[$_] = $With[$_] }
        & $script @arguments 6> $null
        $code = $LASTEXITCODE
        Read-Result -Folder $folder -Code $code
    }

    function Read-Result {
        param([string] $Folder, [int] $Code)

        $csv = @(Get-ChildItem -LiteralPath $Folder -Filter *.csv)
        [pscustomobject] @{
            Folder = $Folder
            Code = $Code
            Rows = @(if ($csv.Count -eq 1) { Import-Csv -LiteralPath $csv[0].FullName })
            Csv  = if ($csv.Count -eq 1) { Get-Content -LiteralPath $csv[0].FullName -Raw } else { '' }
            Log  = Get-ChildItem -LiteralPath $Folder -Filter *.log | Get-Content -Raw
        }
    }

    function Get-Change {
        @(Get-Call | Where-Object -FilterScript { $_.method -ne 'GET' })
    }
}

AfterAll {
    $PSDefaultParameterValues.Remove('Connect-CmServer:MaximumRetryCount')
    Stop-Simulator
}

Describe 'The nightly clean-up' {
    BeforeEach {
        Set-Fault
        $null = Invoke-Control -Method Post -Path reset
        Clear-Call
    }

    It 'only reports what it would do, <Name>' -ForEach @(
        @{ Name = 'unless told to do it'; With = @{} }
        @{ Name = 'with -WhatIf though told to do it'; With = @{ Apply = $true; WhatIf = $true } }
    ) {
        $result = Invoke-CleanUp -With $With

        $result.Code | Should -Be 0
        Get-Change | Should -BeNullOrEmpty
        $result.Rows.Uuid | Should -Be $one, $two, $three
        $result.Rows.AgeDays | Should -Be 300, 200, 91
        $result.Rows.Outcome | Should -Be WouldChange, WouldChange, WouldChange
        $result.Csv | Should -Not -Match 'calc'
        $result.Log | Should -Match 'Found 3'
        $result.Log | Should -Match 'WouldChange 3'
        $result.Log | Should -Match 'Exit code 0'
    }

    It 'abandons old requests, and no others' {
        $result = Invoke-CleanUp -With @{ Apply = $true }

        $result.Code | Should -Be 0
        $result.Rows.Outcome | Should -Be Changed, Changed, Changed
        $result.Rows.StatusNow | Should -Be Failed, Failed, Failed
        @(Get-Change).Line | Should -Be "PUT requests/$one", "PUT requests/$two", "PUT requests/$three"
        @(Get-Change).body | Select-Object -Unique | Should -Be '{"status":"Abandoned"}'
        (Invoke-Control -Method Get -Path state).changed | Should -Be 3
    }

    It 'uses age, templates and change of its parameters' {
        $result = Invoke-CleanUp -With @{ Apply = $true; OlderThanDays = 88; ProfileTemplate = "$red, $([guid]::NewGuid())"; Change = 'Canceled' }

        $result.Code | Should -Be 0
        $result.Rows.Count | Should -Be 3
        $result.Rows.ProfileTemplateUuid | Select-Object -Unique | Should -Be $red
        $result.Rows.StatusNow | Select-Object -Unique | Should -Be Canceled
        Get-ServerStatus $two | Should -Be 3
    }

    It 'reports that nothing was found, with an empty report' {
        $result = Invoke-CleanUp -With @{ Apply = $true; OlderThanDays = 1000 }

        $result.Code | Should -Be 0
        $result.Csv | Should -Match '^\W*"?Uuid"?,'
        $result.Log | Should -Match 'Found no stale requests'
    }

    It 'writes a page about all requests after the changes with -ReportPath' {
        $page = Join-Path -Path $TestDrive -ChildPath 'requests.html'

        $result = Invoke-CleanUp -With @{ Apply = $true; ReportPath = $page }

        $result.Code | Should -Be 0
        $result.Log | Should -Match ([regex]::Escape("The HTML report is $page"))
        Get-Content -LiteralPath $page -Raw | Should -Match '<dt>Failed</dt><dd>3</dd>'
        @(Get-Call).Line[-1] | Should -Be 'GET requests'
    }

    It 'ends with 1 if the page cannot be written, and reports the changes' {
        $result = Invoke-CleanUp -With @{ Apply = $true; ReportPath = (Join-Path -Path $TestDrive -ChildPath 'missing/requests.html') }

        $result.Code | Should -Be 1
        $result.Rows.Outcome | Should -Be Changed, Changed, Changed
        $result.Log | Should -Match 'missing or incomplete \(CmInvalidParameter\)'
    }

    It 'changes nothing if there are more requests than the limit' {
        $result = Invoke-CleanUp -With @{ Apply = $true; Limit = 2 }

        $result.Code | Should -Be 2
        Get-Change | Should -BeNullOrEmpty
        $result.Rows.Outcome | Should -Be NotTried, NotTried, NotTried
        $result.Log | Should -Match 'The run ended early: Found more than 2, so nothing was changed\. Check'
    }

    It 'does not fail a dry run with many requests, and says that -Apply would change none' {
        $result = Invoke-CleanUp -With @{ Limit = 2 }

        $result.Code | Should -Be 0
        $result.Rows.Outcome | Should -Be WouldChange, WouldChange, WouldChange
        $result.Log | Should -Match 'Found more than 2: with -Apply, this run would change none'
        Get-Change | Should -BeNullOrEmpty
    }

    It 'writes a summary as JSON, returns it with -PassThru, and removes files older than -KeepDays' {
        $folder = Join-Path -Path $TestDrive -ChildPath ([guid]::NewGuid())
        $null = New-Item -ItemType Directory -Path $folder
        foreach ($name in 'stale-requests-old.csv', 'other-old.csv') {
            $null = New-Item -ItemType File -Path (Join-Path -Path $folder -ChildPath $name)
            (Get-Item -LiteralPath (Join-Path -Path $folder -ChildPath $name)).LastWriteTime = (Get-Date).AddDays(-40)
        }

        $summary = & $script -Uri $server.Uri -ReportFolder $folder -Module (Get-ModulePath) -Apply -KeepDays 30 -PassThru 6> $null

        $summary.Changed | Should -Be 3
        $summary.ExitCode | Should -Be 0
        $json = Get-Content -Path (Join-Path -Path $folder -ChildPath stale-requests-*.json) -Raw | ConvertFrom-Json
        $json.Changed | Should -Be 3
        $json.IsDryRun | Should -BeFalse
        Test-Path -LiteralPath (Join-Path -Path $folder -ChildPath stale-requests-old.csv) | Should -BeFalse
        Test-Path -LiteralPath (Join-Path -Path $folder -ChildPath other-old.csv) | Should -BeTrue
    }

    It 'removes old files also if a request fails, and keeps the journal of a change whose outcome is unknown' {
        $folder = Join-Path -Path $TestDrive -ChildPath ([guid]::NewGuid())
        $null = New-Item -ItemType Directory -Path $folder
        Connect-CmServer -Uri $server.Uri
        $null = $three | Set-CmRequestStatus -Status Abandoned -Confirm:$false -JournalPath "$folder/stale-requests-done.jsonl"
        Get-Content -LiteralPath "$folder/stale-requests-done.jsonl" | Where-Object -FilterScript { $_ -match '"sending"' } |
            Set-Content -LiteralPath "$folder/stale-requests-needed.jsonl"
        foreach ($file in Get-ChildItem -LiteralPath $folder) {
            $file.LastWriteTime = (Get-Date).AddDays(-40)
        }

        # The request of the unfinished change cannot be read, so its outcome remains unknown.
        Set-Fault -Rule @{ method = 'GET'; id = "$three"; status = 500 }
        $result = Invoke-CleanUp -With @{ Apply = $true; ReportFolder = $folder; KeepDays = 30 }

        $result.Code | Should -Be 1
        $needed = Get-Item -LiteralPath "$folder/stale-requests-needed.jsonl"
        $needed.LastWriteTime = (Get-Date).AddDays(-40)
        Test-Path -LiteralPath "$folder/stale-requests-done.jsonl" | Should -BeFalse

        $null = Invoke-CleanUp -With @{ ReportFolder = $folder; KeepDays = 30 }
        $needed.FullName | Should -Exist

        Set-Fault
        $null = Invoke-CleanUp -With @{ Apply = $true; ReportFolder = $folder; KeepDays = 30 }
        $needed.LastWriteTime = (Get-Date).AddDays(-40)
        $null = Invoke-CleanUp -With @{ ReportFolder = $folder; KeepDays = 30 }
        $needed.FullName | Should -Not -Exist
    }

    It 'makes text in the report harmless that a spreadsheet would run as a formula' {
        $tree = [System.Management.Automation.Language.Parser]::ParseFile($script, [ref] $null, [ref] $null)
        $function = $tree.Find({
            param($node)
            $node -is [System.Management.Automation.Language.FunctionDefinitionAst] -and $node.Name -eq 'Protect-Text'
        }, $true)
        . ([scriptblock]::Create($function.Extent.Text))

        foreach ($text in '=cmd|calc', '+1', '-1', '@SUM(1)', "`t=1") {
            Protect-Text $text | Should -Be "'$text"
        }
        Protect-Text 'Request 1=2 failed' | Should -Be 'Request 1=2 failed'
    }

    It 'continues after a request that fails, and reports each' {
        Set-Fault -Rule @{ method = 'PUT'; id = "$two"; status = 403 }

        $result = Invoke-CleanUp -With @{ Apply = $true }

        $result.Code | Should -Be 1
        $result.Rows.Outcome | Should -Be Changed, Failed, Changed
        $result.Rows.ErrorId | Should -Be '', CmForbidden, ''
        $result.Rows[1].Message | Should -Match '403'
        Get-ServerStatus $one, $two, $three | Should -Be 9, 3, 9
    }

    It 'reads and changes several requests at the same time with -ThrottleLimit, with the same report' {
        Set-Fault -Rule @{ method = 'PUT'; id = "$two"; status = 403 }

        $result = Invoke-CleanUp -With @{ Apply = $true; ThrottleLimit = 3 }

        $result.Code | Should -Be 1
        $result.Rows.Outcome | Should -Be Changed, Failed, Changed
        $result.Rows.ErrorId | Should -Be '', CmForbidden, ''
        @(Get-Call | Where-Object -Property id).method | Should -Be GET, GET, GET, PUT, PUT, PUT
        Get-ServerStatus $one, $two, $three | Should -Be 9, 3, 9
    }

    Context 'if a command reports an error that the simulator does not cause' {
        BeforeAll {
            # A function of this name has precedence over the cmdlet.
            function Set-CmRequestStatus {
                [CmdletBinding()]
                param($Id, $Status, $Session, $ThrottleLimit, $JournalPath, $Reason, $Confirm)

                MimCm\Set-CmRequestStatus -Id $Id[0] -Status $Status -Session $Session -Confirm:$false
                & $afterwards
            }

            function New-Record {
                param([string] $Id, $Target)

                New-Object -TypeName System.Management.Automation.ErrorRecord -ArgumentList @(
                    (New-Object -TypeName System.InvalidOperationException -ArgumentList "Failed with $Id."), $Id, 'NotSpecified', $Target)
            }
        }

        It 'writes an error about <Name> to each row without a result, and continues' -ForEach @(
            @{ Name = 'nothing'; Target = $null }
            @{ Name = 'an address'; Target = [uri] 'http://cm.contoso.com/' }
            @{ Name = 'another request'; Target = [guid] '0a000000-0000-4000-8000-00000000000f' }
        ) {
            $afterwards = { $PSCmdlet.WriteError((New-Record -Id CmServerError -Target $Target)) }

            $result = Invoke-CleanUp -With @{ Apply = $true; ThrottleLimit = 3 }

            $result.Code | Should -Be 1
            $result.Rows.Outcome | Should -Be Changed, Unknown, Unknown
            $result.Rows.ErrorId | Should -Be '', CmServerError, CmServerError
            $result.Rows[1].Message | Should -Be 'Failed with CmServerError.'
            $result.Log | Should -Match "$three Unknown\s+CmServerError"
            $result.Log | Should -Not -Match 'ended early'
        }

        It 'writes the errors of a command that a full disk ended, and does not report an unknown outcome as not tried' {
            $afterwards = {
                $PSCmdlet.WriteError((New-Record -Id CmOutcomeUnknown -Target $two))
                $PSCmdlet.ThrowTerminatingError((New-Record -Id CmJournalFailed -Target $JournalPath))
            }

            $result = Invoke-CleanUp -With @{ Apply = $true; ThrottleLimit = 3 }

            $result.Code | Should -Be 3
            $result.Rows.Outcome | Should -Be Changed, Unknown, NotTried
            $result.Rows[1].ErrorId | Should -Be CmOutcomeUnknown
            $result.Log | Should -Match 'The run ended early \(CmJournalFailed\)'
        }
    }

    It 'tries no further group with -ThrottleLimit if the server fails' {
        Set-Fault -Rule @{ path = 'item'; nth = '2-'; reset = $true }

        $result = Invoke-CleanUp -With @{ Apply = $true; ThrottleLimit = 2 }

        $result.Code | Should -Be 1
        $result.Rows[2].Outcome | Should -Be NotTried
        @($result.Rows[0, 1].Outcome | Where-Object -FilterScript { 'Unknown', 'Failed' -notcontains $_ }) | Should -BeNullOrEmpty
        @(Get-Call | Where-Object -Property id -EQ $three) | Should -BeNullOrEmpty
    }

    It 'reports a change as unknown if its response was lost and it cannot be read back' {
        # The first read is before the change.
        Set-Fault -Rule @(
            @{ method = 'PUT'; id = "$two"; reset = $true; effect = 'yes' }
            @{ method = 'GET'; id = "$two"; nth = '2-'; status = 500 }
        )

        $result = Invoke-CleanUp -With @{ Apply = $true }

        $result.Code | Should -Be 1
        $result.Rows.Outcome | Should -Be Changed, Unknown, Changed
        $result.Rows[1].ErrorId | Should -Be CmOutcomeUnknown
        $result.Rows[1].StatusNow | Should -BeNullOrEmpty
        $result.Log | Should -Match "$two Unknown"
    }

    It 'reports a change as failed if the server accepted it but did not make it' {
        Set-Fault -Rule @{ method = 'PUT'; id = "$one"; effect = 'no' }

        $result = Invoke-CleanUp -With @{ Apply = $true; ProfileTemplate = $red }

        $result.Code | Should -Be 1
        $result.Rows.Outcome | Should -Be Failed, Changed
        $result.Rows[0].StatusNow | Should -Be Approved
        $result.Rows[0].ErrorId | Should -Be CmUnexpectedStatus
    }

    It 'writes a journal of its changes, and none in a dry run' {
        $result = Invoke-CleanUp -With @{ Apply = $true; Reason = 'CHG0012345' }
        $entries = @(Get-CmJournal "$($result.Folder)/*.jsonl")
        $entries.Id | Should -Be $one, $two, $three
        $entries.Reason | Select-Object -Unique | Should -Be CHG0012345

        $dry = Invoke-CleanUp
        Get-ChildItem -LiteralPath $dry.Folder -Filter *.jsonl | Should -BeNullOrEmpty
    }

    It 'finishes the changes in flight of a killed run, and sends nothing that took effect' {
        $folder = Join-Path -Path $TestDrive -ChildPath ([guid]::NewGuid())
        $null = New-Item -Path $folder -ItemType Directory
        Connect-CmServer -Uri $server.Uri
        $null = $one, $two | Set-CmRequestStatus -Status Abandoned -Confirm:$false -JournalPath "$folder/all.jsonl"
        Get-Content -LiteralPath "$folder/all.jsonl" | Where-Object -FilterScript { $_ -match '"sending"' } |
            Set-Content -LiteralPath "$folder/stale-requests-20260101-000000-1.jsonl"
        Remove-Item -LiteralPath "$folder/all.jsonl"

        # The first took effect. The second did not.
        $null = Invoke-Control -Method Put -Path "requests/$two" -Body @{ Status = 'Approved' }
        Clear-Call
        $result = Invoke-CleanUp -With @{ Apply = $true; ReportFolder = $folder }

        $result.Code | Should -Be 0
        $result.Rows.Outcome | Select-Object -Unique | Should -Be Changed
        $result.Rows.Uuid | Sort-Object | Should -Be $one, $two, $three
        @(Get-Change).Line | Sort-Object | Should -Be "PUT requests/$two", "PUT requests/$three"
        @(Get-CmJournal "$folder/stale-requests-20260101-*.jsonl")[-1].Outcome | Should -Be Changed
    }

    It 'reports an unfinished change whose request does not exist, changes the others, and ignores it in the next run' {
        $gone = [guid] '0a000000-0000-4000-8000-00000000000f'
        $folder = Join-Path -Path $TestDrive -ChildPath ([guid]::NewGuid())
        $null = New-Item -Path $folder -ItemType Directory
        Connect-CmServer -Uri $server.Uri
        $null = $one | Set-CmRequestStatus -Status Abandoned -Confirm:$false -JournalPath "$folder/all.jsonl"
        (Get-Content -LiteralPath "$folder/all.jsonl" -TotalCount 1) -replace "$one", "$gone" |
            Set-Content -LiteralPath "$folder/stale-requests-1.jsonl"
        $null = Invoke-Control -Method Put -Path "requests/$one" -Body @{ Status = 'Approved' }

        $first = Invoke-CleanUp -With @{ Apply = $true; ReportFolder = $folder }
        Get-ChildItem -LiteralPath $folder -Filter *.csv | Remove-Item
        $second = Invoke-CleanUp -With @{ Apply = $true; ReportFolder = $folder }

        $first.Code | Should -Be 1
        $first.Rows.Uuid | Should -Be $gone, $one, $two, $three
        $first.Rows.Outcome | Should -Be Failed, Changed, Changed, Changed
        $first.Rows[0].ErrorId | Should -Be CmRequestNotFound
        $second.Code | Should -Be 0
        $second.Rows | Should -BeNullOrEmpty
    }

    It 'changes nothing if an earlier journal cannot be read, and ends with 3' {
        $folder = Join-Path -Path $TestDrive -ChildPath ([guid]::NewGuid())
        $null = New-Item -Path $folder -ItemType Directory
        Set-Content -LiteralPath "$folder/stale-requests-1.jsonl" -Value 'This is not a journal.'

        foreach ($with in @{ Apply = $true }, @{}) {
            Get-ChildItem -LiteralPath $folder -Exclude *.jsonl | Remove-Item
            $result = Invoke-CleanUp -With ($with + @{ ReportFolder = $folder })

            $result.Code | Should -Be 3
            $result.Rows.Outcome | Should -Be NotTried, NotTried, NotTried
            $result.Log | Should -Match 'The run ended early \(CmJournalInvalid\)'
        }
        Get-Change | Should -BeNullOrEmpty
    }

    It 'reports a missing address of the server: <_>' -ForEach 'missing', 'empty' {
        $before = $env:MIMCM_URI
        $env:MIMCM_URI = if ($_ -eq 'empty') { ' ' }
        try {
            $folder = Join-Path -Path $TestDrive -ChildPath ([guid]::NewGuid())
            & $script -ReportFolder $folder -Module (Get-ModulePath) 6> $null
        }
        finally {
            $env:MIMCM_URI = $before
        }

        $LASTEXITCODE | Should -Be 2
        (Read-Result -Folder $folder).Log | Should -Match 'No server was specified'
    }

    It 'ends with 3 if the journal of an active run is in use' {
        $folder = Join-Path -Path $TestDrive -ChildPath ([guid]::NewGuid())
        $null = New-Item -Path $folder -ItemType Directory
        Connect-CmServer -Uri $server.Uri
        $null = $one | Set-CmRequestStatus -Status Abandoned -Confirm:$false -JournalPath "$folder/all.jsonl"
        Get-Content -LiteralPath "$folder/all.jsonl" -TotalCount 1 | Set-Content -LiteralPath "$folder/stale-requests-1.jsonl"
        Clear-Call
        $atWork = [System.IO.File]::Open("$folder/stale-requests-1.jsonl.lock", 'OpenOrCreate', 'ReadWrite', 'None')
        try {
            $result = Invoke-CleanUp -With @{ Apply = $true; ReportFolder = $folder }
        }
        finally {
            $atWork.Dispose()
        }

        $result.Code | Should -Be 3
        Get-Change | Should -BeNullOrEmpty
        $result.Rows.Outcome | Select-Object -Unique | Should -Be NotTried
        $result.Log | Should -Match 'CmJournalInUse'
    }

    It 'skips requests that were executed after the list was read' {
        # While the first request is read, the second is executed.
        Set-Fault -Rule @{ method = 'GET'; id = "$one"; nth = 1; latency = 1500 }
        $somebody = [powershell]::Create()
        $null = $somebody.AddScript({
                param($control, $one, $two)
                do { Start-Sleep -Milliseconds 20 } until ((Invoke-RestMethod -Uri "$control/calls").id -contains $one)
                Invoke-RestMethod -Method Put -Uri "$control/requests/$two" -Body '{"Status":"Executing"}'
            }).AddArgument("$($server.Root)/_simulator").AddArgument("$one").AddArgument("$two")
        $running = $somebody.BeginInvoke()

        $result = Invoke-CleanUp -With @{ Apply = $true }
        $null = $somebody.EndInvoke($running)
        $somebody.Dispose()

        $result.Code | Should -Be 0
        $result.Rows.Outcome | Should -Be Changed, Skipped, Changed
        $result.Rows[1].StatusNow | Should -Be Executing
        Get-ServerStatus $two | Should -Be 18
    }

    It 'stops if the server fails, and reports the others as not tried' {
        Set-Fault -Rule @{ path = 'item'; nth = '3-'; reset = $true }

        $result = Invoke-CleanUp -With @{ Apply = $true }

        $result.Code | Should -Be 1
        $result.Rows.Outcome | Should -Be Changed, Failed, NotTried
        $result.Rows[1].ErrorId | Should -Be CmConnectionFailed
        @(Get-Change).Count | Should -Be 1
    }

    It 'changes nothing after an incomplete list' {
        Set-Fault -Rule @{ path = 'list'; nth = 2; cutElements = 1; insideElement = $true }

        $result = Invoke-CleanUp -With @{ Apply = $true }

        $result.Code | Should -Be 2
        Get-Change | Should -BeNullOrEmpty
        $result.Log | Should -Match 'CmInvalidResponse'
    }

    It 'reports why it could not run if the server is down' {
        $gone = Start-Simulator
        Stop-Simulator $gone

        $result = Invoke-CleanUp -With @{ Uri = $gone.Uri; Apply = $true }

        $result.Code | Should -Be 2
        $result.Csv | Should -Be ''
        $result.Log | Should -Match 'The run ended early \(CmConnectionFailed\): '
    }

    It 'reports the known results when it is stopped' {
        Set-Fault -Rule @{ method = 'PUT'; id = "$two"; latency = 20000 }
        $folder = Join-Path -Path $TestDrive -ChildPath ([guid]::NewGuid())
        $shell = [powershell]::Create()
        $null = $shell.AddCommand($script).AddParameters(@{ Uri = $server.Uri; ReportFolder = $folder; Module = Get-ModulePath; Apply = $true })
        $null = $shell.BeginInvoke()
        $null = Wait-Call -Where { $_.method -eq 'PUT' -and $_.id -eq $two } -Seconds 20

        $shell.Stop()
        $shell.Dispose()

        $result = Read-Result -Folder $folder -Code 0
        $result.Rows.Outcome | Should -Be Changed, Unknown, NotTried
        $result.Log | Should -Match 'Changed 1, NotTried 1, Unknown 1'
    }

    It 'rejects a template that is not a GUID' {
        $result = Invoke-CleanUp -With @{ Apply = $true; ProfileTemplate = "$red,oops" }

        $result.Code | Should -Be 2
        @(Get-Call) | Should -BeNullOrEmpty
    }
}

Describe 'The nightly clean-up, run by a scheduler' {
    BeforeAll {
        # As `-File`, not interactive. Returns exit code, report and transcript.
        function Start-CleanUp {
            param([string] $Arguments)

            $folder = Join-Path -Path $TestDrive -ChildPath ([guid]::NewGuid())
            $ended = Invoke-ScriptFile -Path $script -Arguments "-ReportFolder `"$folder`" -Module `"$(Get-ModulePath)`" $Arguments"
            $ended.Problems | Should -BeNullOrEmpty
            Read-Result -Folder $folder -Code $ended.Code
        }
    }

    It 'ends with <Code> if <Name>' -ForEach @(
        @{ Code = 0; Name = 'all is done'; Fault = @(); Arguments = '' }
        @{ Code = 1; Name = 'a request fails'; Fault = @(@{ method = 'PUT'; nth = 1; status = 403 }); Arguments = '' }
        @{ Code = 2; Name = 'there are too many'; Fault = @(); Arguments = '-Limit 2' }
    ) {
        $null = Invoke-Control -Method Post -Path reset
        Set-Fault -Rule $Fault

        $result = Start-CleanUp -Arguments "-Uri $($server.Uri) -ProfileTemplate $red,$blue -Apply $Arguments"

        $result.Code | Should -Be $Code
        $result.Rows.Count | Should -Be 3
        $result.Log | Should -Match "Exit code $Code"
    }
}
