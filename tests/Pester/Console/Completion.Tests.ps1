# Tab completion uses what this runspace has read, and makes no call.
BeforeAll {
    . "$PSScriptRoot/../Initialize-TestFile.ps1"
    $server = Start-Simulator

    # Completes a line at its ^ and returns the results of PowerShell. Line is the line with the first result.
    function Complete {
        param([string] $Line)

        $at = $Line.IndexOf('^')
        $text = $Line.Remove($at, 1)
        $found = [System.Management.Automation.CommandCompletion]::CompleteInput($text, $at, $null)
        foreach ($match in $found.CompletionMatches) {
            [pscustomobject] @{
                Text    = $match.CompletionText
                Shown   = $match.ListItemText
                ToolTip = $match.ToolTip
                Line    = $text.Remove($found.ReplacementIndex, $found.ReplacementLength).Insert($found.ReplacementIndex, $match.CompletionText)
            }
        }
    }

    # The runspace keeps the ids of all tests, so each test uses its own ids.
    function New-Seen {
        param([string] $Start, [hashtable] $With = @{})

        $id = [guid] ($Start.PadRight(8, '0') + [guid]::NewGuid().ToString().Substring(8))
        $null = Invoke-Control -Method Post -Path requests -Body @(@{ Uuid = $id } + $With)
        $null = Get-CmRequest $id
        "$id"
    }

    Connect-CmServer -Uri $server.Uri
}

AfterAll {
    Stop-Simulator
}

