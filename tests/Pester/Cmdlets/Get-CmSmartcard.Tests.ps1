BeforeAll {
    . "$PSScriptRoot/../Initialize-TestFile.ps1"
    $ErrorActionPreference = 'Continue'
    $server = Start-Simulator
    $other = Start-Simulator
    $away = Connect-CmServer -Uri $other.Uri -MaximumRetryCount 0 -PassThru
    $session = Connect-CmServer -Uri $server.Uri -MaximumRetryCount 0 -PassThru
    $card = [guid]'438d1b30-f3b4-4bed-85fa-285e08605ba7'
    $cardId = [guid]'d1ef6869-5517-42a0-8f05-16ca1a0b834d'
}

AfterAll {
    Stop-Simulator
}

Describe 'Smart cards, profiles, certificates and operations' {
    BeforeEach {
        Set-Fault
        Clear-Call
    }

    It '<Command> lists the objects of the current account with one call' -ForEach @(
        @{ Command = 'Get-CmSmartcard'; Type = 'MimCm.Smartcard' }
        @{ Command = 'Get-CmProfile'; Type = 'MimCm.Profile' }
        @{ Command = 'Get-CmCertificate'; Type = 'MimCm.Certificate' }
    ) {
        $own = & $Command

        @($own).Count | Should -BeGreaterThan 0
        $own[0].PSObject.TypeNames | Should -Contain $Type
        @(Get-Call) | Should -HaveCount 1
    }

    It 'gets a smart card by its identifier, and by its card identifier' {
        (Get-CmSmartcard $card).CardId | Should -Be $cardId
        (Get-CmSmartcard -CardId $cardId).Uuid | Should -Be $card
        ("$card" | Get-CmSmartcard).Uuid | Should -Be $card
        ([pscustomobject] @{ SmartcardUuid = $card } | Get-CmSmartcard).Uuid | Should -Be $card
    }

    It 'gets the cards of requests in their order, each once, with the request' {
        $requests = Get-CmRequest -Status Completed | Where-Object -Property NewSmartcardUuid | Select-Object -First 5

        $cards = $requests + $requests | Get-CmSmartcard -ThrottleLimit 4

        $cards.Uuid | Should -Be $requests.NewSmartcardUuid
        $cards.RequestUuid | Should -Be $requests.Uuid
    }

    It 'returns nothing for a request without a card' {
        Get-CmRequest -Status Pending | Where-Object -FilterScript { -not $_.NewSmartcardUuid -and -not $_.OldSmartcardUuid } | Select-Object -First 1 |
            Get-CmSmartcard | Should -BeNullOrEmpty
    }

    It 'does not accept a row as a request' {
        @(Get-Failure { [pscustomobject] @{ Uuid = [guid]::NewGuid(); Comment = '' } | Get-CmSmartcard }) | Should -HaveCount 1

        Get-Call | Should -BeNullOrEmpty
    }

    It 'reads a piped object from its own server' {
        $foreign = Get-CmSmartcard -Session $away | Select-Object -First 1
        Clear-Call -Simulator $other

        $null = $foreign | Get-CmCertificate
        $null = $foreign | Get-CmOperation

        @(Get-Call -Simulator $other) | Should -HaveCount 2
        Get-Call | Should -BeNullOrEmpty
    }

    It 'gets the certificates and operations of a card and of a profile' {
        (Get-CmSmartcard $card | Get-CmCertificate).SmartcardUuid | Select-Object -Unique | Should -Be $card
        (Get-CmSmartcard $card | Get-CmOperation).Operation | Should -Contain 'renew'
        $profile = (Get-CmProfile)[0]
        ($profile | Get-CmCertificate).ProfileUuid | Select-Object -Unique | Should -Be $profile.Uuid
        ($profile | Get-CmOperation).ProfileUuid | Select-Object -Unique | Should -Be $profile.Uuid
    }

    It 'reports an unknown card and profile, and continues' {
        $unknown = [guid]::NewGuid()

        $found = Get-CmSmartcard $unknown, $card -ErrorVariable failures -ErrorAction SilentlyContinue

        $found.Uuid | Should -Be $card
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'CmSmartcardNotFound*'
        $failures[0].TargetObject | Should -Be $unknown
        (Get-Failure { Get-CmProfile $unknown }).FullyQualifiedErrorId | Should -BeLike 'CmProfileNotFound*'
    }

    It 'reports a missing route if the server responds to requests' {
        Set-Fault @{ path = '.*smartcards.*'; status = 404 }

        (Get-Failure { Get-CmSmartcard }).FullyQualifiedErrorId | Should -BeLike 'CmRouteMissing*'
    }

    It 'has a property by which exported rows bind' {
        $row = Get-CmSmartcard $card | Select-Object -Property SmartcardUuid, Status | ConvertTo-Csv -NoTypeInformation | ConvertFrom-Csv

        ($row | Get-CmSmartcard).Uuid | Should -Be $card
        $row.Status | Should -Be 'Active'
    }

    It 'makes no call for an empty pipeline' {
        @() | Get-CmSmartcard
        @() | Get-CmCertificate
        @() | Get-CmOperation

        @(Get-Call | Where-Object -Property Line -NotMatch '^GET (smartcards|certificates)$') | Should -BeNullOrEmpty
    }
}
