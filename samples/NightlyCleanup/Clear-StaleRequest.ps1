#requires -Version 5.1

<#
.SYNOPSIS
    Abandons or cancels approved requests that have not been executed for a long time. For unattended, scheduled runs.
.DESCRIPTION
    Finds the requests with status Approved that were submitted at least -OlderThanDays days ago, and abandons them. These changes
    are final. Without -Apply the script therefore only shows what it would change. With -Apply it changes nothing if it finds
    more than -Limit requests.

    Each request is read again right before it is changed, and skipped if it is no longer Approved. If the server fails, the run
    ends early, because the next requests would fail too.

    Each run writes these files to -ReportFolder: stale-requests-TIME.csv with one row for each request found,
    stale-requests-TIME.log with the transcript, and stale-requests-TIME.json with a summary for a mail or a monitoring system.
    A run that changes requests also writes a journal, stale-requests-TIME.jsonl. Each change is recorded in it before it is sent.
    If a run is killed, the next run reads the requests with a change in flight, and sends the change again only if it did not
    take effect. Outcome is one of

      WouldChange  dry run: nothing was sent
      Changed      the server has confirmed the status in StatusNow
      Skipped      the request was no longer Approved: StatusNow is its status
      Failed       the request was not changed, or has another status than requested: see ErrorId and Message
      Unknown      the change was sent, and it is unknown whether it took effect: check the request before any other action
      NotTried     the run ended before this request, or -Apply found too many requests
      Planned      only in the report of a run that was killed: its journal shows what was done (Get-CmJournal)

    Exit codes: 0 the run succeeded, 1 some requests are Failed, Unknown or NotTried, 2 the script could not run, or -Apply found
    too many requests; nothing was changed, 3 the journal could not be used, because another run is active or the disk is full; no
    change was sent without a journal entry. A dry run that finds many requests also ends with 0. If PowerShell cannot bind a
    parameter, it ends with 1 before the script starts.
.PARAMETER Uri
    The server, such as https://cm.contoso.com. The default is the environment variable MIMCM_URI. The script connects with the
    account that runs it, and has no parameter for a password.
.PARAMETER OlderThanDays
    The minimum number of days since a request was submitted.
.PARAMETER ProfileTemplate
    The ids of profile templates. Only their requests are included. With `pwsh -File`, specify several ids as one text with commas.
.PARAMETER Limit
    The maximum number of requests that one run changes. If more are found, nothing is changed.
.PARAMETER ThrottleLimit
    The maximum number of requests that are read and changed at once. If the server fails, the requests in progress are reported, and
    no further request is tried.
.PARAMETER Apply
    Makes the changes. Without it, and with -WhatIf, the script only sends queries.
.PARAMETER Change
    Abandoned (the status becomes Failed) or Canceled.
.PARAMETER Reason
    The reason, such as a ticket number. It is written to the journal with each change.
.PARAMETER ReportFolder
    The folder for the report, the transcript and the journal.
.PARAMETER ReportPath
    The path of an HTML report about all requests, which is written after the changes. An existing file is replaced.
.PARAMETER KeepDays
    The number of days to keep the files of earlier runs in -ReportFolder. By default they are not removed. A journal with a change whose
    outcome is unknown is kept longer, because the next run needs it.
.PARAMETER PassThru
    Writes the summary as an object: the number of requests with each outcome, the exit code and the files.
.PARAMETER Module
    The module, by name or by the path of its MimCm.psd1.
.EXAMPLE
    ./Clear-StaleRequest.ps1 -Uri https://cm.contoso.com -OlderThanDays 180

    Reports the requests that are older than 180 days, in ./reports.
.EXAMPLE
    pwsh -NoProfile -NonInteractive -File Clear-StaleRequest.ps1 -Uri https://cm.contoso.com -OlderThanDays 180 -Limit 50 -Apply

    Abandons them, 50 at most. This is what a scheduler runs.
