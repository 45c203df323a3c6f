# The example of docs/leavers.md, run unchanged against the simulator and its directory, which has disabled accounts.

BeforeAll {
    . "$PSScriptRoot/../Initialize-TestFile.ps1"
    $page = (Get-Content -LiteralPath "$PSScriptRoot/../../../docs/leavers.md" -Raw -Encoding UTF8) -replace '\r'
    $file = [regex]::Match($page, '(?s)<!-- file: (?<name>\S+) -->\n```powershell\n(?<text>.*?)\n```')
    $runs = @{}
    foreach ($match in [regex]::Matches($page, '(?s)<!-- run: (?<name>\S+) -->\n```powershell\n(?<text>.*?)\n```')) {
        $runs[$match.Groups['name'].Value] = $match.Groups['text'].Value
    }

    $server = Start-Simulator -Arguments '--requests 700 --directory 0'
    $directory = ([uri] (Invoke-Control -Method Get -Path state).directory).Authority
    $gone = @(Invoke-Control -Method Get -Path users | Where-Object -FilterScript { -not $_.isEnabled } | ForEach-Object -Process { [guid] $_.uuid })
    $open = 'Pending', 'Approved', 'Executing'
    $taking = 'Retire', 'Disable', 'SuspendOrReinstate'

    # The module ActiveDirectory, as far as the example uses it.
    function global:Get-ADUser {
        param($Filter)

        $Filter | Should -Be 'Enabled -eq $false'
        $gone | ForEach-Object -Process { [pscustomobject] @{ DistinguishedName = 'CN=x'; Enabled = $false; ObjectGUID = $_; SID = 'S-1-5-21-1' } }
    }

    # Creates a folder with the script of the page.
    function New-Folder {
        $folder = Join-Path -Path $TestDrive -ChildPath ([guid]::NewGuid())
        $null = New-Item -ItemType Directory -Path $folder
        Set-Content -LiteralPath (Join-Path -Path $folder -ChildPath $file.Groups['name'].Value) -Value $file.Groups['text'].Value -Encoding UTF8
        $folder
    }

    function Invoke-Block {
        param([string] $Code, [string] $Folder)

        Push-Location -LiteralPath $Folder
        try {
            & ([scriptblock]::Create($Code))
        }
        finally {
            Pop-Location
        }
    }

    function Get-Change {
        @(Get-Call | Where-Object -FilterScript { $_.method -ne 'GET' })
    }

    # The requests of the server by id.
    function Get-State {
        $state = @{}
        foreach ($request in Get-CmRequest) {
            $state[$request.Uuid] = $request
        }
        $state
    }
}

AfterAll {
    Remove-Item -Path Function:Get-ADUser -ErrorAction Ignore
    Stop-Simulator
}

