# Counting requests: the numbers, their input, their display, and incomplete lists.

BeforeAll {
    . "$PSScriptRoot/../Initialize-TestFile.ps1"
    $ErrorActionPreference = 'Continue'
    $server = Start-Simulator -Arguments '--requests 1000'
    Connect-CmServer -Uri $server.Uri
    $all = @(Get-CmRequest)

    function Get-Line {
        param($Object, [int] $Width)

        ($Object | Out-String -Width $Width) -split '\r?\n' -replace '\x1b\[[0-9;]*m' | Where-Object -FilterScript { $_.Trim() }
    }
}

AfterAll {
    Stop-Simulator
}

Describe 'Measure-CmRequest' {
    It 'counts by profile template, type and month, as Group-Object does' {
        $expected = $all | Group-Object -Property ProfileTemplateUuid, RequestType, { $_.Submitted.ToString('yyyy-MM', [cultureinfo]::InvariantCulture) }

        $statistics = @($all | Measure-CmRequest)

        $statistics.Count | Should -Be @($expected).Count
        ($statistics | Measure-Object -Property Count -Sum).Sum | Should -Be $all.Count
        foreach ($group in $expected | Select-Object -First 20) {
            $type, $month = $group.Values[1, 2]
            $template = $group.Group[0].ProfileTemplate
            $found = @($statistics | Where-Object -FilterScript { $_.ProfileTemplate -eq "$template" -and $_.Type -eq $type -and $_.Month -eq $month })
            $found | Should -HaveCount 1
            $found[0].Count | Should -Be $group.Count
            $found[0].Completed | Should -Be @($group.Group | Where-Object -Property Status -EQ -Value Completed).Count
            $found[0].Open | Should -Be @($group.Group | Where-Object -Property IsOpen).Count
        }
    }

    It 'returns the same from the pipeline, from -InputObject and from its own list' {
        $piped = $all | Measure-CmRequest -By Type | Select-Object -Property Type, Count, Open, Failed, Denied, Canceled | ConvertTo-Csv -NoTypeInformation

        Measure-CmRequest Type -InputObject $all | Select-Object -Property Type, Count, Open, Failed, Denied, Canceled | ConvertTo-Csv -NoTypeInformation |
            Should -Be $piped
        Measure-CmRequest Type | Select-Object -Property Type, Count, Open, Failed, Denied, Canceled | ConvertTo-Csv -NoTypeInformation | Should -Be $piped
    }

    It 'has the filters of Get-CmRequest' {
        Clear-Call

        $one = Measure-CmRequest Status -Status Pending -Type Enroll

        $one.Status | Should -Be 'Pending'
        $one.Count | Should -Be @($all | Where-Object -FilterScript { $_.Status -eq 'Pending' -and $_.RequestType -eq 'Enroll' }).Count
        @(Get-Call).Line | Should -Be 'GET requests?status=Pending'

        $filters = (Get-Command -Name Get-CmRequest).ParameterSets.Where{ $_.Name -eq 'Query' }[0].Parameters.Name
        (Get-Command -Name Measure-CmRequest).ParameterSets.Where{ $_.Name -eq 'Query' }[0].Parameters.Name | Where-Object -FilterScript { $_ -ne 'By' } |
            Should -Be ($filters | Where-Object -FilterScript { $_ -ne 'ThrottleLimit' })
    }

    It 'returns exact medians and 90th percentiles' {
        foreach ($statistic in $all | Measure-CmRequest -By Type) {
            $times = @($all | Where-Object -FilterScript { $_.RequestType -eq $statistic.Type -and $_.Status -eq 'Completed' } |
                    ForEach-Object -Process { ($_.Completed.ToUniversalTime() - $_.Submitted.ToUniversalTime()).Ticks } | Sort-Object)
            if ($times.Count -eq 0) {
                $statistic.MedianTimeToComplete | Should -BeNullOrEmpty
                continue
            }
            $middle = $times[[math]::Floor(($times.Count - 1) / 2)], $times[[math]::Floor($times.Count / 2)]
            $statistic.MedianTimeToComplete.ToTimeSpan().Ticks | Should -Be ([math]::Floor(($middle[0] + $middle[1]) / 2))
            $statistic.P90TimeToComplete.ToTimeSpan().Ticks | Should -Be $times[[math]::Ceiling($times.Count * 0.9) - 1]
        }
    }

    It 'has a property for each key of -By <By>, in that order, before the numbers' -ForEach @(
        @{ By = 'Status' }
        @{ By = 'Month', 'Type' }
        @{ By = 'Week', 'TargetUser', 'Originator' }
        @{ By = 'Day', 'ProfileTemplate' }
    ) {
        $names = @($all | Measure-CmRequest -By $By | Select-Object -First 1 | ForEach-Object -Process { $_.PSObject.Properties.Name })

        $names | Should -Be (@($By) + 'Count', 'Completed', 'Open', 'Failed', 'Denied', 'Canceled', 'OldestOpen', 'MedianTimeToComplete', 'P90TimeToComplete')
    }

    It 'is sorted by the keys' {
        $keys = @($all | Measure-CmRequest -By Month, Type | ForEach-Object -Process { "$($_.Month) $($_.Type)" })

        $keys | Should -Be ($keys | Sort-Object)
    }

    It 'uses the Gregorian calendar in the culture <_>' -ForEach 'fa-IR', 'ar-SA', 'tr-TR', 'th-TH' {
        $before = [System.Threading.Thread]::CurrentThread.CurrentCulture
        $months = try {
            [System.Threading.Thread]::CurrentThread.CurrentCulture = [cultureinfo] $_
            ($all | Measure-CmRequest -By Month).Month
        }
        finally {
            [System.Threading.Thread]::CurrentThread.CurrentCulture = $before
        }

        $months | Should -Be ($all | Measure-CmRequest -By Month).Month
    }

    It 'makes no call and counts nothing without input' {
        Clear-Call

        @() | Measure-CmRequest | Should -BeNullOrEmpty

        Get-Call | Should -BeNullOrEmpty
    }

    It 'can be exported to a readable CSV file' {
        $rows = @($all | Measure-CmRequest -By Month | ConvertTo-Csv -NoTypeInformation)

        $rows[0] -replace '"' | Should -Be 'Month,Count,Completed,Open,Failed,Denied,Canceled,OldestOpen,MedianTimeToComplete,P90TimeToComplete'
        $rows[1] -replace '"' | Should -Match '^2015-07,2,0,2,0,0,0,\d+\.\d\d:\d\d:\d\d(\.\d+)?,,$'
    }

    It 'rejects objects that are not requests: <Name>' -ForEach @(
        @{ Name = 'a row'; Row = { [pscustomobject] @{ Uuid = [guid]::NewGuid(); Comment = 'x' } } }
        @{ Name = 'what Select-Object made of a request'; Row = { $all[0] | Select-Object -Property Uuid, Status } }
        @{ Name = 'an id'; Row = { $all[0].Uuid } }
    ) {
        $failure = @(Get-Failure { & $Row | Measure-CmRequest })

        $failure | Should -Not -BeNullOrEmpty
        $failure[0].CategoryInfo.Category | Should -Be 'InvalidArgument'
        & $Row | Measure-CmRequest -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
    }

    It 'rejects two periods before any call' {
        Clear-Call

        $failure = @(Get-Failure { Measure-CmRequest -By Month, Day })

        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'CmInvalidParameter,*'
        Get-Call | Should -BeNullOrEmpty
    }

    It 'rejects -<Name> together with requests, and the message says how to filter them' -ForEach @(
        @{ Name = 'Status'; Filter = @{ Status = 'Pending' } }
        @{ Name = 'SubmittedAfter'; Filter = @{ SubmittedAfter = '2026-01-01' } }
    ) {
        $failure = @(Get-Failure { $all | Measure-CmRequest @Filter })

        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'CmInvalidParameter,*'
        $failure[0].Exception.Message | Should -BeLike "*Get-CmRequest -$Name*Where-Object*"
    }
}

