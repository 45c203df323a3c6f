# The report as a file: what is written, when, and what happens when something goes wrong.

BeforeAll {
    . "$PSScriptRoot/../Initialize-TestFile.ps1"
    $ErrorActionPreference = 'Continue'
    $server = Start-Simulator -Arguments '--requests 300'
    Connect-CmServer -Uri $server.Uri
    $path = Join-Path -Path $TestDrive -ChildPath 'report.html'

    function Get-Page {
        [System.IO.File]::ReadAllText($path)
    }
}

AfterAll {
    Stop-Simulator
}

Describe 'Export-CmReport' {
    AfterEach {
        Set-Fault
        Remove-Item -LiteralPath $path -ErrorAction Ignore
    }

    It 'writes a page about all requests with one call, and has no output' {
        Clear-Call

        Export-CmReport $path | Should -BeNullOrEmpty

        @(Get-Call).Line | Should -Be 'GET requests'
        $page = Get-Page
        $page | Should -BeLike '<!DOCTYPE html>*</html>'
        $page | Should -BeLike "*$(([uri] $server.Uri).Authority)*all requests*"
        $page | Should -BeLike '*>300</dd>*'
        $page | Should -Not -Match 'ncomplete|<script|https?://(?!127\.0\.0\.1|www\.w3\.org)'
    }

    It 'writes the same page from the pipeline' {
        $withoutHead = { (Get-Page) -replace '(?s)^.*?<main>' -replace '\d+ d( \d+ h)?' }
        Export-CmReport $path
        $own = & $withoutHead

        Get-CmRequest | Export-CmReport $path

        & $withoutHead | Should -Be $own
        Get-Page | Should -BeLike '*requests from the pipeline*'
    }

    It 'shows the specified filters' {
        Export-CmReport $path -Status Pending, Approved -Type Enroll -SubmittedAfter 2024-01-01

        Get-Page | Should -BeLike '*-Status Pending, Approved -Type Enroll -SubmittedAfter 2024-01-01 00:00*'
    }

    It 'has the filters of Get-CmRequest' {
        $filters = (Get-Command -Name Get-CmRequest).ParameterSets.Where{ $_.Name -eq 'Query' }[0].Parameters.Name |
            Where-Object -FilterScript { $_ -ne 'ThrottleLimit' }

        $filters | ForEach-Object -Process {
            (Get-Command -Name Export-CmReport).ParameterSets.Where{ $_.Name -eq 'Query' }[0].Parameters.Name | Should -Contain $_
        }
    }

    It 'returns the file with -PassThru' {
        $file = Export-CmReport $path -PassThru

        $file | Should -BeOfType ([System.IO.FileInfo])
        $file.FullName | Should -Be $path
    }

    It 'resolves a path relative to the current location' {
        Push-Location -LiteralPath $TestDrive
        try {
            Export-CmReport report.html
        }
        finally {
            Pop-Location
        }

        Test-Path -LiteralPath $path | Should -BeTrue
    }

    It 'replaces a file, but not with -NoClobber' {
        Set-Content -LiteralPath $path -Value 'before'
        Clear-Call

        $failure = @(Get-Failure { Export-CmReport $path -NoClobber })

        $failure[0].FullyQualifiedErrorId | Should -BeLike 'CmInvalidParameter,*'
        Get-Call | Should -BeNullOrEmpty
        Get-Content -LiteralPath $path | Should -Be 'before'
        Export-CmReport $path
        Get-Page | Should -BeLike '<!DOCTYPE*'
    }

    It 'reads and writes nothing with -WhatIf' {
        Clear-Call

        Export-CmReport $path -WhatIf

        Get-Call | Should -BeNullOrEmpty
        Test-Path -LiteralPath $path | Should -BeFalse
    }

    It 'states that there are no requests' {
        @() | Export-CmReport $path

        Get-Page | Should -BeLike '*No requests were found.*'
    }

    It 'rejects a path that cannot be a file, before any call: <_>' -ForEach 'missing/report.html', '.', 'Env:report' {
        Clear-Call
        Push-Location -LiteralPath $TestDrive
        try {
            $failure = @(Get-Failure { Export-CmReport $_ })
        }
        finally {
            Pop-Location
        }

        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'CmInvalidParameter,*'
        Get-Call | Should -BeNullOrEmpty
    }

    It 'fails with the path of a file that cannot be written' {
        $full = '/dev/full'
        if (-not (Test-Path -LiteralPath $full)) {
            $full = $path
            $held = [System.IO.File]::Open($path, 'Create', 'Write', 'None')
        }
        try {
            $failure = @(Get-Failure { Export-CmReport $full })
        }
        finally {
            if (Test-Path -Path variable:held) {
                $held.Dispose()
            }
        }

        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'CmFileFailed,*'
        $failure[0].TargetObject | Should -Be $full
    }

    It 'escapes text from users' {
        $null = New-ServerRequest -With @{ RequestType = 1; Status = 16; Submitted = '2001-01-01T12:00:00Z'; Comment = '<script>alert(1)</script> & "more"' }

        Export-CmReport $path

        Get-Page | Should -BeLike '*&lt;script&gt;alert(1)&lt;/script&gt; &amp; "more"*'
        Get-Page | Should -Not -BeLike '*<script*'
    }

    It 'loads the chart library only when a page is written' {
        $lines = Invoke-FreshProcess @"
Import-Module `$module
Connect-CmServer $($server.Uri)
`$null = Measure-CmRequest
@([AppDomain]::CurrentDomain.GetAssemblies() | ForEach-Object { `$_.GetName().Name }) -match 'OxyPlot|MimCm.Reporting' -join ' '
'then'
Export-CmReport '$path'
@([AppDomain]::CurrentDomain.GetAssemblies() | ForEach-Object { `$_.GetName().Name }) -match 'OxyPlot|MimCm.Reporting' -join ' '
"@

        $lines | Should -Be 'then', 'MimCm.Reporting OxyPlot'
    }
}

