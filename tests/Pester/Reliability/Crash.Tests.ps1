# kill -9 at random times of a bulk change or creation, against a server with a tenth of the responses to changes lost. Then the same command
# runs to its end with the same journal. The journal, the output and the server must agree on every request, and no change that took effect
# may have been sent again.
#
# The environment variable MIMCM_TEST_CRASH_SEEDS is the number of seeds (3 by default; 30 take some minutes), and MIMCM_TEST_CRASH_FIRST the
# first seed, to repeat one.

BeforeDiscovery {
    $first = if ($env:MIMCM_TEST_CRASH_FIRST) { [int] $env:MIMCM_TEST_CRASH_FIRST } else { 1 }
    $count = if ($env:MIMCM_TEST_CRASH_SEEDS) { [int] $env:MIMCM_TEST_CRASH_SEEDS } else { 3 }
    $seeds = $first..($first + $count - 1)
}

BeforeAll {
    . "$PSScriptRoot/../Initialize-TestFile.ps1"
    $server = Start-Simulator -Arguments '--requests 0'

    # The commands of a scheduled script, the same each time. The script reports its start, and writes its output to a file at its end.
    $commands = @{
        Abandon = 'Set-CmRequestStatus @common -Status Abandoned'
        Create  = "ForEach-Object { [pscustomobject] @{ ObjectGUID = `$_ } } |
            New-CmRequest @common -Type Enroll -ProfileTemplate a039b4d0-5ce8-4eff-8651-181c6576fda3"
    }
    foreach ($name in $commands.Keys) {
        Set-Content -LiteralPath (Join-Path -Path $TestDrive -ChildPath "$name.ps1") -Encoding UTF8 -Value (@'
param($Tools, $Module, $Uri, $Ids, $Journal, $Output)
$ErrorActionPreference = 'Continue'
Import-Module $Module, $Tools
$common = @{
    Session = New-QuickSession -Uri $Uri; Confirm = $false; ThrottleLimit = 16; JournalPath = $Journal; Reason = 'CHG0012345'
    ErrorVariable = 'failed'; ErrorAction = 'SilentlyContinue'; WarningAction = 'SilentlyContinue'
}
[Console]::Out.WriteLine('begun')
$lines = Get-Content -LiteralPath $Ids | COMMAND | ForEach-Object { "$($_.Uuid) $($_.TargetUserUuid) $($_.Status)" }
Set-Content -LiteralPath $Output -Value (@($lines) + @($failed | ForEach-Object { "$($_.TargetObject) $($_.FullyQualifiedErrorId)" }))
exit @($failed).Count
'@ -replace 'COMMAND', $commands[$name].Replace('$', '$$'))
    }

    # Runs a command, and kills it after the specified milliseconds. Returns whether it ended by itself, and the number of errors.
    function Invoke-Killable {
        param([string] $Name, [string] $Folder, [int] $KillAfter)

        Remove-Item -LiteralPath "$Folder/output.txt" -ErrorAction Ignore
        $arguments = "$PSScriptRoot/../MimCm.TestTools.psm1", (Get-ModulePath), $server.Uri, "$Folder/ids.txt", "$Folder/changes.jsonl", "$Folder/output.txt"
        $process = Start-ScriptFile -Path (Join-Path -Path $TestDrive -ChildPath "$Name.ps1") -Arguments ('"' + ($arguments -join '" "') + '"')
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

    # A server with new requests only, and a folder with the ids that are the input of the command.
    function Initialize-Run {
        param([string] $Folder, [guid[]] $Id, [string] $Method, [System.Random] $Random)

        [System.IO.File]::WriteAllLines("$Folder/ids.txt", [string[]] $Id)
        Clear-Call
        Set-Fault -Rule @(
            @{ method = $Method; reset = $true; effect = 'yes'; probability = 0.03; seed = $Random.Next() }
            @{ method = $Method; reset = $true; effect = 'no'; probability = 0.02; seed = $Random.Next() }
            @{ method = $Method; status = 502; effect = 'yes'; probability = 0.02; seed = $Random.Next() }
            @{ method = $Method; status = 504; effect = 'no'; probability = 0.01; seed = $Random.Next() }
            @{ method = $Method; cutBytes = if ($Method -eq 'PUT') { 200 } else { 20 }; probability = 0.02; seed = $Random.Next() }
            @{ method = $Method; latency = '5-20' }
        )
    }

    # Kills the command at one to four random times, then runs it until it has no errors. Returns the milliseconds of the last run.
    function Invoke-Interrupted {
        param([string] $Name, [string] $Folder, [System.Random] $Random)

        $kills = 0
        foreach ($n in 1..$Random.Next(1, 5)) {
            $kills += [int] (Invoke-Killable -Name $Name -Folder $Folder -KillAfter $Random.Next(1, 1500)).Killed

            # If it was killed before the first change, there is no journal. Otherwise at most the calls in flight have no outcome.
            @(Get-Item -Path "$Folder/*.jsonl" | Get-CmJournal -WarningAction SilentlyContinue | Where-Object -Property Outcome -EQ InFlight |
                    Group-Object -Property Run | Where-Object -Property Count -GT 16) | Should -BeNullOrEmpty
        }
        $kills | Should -BeGreaterThan 0
        $last = $null
        foreach ($n in 1..5) {
            $last = Invoke-Killable -Name $Name -Folder $Folder
            if ($last.Errors -eq 0) {
                break
            }
        }

        $last.Errors | Should -Be 0
        Write-Information "${Name}: killed $kills times, last run $($last.Milliseconds) ms" -InformationAction Continue
    }

    function New-RunFolder {
        param([string] $Name)

        $folder = Join-Path -Path $TestDrive -ChildPath $Name
        $null = New-Item -Path $folder -ItemType Directory
        Set-Fault
        $null = Invoke-Control -Method Post -Path reset
        $folder
    }
}

AfterAll {
    Stop-Simulator
}

Describe 'A bulk change that is killed' {
    It 'is finished by the same command, and nothing is lost, repeated or unknown: seed <_>' -ForEach $seeds {
        $count = 2000
        $random = [System.Random]::new($_)
        $folder = New-RunFolder "abandon-$_"
        $ids = @(New-ServerRequest -Count $count)
        Initialize-Run -Folder $folder -Id $ids -Method PUT -Random $random

        Invoke-Interrupted -Name Abandon -Folder $folder -Random $random

        $lines = @([System.IO.File]::ReadAllLines("$folder/output.txt") | ForEach-Object -Process { ($_ -split ' ')[0, 2] -join ' ' })
        $wanted = @($ids | ForEach-Object -Process { "$_ Failed" })
        [System.Linq.Enumerable]::SequenceEqual([string[]] $wanted, [string[]] $lines) | Should -BeTrue

        # The server: each request has its status, was changed once, and no change that took effect was sent again.
        $changed = @{}
        $again = foreach ($call in Get-Call | Where-Object -Property method -EQ PUT) {
            if ($changed.ContainsKey($call.id)) { $call.id }
            if ($call.changed) { $changed[$call.id] = $true }
        }
        $again | Should -BeNullOrEmpty
        $changed.Count | Should -Be $count

        # The journal: the last outcome of each request.
        $outcomes = @{}
        foreach ($entry in Get-CmJournal "$folder/changes.jsonl") {
            $outcomes["$($entry.Id)"] = "$($entry.Outcome)"
        }
        $outcomes.Count | Should -Be $count
        @(Get-CmJournal "$folder/changes.jsonl" | Where-Object -Property Outcome -EQ InFlight) | Should -BeNullOrEmpty
        @($outcomes.Values | Sort-Object -Unique) | Should -Be Changed
    }
}

Describe 'A bulk creation that is killed' {
    It 'is finished by the same command, and nothing is lost, repeated or unknown: seed <_>' -ForEach $seeds {
        $count = 1000
        $random = [System.Random]::new($_)
        $folder = New-RunFolder "create-$_"
        $users = @(1..$count | ForEach-Object -Process { [guid]::NewGuid() })
        Initialize-Run -Folder $folder -Id $users -Method POST -Random $random

        Invoke-Interrupted -Name Create -Folder $folder -Random $random
        Set-Fault

        # The server: one request for each user, except Microsoft's examples.
        $existing = @{}
        $twice = foreach ($request in Get-CmRequest -Session (New-QuickSession -Uri $server.Uri) |
            Where-Object -Property Uuid -NotIn $ExampleEnroll, $ExampleUnblock) {
            if ($existing.ContainsKey($request.TargetUserUuid)) { $request.TargetUserUuid }
            $existing[$request.TargetUserUuid] = $request.Uuid
        }
        $twice | Should -BeNullOrEmpty
        $existing.Count | Should -Be $count

        # The output: the request of each user, in the order of the input.
        $wanted = @($users | ForEach-Object -Process { "$($existing[$_]) $_ Approved" })
        [System.Linq.Enumerable]::SequenceEqual([string[]] $wanted, [System.IO.File]::ReadAllLines("$folder/output.txt")) | Should -BeTrue

        # The journal: the last outcome of each user, with the request.
        $outcomes = @{}
        foreach ($entry in Get-CmJournal "$folder/changes.jsonl") {
            $outcomes[$entry.TargetUserUuid] = "$($entry.Id) $($entry.Outcome)"
        }
        $outcomes.Count | Should -Be $count
        @(Get-CmJournal "$folder/changes.jsonl" | Where-Object -Property Outcome -EQ InFlight) | Should -BeNullOrEmpty
        @($users | Where-Object -FilterScript { $outcomes[$_] -ne "$($existing[$_]) Changed" }) | Should -BeNullOrEmpty
    }
}