Describe 'A number compared with a time' {
    It 'means days' {
        $statistics = @($all | Measure-CmRequest -By Status)

        @($statistics | Where-Object OldestOpen -GT 90).Count |
            Should -Be @($statistics | Where-Object -FilterScript { $_.OldestOpen -and $_.OldestOpen.TotalDays -gt 90 }).Count
        $statistics | Where-Object OldestOpen -GT 1000000 | Should -BeNullOrEmpty
        @($statistics | Where-Object MedianTimeToComplete -LT 1) | Should -Not -BeNullOrEmpty
        $oldest = ($statistics | Where-Object -Property Status -EQ -Value Pending).OldestOpen
        $oldest -gt (New-TimeSpan -Days 3) | Should -BeTrue
        $oldest -gt '3.00:00:00' | Should -BeTrue
        $oldest -gt 3.5 | Should -BeTrue
        ([timespan] $oldest).TotalDays | Should -Be $oldest.TotalDays
    }
}

Describe 'The table of statistics' {
    It 'has the keys and the counts in <_> columns' -ForEach 79, 80 {
        $lines = @(Get-Line ($all | Measure-CmRequest | Select-Object -First 3) -Width $_)

        $lines[0] | Should -Match '^ProfileTemplate +Type +Month +Count +Completed +Open +Failed +Denied\s*$'
        $lines | Should -HaveCount 5
    }

    It 'also has times in <_> columns' -ForEach 119, 120 {
        $lines = @(Get-Line ($all | Measure-CmRequest | Select-Object -First 3) -Width $_)

        $lines[0] | Should -Match ' Denied +OldestOpen +MedianTimeToComplete\s*$'
        $lines | Should -HaveCount 5
    }

    It 'has everything and a bar in <_> columns' -ForEach 159, 160 {
        $lines = @(Get-Line ($all | Measure-CmRequest -By Status) -Width $_)

        $lines[0] | Should -Match '^Group .* MedianTimeToComplete +Canceled +P90TimeToComplete +Bar\s*$'
        $longest = $lines | Where-Object -FilterScript { $_ -match '^Completed ' }
        $longest | Should -Match "($([char] 0x2588){12}|#{12})\s*$"
    }

    It 'shows the keys of any other grouping in one column' {
        $lines = @(Get-Line ($all | Measure-CmRequest -By Type, Status | Where-Object Type -EQ Enroll) -Width 80)

        $lines[0] | Should -Match '^Group +Count +Completed +Open'
        $lines[2] | Should -Match '^Enroll \| Approved +\d+'
    }
}

