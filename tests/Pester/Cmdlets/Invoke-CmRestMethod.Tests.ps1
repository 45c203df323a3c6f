BeforeAll {
    . "$PSScriptRoot/../Initialize-TestFile.ps1"
    $ErrorActionPreference = 'Continue'
    $server = Start-Simulator
    $session = Connect-CmServer -Uri $server.Uri -MaximumRetryCount 1 -RetryIntervalSec 1 -PassThru
}

AfterAll {
    Stop-Simulator
}

Describe 'Invoke-CmRestMethod' {
    BeforeEach {
        Set-Fault
        Clear-Call
    }

    It 'returns an object for each element, with unchanged numbers and dates' {
        $requests = Invoke-CmRestMethod 'requests?status=Approved'

        @($requests).Count | Should -BeGreaterThan 1
        $requests[0].Status | Should -BeOfType ([long])
        $requests[0].Status | Should -Be 3
        $requests[0].Submitted | Should -BeOfType ([string])
        @($requests[0].DataCollection).Count | Should -Be 0
    }

    It 'returns the text with -Raw' {
        $text = Invoke-CmRestMethod requests/$ExampleEnroll -Raw

        $text | Should -BeOfType ([string])
        (ConvertFrom-Json -InputObject $text).Uuid | Should -Be $ExampleEnroll
    }

    It 'returns nothing for a response without content' {
        Invoke-CmRestMethod requests/$NoSuchId | Should -BeNullOrEmpty
    }

    It 'sends a body once, and nothing with -WhatIf' {
        $id = New-ServerRequest -With @{ Status = 16 }

        Invoke-CmRestMethod requests/$id -Method Put -Body @{ status = 'Canceled' } -WhatIf
        Get-ServerStatus $id | Should -Be 16
        (Invoke-CmRestMethod requests/$id -Method Put -Body '{"status":"Canceled"}' -Confirm:$false).Status | Should -Be 17
    }

    It 'retries a GET and no other call' {
        Set-Fault @{ status = 503; times = 1 }
        Invoke-CmRestMethod requests/$ExampleEnroll | Should -Not -BeNullOrEmpty

        $id = New-ServerRequest -With @{ Status = 16 }
        Set-Fault @{ status = 503; times = 1 }
        (Get-Failure { Invoke-CmRestMethod requests/$id -Method Put -Body @{ status = 'Canceled' } -Confirm:$false }).FullyQualifiedErrorId |
            Should -BeLike 'CmServerBusy*'
        Get-ServerStatus $id | Should -Be 16
    }

    It 'rejects the path <_> before any call' -ForEach @(
        'https://evil.example/api', '//evil.example/', '/requests', '../other', 'requests/../../other', 'requests/%2e%2e/%2e%2e/other', 'requests/%252e%252e/x',
            '..\other', 'requests#x', ' requests'
    ) {
        (Get-Failure { Invoke-CmRestMethod $_ }).FullyQualifiedErrorId | Should -BeLike 'CmInvalidParameter*'

        Get-Call | Should -BeNullOrEmpty
    }

    It 'rejects a body with a GET' {
        (Get-Failure { Invoke-CmRestMethod requests -Body @{} }).FullyQualifiedErrorId | Should -BeLike 'CmInvalidParameter*'
    }
}
