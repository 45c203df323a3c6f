#requires -Version 5.1

<#
.SYNOPSIS
    Ends approved requests that nobody has executed for a long time. For a scheduler: asks nothing, and writes down everything.
.DESCRIPTION
    Finds the requests in the status Approved that were submitted at least -OlderThanDays days ago, and abandons them. That is
    final. So this only tells what it would do unless -Apply is given, and with -Apply it changes nothing if it finds more than -Limit.

    Right before each change the request is read again; one that is no longer Approved is left alone. The run ends early where
    the server itself fails, for then the next request would fail, too.

    Each run leaves files in -ReportFolder: stale-requests-TIME.csv, one row for each request found, stale-requests-TIME.log, the
    transcript, stale-requests-TIME.json, a summary for a mail or a monitoring system, and if it changed something
    stale-requests-TIME.jsonl, the journal: each change, on disk before it is sent. A run that was killed is finished by the next: a change that was in flight is read back, and sent only if it took no effect. Outcome is one of

      WouldChange  dry run: nothing was sent
      Changed      the server has confirmed the status in StatusNow
      Skipped      somebody was faster: StatusNow says how it stands
      Failed       not changed, or not as asked; ErrorId and Message say why
      Unknown      sent, and whether it took effect could not be found out: look at the request before anything else
      NotTried     the run ended before it, or -Apply found too many
      Planned      only in the report of a run that was killed: its journal says what was done (Get-CmJournal)

    Exit codes: 0 all went as it should, 1 some requests are Failed, Unknown or NotTried, 2 it could not run, or -Apply
    found too many; nothing was changed then. A dry run with many requests is no failure. 3 the journal could not be used:
    another run is at work, or the disk is full; no change was sent that is not in a journal. PowerShell itself ends with 1, before this begins, where it cannot bind a parameter.
.PARAMETER Uri
    The server, such as https://cm.contoso.com. By default the environment variable MIMCM_URI. The account is the one that this
    runs as; there is no place for a password.
.PARAMETER OlderThanDays
    How many days ago a request was submitted at least to be stale.
.PARAMETER ProfileTemplate
    Ids of profile templates: only their requests. With `-File`, several are one text with commas.
.PARAMETER Limit
    How many requests one run may change. If there are more, something is not as it was: it changes none.
.PARAMETER ThrottleLimit
    How many requests are read and changed at once. If the server fails, those that are in progress are reported, and no further one is tried.
.PARAMETER Apply
    Do it. Without it, and with -WhatIf, nothing is sent but queries.
.PARAMETER Change
    Abandoned (the request ends as Failed) or Canceled.
.PARAMETER Reason
    Why, such as the number of a ticket: written to the journal with each change.
.PARAMETER ReportFolder
    Where report, transcript and journal go.
.PARAMETER ReportPath
    An HTML file about all requests, written after the changes. A file of an earlier run is replaced.
.PARAMETER KeepDays
    How many days to keep the files of earlier runs in -ReportFolder. By default they are kept.
.PARAMETER PassThru
    Emit the summary as an object: the number of requests with each outcome, the exit code and the files.
.PARAMETER Module
    The module, by name or by the path of its MimCm.psd1.
.EXAMPLE
    ./Clear-StaleRequest.ps1 -Uri https://cm.contoso.com -OlderThanDays 180

    Tells what is older than half a year, in ./reports.
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

# -WhatIf is for the requests: report and transcript are written all the same.
$isDryRun = $WhatIfPreference -or -not $Apply
$WhatIfPreference = $false

$done = 0
$someFailed = 1
$couldNotRun = 2
$noJournal = 3

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
        Submitted           = $Request.Submitted.ToUniversalTime().ToString('yyyy-MM-ddTHH:mm:ssZ', [cultureinfo]::InvariantCulture)
        AgeDays             = [int] [math]::Floor(((Get-Date) - $Request.Submitted).TotalDays)
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

function Remove-OldFile {
    $limit = (Get-Date).AddDays(-$KeepDays)
    Get-ChildItem -LiteralPath $ReportFolder -Filter 'stale-requests-*' |
        Where-Object -FilterScript { '.csv', '.log', '.json', '.jsonl' -contains $_.Extension -and $_.LastWriteTime -lt $limit } |
        Remove-Item
}

