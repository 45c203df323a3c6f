<#
.SYNOPSIS
    Measures one subject in this process.
.DESCRIPTION
    Bench runs this script in a new process for each subject. It prints one line of JSON for each run; Bench verifies the results.
.PARAMETER Path
    A file that contains a JSON object: Case, Subject, Uri, WarmUri, WarmUps, Runs, Module, Sink, Control, Ids.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string] $Path
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

$job = Get-Content -LiteralPath $Path -Raw | ConvertFrom-Json
$process = [System.Diagnostics.Process]::GetCurrentProcess()
Import-Module -Name $job.Sink

enum UserRequestType { None; Enroll; Recover; Renew; Disable; Unblock; Duplicate; Retire; RecoverOnBehalf; SuspendOrReinstate; OnlineUpdate; TemporaryCardEnroll }
enum UserRequestStatus { None = 0; Approved = 3; Denied = 4; Completed = 8; Failed = 9; Pending = 16; Canceled = 17; Executing = 18 }

# The conversion that a careful user writes without a module.
function ConvertTo-TypedRequest {
    param($Response)

    $none = [guid]::Empty
    foreach ($r in $Response) {
        [pscustomobject] @{
            Uuid                     = [guid] $r.Uuid
            RequestType              = $r.RequestType -as [UserRequestType]
            Status                   = $r.Status -as [UserRequestStatus]
            Flags                    = [int] $r.Flags
            DataCollection           = $r.DataCollection
            DataCollectionFlags      = [int] $r.DataCollectionFlags
            OriginatorUserUuid       = [guid] $r.OriginatorUserUuid
            TargetUserUuid           = [guid] $r.TargetUserUuid
            Submitted                = ([datetime] $r.Submitted).ToLocalTime()
            Completed                = if (([datetime] $r.Completed).Year -gt 1) { ([datetime] $r.Completed).ToLocalTime() } else { $null }
            NewProfileUuid           = if ($r.NewProfileUuid -ne $none) { [guid] $r.NewProfileUuid } else { $null }
            OldProfileUuid           = if ($r.OldProfileUuid -ne $none) { [guid] $r.OldProfileUuid } else { $null }
            NewSmartcardUuid         = if ($r.NewSmartcardUuid -ne $none) { [guid] $r.NewSmartcardUuid } else { $null }
            OldSmartcardUuid         = if ($r.OldSmartcardUuid -ne $none) { [guid] $r.OldSmartcardUuid } else { $null }
            Priority                 = [byte] $r.Priority
            Comment                  = $r.Comment
            ProfileTemplateUuid      = [guid] $r.ProfileTemplateUuid
            SecurityDescriptor       = $r.SecurityDescriptor.TrimEnd([char] 0)
            IsSmartcard              = $r.IsSmartcard
            IsEnrollmentAgent        = $r.IsEnrollmentAgent
            IsDataCollectionComplete = $r.IsDataCollectionComplete
        }
    }
}

# Resets the peak of the working set, so that it is the peak of this run. Only Linux supports it.
function Reset-Peak {
    try {
        [System.IO.File]::WriteAllText('/proc/self/clear_refs', '5')
    }
    catch {
        $null = $_
    }
}

# Runs the action and prints its measurement. An action stores its results in $script:all, or emits the summary of Measure-BenchRequest.
function Measure-Action {
    param([string] $Kind, [scriptblock] $Action, [string] $Uri)

    if ($job.Control) {
        $null = Invoke-RestMethod -Method Post -Uri "$($job.Control)reset"
    }

    $script:all = $null
    [System.GC]::Collect()
    [System.GC]::WaitForPendingFinalizers()
    [System.GC]::Collect()
    $heap = [System.GC]::GetTotalMemory($true)
    Reset-Peak
    $process.Refresh()
    $before = $process.WorkingSet64
    $cpu = $process.TotalProcessorTime
    $allocated = [System.GC]::GetTotalAllocatedBytes($true)
    $start = [System.Diagnostics.Stopwatch]::GetTimestamp()

    $summary = & $Action $Uri

    $end = [System.Diagnostics.Stopwatch]::GetTimestamp()
    $allocated = [System.GC]::GetTotalAllocatedBytes($true) - $allocated
    $process.Refresh()
    $cpu = $process.TotalProcessorTime - $cpu
    $peak = $process.PeakWorkingSet64
    $retained = if ($null -ne $script:all) { [System.GC]::GetTotalMemory($true) - $heap } else { $null }
    if ($null -ne $script:all) {
        $summary = Measure-BenchRequest -InputObject $script:all
        $script:all = $null
    }

    $perMillisecond = [System.Diagnostics.Stopwatch]::Frequency / 1000
    $result = @{
        Kind              = $Kind
        Milliseconds      = ($end - $start) / $perMillisecond
        FirstMilliseconds = if ($summary.First -lt $end) { ($summary.First - $start) / $perMillisecond } else { ($end - $start) / $perMillisecond }
        CpuMilliseconds   = $cpu.TotalMilliseconds
        AllocatedBytes    = $allocated
        GrowthBytes       = $peak - $before
        PeakBytes         = $peak
        RetainedBytes     = $retained
        InOrder           = $summary.InOrder
        InAnyOrder        = $summary.InAnyOrder
        Changed           = if ($job.Control) { (Invoke-RestMethod -Uri "$($job.Control)state").changed } else { $null }
    }
    ConvertTo-Json -InputObject $result -Compress
}