Describe 'A report of an incomplete list' {
    AfterEach {
        Set-Fault
        Remove-Item -LiteralPath $path -ErrorAction Ignore
    }

    It 'states it in its first line, title and captions, with an error: <Name>' -ForEach @(
        @{
            Name = 'read by the command itself'
            Command = { Export-CmReport $path -PassThru -ErrorAction SilentlyContinue -ErrorVariable +failure }
            Id = 'CmInvalidResponse'
        }
        @{
            Name = 'piped'
            Command = { Get-CmRequest -ErrorAction SilentlyContinue | Export-CmReport $path -PassThru -ErrorAction SilentlyContinue -ErrorVariable +failure }
            Id = 'CmIncompleteList'
        }
        @{
            Name = 'kept and then piped'
            Command = {
                $part = Get-CmRequest -ErrorAction SilentlyContinue
                Set-Fault
                $part | Export-CmReport $path -PassThru -ErrorAction SilentlyContinue -ErrorVariable +failure
            }
            Id = 'CmIncompleteList'
        }
    ) {
        Set-Fault -Rule @{ path = 'list'; cutElements = 100 }
        $failure = @()

        $file = . $Command

        $file.FullName | Should -Be $path
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -BeLike "$Id,*"
        $page = Get-Page
        $page | Should -BeLike '*<title>Incomplete: *'
        $page | Should -Match '<body><header><p class="warning"><strong>This report is incomplete\.</strong> The list ended early, after \d+ requests'
        [regex]::Matches($page, '<caption>').Count | Should -Be ([regex]::Matches($page, '\(incomplete\)</caption>').Count)
    }

    It 'differs from a report without requests, even if no request was received' {
        Set-Fault -Rule @{ path = 'list'; status = 403 }

        Get-CmRequest -ErrorAction SilentlyContinue | Export-CmReport $path -ErrorAction SilentlyContinue -ErrorVariable failure

        $failure[0].FullyQualifiedErrorId | Should -BeLike 'CmIncompleteList,*'
        Get-Page | Should -BeLike '*This report is incomplete.*No request had arrived.*'
    }

    It 'keeps an existing file if the error ends the command' {
        Set-Content -LiteralPath $path -Value 'before'
        Set-Fault -Rule @{ path = 'list'; cutElements = 100 }

        { Export-CmReport $path -ErrorAction Stop } | Should -Throw

        Get-Content -LiteralPath $path | Should -Be 'before'
    }
}
