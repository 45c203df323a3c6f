BeforeAll {
    . "$PSScriptRoot/../Initialize-TestFile.ps1"
    $ErrorActionPreference = 'Continue'
    $server = Start-Simulator
    $session = Connect-CmServer -Uri $server.Uri -MaximumRetryCount 0 -PassThru
    $template = [guid]'a039b4d0-5ce8-4eff-8651-181c6576fda3'
    $users = 1..3 | ForEach-Object -Process { [guid]::NewGuid() }

    function Get-Creation {
        Get-Call | Where-Object -FilterScript { $_.method -eq 'POST' }
    }
}

AfterAll {
    Stop-Simulator
}

Describe 'New-CmRequest' {
    BeforeEach {
        Set-Fault
        Clear-Call
    }

    It 'creates a request for a user, reads it once and returns it' {
        $request = New-CmRequest Enroll -ProfileTemplate $template -TargetUser $users[0] -Comment 'Ticket 7' -Priority 3 -Confirm:$false

        $request | Should -BeOfType ([MimCm.Request])
        $request.RequestType | Should -Be 'Enroll'
        $request.TargetUserUuid | Should -Be $users[0]
        $request.ProfileTemplateUuid | Should -Be $template
        $request.Priority | Should -Be 3
        @(Get-Call).Line | Should -Be 'POST requests', "GET requests/$($request.Uuid)"
    }

    It 'creates a request for the current account without -TargetUser' {
        (New-CmRequest Enroll -ProfileTemplate $template -Confirm:$false).TargetUserUuid | Should -Be (Get-CmSmartcard)[0].AssignedUserUuid
    }

    It 'creates a request for a smart card of the pipeline' {
        $card = (Get-CmSmartcard)[0]

        $request = $card | New-CmRequest Unblock -Confirm:$false

        $request.RequestType | Should -Be 'Unblock'
        $request.OldSmartcardUuid | Should -Be $card.Uuid
    }

    It 'binds the ObjectGUID of a user of Active Directory' {
        $request = [pscustomobject] @{ ObjectGUID = $users[1]; Name = 'jane' } | New-CmRequest Enroll -ProfileTemplate $template -Confirm:$false

        $request.TargetUserUuid | Should -Be $users[1]
    }

    It 'binds a user of Get-CmUser' {
        # The output of the command, without a directory.
        $user = [MimCm.User].GetConstructors([System.Reflection.BindingFlags] 'NonPublic, Public, Instance')[0].Invoke(
            [object[]] @($users[1], 'CONTOSO\jane', 'jane@contoso.com', 'Jane', $true, 'CN=jane'))

        ($user | New-CmRequest Enroll -ProfileTemplate $template -Confirm:$false).TargetUserUuid | Should -Be $users[1]
        (New-CmRequest Enroll -ProfileTemplate $template -TargetUser $user -Confirm:$false).TargetUserUuid | Should -Be $users[1]
    }

    It 'binds the rows of a CSV file' {
        $csv = "Type,ProfileTemplate,TargetUser`nEnroll,$template,$($users[0])`nRenew,$template,$($users[1])" | ConvertFrom-Csv

        $requests = $csv | New-CmRequest -Confirm:$false

        $requests.RequestType | Should -Be 'Enroll', 'Renew'
        $requests.TargetUserUuid | Should -Be $users[0, 1]
    }

    It 'binds the output of Get-CmOperation' {
        $request = Get-CmSmartcard | Select-Object -First 1 | Get-CmOperation | Where-Object -Property Operation -EQ renew | New-CmRequest -Confirm:$false

        $request.RequestType | Should -Be 'Renew'
    }

    It 'sends the items of -DataCollection in their order' {
        $request = New-CmRequest Enroll -ProfileTemplate $template -DataCollection ([ordered] @{ Site = 'Wien'; Floor = 3; Note = $null }) -Confirm:$false

        $request.DataCollection.Name | Should -Be 'Site', 'Floor', 'Note'
        $request.DataCollection.Value | Should -Be 'Wien', '3', $null -Because 'an item without an answer has the value null'
    }

    It 'keeps the order of the input at any -ThrottleLimit' {
        $targets = 1..20 | ForEach-Object -Process { [guid]::NewGuid() }

        $requests = New-CmRequest Enroll -ProfileTemplate $template -TargetUser $targets -ThrottleLimit 8 -Confirm:$false

        $requests.TargetUserUuid | Should -Be $targets
    }

    It 'sends nothing with -WhatIf' {
        New-CmRequest Enroll -ProfileTemplate $template -TargetUser $users -WhatIf | Should -BeNullOrEmpty

        Get-Call | Should -BeNullOrEmpty
    }

    It 'shows known names of user and template in its prompt, without a call' {
        $card = (Get-CmSmartcard)[0]
        $cardTemplate = (Get-CmProfileTemplate -Id $card.ProfileTemplateUuid).Name
        $known = (Get-CmProfileTemplate | Where-Object -Property Kind -EQ Smartcard | Select-Object -First 1).Name

        # In a separate process, because -WhatIf writes to the host.
        $said = Invoke-FreshProcess -Script @"
Import-Module `$module, '$PSScriptRoot/../MimCm.TestTools.psm1'
`$session = Connect-CmServer $($server.Uri) -PassThru
New-CmRequest Enroll -ProfileTemplate '$known' -TargetUser $($users[2]) -WhatIf
Set-KnownUser -Session `$session -Id $($users[0]) -Name 'CONTOSO\jane'
Set-KnownUser -Session `$session -Id $($card.AssignedUserUuid) -Name "CONTOSO\joe`$([char] 27)[31m"
New-CmRequest Enroll -ProfileTemplate '$known' -TargetUser $($users[0]) -WhatIf
New-CmRequest Enroll -ProfileTemplate '$known' -WhatIf
`$card = Get-CmSmartcard $($card.Uuid)
`$card | New-CmRequest Retire -WhatIf
New-CmRequest Retire -Smartcard $($card.Uuid) -WhatIf
New-CmRequest Retire -Smartcard $NoSuchId -WhatIf
"@

        $place = $server.Root -replace 'http://'
        $said[0] | Should -BeLike "*Enroll*user $($users[2]) (profile template $known) at $place*"
        $said[1] | Should -BeLike "*user CONTOSO\jane (profile template $known) at $place*"
        $said[2] | Should -BeLike "*the current user (profile template $known) at $place*"
        $said[3] | Should -BeLike "*Retire*smart card $($card.Uuid) of user CONTOSO\joe* (profile template $cardTemplate), $($card.Status), at $place*"
        $said[3].Contains([char] 27) | Should -BeFalse
        $said[4] | Should -Be $said[3]
        $said[5] | Should -BeLike "*smart card $NoSuchId at $place*"
        Get-Creation | Should -BeNullOrEmpty
    }

    It 'makes no call for an empty pipeline' {
        @() | New-CmRequest Enroll -ProfileTemplate $template -Confirm:$false

        Get-Call | Should -BeNullOrEmpty
    }

    It 'rejects <Case> before any call' -ForEach @(
        @{ Case = 'an unknown kind'; Command = { New-CmRequest Suspend -ProfileTemplate $template -Confirm:$false } }
        @{ Case = 'several kinds in one'; Command = { New-CmRequest 'Enroll,Renew' -ProfileTemplate $template -Confirm:$false } }
        @{ Case = 'a number'; Command = { New-CmRequest 1 -ProfileTemplate $template -Confirm:$false } }
        @{ Case = 'the all-zero template'; Command = { New-CmRequest Enroll -ProfileTemplate ([guid]::Empty) -Confirm:$false } }
        @{ Case = 'the all-zero card'; Command = { New-CmRequest Retire -Smartcard ([guid]::Empty) -Confirm:$false } }
        @{ Case = 'a null user'; Command = { New-CmRequest Enroll -ProfileTemplate $template -TargetUser $null -Confirm:$false } }
        @{
            Case = 'a list as the value of an item'
            Command = { New-CmRequest Enroll -ProfileTemplate $template -DataCollection @{ a = 1, 2 } -Confirm:$false }
        }
    ) {
        { & $Command } | Should -Throw

        Get-Call | Should -BeNullOrEmpty
    }

    It 'does not use the type of a piped request as the kind of the new one' {
        $request = Get-CmRequest -Status Approved | Select-Object -First 1
        Clear-Call

        @(Get-Failure { $request | New-CmRequest -Confirm:$false }) | Should -HaveCount 1

        Get-Creation | Should -BeNullOrEmpty
    }

    It 'never sends a creation twice after a lost response, and finds the request that exists' {
        $target = [guid]::NewGuid()
        Set-Fault @{ method = 'POST'; reset = $true; effect = 'yes'; times = 1 }

        $request = New-CmRequest Enroll -ProfileTemplate $template -TargetUser $target -Confirm:$false -WarningVariable warnings -WarningAction SilentlyContinue

        $request.TargetUserUuid | Should -Be $target
        @($warnings) | Should -HaveCount 1
        @(Get-Creation) | Should -HaveCount 1
    }

    It 'reports an unknown outcome after a lost response if the list shows no new request' {
        $target = [guid]::NewGuid()
        Set-Fault @{ method = 'POST'; reset = $true; effect = 'no'; times = 1 }

        $failure = Get-Failure { New-CmRequest Enroll -ProfileTemplate $template -TargetUser $target -Confirm:$false }

        $failure.FullyQualifiedErrorId | Should -BeLike 'CmOutcomeUnknown*'
        $failure.TargetObject | Should -Be $target
        @(Get-Creation) | Should -HaveCount 1
        Get-CmRequest -TargetUser $target | Should -BeNullOrEmpty
    }

    It 'reports the id of a request that was created and cannot be read' {
        Set-Fault @{ method = 'GET'; status = 500 }

        $failure = Get-Failure { New-CmRequest Enroll -ProfileTemplate $template -TargetUser $users[0] -Confirm:$false }

        $failure.FullyQualifiedErrorId | Should -BeLike 'CmCreatedUnread*'
        $failure.TargetObject | Should -BeOfType ([guid])
        Set-Fault
        (Get-CmRequest $failure.TargetObject).TargetUserUuid | Should -Be $users[0]
    }

    It 'lists the five places of permissions if the server refuses the creation' {
        Set-Fault @{ method = 'POST'; status = 403 }

        $failure = Get-Failure { New-CmRequest Enroll -ProfileTemplate $template -TargetUser $users[0] -Confirm:$false }

        $failure.FullyQualifiedErrorId | Should -BeLike 'CmForbidden*'
        $failure.ErrorDetails.RecommendedAction |
            Should -Match 'service connection point.*profile template.*users and groups.*certificate templates.*management policy'
    }

    It 'creates nothing with -SkipExisting if such a request is open, and reads the open requests once' {
        $targets = 1..4 | ForEach-Object -Process { [guid]::NewGuid() }
        $null = New-CmRequest Enroll -ProfileTemplate $template -TargetUser $targets[0, 1] -Confirm:$false
        Clear-Call

        $created = New-CmRequest Enroll -ProfileTemplate $template -TargetUser ($targets + $targets[3]) -SkipExisting -Confirm:$false

        $created.TargetUserUuid | Should -Be $targets[2, 3]
        @(Get-Creation) | Should -HaveCount 2
        @(Get-Call | Where-Object -Property Line -Like 'GET requests`?*') | Should -HaveCount 3 -Because 'each open status is one list'
    }

    It 'finishes with the same journal, and creates nothing twice' {
        $journal = Join-Path -Path $TestDrive -ChildPath 'create.jsonl'
        $targets = 1..3 | ForEach-Object -Process { [guid]::NewGuid() }
        $first = New-CmRequest Enroll -ProfileTemplate $template -TargetUser $targets[0, 1] -JournalPath $journal -Reason CHG1 -Confirm:$false
        Clear-Call

        $second = New-CmRequest Enroll -ProfileTemplate $template -TargetUser $targets -JournalPath $journal -Confirm:$false

        $second.TargetUserUuid | Should -Be $targets
        $second[0, 1].Uuid | Should -Be $first.Uuid
        @(Get-Creation) | Should -HaveCount 1
        (Get-CmJournal $journal | Where-Object -Property Change -EQ Enroll).Outcome | Should -Not -Contain 'InFlight'
    }

    It 'finds a creation that a killed run left in flight' {
        $journal = Join-Path -Path $TestDrive -ChildPath 'killed.jsonl'
        $target = [guid]::NewGuid()
        $request = New-CmRequest Enroll -ProfileTemplate $template -TargetUser $target -JournalPath $journal -Confirm:$false
        $sending = @(Get-Content -LiteralPath $journal)[0]
        Set-Content -LiteralPath $journal -Value $sending
        Clear-Call

        $again = New-CmRequest Enroll -ProfileTemplate $template -TargetUser $target -JournalPath $journal -Confirm:$false

        $again.Uuid | Should -Be $request.Uuid
        Get-Creation | Should -BeNullOrEmpty
    }

    It 'emits with -SkipExisting what a killed run created, once, and does not take it for a request of somebody else' {
        $journal = Join-Path -Path $TestDrive -ChildPath 'killed-skip.jsonl'
        $targets = 1..2 | ForEach-Object -Process { [guid]::NewGuid() }
        $request = New-CmRequest Enroll -ProfileTemplate $template -TargetUser $targets[0] -JournalPath $journal -SkipExisting -Confirm:$false
        Set-Content -LiteralPath $journal -Value @(Get-Content -LiteralPath $journal)[0]
        Clear-Call

        $again = New-CmRequest Enroll -ProfileTemplate $template -TargetUser ($targets + $targets) -JournalPath $journal -SkipExisting -Confirm:$false
        $third = New-CmRequest Enroll -ProfileTemplate $template -TargetUser ($targets + $targets) -JournalPath $journal -SkipExisting -Confirm:$false

        $again[0].Uuid | Should -Be $request.Uuid
        $again.TargetUserUuid | Should -Be $targets
        $third.Uuid | Should -Be $again.Uuid
        @(Get-Creation) | Should -HaveCount 1
        @(Get-CmJournal $journal | Where-Object -Property Outcome -NE Changed) | Should -BeNullOrEmpty
    }

    It 'creates a request that a killed run left in flight if the server does not have it, and the journal has the outcome of each run' {
        $journal = Join-Path -Path $TestDrive -ChildPath 'not-created.jsonl'
        $targets = 1..2 | ForEach-Object -Process { [guid]::NewGuid() }
        $null = New-CmRequest Enroll -ProfileTemplate $template -TargetUser $targets[0] -JournalPath $journal -Confirm:$false
        Set-Content -LiteralPath $journal -Value (@(Get-Content -LiteralPath $journal)[0] -replace $targets[0], $targets[1])
        Clear-Call

        $request = New-CmRequest Enroll -ProfileTemplate $template -TargetUser $targets[1] -JournalPath $journal -Confirm:$false

        $request.TargetUserUuid | Should -Be $targets[1]
        @(Get-Creation) | Should -HaveCount 1
        @(Get-Content -LiteralPath $journal | ConvertFrom-Json).event | Should -Be sending, found, sending, changed
        @(Get-CmJournal $journal).Outcome | Should -Be Failed, Changed
    }

    It 'reports the candidates of a creation that a killed run left in flight, and sends nothing if there are several' {
        $journal = Join-Path -Path $TestDrive -ChildPath 'several.jsonl'
        $target = [guid]::NewGuid()
        $requests = 1..2 | ForEach-Object -Process { New-CmRequest Enroll -ProfileTemplate $template -TargetUser $target -Confirm:$false }
        $null = New-CmRequest Enroll -ProfileTemplate $template -TargetUser ([guid]::NewGuid()) -JournalPath $journal -Confirm:$false
        $other = (Get-CmJournal $journal).TargetUserUuid
        Set-Content -LiteralPath $journal -Value (@(Get-Content -LiteralPath $journal)[0] -replace $other, $target)
        Clear-Call

        $failure = Get-Failure { New-CmRequest Enroll -ProfileTemplate $template -TargetUser $target -JournalPath $journal -Confirm:$false }

        $failure.FullyQualifiedErrorId | Should -BeLike 'CmOutcomeUnknown*'
        $failure.TargetObject | Should -Be $target
        $failure.Exception.Candidates.Uuid | Sort-Object | Should -Be ($requests.Uuid | Sort-Object)
        Get-Creation | Should -BeNullOrEmpty
    }

    It 'creates no request twice and reports no created request as failed, with many lost responses' {
        $targets = 1..200 | ForEach-Object -Process { [guid]::NewGuid() }
        Set-Fault @(
            @{ method = 'POST'; reset = $true; effect = 'yes'; probability = 0.1; seed = 3 }
            @{ method = 'POST'; reset = $true; effect = 'no'; probability = 0.1; seed = 4 }
        )

        $quiet = @{ Confirm = $false; ErrorVariable = 'failures'; ErrorAction = 'SilentlyContinue'; WarningAction = 'SilentlyContinue' }
        $created = New-CmRequest Enroll -ProfileTemplate $template -TargetUser $targets -ThrottleLimit 8 @quiet
        Set-Fault
        $existing = Get-CmRequest -Type Enroll | Where-Object -Property TargetUserUuid -In $targets

        @($existing | Group-Object -Property TargetUserUuid | Where-Object -Property Count -GT 1) | Should -HaveCount 0
        @($failures | Where-Object -FilterScript { $_.TargetObject -in $existing.TargetUserUuid }) | Should -HaveCount 0
        @($created).Count + @($failures).Count | Should -Be 200
        ($created.Uuid | Sort-Object) | Should -Be ($existing.Uuid | Sort-Object)
    }
}