$requests = "$($job.Uri)/api/v1.0/requests"
if ($job.Subject -like 'mimcm*') {
    Import-Module -Name $job.Module
    $sessions = @{}
    foreach ($uri in $job.WarmUri, $job.Uri | Where-Object { $_ }) {
        $sessions[$uri] = Connect-CmServer -Uri $uri -PassThru
    }
}

$ids = if ($job.Ids) { [guid[]] (Get-Content -LiteralPath $job.Ids) } else { $null }
$change = @{ Method = 'Put'; Body = '{"status":"Canceled"}'; ContentType = 'application/json' }
$action = switch ("$($job.Case) $($job.Subject)") {
    'list mimcm' { { param($uri) Get-CmRequest -Session $sessions[$uri] | Measure-BenchRequest } }
    'list mimcm-collected' { { param($uri) $script:all = Get-CmRequest -Session $sessions[$uri] } }
    'list irm' { { param($uri) $script:all = Invoke-RestMethod -Uri "$uri/api/v1.0/requests" } }
    'list irm-typed' { { param($uri) $script:all = ConvertTo-TypedRequest -Response (Invoke-RestMethod -Uri "$uri/api/v1.0/requests") } }
    'by-id mimcm' { { $script:all = $ids | Get-CmRequest } }
    'by-id mimcm-8' { { $script:all = $ids | Get-CmRequest -ThrottleLimit 8 } }
    'by-id irm' { { $script:all = foreach ($id in $ids) { Invoke-RestMethod -Uri "$requests/$id" } } }
    'by-id irm-session' {
        $web = [Microsoft.PowerShell.Commands.WebRequestSession]::new()
        { $script:all = foreach ($id in $ids) { Invoke-RestMethod -Uri "$requests/$id" -WebSession $web } }
    }
    { $_ -like 'bulk mimcm-journal-*' } {
        $limit = [int] ($job.Subject -split '-')[2]
        $journal = [System.IO.Path]::ChangeExtension($Path, '.jsonl')
        {
            Remove-Item -LiteralPath $journal -ErrorAction Ignore
            $script:all = $ids | Set-CmRequestStatus -Status Canceled -ThrottleLimit $limit -Confirm:$false -JournalPath $journal
        }
    }
    { $_ -match '^bulk mimcm-\d+$' } {
        $limit = [int] ($job.Subject -split '-')[1]
        { $script:all = $ids | Set-CmRequestStatus -Status Canceled -ThrottleLimit $limit -Confirm:$false }
    }
    'bulk irm' { { $script:all = foreach ($id in $ids) { Invoke-RestMethod -Uri "$requests/$id" @change } } }
    'bulk irm-parallel-16' {
        {
            $script:all = $ids | ForEach-Object -ThrottleLimit 16 -Parallel {
                $change = $using:change
                Invoke-RestMethod -Uri "$using:requests/$_" @change
            }
        }
    }
    default { throw "There is no measurement for $_." }
}

if ($job.WarmUri) {
    # A short list first, so that just-in-time compilation does not count as growth.
    $null = Measure-Action -Kind 'first' -Action $action -Uri $job.WarmUri
}

Measure-Action -Kind 'fresh' -Action $action -Uri $job.Uri
$clock = [System.Diagnostics.Stopwatch]::StartNew()
for ($i = 0; $i -lt $job.WarmUps -and $clock.Elapsed.TotalSeconds -lt 3; $i++) {
    $null = Measure-Action -Kind 'warm-up' -Action $action -Uri $job.Uri
}

for ($i = 0; $i -lt $job.Runs; $i++) {
    Measure-Action -Kind 'warm' -Action $action -Uri $job.Uri
}