Describe 'The id of a request' {
    BeforeAll {
        $first = New-Seen -Start 'a1b' -With @{ Status = 16; RequestType = 3; Submitted = '2026-03-02T12:00:00Z' }
        $second = New-Seen -Start 'a1b' -With @{ Status = 3 }
        $final = New-Seen -Start 'a1b' -With @{ Status = 8 }
    }

    It 'is completed for <_> from recent requests, newest first' -ForEach 'Get-CmRequest', 'Wait-CmRequest', 'Get-CmRequest -Id',
        'Wait-CmRequest -Uuid', 'Get-CmRequest -RequestId' {
        (Complete "$_ a1b^").Text | Should -Be $final, $second, $first
    }

    It 'is completed for <_> from recent requests that can be changed' -ForEach 'Set-CmRequestStatus', 'Set-CmRequestStatus -Status Canceled -Id' {
        (Complete "$_ a1b^").Text | Should -Be $second, $first
    }

    It 'has a description with type, status and date' {
        $local = [datetime]::new(2026, 3, 2, 12, 0, 0, [System.DateTimeKind]::Utc).ToLocalTime()

        (Complete "Get-CmRequest $($first.Substring(0, 12))^").ToolTip | Should -Be ('Renew, Pending, submitted {0:g}' -f $local)
    }

    It 'is completed at the cursor: <Line>' -ForEach @(
        @{ Line = 'Get-CmRequest A1B^'; Becomes = 'Get-CmRequest ID' }
        @{ Line = "Get-CmRequest 'a1b^"; Becomes = "Get-CmRequest 'ID'" }
        @{ Line = "Get-CmRequest 'a1b^'"; Becomes = "Get-CmRequest 'ID'" }
        @{ Line = 'Get-CmRequest "a1b^'; Becomes = 'Get-CmRequest "ID"' }
        @{ Line = 'Get-CmRequest -Id a1^b -Verbose'; Becomes = 'Get-CmRequest -Id ID -Verbose' }
        @{ Line = 'Get-CmRequest -Id x,a1b^'; Becomes = 'Get-CmRequest -Id x,ID' }
        @{ Line = 'Get-CmRequest -Id x, a1b^'; Becomes = 'Get-CmRequest -Id x, ID' }
        @{ Line = 'Get-CmRequest a1b^ | Set-CmRequestStatus -Status Canceled'; Becomes = 'Get-CmRequest ID | Set-CmRequestStatus -Status Canceled' }
    ) {
        (Complete $Line)[0].Line | Should -Be $Becomes.Replace('ID', $final)
    }

    It 'is not offered again if it is already in the list' {
        (Complete "Get-CmRequest $final,a1b^").Text | Should -Be $second, $first
    }

    It 'has the description of the latest version of the request' {
        $id = New-Seen -Start 'a2c'
        $null = Set-CmRequestStatus $id -Status Canceled -Confirm:$false

        @(Complete 'Get-CmRequest a2c^') | Should -HaveCount 1
        (Complete 'Get-CmRequest a2c^').ToolTip | Should -BeLike '*, Canceled, *'
        Complete 'Set-CmRequestStatus a2c^' | Should -BeNullOrEmpty
    }

    It 'is remembered from a query that was stopped early' {
        $shell = New-ConnectedRunspace -Uri $server.Uri
        $written = Invoke-Runspace -Shell $shell -Script 'Get-CmRequest | Select-Object -First 7'
        $complete = '[System.Management.Automation.CommandCompletion]::CompleteInput("Get-CmRequest -Id ", 18, $null).CompletionMatches.CompletionText'
        $offered = Invoke-Runspace -Shell $shell -Script $complete
        Close-Runspace $shell

        $written | Should -HaveCount 7
        $written | ForEach-Object -Process { $offered | Should -Contain $_.Uuid }
    }

    It 'is completed from the last thousand requests of this runspace only' {
        $big = Start-Simulator -Arguments '--requests 1200'
        $shell = New-ConnectedRunspace -Uri $big.Uri
        $script = '[System.Management.Automation.CommandCompletion]::CompleteInput("Get-CmRequest -Id ", 18, $null).CompletionMatches'
        $before = Invoke-Runspace -Shell $shell -Script "@($script | Where-Object ResultType -EQ ParameterValue).Count"
        $all = Invoke-Runspace -Shell $shell -Script '(Get-CmRequest).Uuid'
        $offered = Invoke-Runspace -Shell $shell -Script "($script).CompletionText"
        Close-Runspace $shell
        Stop-Simulator $big

        $before | Should -Be 0
        $offered | Should -HaveCount 1000
        $offered[0], $offered[-1] | Should -Be "$($all[-1])", "$($all[-1000])"
    }

    It 'is completed from requests of the server that the command would use' {
        $other = Start-Simulator
        $there = Connect-CmServer -Uri $other.Uri -PassThru
        $id = [guid] ('a3d00000' + [guid]::NewGuid().ToString().Substring(8))
        $null = Invoke-Control -Method Post -Path requests -Body @(@{ Uuid = $id }) -Simulator $other
        $null = Get-CmRequest $id
        $null = Connect-CmServer -Uri $server.Uri -PassThru

        Complete 'Get-CmRequest a3d^' | Should -BeNullOrEmpty
        (Complete 'Get-CmRequest -Session $there -Id a3d^').Text | Should -Be "$id"
        Disconnect-CmServer -Session $there
        Stop-Simulator $other
    }

    It 'is completed without a call' {
        Clear-Call
        $null = Complete 'Get-CmRequest a1b^'
        $null = Complete 'Set-CmRequestStatus ^'
        $null = Complete 'Get-CmRequest -TargetUser ^'
        $null = Complete 'Get-CmRequest -Session ^'

        Get-Call | Should -BeNullOrEmpty
    }
}

Describe 'Users and profile templates' {
    BeforeAll {
        $user = 'b1a00000' + [guid]::NewGuid().ToString().Substring(8)
        $template = 'b1a00000' + [guid]::NewGuid().ToString().Substring(8)
        $id = New-Seen -Start 'b1a' -With @{ OriginatorUserUuid = $user; TargetUserUuid = $user; ProfileTemplateUuid = $template }
        $id = New-Seen -Start 'b1a' -With @{ OriginatorUserUuid = $user; TargetUserUuid = $user; ProfileTemplateUuid = $template }
    }

    It 'are completed from recent requests, each once: <Parameter>' -ForEach @(
        @{ Parameter = '-Originator'; Of = 'user' }
        @{ Parameter = '-TargetUser'; Of = 'user' }
        @{ Parameter = '-ProfileTemplate'; Of = 'template' }
    ) {
        $found = Complete "Get-CmRequest $Parameter b1a^"

        $found.Text | Should -Be (Get-Variable -Name $Of -ValueOnly)
        $found.ToolTip | Should -Be "2 recent requests. The last one: $id Enroll Approved"
    }

    It 'begin with current' {
        $found = @(Complete 'Get-CmRequest -TargetUser ^')[0]

        $found.Text | Should -Be 'current'
        $found.ToolTip | Should -BeLike '*account of the session*'
        (Complete "Get-CmRequest -TargetUser 'CU^").Text | Should -Be "'current'"
    }
}

