# kill -9 at random moments of a bulk change against a server of whose responses to changes a tenth is lost. After the same command has run to its
# end with the same journal, the journal, the output and the server must agree on every request, and nothing may have been sent again that
# had taken effect.
#
# The environment variable MIMCM_TEST_CRASH_SEEDS says how many times (3 by default; 30 are some minutes), and
# MIMCM_TEST_CRASH_FIRST the first seed, to repeat one.

BeforeDiscovery {
    $first = if ($env:MIMCM_TEST_CRASH_FIRST) { [int] $env:MIMCM_TEST_CRASH_FIRST } else { 1 }
    $count = if ($env:MIMCM_TEST_CRASH_SEEDS) { [int] $env:MIMCM_TEST_CRASH_SEEDS } else { 3 }
    $seeds = $first..($first + $count - 1)
}

BeforeAll {
    Set-StrictMode -Version Latest
    Import-Module -Name "$PSScriptRoot/../MimCm.TestTools.psm1"
    Import-MimCm
    $count = 2000
    $server = Start-Simulator -Arguments '--requests 0'

    # The command as a scheduled script has it: the same each time. It says when it begins, and leaves its output in a file at its end.
    $script = Join-Path -Path $TestDrive -ChildPath 'abandon.ps1'
    Set-Content -LiteralPath $script -Encoding UTF8 -Value @'
param($Tools, $Module, $Uri, $Ids, $Journal, $Output)
$ErrorActionPreference = 'Continue'
Import-Module $Module, $Tools
$session = New-QuickSession -Uri $Uri
[Console]::Out.WriteLine('begun')
$lines = Get-Content -LiteralPath $Ids |
    Set-CmRequestStatus -Session $session -Status Abandoned -Confirm:$false -ThrottleLimit 16 -JournalPath $Journal -Reason CHG0012345 -ErrorVariable failed -ErrorAction SilentlyContinue |
    ForEach-Object { "$($_.Uuid) $($_.Status)" }
Set-Content -LiteralPath $Output -Value (@($lines) + @($failed | ForEach-Object { "$($_.TargetObject) $($_.FullyQualifiedErrorId)" }))
exit @($failed).Count
'@

    # Runs the command; kills it after so many milliseconds of work. Says whether it came to its end, and with how many errors.
    function Invoke-Abandon {
        param([string] $Folder, [int] $KillAfter)

        Remove-Item -LiteralPath "$Folder/output.txt" -ErrorAction Ignore
        $process = Start-ScriptFile -Path $script -Arguments "`"$PSScriptRoot/../MimCm.TestTools.psm1`" `"$(Get-ModulePath)`" $($server.Uri) `"$Folder/ids.txt`" `"$Folder/changes.jsonl`" `"$Folder/output.txt`""
        $null = $process.StandardError.ReadToEndAsync()
        $process.StandardOutput.ReadLine() | Should -Be 'begun'
        $clock = [System.Diagnostics.Stopwatch]::StartNew()
        if ($KillAfter -and -not $process.WaitForExit($KillAfter)) {
            $process.Kill()
            $process.WaitForExit()
            return [pscustomobject] @{ Killed = $true; Errors = 0; Milliseconds = $clock.ElapsedMilliseconds }
        }

        if (-not $process.WaitForExit(120000)) {
            $process.Kill()
            throw 'The command did not end within 120 s.'
        }
        [pscustomobject] @{ Killed = $false; Errors = $process.ExitCode; Milliseconds = $clock.ElapsedMilliseconds }
    }
}

AfterAll {
    Stop-Simulator
}

Describe 'A bulk change that is killed' {
    It 'is finished by the same command, and nothing is lost, doubled or unknown: seed <_>' -ForEach $seeds {
        $random = [System.Random]::new($_)
        $folder = Join-Path -Path $TestDrive -ChildPath "seed-$_"
        $null = New-Item -Path $folder -ItemType Directory
        Set-Fault
        $null = Invoke-Control -Method Post -Path reset
        $ids = @(New-ServerRequest -Count $count)
        [System.IO.File]::WriteAllLines("$folder/ids.txt", [string[]] $ids)
        Clear-Call
        Set-Fault -Rule @(
            @{ method = 'PUT'; reset = $true; effect = 'yes'; probability = 0.03; seed = $random.Next() }
            @{ method = 'PUT'; reset = $true; effect = 'no'; probability = 0.02; seed = $random.Next() }
            @{ method = 'PUT'; status = 502; effect = 'yes'; probability = 0.02; seed = $random.Next() }
            @{ method = 'PUT'; status = 504; effect = 'no'; probability = 0.01; seed = $random.Next() }
            @{ method = 'PUT'; cutBytes = 200; probability = 0.02; seed = $random.Next() }
            @{ method = 'PUT'; latency = '5-20' }
        )

        # Killed at one to four random moments, then left alone until it has no errors.
        $kills = 0
        foreach ($n in 1..$random.Next(1, 5)) {
            $kills += [int] (Invoke-Abandon -Folder $folder -KillAfter $random.Next(1, 1500)).Killed

            # Killed before the first change, there is no journal yet. Else no more than the calls in flight have no outcome.
            @(Get-Item -Path "$folder/*.jsonl" | Get-CmJournal -WarningAction SilentlyContinue | Where-Object -Property Outcome -EQ InFlight).Count | Should -BeLessOrEqual 16
        }
        $kills | Should -BeGreaterThan 0
        $last = $null
        foreach ($n in 1..5) {
            $last = Invoke-Abandon -Folder $folder
            if ($last.Errors -eq 0) {
                break
            }
        }

        $last.Errors | Should -Be 0
        $wanted = @($ids | ForEach-Object -Process { "$_ Failed" })
        [System.Linq.Enumerable]::SequenceEqual([string[]] $wanted, [System.IO.File]::ReadAllLines("$folder/output.txt")) | Should -BeTrue

        # The server: each has its status, changed once, and no change was sent again that had taken effect.
        $changed = @{}
        $again = foreach ($call in Get-Call | Where-Object -Property method -EQ PUT) {
            if ($changed.ContainsKey($call.id)) { $call.id }
            if ($call.changed) { $changed[$call.id] = $true }
        }
        $again | Should -BeNullOrEmpty
        $changed.Count | Should -Be $count

        # The journal: the last outcome of each.
        $outcomes = @{}
        foreach ($entry in Get-CmJournal "$folder/changes.jsonl") {
            $outcomes["$($entry.Id)"] = "$($entry.Outcome)"
        }
        $outcomes.Count | Should -Be $count
        @($outcomes.Values | Sort-Object -Unique) | Should -Be Changed
        Write-Information "seed ${_}: killed $kills times, last run $($last.Milliseconds) ms" -InformationAction Continue
    }
}