function Export-Row {
    param([object[]] $Row)

    $lines = if ($Row.Count -gt 0) {
        $Row | ConvertTo-Csv -NoTypeInformation
    }
    else {
        # A file without rows still has its header, so that whatever reads it finds the columns.
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

# Notes an error in a row, as an outcome that the error allows to be sure of.
function Add-RowError {
    param($Row, [System.Management.Automation.ErrorRecord] $Record)

    $Row.ErrorId = Get-ErrorId $Record
    $Row.Message = Protect-Text (Get-ErrorText $Record)
    $Row.Outcome = if ($Row.ErrorId -eq 'CmOutcomeUnknown') { 'Unknown' } else { 'Failed' }
}

# The row of a group that an error is about.
function Get-FailedRow {
    param([object[]] $Row, [System.Management.Automation.ErrorRecord] $Record)

    if ($Row.Count -eq 1) { $Row[0] } else { $Row | Where-Object -Property Uuid -EQ $Record.TargetObject }
}

# Changes requests, several at once.
function Invoke-Change {
    param([object[]] $Row, $Session)

    # Somebody may have gone on with them since the list was read.
    $now = @{}
    Get-CmRequest -Id $Row.Uuid -Session $Session -ThrottleLimit $ThrottleLimit -ErrorAction SilentlyContinue -ErrorVariable failure |
        ForEach-Object -Process { $now[$_.Uuid] = $_ }
    foreach ($record in $failure) {
        Add-RowError -Row (Get-FailedRow -Row $Row -Record $record) -Record $record
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

# Makes changes, or finishes one that an earlier run with this journal has begun.
function Set-Status {
    param([object[]] $Row, $Session, [string] $Journal)

    # From here until there is an answer, this is what is known.
    $Row | ForEach-Object -Process { $_.Outcome = 'Unknown' }
    $arguments = @{
        Id = $Row.Uuid; Status = $Row[0].Change; Session = $Session; ThrottleLimit = $ThrottleLimit
        JournalPath = $Journal; Reason = $Reason; Confirm = $false
    }
    # Noted as each arrives: Ctrl+C may end this at any time.
    Set-CmRequestStatus @arguments -ErrorAction SilentlyContinue -ErrorVariable failure | ForEach-Object -Process {
        $one = $Row | Where-Object -Property Uuid -EQ $_.Uuid
        $one.StatusNow = $_.Status
        $one.Outcome = 'Changed'
    }
    foreach ($record in $failure) {
        Add-RowError -Row (Get-FailedRow -Row $Row -Record $record) -Record $record
    }
}

# The changes that earlier runs have begun and whose outcome they did not live to write, with the journal of each.
function Get-Unfinished {
    foreach ($file in Get-ChildItem -LiteralPath $ReportFolder -Filter stale-requests-*.jsonl | Sort-Object -Property Name) {
        $last = @{}
        Get-CmJournal -LiteralPath $file.FullName | ForEach-Object -Process { $last[$_.Id] = $_ }
        $last.Values | Where-Object -FilterScript { 'InFlight', 'Unknown' -contains $_.Outcome } | Add-Member -NotePropertyName Journal -NotePropertyValue $file.FullName -PassThru
    }
}

# Writes the page about all requests, and tells whether it is there and complete.
function Export-Page {
    param([string] $Path, $Session)

    try {
        Export-CmReport -Path $Path -Session $Session -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable failure
    }
    catch {
        $failure = @($_)
    }

    if ($failure.Count -gt 0) {
        Write-Information "The page $Path is missing or incomplete ($(Get-ErrorId $failure[0])): $(Get-ErrorText $failure[0])"
        return $false
    }

    Write-Information "The page about all requests is $Path"
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

    if (-not $Uri) {
        throw 'There is no server: give -Uri, or set MIMCM_URI.'
    }
    $templates = @($ProfileTemplate -split ',' | ForEach-Object -Process { [guid] $_.Trim() })

    Import-Module -Name $Module
    $session = Connect-CmServer -Uri $Uri -PassThru
    $before = (Get-Date).AddDays(-$OlderThanDays)
    Write-Information "$Uri, $($PSCmdlet.MyInvocation.MyCommand.Name): Approved, submitted before $($before.ToUniversalTime().ToString('u')), $(if ($isDryRun) { 'dry run' } else { "to be $Change, $Limit at most" })."

    # The whole list or nothing: a list that breaks off ends the run here.
    $query = @{ Status = 'Approved'; SubmittedBefore = $before; Session = $session }
    if ($templates.Count -gt 0) {
        $query.ProfileTemplate = $templates
    }
    $found = @(Get-CmRequest @query | Sort-Object -Property Submitted)
    Write-Information "Found $($found.Count)."
    $rows = @($found | ForEach-Object -Process { ConvertTo-Row -Request $_ -Outcome 'Planned' })
    $report = Join-Path -Path $ReportFolder -ChildPath "stale-requests-$stamp.csv"

    # A change that was in flight when an earlier run was killed is finished with the journal of that run.
    $journals = @{}
    foreach ($entry in Get-Unfinished | Where-Object -FilterScript { $_.Server -eq "$($session.Uri)" }) {
        $journals[$entry.Id] = $entry.Journal
        $row = $rows | Where-Object -Property Uuid -EQ $entry.Id
        if (-not $row) {
            $row = ConvertTo-Row -Request (Get-CmRequest -Id $entry.Id -Session $session) -Outcome 'Planned'
            $rows = @($row) + $rows
        }
        $row.Change = $entry.Change
        Write-Information "$($entry.Id) was in flight when an earlier run ended."
    }
    Export-Row $rows

    if ($found.Count -gt $Limit -and $isDryRun) {
        Write-Information "More than $Limit are stale: with -Apply this would change none of them. Raise -Limit, or narrow with -OlderThanDays or -ProfileTemplate."
    }
    elseif ($found.Count -gt $Limit) {
        $rows | ForEach-Object -Process { $_.Outcome = 'NotTried' }
        throw "More than $Limit are stale, so none was changed. Look at them; then raise -Limit, or narrow with -OlderThanDays or -ProfileTemplate."
    }

    $exitCode = $someFailed
    if ($isDryRun) {
        $rows | ForEach-Object -Process { $_.Outcome = 'WouldChange' }
    }
    else {
        $rows | ForEach-Object -Process { $_.Outcome = 'NotTried' }

        # First what earlier runs have begun, each with its own journal; then the others, as many at once as -ThrottleLimit says.
        $begun = @($rows | Where-Object -FilterScript { $journals.ContainsKey($_.Uuid) })
        $others = @($rows | Where-Object -FilterScript { -not $journals.ContainsKey($_.Uuid) })
        $groups = @($begun | ForEach-Object -Process { , @($_) })
        for ($i = 0; $i -lt $others.Count; $i += $ThrottleLimit) {
            $groups += , @($others[$i..([math]::Min($i + $ThrottleLimit, $others.Count) - 1)])
        }
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
                Write-Information "The server fails, so the others are not tried. $($fatal.Message)"
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
    Write-Information "It could not go on ($(Get-ErrorId $_)): $(Get-ErrorText $_)"
    if ((Get-ErrorId $_) -like 'CmJournal*') {
        # A journal that cannot be opened or written to: that change was not sent.
        $exitCode = $noJournal
        $rows | Where-Object -FilterScript { $_.Outcome -eq 'Unknown' -and -not $_.ErrorId } | ForEach-Object -Process { $_.Outcome = 'NotTried' }
    }
}
finally {
    # Ctrl+C comes here, too.
    try {
        if ($report) {
            Export-Row $rows
            $counts = @($rows | Group-Object -Property Outcome | Sort-Object -Property Name | ForEach-Object -Process { "$($_.Name) $($_.Count)" })
            Write-Information "$(if ($counts.Count -gt 0) { $counts -join ', ' } else { 'Nothing is stale' }). The report is $report"
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
        if ($KeepDays -gt 0 -and $exitCode -eq $done) {
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