Describe 'A session' {
    It 'is completed by any part of its address' {
        Get-CmSession | Disconnect-CmServer
        Connect-CmServer -Uri $server.Uri
        $other = Start-Simulator
        $second = Connect-CmServer -Uri $other.Uri -PassThru
        $port = ([uri] $other.Root).Port

        (Complete 'Get-CmRequest -Session ^').Text | Should -Be '@(Get-CmSession)[0]', '@(Get-CmSession)[1]'
        $found = Complete "Get-CmRequest -Session $port^"
        $found.Line | Should -Be 'Get-CmRequest -Session @(Get-CmSession)[1]'
        $found.Shown | Should -Be "127.0.0.1:$port"
        $found.ToolTip | Should -BeLike "$($second.Uri)*the default"
        & ([scriptblock]::Create($found.Text)) | Should -Be $second
        (Complete 'Disconnect-CmServer ^').Text | Should -Contain '@(Get-CmSession)[1]'
        & ([scriptblock]::Create((Complete "Disconnect-CmServer '127^")[0].Line))
        Get-CmSession | Should -Be $second

        Disconnect-CmServer
        Stop-Simulator $other
        Connect-CmServer -Uri $server.Uri
    }
}

Describe 'Statuses and types' {
    # PowerShell completes the names of an enumeration.
    It 'are completed by their names: <Line>' -ForEach @(
        @{ Line = 'Get-CmRequest -Status App^'; Becomes = 'Get-CmRequest -Status Approved' }
        @{ Line = 'Get-CmRequest -Status Pending,Exe^'; Becomes = 'Get-CmRequest -Status Pending,Executing' }
        @{ Line = 'Get-CmRequest -Status Pending, Exe^'; Becomes = 'Get-CmRequest -Status Pending, Executing' }
        @{ Line = "Get-CmRequest -Status 'App^"; Becomes = "Get-CmRequest -Status 'Approved'" }
        @{ Line = 'Get-CmRequest -Status App^ro'; Becomes = 'Get-CmRequest -Status Approved' }
        @{ Line = 'Get-CmRequest -Type Susp^'; Becomes = 'Get-CmRequest -Type SuspendOrReinstate' }
        @{ Line = 'Wait-CmRequest -Id x -Status Comp^'; Becomes = 'Wait-CmRequest -Id x -Status Completed' }
        @{ Line = 'Set-CmRequestStatus -Id x -Status Ab^'; Becomes = 'Set-CmRequestStatus -Id x -Status Abandoned' }
        @{ Line = 'Set-CmRequestStatus x Ab^'; Becomes = 'Set-CmRequestStatus x Abandoned' }
    ) {
        @(Complete $Line)[0].Line | Should -Be $Becomes
    }
}

Describe 'Completion' {
    It 'does not fail without a session, a request or a valid command' {
        $shell = New-ConnectedRunspace
        $offered = Invoke-Runspace -Shell $shell -Script @'
foreach ($line in 'Get-CmRequest -Id ', 'Get-CmRequest -Id "', 'Set-CmRequestStatus -Id ''', 'Get-CmRequest -Session ',
    'Get-CmRequest -Originator [', 'Get-CmRequest -Id *', 'Get-CmRequest -TargetUser `') {
    $null = [System.Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null)
}
$Error.Count
'@
        Close-Runspace $shell

        $offered | Should -Be 0
    }

    It 'accepts unusual input' {
        $attribute = (Get-Command -Name Get-CmRequest).Parameters['Id'].Attributes |
            Where-Object -FilterScript { $_ -is [System.Management.Automation.ArgumentCompleterAttribute] }
        $completer = [System.Activator]::CreateInstance($attribute.Type, $true)

        { $completer.CompleteArgument($null, $null, $null, $null, $null) } | Should -Not -Throw
        { $completer.CompleteArgument('', '', "'", $null, @{ Session = 'none' }) } | Should -Not -Throw
    }
}