Describe 'An incomplete list' {
    AfterEach {
        Set-Fault
    }

    It 'is an error without output if the command reads the list itself' {
        Set-Fault -Rule @{ path = 'list'; cutElements = 500 }

        $output = Measure-CmRequest -By Status -ErrorAction SilentlyContinue -ErrorVariable failure

        $output | Should -BeNullOrEmpty
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'CmInvalidResponse,*'
    }

    It 'is an error without output if the list comes from the pipeline' {
        Set-Fault -Rule @{ path = 'list'; cutElements = 500 }

        $output = Get-CmRequest -ErrorAction SilentlyContinue | Measure-CmRequest -By Status -ErrorAction SilentlyContinue -ErrorVariable failure

        $output | Should -BeNullOrEmpty
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'CmIncompleteList,*'
        $failure[0].CategoryInfo.Category | Should -Be 'InvalidData'
        $failure[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'is recognized by each of its requests, in any selection and at any time' {
        Set-Fault -Rule @{ path = 'list'; cutElements = 500 }
        $part = @(Get-CmRequest -ErrorAction SilentlyContinue)
        Set-Fault

        $output = $part | Select-Object -First 3 | Measure-CmRequest -By Status -ErrorAction SilentlyContinue -ErrorVariable failure

        $part.Count | Should -BeGreaterThan 400
        $output | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'CmIncompleteList,*'
    }

    It 'has no effect on a list that is read afterwards' {
        Set-Fault -Rule @{ path = 'list'; cutElements = 500 }
        $null = Get-CmRequest -ErrorAction SilentlyContinue
        Set-Fault

        (Get-CmRequest | Measure-CmRequest -By Status | Measure-Object -Property Count -Sum).Sum | Should -Be $all.Count
    }

    It 'is not reported if the caller selected the first requests' {
        (Get-CmRequest | Select-Object -First 10 | Measure-CmRequest -By Status | Measure-Object -Property Count -Sum).Sum | Should -Be 10
    }
}

Describe 'While Measure-CmRequest runs' {
    AfterEach {
        Set-Fault
    }

    # The list takes minutes, so that a command that ends earlier was stopped. Stopping.Tests.ps1 measures how fast.
    It 'shows a progress bar, and Ctrl+C ends it in the middle of the list and without an error' {
        Set-Fault -Rule @{ path = 'list'; bytesPerSecond = 1000 }
        $shell = New-ConnectedRunspace -Uri $server.Uri
        try {
            $running = Start-Runspace -Shell $shell -Script 'Measure-CmRequest'
            $clock = [System.Diagnostics.Stopwatch]::StartNew()
            while ($shell.Streams.Progress.Count -eq 0 -and $clock.Elapsed.TotalSeconds -lt 60) {
                Start-Sleep -Milliseconds 50
            }
            $shown = @($shell.Streams.Progress)
            $stopped = Stop-Runspace $running

            $shown.Count | Should -BeGreaterThan 0 -Because "of a bar within $($clock.Elapsed.TotalSeconds) s"
            $shown[0].Activity | Should -BeLike 'Reading requests from *'
            $stopped.State | Should -Be 'Stopped'
            $stopped.Errors | Should -Be 0
            $stopped.Seconds | Should -BeLessThan 30
            $running.Output.Count | Should -Be 0
        }
        finally {
            Close-Runspace $shell
        }
    }
}
