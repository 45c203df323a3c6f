# The progress bar of commands that take longer than a second: its contents, its end, and when it is not shown.

BeforeAll {
    . "$PSScriptRoot/../Initialize-TestFile.ps1"
    $server = Start-Simulator -Arguments '--requests 1000'
    $shell = New-ConnectedRunspace -Uri $server.Uri

    # The progress records of a command while the server has the delay of the rule.
    function Get-Progress {
        param([string] $Script, [object[]] $Arguments = @())

        try {
            $null = Invoke-Runspace -Shell $shell -Script $Script -Arguments $Arguments
        }
        finally {
            Set-Fault
        }
        @($shell.Streams.Progress)
    }
}

AfterAll {
    Close-Runspace $shell
    Stop-Simulator
}

Describe 'The progress bar of a list' {
    It 'shows requests, megabytes and percent if the length is known, and is removed' {
        Set-Fault -Rule @{ path = 'list'; framing = 'length'; bytesPerSecond = 600000 }

        $shown = Get-Progress 'Get-CmRequest'

        $shown.Count | Should -BeGreaterThan 2
        $shown[0].Activity | Should -Be "Reading requests from $(([uri] $server.Uri).Authority)"
        $shown[0].StatusDescription | Should -Match '^\d+ requests, \d\.\d MB$'
        $shown[0].PercentComplete | Should -BeGreaterThan 0
        $shown[0].PercentComplete | Should -BeLessThan 100
        $shown[1].PercentComplete | Should -BeGreaterThan $shown[0].PercentComplete
        @($shown.RecordType -eq 'Completed').Count | Should -Be 1
        $shown[-1].RecordType | Should -Be 'Completed'
    }

    It 'advances without matching requests, and adds up several statuses' {
        Set-Fault -Rule @{ path = 'list'; bytesPerSecond = 150000 }

        $shown = Get-Progress 'Get-CmRequest -Status Approved, Completed -Originator 11111111-1111-1111-1111-111111111111'

        $counts = @($shown | ForEach-Object -Process { [int] ($_.StatusDescription -replace ' requests.*') })
        $counts.Count | Should -BeGreaterThan 3
        $counts | Should -Be @($counts | Sort-Object)
        $counts[-1] | Should -BeGreaterThan @(Invoke-Control -Method Get -Path 'requests?status=8&take=1000').Count
        $shown.PercentComplete | Select-Object -Unique | Should -Be -1
    }

    It 'is not shown for less than a second' {
        Get-Progress 'Get-CmRequest' | Should -BeNullOrEmpty
    }

    It 'is removed after an incomplete list' {
        Set-Fault -Rule @{ path = 'list'; cutElements = 500; bytesPerSecond = 400000 }

        $shown = Get-Progress 'Get-CmRequest -ErrorAction Ignore'

        $shown[-1].RecordType | Should -Be 'Completed'
    }

    It 'is not shown under <_>' -ForEach '$ProgressPreference = "SilentlyContinue"', '$ProgressPreference = "Ignore"' {
        Set-Fault -Rule @{ path = 'list'; latency = 1500 }

        Get-Progress "$_; Get-CmRequest; `$ProgressPreference = 'Continue'" | Should -BeNullOrEmpty
    }

    It 'does not write to a pipeline that has ended' {
        Set-Fault -Rule @{ path = 'list'; bytesPerSecond = 200000 }

        $shown = Get-Progress 'Get-CmRequest | Select-Object -First 300; Write-Progress -Activity after -Completed; Start-Sleep -Milliseconds 600'

        $shown.Count | Should -BeGreaterThan 1
        $shown[-1].Activity | Should -Be 'after'
    }
}

Describe 'The progress bar of many requests' {
    It 'shows requests done, in progress and failed, the rate and the remaining time if all input is known' {
        $ids = @(New-ServerRequest -Count 15) + @(New-ServerRequest -Count 1 -With @{ Status = 8 }) + @(New-ServerRequest -Count 4)
        Set-Fault -Rule @{ method = 'PUT'; latency = 100 }

        $shown = Get-Progress 'param($ids) Set-CmRequestStatus -Id $ids -Status Canceled -Confirm:$false -ErrorAction Ignore' -Arguments (, $ids)

        $shown[0].Activity | Should -Be 'Changing requests to Canceled'
        $shown[0].StatusDescription | Should -Match '^\d+ done, \d+ in progress, 0 failed, \d+\.\d per second$'
        $shown[-1].StatusDescription | Should -Match '^\d+ done, \d+ in progress, 1 failed, \d+\.\d per second$'
        $shown[-1].RecordType | Should -Be 'Completed'
        $shown[0].PercentComplete | Should -BeIn (1..99)
        $shown[0].SecondsRemaining | Should -BeGreaterThan 0
    }

    It 'shows no percentage until the input has ended' {
        Set-Fault -Rule @{ path = 'item'; latency = 300 }

        $shown = Get-Progress 'param($ids) $ids | Get-CmRequest -ThrottleLimit 2' -Arguments (, @(New-ServerRequest -Count 10))

        $shown[0].Activity | Should -Be 'Reading requests'
        $shown[0].StatusDescription | Should -Match '^\d done, [12] in progress, 0 failed'
        $shown[0].PercentComplete | Should -Be -1
        $shown[0].SecondsRemaining | Should -Be -1
        $shown[-1].RecordType | Should -Be 'Completed'
    }
}

Describe 'A session that is not interactive' {
    It 'has no progress bar' {
        Set-Fault -Rule @{ path = 'list'; latency = 1500 }

        $lines = Invoke-FreshProcess "Import-Module `$module; Connect-CmServer '$($server.Uri)'; @(Get-CmRequest -Status Executing).Count"

        Set-Fault
        $lines | Should -HaveCount 1
        $lines | Should -Match '^\d+$'
    }

    It 'is recognized by <Argument>: <Is>' -ForEach @(
        @{ Argument = '-NonInteractive'; Is = $true }
        @{ Argument = '-noni'; Is = $true }
        @{ Argument = '--nonInteractive'; Is = $true }
        @{ Argument = '/noninteractive'; Is = $true }
        @{ Argument = '-non'; Is = $false }
        @{ Argument = '-NoProfile'; Is = $false }
        @{ Argument = 'NonInteractive'; Is = $false }
        @{ Argument = '-'; Is = $false }
    ) {
        $type = (Get-Command -Name Get-CmRequest).ImplementingType.Assembly.GetType('MimCm.PowerShell.Output.InteractiveConsole')
        $type.GetMethod('IsSwitch', [System.Reflection.BindingFlags] 'NonPublic, Static').Invoke($null, @($Argument)) | Should -Be $Is
    }
}