Describe 'The user of a new request' {
    It 'is completed from recent target users, without the word current' {
        $user = [guid]::NewGuid()
        $null = New-Seen -Start 'f1c' -With @{ TargetUserUuid = $user }

        (Complete 'New-CmRequest Enroll -TargetUser ^').Text | Should -Contain "$user"
        (Complete 'New-CmRequest Enroll -TargetUser ^').Text | Should -Not -Contain current
        (Complete 'Get-CmRequest -TargetUser ^').Text | Should -Contain current
    }
}

Describe 'The ids of smart cards and profiles' {
    BeforeAll {
        $session = Connect-CmServer -Uri $server.Uri -PassThru
        $cards = @(Get-CmSmartcard)
        $profiles = @(Get-CmProfile)
        $null = Get-CmProfileTemplate
        Set-KnownUser -Session $session -Id $cards[-1].AssignedUserUuid -Name 'CONTOSO\jane'
        Clear-Call
    }

    It 'are completed for <Line> from recent ones, newest first, without a call' -ForEach @(
        @{ Line = 'Get-CmSmartcard ^'; What = 'Card' }
        @{ Line = 'New-CmRequest Retire -Smartcard ^'; What = 'Card' }
        @{ Line = 'Get-CmOperation ^'; What = 'Card' }
        @{ Line = 'Get-CmCertificate -Smartcard ^'; What = 'Card' }
        @{ Line = 'Get-CmSmartcard -CardId ^'; What = 'CardId' }
        @{ Line = 'Get-CmProfile ^'; What = 'Profile' }
        @{ Line = 'Get-CmOperation -Profile ^'; What = 'Profile' }
        @{ Line = 'Get-CmCertificate -Profile ^'; What = 'Profile' }
    ) {
        $wanted = @(switch ($What) {
            'Card' { $cards.Uuid }
            'CardId' { $cards.CardId }
            'Profile' { $profiles.Uuid }
        })
        [array]::Reverse($wanted)

        (Complete $Line).Text | Should -Be @($wanted | ForEach-Object -Process { "$_" })

        Get-Call -All | Should -BeNullOrEmpty
    }

    It 'have a description with status, user and profile template' {
        $template = $cards[-1].ProfileTemplate

        $template | Should -Not -Be "$($cards[-1].ProfileTemplateUuid)"
        (Complete 'Get-CmSmartcard ^')[0].ToolTip | Should -Be "$($cards[-1].Status), user CONTOSO\jane, profile template $template"
    }

    It 'of another server are not offered' {
        $other = Start-Simulator
        $away = Connect-CmServer -Uri $other.Uri -PassThru

        Complete 'Get-CmSmartcard ^' | Where-Object -Property Text -In "$($cards[0].Uuid)" | Should -BeNullOrEmpty

        $away | Disconnect-CmServer
        Connect-CmServer -Uri $server.Uri
    }
}

Describe 'The memory of completion' {
    It 'does not grow with the contents of requests' {
        $id = New-ServerRequest -Count 20 -With @{ Comment = 'x' * 500000 }
        $null = Get-CmRequest $id[0]
        $before = [GC]::GetTotalMemory($true)

        # 20 MB of comments in memory.
        Get-CmRequest -Id $id | Out-Null
        Get-CmRequest -Id $id | ForEach-Object -Process { $_.Comment.Length } | Measure-Object -Sum | ForEach-Object -Process { $_.Sum | Should -Be 10000000 }
        [GC]::GetTotalMemory($true) - $before | Should -BeLessThan 12MB

        $line = "Get-CmRequest $("$($id[7])".Substring(0, 13))"
        (TabExpansion2 -inputScript $line -cursorColumn $line.Length).CompletionMatches.CompletionText | Should -Contain "$($id[7])"
    }
}