Describe 'The example of docs/leavers.md' {
    BeforeEach {
        Set-Fault
        $null = Invoke-Control -Method Post -Path reset
        Connect-CmServer -Uri $server.Uri -DirectoryServer $directory
        $before = Get-State
        $toCancel = @($before.Values | Where-Object -FilterScript {
            $_.TargetUserUuid -in $gone -and "$($_.Status)" -in $open -and "$($_.Type)" -notin $taking
        })
        $toRetire = @($before.Values | Where-Object -FilterScript { $_.TargetUserUuid -in $gone -and "$($_.Status)" -eq 'Completed' } |
                Get-CmSmartcard -ThrottleLimit 16 | Where-Object -FilterScript { "$($_.Status)" -in 'Assigned', 'Active' } |
                ForEach-Object -Process { $_.Uuid } | Sort-Object -Unique)
        Clear-Call
        $folder = New-Folder
    }

    It 'shows each change and sends none with -WhatIf' {
        $runs.Keys | Sort-Object | Should -Be 'CmUser', 'Journal', 'WhatIf'

        $summary = Invoke-Block -Code $runs.WhatIf -Folder $folder 3> $null 6> $null

        $summary.Leavers | Should -Be $gone.Count
        $summary.Canceled + $summary.RetireRequested | Should -Be 0
        Get-Change | Should -BeNullOrEmpty
        "$folder/leavers.jsonl" | Should -Not -Exist
    }

    It 'cancels the open requests of leavers, requests the retirement of their cards, and changes nothing else' {
        $toCancel.Count | Should -BeGreaterThan 5
        $toRetire.Count | Should -BeGreaterThan 5

        $summary = Invoke-Block -Code $runs.CmUser -Folder $folder

        $after = Get-State
        @($toCancel | Where-Object -FilterScript { "$($after[$_.Uuid].Status)" -ne 'Canceled' }) | Should -BeNullOrEmpty
        $created = @($after.Values | Where-Object -FilterScript { -not $before.ContainsKey($_.Uuid) })
        @($created | Group-Object -Property OldSmartcardUuid | Where-Object -Property Count -GT 1) | Should -BeNullOrEmpty
        @($created.Type | Select-Object -Unique) | Should -Be Retire
        $retiring = @($after.Values | Where-Object -FilterScript {
            "$($_.Type)" -eq 'Retire' -and "$($_.Status)" -in $open
        } | ForEach-Object -Process { $_.OldSmartcardUuid })
        @($toRetire | Where-Object -FilterScript { $_ -notin $retiring }) | Should -BeNullOrEmpty
        @($created | Where-Object -FilterScript { $_.OldSmartcardUuid -notin $toRetire }) | Should -BeNullOrEmpty
        $others = $before.Keys | Where-Object -FilterScript { $_ -notin $toCancel.Uuid -and "$($after[$_].Status)" -ne "$($before[$_].Status)" }
        $others | Should -BeNullOrEmpty

        $summary.Canceled | Should -Be $toCancel.Count
        $summary.RetireRequested | Should -Be $created.Count
        $summary.Failed + $summary.Unknown + $summary.Unread | Should -Be 0
    }

    It 'writes a journal with change, reason and outcome' {
        $summary = Invoke-Block -Code $runs.CmUser -Folder $folder

        $groups = Invoke-Block -Code $runs.Journal -Folder $folder

        ($groups | ForEach-Object -Process { "$($_.Name)=$($_.Count)" } | Sort-Object) |
            Should -Be "Canceled, Changed=$($summary.Canceled)", "Retire, Changed=$($summary.RetireRequested)"
        $rows = Import-Csv -LiteralPath "$folder/leavers.csv"
        @($rows).Count | Should -Be ($summary.Canceled + $summary.RetireRequested)
        @($rows.Reason | Select-Object -Unique) | Should -Be CHG0012345
        @($rows | Where-Object -FilterScript { -not $_.User -or -not $_.Id -or ($_.Change -eq 'Retire' -and -not $_.SmartcardUuid) }) | Should -BeNullOrEmpty
    }

    It 'sends nothing a second time, <Name>, and counts <Counts>' -ForEach @(
        @{ Name = 'with the same journal'; Counts = 'the same'; SameJournal = $true; Killed = $false }
        @{ Name = 'with the journal of a run that was killed'; Counts = 'the same'; SameJournal = $true; Killed = $true }
        @{ Name = 'with a new journal'; Counts = 'nothing'; SameJournal = $false; Killed = $false }
    ) {
        $first = Invoke-Block -Code $runs.CmUser -Folder $folder
        if ($Killed) {
            # The last creation and one cancellation have no outcome.
            $lines = @(Get-Content -LiteralPath "$folder/leavers.jsonl")
            $canceled = @($lines | Where-Object -FilterScript { $_ -match '"event":"changed"' -and $_ -match '"change":"Canceled"' })[-1]
            Set-Content -LiteralPath "$folder/leavers.jsonl" -Value @($lines[0..($lines.Count - 2)] | Where-Object -FilterScript { $_ -ne $canceled })
            @(Get-CmJournal "$folder/leavers.jsonl" | Where-Object -Property Outcome -EQ InFlight).Change | Sort-Object | Should -Be Canceled, Retire
        }
        Clear-Call

        $second = Invoke-Block -Code $runs.CmUser -Folder $(if ($SameJournal) { $folder } else { New-Folder })

        Get-Change | Should -BeNullOrEmpty
        $second.Canceled | Should -Be $(if ($SameJournal) { $first.Canceled } else { 0 })
        $second.RetireRequested | Should -Be $(if ($SameJournal) { $first.RetireRequested } else { 0 })
    }

    It 'is finished by the same command after lost responses, and creates nothing twice' {
        Connect-CmServer -Uri $server.Uri -DirectoryServer $directory -MaximumRetryCount 0
        Set-Fault @(
            @{ method = 'PUT'; reset = $true; effect = 'no'; nth = 2; times = 1 }
            @{ method = 'PUT'; status = 503; nth = 4; times = 1 }
            @{ method = 'POST'; reset = $true; effect = 'no'; nth = 2; times = 1 }
            @{ method = 'POST'; reset = $true; effect = 'yes'; nth = 4; times = 1 }
            @{ method = 'POST'; status = 403; nth = 5; times = 1 }
        )
        $first = Invoke-Block -Code $runs.CmUser -Folder $folder 2> $null 3> $null
        Set-Fault

        $second = Invoke-Block -Code $runs.CmUser -Folder $folder

        $first.Failed | Should -BeGreaterThan 0
        $first.Unknown | Should -BeGreaterThan 0
        $second.Failed + $second.Unknown | Should -Be 0
        $second.Canceled | Should -Be $toCancel.Count
        $created = @((Get-State).Values | Where-Object -FilterScript { -not $before.ContainsKey($_.Uuid) })
        $second.RetireRequested | Should -Be $created.Count
        @($created | Group-Object -Property OldSmartcardUuid | Where-Object -Property Count -GT 1) | Should -BeNullOrEmpty
        @(Get-Call | Where-Object -FilterScript { $_.method -eq 'PUT' -and $_.changed } | Group-Object -Property id | Where-Object -Property Count -GT 1) |
            Should -BeNullOrEmpty
    }

    It 'changes nothing for an enabled account, or if it would be more than -MaximumChanges' {
        $one = $toCancel[0].TargetUserUuid
        $user = "[pscustomobject] @{ ObjectGUID = '$one'; Enabled = `$true }"
        $warned = Invoke-Block -Folder $folder -Code "$user | ./Remove-LeaverAccess.ps1 -JournalPath a.jsonl -Reason R -Confirm:`$false" 3>&1
        "$warned" | Should -BeLike "*$one is enabled*"

        { Invoke-Block -Folder $folder -Code ($runs.CmUser -replace '-MaximumChanges 500', '-MaximumChanges 3') } | Should -Throw '*more than -MaximumChanges*'

        Get-Change | Should -BeNullOrEmpty
    }
}