#>
[CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'None')]
param(
    [uri] $Uri = $env:MIMCM_URI,

    [ValidateRange(1, 36500)]
    [int] $OlderThanDays = 90,

    [string[]] $ProfileTemplate = @(),

    [ValidateRange(1, 100000)]
    [int] $Limit = 100,

    [ValidateRange(1, 64)]
    [int] $ThrottleLimit = 1,

    [switch] $Apply,

    [ValidateSet('Abandoned', 'Canceled')]
    [string] $Change = 'Abandoned',

    [string] $Reason = 'Nightly clean-up',

    [string] $ReportFolder = (Join-Path -Path $PSScriptRoot -ChildPath 'reports'),

    [string] $ReportPath,

    [ValidateRange(1, 36500)]
    [int] $KeepDays,

    [switch] $PassThru,

    [string] $Module = 'MimCm'
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$InformationPreference = 'Continue'
$ProgressPreference = 'SilentlyContinue'
$ConfirmPreference = 'None'

# -WhatIf applies to the requests only. The report and the transcript are still written.
$isDryRun = $WhatIfPreference -or -not $Apply
$WhatIfPreference = $false

$done = 0
$someFailed = 1
$couldNotRun = 2
$noJournal = 3

# The outcomes of a request that was not tried yet, or whose response has not arrived yet.
$noResult = 'NotTried', 'Unknown'

# After one of these the next request would fail, too.
$serverFails = 'CmConnectionFailed', 'CmTimeout', 'CmTlsFailure', 'CmUnauthorized', 'CmServerBusy', 'CmRedirected', 'CmApiDisabled', 'CmNotConnected'

function ConvertTo-Row {
    param($Request, [string] $Outcome)

    [pscustomobject] @{
        Uuid                = $Request.Uuid
        RequestType         = $Request.RequestType
        ProfileTemplateUuid = $Request.ProfileTemplateUuid
        OriginatorUserUuid  = $Request.OriginatorUserUuid
        TargetUserUuid      = $Request.TargetUserUuid
        Submitted           = if ($Request.Submitted) { $Request.Submitted.ToUniversalTime().ToString('yyyy-MM-ddTHH:mm:ssZ', [cultureinfo]::InvariantCulture) }
        AgeDays             = if ($Request.Submitted) { [int] [math]::Floor(((Get-Date) - $Request.Submitted).TotalDays) }
        StatusFound         = $Request.Status
        Change              = $Change
        Outcome             = $Outcome
        StatusNow           = ''
        ErrorId             = ''
        Message             = ''
    }
}

# A spreadsheet runs text that begins with one of these characters as a formula.
function Protect-Text {
    param([string] $Text)

    if ($Text -match '^[=+\-@\t\r]') { "'$Text" } else { $Text }
}

# The outcomes of the run, for -PassThru and for the JSON file beside the report.
function Get-Summary {
    $counts = [ordered] @{}
    foreach ($outcome in 'WouldChange', 'Changed', 'Skipped', 'Failed', 'Unknown', 'NotTried', 'Planned') {
        $counts[$outcome] = @($rows | Where-Object -Property Outcome -EQ $outcome).Count
    }
    [pscustomobject] ([ordered] @{
        Server   = "$Uri"
        Time     = (Get-Date).ToUniversalTime().ToString('yyyy-MM-ddTHH:mm:ssZ', [cultureinfo]::InvariantCulture)
        IsDryRun = [bool] $isDryRun
        Found    = $rows.Count
    } + $counts + [ordered] @{
        ExitCode = $exitCode
        Report   = $report
    })
}

# A journal with a change whose outcome is unknown is kept, because the next run needs it.
function Remove-OldFile {
    $limit = (Get-Date).AddDays(-$KeepDays)
    $needed = @(Get-Unfinished | ForEach-Object -Process { $_.Journal })
    Get-ChildItem -LiteralPath $ReportFolder -Filter 'stale-requests-*' |
        Where-Object -FilterScript { '.csv', '.log', '.json', '.jsonl' -contains $_.Extension -and $_.LastWriteTime -lt $limit } |
        Where-Object -FilterScript { $needed -notcontains $_.FullName } |
        Remove-Item
}

function Export-Row {
    param([object[]] $Row)

    $lines = if ($Row.Count -gt 0) {
        $Row | ConvertTo-Csv -NoTypeInformation
    }
    else {
        # A file without rows still has its header, so that a program that reads it finds the columns.
        '"Uuid","RequestType","ProfileTemplateUuid","OriginatorUserUuid","TargetUserUuid","Submitted","AgeDays","StatusFound","Change","Outcome","StatusNow","ErrorId","Message"'
    }
    Set-Content -LiteralPath $report -Value $lines -Encoding UTF8
}

function Get-ErrorId {
    param([System.Management.Automation.ErrorRecord] $Record)

    $Record.FullyQualifiedErrorId -replace ',.*'
}

function Get-ErrorText {
    param([System.Management.Automation.ErrorRecord] $Record)

    $text = if ($Record.ErrorDetails -and $Record.ErrorDetails.Message) { $Record.ErrorDetails.Message } else { $Record.Exception.Message }
    $text -replace '\s+', ' '
}

# Notes an error in the row of the request that is its target. If its target is no request of the group, the error is noted in each row that is
# still without a result. The outcome of these rows stays what it was, because the error does not say what happened to each request.
function Add-RowError {
    param([object[]] $Row, [System.Management.Automation.ErrorRecord] $Record)

    $errorId = Get-ErrorId $Record
    $about = @($Row | Where-Object -Property Uuid -EQ $Record.TargetObject)
    $noted = if ($about.Count -gt 0) { $about } else { $Row | Where-Object -FilterScript { $noResult -contains $_.Outcome -and -not $_.ErrorId } }
    foreach ($one in $noted) {
        $one.ErrorId = $errorId
        $one.Message = Protect-Text (Get-ErrorText $Record)
        if ($about.Count -gt 0) {
            $one.Outcome = if ($errorId -eq 'CmOutcomeUnknown') { 'Unknown' } else { 'Failed' }
        }
    }
}

# Changes requests, several at once.
function Invoke-Change {
    param([object[]] $Row, $Session)

    # Another user may have changed them since the list was read.
    $now = @{}
    Get-CmRequest -Id $Row.Uuid -Session $Session -ThrottleLimit $ThrottleLimit -ErrorAction SilentlyContinue -ErrorVariable failure |
        ForEach-Object -Process { $now[$_.Uuid] = $_ }
    foreach ($record in $failure) {
        Add-RowError -Row $Row -Record $record
    }
    foreach ($one in $Row | Where-Object -FilterScript { $now.ContainsKey($_.Uuid) -and $now[$_.Uuid].Status -ne 'Approved' }) {
        $one.Outcome = 'Skipped'
        $one.StatusNow = $now[$one.Uuid].Status
    }

    $approved = @($Row | Where-Object -FilterScript { $now.ContainsKey($_.Uuid) -and $now[$_.Uuid].Status -eq 'Approved' })
    if ($approved.Count -gt 0) {
        Set-Status -Row $approved -Session $Session -Journal $journal
    }
}

# Makes changes, or finishes a change that an earlier run with this journal has started.
function Set-Status {
    param([object[]] $Row, $Session, [string] $Journal)

    # Until the response arrives, the outcome is unknown.
    $Row | ForEach-Object -Process { $_.Outcome = 'Unknown' }
    $arguments = @{
        Id = $Row.Uuid; Status = $Row[0].Change; Session = $Session; ThrottleLimit = $ThrottleLimit
        JournalPath = $Journal; Reason = $Reason; Confirm = $false
    }
    # Noted as each arrives, and the errors also if the command ends early, because Ctrl+C or a full disk may end it at any time.
    $failure = @()
    try {
        Set-CmRequestStatus @arguments -ErrorAction SilentlyContinue -ErrorVariable failure | ForEach-Object -Process {
            foreach ($one in $Row | Where-Object -Property Uuid -EQ $_.Uuid) {
                $one.StatusNow = $_.Status
                $one.Outcome = 'Changed'
            }
        }
    }
    finally {
        # The error that ends the command is in this variable as an exception.
        foreach ($record in $failure | Where-Object -FilterScript { $_ -is [System.Management.Automation.ErrorRecord] }) {
            Add-RowError -Row $Row -Record $record
        }
    }
}

# The changes of earlier runs whose outcome is not in their journal or unknown, with the path of the journal.
function Get-Unfinished {
    foreach ($file in Get-ChildItem -LiteralPath $ReportFolder -Filter stale-requests-*.jsonl | Sort-Object -Property Name) {
        $last = @{}
        Get-CmJournal -LiteralPath $file.FullName | ForEach-Object -Process { $last[$_.Id] = $_ }
        $last.Values | Where-Object -FilterScript { 'InFlight', 'Unknown' -contains $_.Outcome } | Add-Member -NotePropertyName Journal -NotePropertyValue $file.FullName -PassThru
    }
}

# The request of an unfinished change: what the journal knows of it, if it cannot be read. The command that finishes the change then reports why.
function Get-UnfinishedRequest {
    param($Entry, $Session)

    $request = Get-CmRequest -Id $Entry.Id -Session $Session -ErrorAction SilentlyContinue
    if ($request) {
        return $request
    }

    [pscustomobject] @{
        Uuid                = $Entry.Id
        RequestType         = $Entry.RequestType
        ProfileTemplateUuid = $Entry.ProfileTemplateUuid
        OriginatorUserUuid  = $null
        TargetUserUuid      = $Entry.TargetUserUuid
        Submitted           = $null
        Status              = $Entry.StatusBefore
    }
}

# Writes the HTML report about all requests, and returns whether it is complete.
function Export-Page {
    param([string] $Path, $Session)

    try {
        Export-CmReport -Path $Path -Session $Session -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable failure
    }
    catch {
        $failure = @($_)
    }

    if ($failure.Count -gt 0) {
        Write-Information "The HTML report $Path is missing or incomplete ($(Get-ErrorId $failure[0])): $(Get-ErrorText $failure[0])"
        return $false
    }

    Write-Information "The HTML report is $Path"
    $true
}

$exitCode = $couldNotRun
$rows = @()
$report = $null
$session = $null
$isTranscribed = $false
try {
    $null = New-Item -ItemType Directory -Path $ReportFolder -Force
    $stamp = '{0:yyyyMMdd-HHmmss}-{1}' -f (Get-Date), $PID
    $journal = Join-Path -Path $ReportFolder -ChildPath "stale-requests-$stamp.jsonl"
    $null = Start-Transcript -LiteralPath (Join-Path -Path $ReportFolder -ChildPath "stale-requests-$stamp.log")
    $isTranscribed = $true

    if (-not "$Uri".Trim()) {
        throw 'No server was specified. Use -Uri, or set MIMCM_URI.'
    }
    $templates = @($ProfileTemplate -split ',' | ForEach-Object -Process { [guid] $_.Trim() })

    Import-Module -Name $Module
    $session = Connect-CmServer -Uri $Uri -PassThru
    $before = (Get-Date).AddDays(-$OlderThanDays)
    Write-Information "$Uri, $($PSCmdlet.MyInvocation.MyCommand.Name): Approved, submitted before $($before.ToUniversalTime().ToString('u')), $(if ($isDryRun) { 'dry run' } else { "to be $Change, $Limit at most" })."

    # If the list is incomplete, the run ends here.
    $query = @{ Status = 'Approved'; SubmittedBefore = $before; Session = $session }
    if ($templates.Count -gt 0) {
        $query.ProfileTemplate = $templates
    }
    $found = @(Get-CmRequest @query | Sort-Object -Property Submitted)
    Write-Information "Found $($found.Count) requests."
    $rows = @($found | ForEach-Object -Process { ConvertTo-Row -Request $_ -Outcome 'Planned' })
    $report = Join-Path -Path $ReportFolder -ChildPath "stale-requests-$stamp.csv"

    # A change that was in flight when an earlier run was killed is finished with the journal of that run.
    $journals = @{}
    foreach ($entry in Get-Unfinished | Where-Object -FilterScript { $_.Server -eq "$($session.Uri)" }) {
        $journals[$entry.Id] = $entry.Journal
        $row = $rows | Where-Object -Property Uuid -EQ $entry.Id
        if (-not $row) {
            $row = ConvertTo-Row -Request (Get-UnfinishedRequest -Entry $entry -Session $session) -Outcome 'Planned'
            $rows = @($row) + $rows
        }
        $row.Change = $entry.Change
        Write-Information "$($entry.Id) was in flight when an earlier run ended."
    }
    Export-Row $rows

    $moreThanLimit = 'Check them in the report. Then increase -Limit, or select fewer with -OlderThanDays or -ProfileTemplate.'
    if ($found.Count -gt $Limit -and $isDryRun) {
        Write-Information "Found more than ${Limit}: with -Apply, this run would change none of them. $moreThanLimit"
    }
    elseif ($found.Count -gt $Limit) {
        throw "Found more than $Limit, so nothing was changed. $moreThanLimit"
    }

    $exitCode = $someFailed
    if ($isDryRun) {
        $rows | ForEach-Object -Process { $_.Outcome = 'WouldChange' }
    }
    else {
        $rows | ForEach-Object -Process { $_.Outcome = 'NotTried' }

        # First the unfinished changes of earlier runs, each with its own journal; then the others, -ThrottleLimit at once.
        $begun = @($rows | Where-Object -FilterScript { $journals.ContainsKey($_.Uuid) })
        $others = @($rows | Where-Object -FilterScript { -not $journals.ContainsKey($_.Uuid) })
        $groups = @(
            $begun | ForEach-Object -Process { , @($_) }
            for ($i = 0; $i -lt $others.Count; $i += $ThrottleLimit) {
                , @($others[$i..([math]::Min($i + $ThrottleLimit, $others.Count) - 1)])
            }
        )
        foreach ($group in $groups) {
            if ($journals.ContainsKey($group[0].Uuid)) {
                Set-Status -Row $group -Session $session -Journal $journals[$group[0].Uuid]
            }
            else {
                Invoke-Change -Row $group -Session $session
            }
            foreach ($row in $group) {
                Write-Information ('{0} {1} {2} {3}' -f $row.Uuid, $row.Outcome, $row.StatusNow, $row.ErrorId).TrimEnd()
            }
            $fatal = $group | Where-Object -FilterScript { $serverFails -contains $_.ErrorId } | Select-Object -First 1
            if ($fatal) {
                Write-Information "The server failed, so the remaining requests are not tried. $($fatal.Message)"
                break
            }
        }
    }
    if (-not ($rows | Where-Object -FilterScript { 'Failed', 'Unknown', 'NotTried' -contains $_.Outcome })) {
        $exitCode = $done
    }

    if ($ReportPath -and -not (Export-Page -Path $ReportPath -Session $session)) {
        $exitCode = $someFailed
    }
}
catch {
    $errorId = Get-ErrorId $_
    Write-Information "The run ended early$(if ($errorId -like 'Cm*') { " ($errorId)" }): $(Get-ErrorText $_)"
    $rows | Where-Object -Property Outcome -EQ 'Planned' | ForEach-Object -Process { $_.Outcome = 'NotTried' }
    if ($errorId -like 'CmJournal*') {
        # A journal that cannot be opened or written to: that change was not sent.
        $exitCode = $noJournal
        $rows | Where-Object -FilterScript { $_.Outcome -eq 'Unknown' -and ($_.ErrorId -eq '' -or $_.ErrorId -like 'CmJournal*') } |
            ForEach-Object -Process { $_.Outcome = 'NotTried' }
    }
}
finally {
    # Ctrl+C comes here, too.
    try {
        if ($report) {
            Export-Row $rows
            $counts = @($rows | Group-Object -Property Outcome | Sort-Object -Property Name | ForEach-Object -Process { "$($_.Name) $($_.Count)" })
            Write-Information "$(if ($counts.Count -gt 0) { $counts -join ', ' } else { 'Found no stale requests' }). The report is $report"
        }
    }
    catch {
        Write-Information "The report could not be written: $(Get-ErrorText $_)"
        $exitCode = [math]::Max($exitCode, $someFailed)
    }
    try {
        if ($isTranscribed) {
            Get-Summary | ConvertTo-Json | Set-Content -LiteralPath (Join-Path -Path $ReportFolder -ChildPath "stale-requests-$stamp.json") -Encoding UTF8
        }
        if ($KeepDays -gt 0 -and $session) {
            Remove-OldFile
        }
    }
    catch {
        Write-Information "The summary could not be written, or old files could not be removed: $(Get-ErrorText $_)"
        $exitCode = [math]::Max($exitCode, $someFailed)
    }
    if ($session) {
        Disconnect-CmServer -Session $session
    }
    Write-Information "Exit code $exitCode."
    if ($isTranscribed) {
        $null = Stop-Transcript
    }
}
if ($PassThru) {
    Get-Summary
}
exit $exitCode
