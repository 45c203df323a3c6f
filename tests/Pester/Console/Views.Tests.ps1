# The display of objects, and their contents in files, rows and other processes.
BeforeDiscovery {
    $hasStyle = $PSVersionTable.PSVersion -ge '7.2'
    $hasTerminal = $hasStyle -and (Get-Command -Name script -CommandType Application -ErrorAction Ignore) -and (uname) -eq 'Linux'
}

BeforeAll {
    . "$PSScriptRoot/../Initialize-TestFile.ps1"
    $ErrorActionPreference = 'Continue'
    $server = Start-Simulator
    Connect-CmServer -Uri $server.Uri
    $escape = [string] [char] 27

    function Get-Line {
        param($Object, [int] $Width = 80)

        ($Object | Out-String -Width $Width) -split '\r?\n' -replace '\x1b\[[0-9;]*m' | Where-Object -FilterScript { $_.Trim() }
    }

    function Get-Thawed {
        param($Object, [int] $Depth = 3)

        [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($Object, $Depth))
    }

    $user = [guid]::NewGuid()
    $comment = "Lost at the gate,$escape[31m urgent, the manager waits"
    $items = @{ Name = 'City'; Value = 'Seattle' }, @{ Name = 'Reason'; Value = $null }
    $long = New-ServerRequest -With @{
        RequestType = 9
        Status = 16
        Submitted = '2026-03-02T12:00:00Z'
        Comment = $comment
        TargetUserUuid = $user
        DataCollection = $items
    }
    $done = New-ServerRequest -With @{ RequestType = 1; Status = 8; Submitted = '2026-03-02T12:00:00Z'; Completed = '2026-03-05T12:00:00Z' }
}

AfterAll {
    Stop-Simulator
}

Describe 'The table of requests' {
    # Of a console with 80 columns, 79 may be usable.
    It 'has one row for each request in <_> columns, with complete id, status and type' -ForEach 79, 80 {
        $lines = @(Get-Line (Get-CmRequest $long, $ExampleEnroll) -Width $_)

        $lines | Should -HaveCount 4
        $lines[0] | Should -Match '^Uuid +Status +Type +Submitted\s*$'
        $lines[2] | Should -Match "^$long +Pending +SuspendOrReinstate +2026-03-02\s*$"
        $lines[3] | Should -Match "^$ExampleEnroll +Approved +Enroll +2015-07-0[78]\s*$"
    }

    It 'has age, date of completion and comment in <_> columns' -ForEach 119, 120 {
        $lines = @(Get-Line (Get-CmRequest $long, $done) -Width $_)

        $lines | Should -HaveCount 4
        $lines[0] | Should -Match '^Uuid +Status +Type +Submitted +Age +Completed +Comment\s*$'
        $lines[2] | Should -Match "^$long +Pending +SuspendOrReinstate +2026-03-02 +\d+[hdy] +Lost at the gate, +"
        $lines[3] | Should -Match "^$done +Completed +Enroll +2026-03-02 +2026-03-05\s*$"
    }

    It 'has the target user in <_> columns' -ForEach 159, 160 {
        $lines = @(Get-Line (Get-CmRequest $long) -Width $_)

        $lines[0] | Should -Match 'Age +Completed +Comment +TargetUser\s*$'
        $lines[2] | Should -Match "$user\s*$"
    }

    It 'has the profile template if there is enough space' {
        $request = Get-CmRequest $long

        @(Get-Line $request -Width 200)[2] | Should -Match "$($request.ProfileTemplateUuid)\s*$"
    }

    # A job keeps one level, Export-Clixml two.
    It 'is the same for deserialized requests, <_> levels deep' -ForEach 1, 2, 3 {
        $request = Get-CmRequest $long
        $thawed = Get-Thawed $request -Depth $_

        [MimCm.RequestStatus] $thawed.Status | Should -Be 'Pending'
        foreach ($width in 80, 120, 160) {
            Get-Line $thawed -Width $width | Should -Be (Get-Line $request -Width $width)
        }
    }

    It 'can be grouped by status' {
        $lines = @(Get-CmRequest $long, $done, $ExampleEnroll | Sort-Object -Property Status | Format-Table -GroupBy Status |
            Out-String -Width 80)[0] -split '\r?\n'

        $lines -match '^ +Status: ' -replace '\s' | Should -Be 'Status:Approved', 'Status:Completed', 'Status:Pending'
        $lines -match "^$long Pending +SuspendOrReinstate +2026-03-02" | Should -HaveCount 1
    }

    It 'shows a status without a name as its number' {
        $id = New-ServerRequest -With @{ Status = 77 }

        @(Get-Line (Get-CmRequest $id))[2] | Should -Match "^$id 77 "
    }

    It 'adds no error to $Error' {
        $Error.Clear()
        $null = Get-CmRequest $long, $done | Out-String -Width 200

        $Error | Should -BeNullOrEmpty
    }
}

Describe 'The age' {
    It 'of <Ago> is <Shown>' -ForEach @(
        @{ Ago = '-00:10:00'; Shown = '0m' }
        @{ Ago = '00:00:10'; Shown = '0m' }
        @{ Ago = '00:59:50'; Shown = '59m' }
        @{ Ago = '01:00:10'; Shown = '1h' }
        @{ Ago = '23:59:50'; Shown = '23h' }
        @{ Ago = '1.00:00:10'; Shown = '1d' }
        @{ Ago = '999.23:00:00'; Shown = '999d' }
        @{ Ago = '1000.00:00:10'; Shown = '2y' }
    ) {
        [MimCm.PowerShell.Output.RequestFormatter]::Age($true, (Get-Date).Subtract([timespan] $Ago)) | Should -Be $Shown
        [MimCm.PowerShell.Output.RequestFormatter]::Age($true, [datetime]::UtcNow.Subtract([timespan] $Ago)) | Should -Be $Shown
    }

    It 'is not shown for a request that is not open or has no date' {
        [MimCm.PowerShell.Output.RequestFormatter]::Age($false, (Get-Date)) | Should -BeExactly ''
        [MimCm.PowerShell.Output.RequestFormatter]::Age($null, (Get-Date)) | Should -BeExactly ''
        [MimCm.PowerShell.Output.RequestFormatter]::Age($true, $null) | Should -BeExactly ''
        [MimCm.PowerShell.Output.RequestFormatter]::Age($true, [datetime]::MinValue) | Should -BeExactly ''
    }
}

Describe 'The list of a request' {
    It 'has all its properties' {
        $request = Get-CmRequest $long
        $shown = $request | Format-List | Out-String

        foreach ($name in $request.PSObject.Properties.Name) {
            $shown | Should -Match "(?m)^$name +: "
        }
    }
}

Describe 'Other views' {
    It 'show a session in 80 columns, with the complete address' {
        $lines = @(Get-Line (Get-CmSession))

        $lines[0] | Should -Match '^Uri +Authentication +UserName +IsDefault\s*$'
        -join ($lines[2..($lines.Count - 1)] | ForEach-Object -Process { ($_ + (' ' * 36)).Substring(0, 36).Trim() }) | Should -Be "$($server.Uri)api/v1.0/"
        $lines | ForEach-Object -Process { $_.TrimEnd().Length | Should -BeLessOrEqual 80 }
    }

    It 'show all properties of a session in a list, also after deserialization' {
        $session = Get-CmSession
        $list = $session | Format-List | Out-String

        foreach ($name in $session.PSObject.Properties.Name) {
            $list | Should -Match "(?m)^$name +: "
        }
        Get-Line (Get-Thawed $session) | Should -Be (Get-Line $session)
    }

    It 'show the steps of a connection test with complete recommendations' {
        $steps = Test-CmConnection -Uri http://127.0.0.1:1
        $failed = $steps | Where-Object -Property Result -EQ -Value Failed
        $lines = Get-Line $steps

        $failed.Recommendation | Should -Not -BeNullOrEmpty
        (-join $lines) -replace '\s+' | Should -BeLike "*StepResultDetail*TcpFailed*$([WildcardPattern]::Escape(($failed.Recommendation -replace '\s+')))*"
        $lines | ForEach-Object -Process { $_.TrimEnd().Length | Should -BeLessOrEqual 80 }
        Get-Line (Get-Thawed $steps) | Should -Be $lines

        # The detail ends with a period, or one is added.
        foreach ($detail in 'It failed.', 'It failed') {
            $step = [MimCm.CmConnectionTestResult]::new('Tcp', 'Failed', $detail, 'Try again.')
            (-join (Get-Line $step)) | Should -BeLike '*Failed*It failed. Try again.*'
        }
    }

    It 'show data items without control characters' {
        $id = New-ServerRequest -With @{ DataCollection = @(@{ Name = "City$escape[31m"; Value = "Sea$($escape)ttle" }) }
        $items = (Get-CmRequest $id).DataCollection

        @(Get-Line $items)[0] | Should -Match '^Name +Value\s*$'
        @(Get-Line $items)[2] | Should -Match '^City \[31m +Sea ttle\s*$'
        $items | Out-String | Should -Not -Match '\x1b\[31m'
        Get-Line (Get-Thawed $items) | Should -Be (Get-Line $items)
    }
}

Describe 'Every view' {
    BeforeAll {
        $format = [xml] (Get-Content -LiteralPath "$(Split-Path -Path (Get-ModulePath))/MimCm.Format.ps1xml" -Raw -Encoding UTF8)

        # The columns of all views: the type, the heading, and the property or code.
        $columns = foreach ($view in $format.SelectNodes('//View')) {
            $types = @($view.SelectNodes('ViewSelectedBy/TypeName').InnerText -notlike 'Deserialized.*' -replace '#.*')
            $headers = @($view.SelectNodes('TableControl/TableHeaders/TableColumnHeader'))
            foreach ($entry in $view.SelectNodes('TableControl//TableRowEntry')) {
                $items = @($entry.SelectNodes('TableColumnItems/TableColumnItem'))
                if ($headers.Count -ne $items.Count) {
                    throw "$($view.Name) has $($headers.Count) headers and $($items.Count) columns."
                }
                for ($i = 0; $i -lt $items.Count; $i++) {
                    $label = $headers[$i].SelectSingleNode('Label')
                    foreach ($type in $types) {
                        [pscustomobject] @{ View = $view.Name; Type = $type; Label = $label; Item = $items[$i]; Entry = $entry }
                    }
                }
            }
            foreach ($item in $view.SelectNodes('ListControl//ListItem')) {
                foreach ($type in $types) {
                    [pscustomobject] @{ View = $view.Name; Type = $type; Label = $item.SelectSingleNode('Label'); Item = $item; Entry = $null }
                }
            }
        }
        foreach ($column in $columns) {
            $property = $column.Item.SelectSingleNode('PropertyName')
            $code = $column.Item.SelectSingleNode('ScriptBlock')
            $column.Label = if ($column.Label) { $column.Label.InnerText } else { $property.InnerText }
            Add-Member -InputObject $column -NotePropertyMembers @{
                Property = if ($property) { $property.InnerText }
                Code     = if ($code) { $code.InnerText }
            }
        }
    }

    It 'has only columns that are properties, so that Where-Object and Export-Csv use the same values' {
        # The keys of a statistic are properties of each object. Group shows the keys, and Bar draws the count.
        $ofStatistic = 'ProfileTemplate', 'Type', 'Month', 'Group', 'Bar'
        @($columns).Count | Should -BeGreaterThan 100
        $noProperties = foreach ($column in $columns | Where-Object -FilterScript { $_.Type -ne 'MimCm.RequestStatistic' -or $_.Label -notin $ofStatistic }) {
            $type = $column.Type -as [type]
            $members = @($type.GetProperties().Name) + @(Get-TypeData -TypeName $column.Type | ForEach-Object -Process { $_.Members.Keys })
            if ($column.Label -cnotin $members -or ($column.Property -and $column.Property -cne $column.Label)) {
                "$($column.View): $($column.Label)"
            }
        }
        $noProperties | Should -BeNullOrEmpty
    }

    It 'removes control characters from all text of users' {
        $asItIs = foreach ($column in $columns) {
            # A row entry of its own is for sessions in which no method may be called.
            $cleans = if ($column.Entry -and $column.Entry.SelectSingleNode('EntrySelectedBy')) { "-replace '\[\\p" } else { 'TextFormatter\]::(Clean|Fit)' }
            $property = ($column.Type -as [type]).GetProperty($column.Label)
            if ($property -and $property.PropertyType -in [string], [object] -and "$($column.Code)" -notmatch $cleans) {
                "$($column.View): $($column.Label)"
            }
        }
        $asItIs | Should -BeNullOrEmpty
    }
}

Describe 'Colors' -Skip:(-not $hasStyle) {
    BeforeAll {
        $show = @"
Import-Module `$module
`$all = 'Pending', 'Approved', 'Executing', 'Completed', 'Failed', 'Denied', 'Canceled', 'None' | ForEach-Object {
    [pscustomobject] @{ PSTypeName = 'MimCm.Request'; Uuid = [guid]::NewGuid(); Status = [MimCm.RequestStatus] `$_; Type = [MimCm.RequestType]::Enroll }
}
"@
        $statuses = 'Pending', 'Approved', 'Executing', 'Completed', 'Failed', 'Denied', 'Canceled', 'None'
    }

    It 'depend on the status, keep the columns aligned, and end after the status' {
        $lines = Invoke-FreshProcess -Environment @{ NO_COLOR = ''; TERM = 'xterm-256color' } -Script ($show +
            "`n`$PSStyle.OutputRendering = 'Ansi'`n(`$all | Out-String -Width 80) -split '\r?\n'")
        $rows = $lines | Select-Object -Last 8
        $colours = $rows | ForEach-Object -Process { if ($_ -match '^\S{36} \x1b\[(\d+)m(\w+)\x1b\[0m +Enroll') { $Matches[1] } else { 'none' } }

        $colours | Should -Be '33', '36', '36', '32', '31', '31', '90', 'none'
        foreach ($i in 0..7) {
            ($rows[$i] -replace '\x1b\[\d+m').Substring(36) | Should -Match "^ $($statuses[$i].PadRight(9)) Enroll "
        }
    }

    It 'are in a terminal of <Width> columns, and not in files' -Skip:(-not $hasTerminal) -ForEach @(
        @{ Width = 80; Last = 'Submitted' }
        @{ Width = 120; Last = 'Comment' }
        @{ Width = 160; Last = 'TargetUser' }
    ) {
        $file = Join-Path -Path $TestDrive -ChildPath "terminal$Width"
        Set-Content -LiteralPath "$file.ps1" -Value ($show -replace '\$module', "'$(Get-ModulePath)'"), @"
`$null = Start-Transcript -LiteralPath '$file.transcript'
`$all
`$null = Stop-Transcript
`$all > '$file.redirected'
`$all | cat | Set-Content -LiteralPath '$file.piped'
"@
        $shell = (Get-PowerShellCommand | ForEach-Object -Process { "'$_'" }) -join ' '
        $printed = (script -qec "stty rows 50 cols $Width; env -u NO_COLOR TERM=xterm-256color $shell -NoProfile -File '$file.ps1'" /dev/null) -join "`n"

        $printed | Should -Match '\x1b\[33mPending\x1b\[0m   Enroll'
        $printed | Should -Match '\x1b\[31mFailed\x1b\[0m    Enroll'
        $lines = $printed -replace '\x1b\[[0-9;?]*[a-zA-Z]' -split '\r?\n'
        $lines -match '^Uuid' | Should -Match "$Last\s*$"
        $lines -match ' Enroll ' | Should -HaveCount 8
        $lines | ForEach-Object -Process { $_.Length | Should -BeLessOrEqual $Width }
        foreach ($kind in 'transcript', 'redirected', 'piped') {
            Get-Content -LiteralPath "$file.$kind" -Raw | Should -Match 'Pending +Enroll' -Because $kind
            Get-Content -LiteralPath "$file.$kind" -Raw | Should -Not -Match '\x1b' -Because $kind
        }
    }

    It 'are not used if NO_COLOR is set, even under Ansi' {
        $lines = Invoke-FreshProcess -Environment @{ NO_COLOR = '1'; TERM = 'xterm-256color' } -Script ($show +
            "`n`$PSStyle.OutputRendering = 'Ansi'`n(`$all | Out-String -Width 80) -split '\r?\n'")

        $lines | Select-Object -Last 8 | Should -Not -Match '\x1b'
    }

    It 'are in no file, row, string or property, and not in redirected output' {
        $file = Join-Path -Path $TestDrive -ChildPath 'colours'
        $lines = Invoke-FreshProcess -Environment @{ NO_COLOR = ''; TERM = 'xterm-256color' } -Script @"
$show
`$PSStyle.OutputRendering = 'Host'
`$all
`$all > '$file.redirected'
`$all | Out-File -LiteralPath '$file.outfile'
`$all | Format-Table | Tee-Object -LiteralPath '$file.tee' | Out-Null
`$all | Out-String -Width 80 | Set-Content -LiteralPath '$file.string'
`$all | Export-Csv -LiteralPath '$file.csv'
`$all | ConvertTo-Html | Set-Content -LiteralPath '$file.html'
`$all | ForEach-Object { "`$(`$_.Status) `$_" } | Set-Content -LiteralPath '$file.text'
`$PSStyle.OutputRendering = 'PlainText'
`$all | Out-String -Width 80 | Set-Content -LiteralPath '$file.plain'
"@

        foreach ($kind in 'redirected', 'outfile', 'tee', 'string', 'csv', 'html', 'text', 'plain') {
            Get-Content -LiteralPath "$file.$kind" -Raw | Should -Not -Match '\x1b' -Because $kind
            Get-Content -LiteralPath "$file.$kind" -Raw | Should -Match 'Executing' -Because $kind
        }
        # PowerShell colors the headings, also in redirected output.
        $lines | Where-Object -FilterScript { $_ -match 'Enroll' } | Should -Not -Match '\x1b'
    }
}

Describe 'A serialized request' {
    BeforeAll {
        $request = Get-CmRequest $long
        Clear-Call
    }

    It 'in CSV can be piped back, and has readable data items' {
        $file = Join-Path -Path $TestDrive -ChildPath 'requests.csv'
        Get-CmRequest $long, $ExampleEnroll | Export-Csv -LiteralPath $file -NoTypeInformation
        $rows = Import-Csv -LiteralPath $file

        $rows[0].DataCollection | Should -BeExactly 'City=Seattle; Reason='
        $rows[1].DataCollection | Should -BeExactly ''
        $rows[0].Status, $rows[0].IsOpen, $rows[0].IsFinal | Should -Be 'Pending', 'True', 'False'
        [datetime]::Parse($rows[0].Submitted) | Should -Be $request.Submitted
        ($rows | Get-CmRequest).Uuid | Should -Be $long, $ExampleEnroll
        ($rows[0] | Wait-CmRequest -Status Pending -TimeoutSec 0).Uuid | Should -Be $long
        $rows[0] | Set-CmRequestStatus -Status Canceled -WhatIf
    }

    It 'in JSON can be piped back, and has the same dates' {
        $read = ConvertTo-Json -InputObject $request -Depth 4 | ConvertFrom-Json

        ([datetime] $read.Submitted).ToUniversalTime() | Should -Be $request.Submitted.ToUniversalTime()
        $read.DataCollection[0].Name, $read.DataCollection[0].Value, $read.DataCollection[1].Value | Should -Be 'City', 'Seattle', $null
        ($read | Get-CmRequest).Uuid | Should -Be $long
        ($read | Wait-CmRequest -Status Pending -TimeoutSec 0).Uuid | Should -Be $long
        $read | Set-CmRequestStatus -Status Canceled -WhatIf
    }

    It 'in Clixml, and so after a job, can be piped back, and has local time' {
        $thawed = Get-Thawed $request

        $thawed.Submitted | Should -Be $request.Submitted
        $thawed.Submitted.Kind | Should -Be 'Local'
        $thawed.Status, $thawed.IsOpen, $thawed.IsFinal | Should -Be ([MimCm.RequestStatus]::Pending), $true, $false
        $thawed.Age.TotalDays | Should -BeGreaterThan 1
        $thawed.AgeDays | Should -Be ([math]::Floor($thawed.Age.TotalDays * 100) / 100)
        { $thawed.Age -gt 1 } | Should -Throw
        $thawed.DataCollection[0].Value | Should -Be 'Seattle'
        ($thawed | Get-CmRequest).Uuid | Should -Be $long
        ($thawed | Wait-CmRequest -Status Pending -TimeoutSec 0).Uuid | Should -Be $long
        ($thawed | Set-CmRequestStatus -Status Canceled -Confirm:$false).Status | Should -Be 'Canceled'
    }
}

Describe 'The tables of smart cards and profiles' {
    BeforeAll {
        $session = Connect-CmServer -Uri $server.Uri -PassThru
        $card = (Get-CmSmartcard)[0]
        $software = (Get-CmProfile)[0]
    }

    It 'have the name of the profile template in <_> columns, and the complete id' -ForEach 79, 80 {
        $null = Get-CmProfileTemplate

        foreach ($one in $card, $software) {
            $lines = @(Get-Line $one -Width $_)

            $lines[0] | Should -Match '^Uuid +Status +ProfileTemplate\s*$'
            $template = $one.ProfileTemplate.Substring(0, [math]::Min(20, $one.ProfileTemplate.Length))
            $lines[2] | Should -Match "^$($one.Uuid) +$($one.Status) +$([regex]::Escape($template))"
        }
    }

    It 'have the user in 120 columns: the complete GUID, or the name if it is known' {
        foreach ($command in 'Get-CmSmartcard', 'Get-CmProfile') {
            $fresh = Connect-CmServer -Uri $server.Uri -PassThru
            $one = @(& $command)[0]
            $one.AssignedUser | Should -Be "$($one.AssignedUserUuid)"
            @(Get-Line $one -Width 120) -join "`n" | Should -BeLike "*$($one.Uuid)*$($one.AssignedUserUuid)*"

            Set-KnownUser -Session $fresh -Id $one.AssignedUserUuid -Name "CONTOSO\jane$escape[31m"

            $one.AssignedUser | Should -Be "CONTOSO\jane$escape[31m"
            $text = @($one | Out-String -Width 120)[0]
            $text | Should -BeLike '*CONTOSO\jane*'
            $text.Contains("$escape[31m") | Should -BeFalse
        }
    }

    It 'have the card identifier and the operations in 160 columns' {
        @(Get-Line $card -Width 160)[2] | Should -Match "$($card.CardId)\s*$"
        @(Get-Line $software -Width 160)[2] | Should -Match 'renew, '
    }

    It 'show a GUID that is wider than its column on two lines' {
        $text = ((Get-Line (Connect-CmServer -Uri $server.Uri -PassThru | ForEach-Object -Process { (Get-CmSmartcard -Session $_)[0] }) -Width 80) |
            Select-Object -Skip 2) -join ''

        $text | Should -Not -Match ([char] 0x2026)
    }

    It 'keep names and ids in another process' {
        $thawed = Get-Thawed $card

        $thawed.ProfileTemplate | Should -Be $card.ProfileTemplate
        @(Get-Line $thawed -Width 120)[0] | Should -Match '^Uuid +Status +ProfileTemplate +AssignedUser'
    }
}

Describe 'The table of operations' {
    It 'shows the smart card or profile above its operations, with the complete id' {
        $card = (Get-CmSmartcard)[0]
        $lines = @(Get-Line ($card | Get-CmOperation) -Width 80)

        $lines[0] | Should -Match "Of: smart card $($card.Uuid)"
        $lines[1] | Should -Match '^Operation +Type\s*$'
        $lines[3] | Should -Match '^renew +Renew\s*$'
        @(Get-Line ((Get-CmProfile)[0] | Get-CmOperation) -Width 80)[0] | Should -Match "Of: profile $((Get-CmProfile)[0].Uuid)"
    }
}

Describe 'A comment that is a formula' {
    It 'is written to a CSV file unchanged, and harmless with the command in docs/security.md' {
        $formulas = '=cmd|calc', '+1', '-1', '@SUM(A1)', "`t=1", "`r=1"
        $ids = foreach ($formula in $formulas) { New-ServerRequest -With @{ Comment = $formula } }
        $page = Get-Content -LiteralPath "$PSScriptRoot/../../../docs/security.md" -Raw
        $advice = [regex]::Match($page, "Expression = (\{ \`$_\.Comment .*? \})").Groups[1].Value

        (Get-CmRequest $ids | ConvertTo-Csv | ConvertFrom-Csv).Comment | Should -Be $formulas
        $safe = Get-CmRequest $ids | Select-Object -Property @{ Name = 'Comment'; Expression = [scriptblock]::Create($advice.Trim('{', '}')) }, Uuid
        ($safe | ConvertTo-Csv | ConvertFrom-Csv).Comment | Should -Be @($formulas | ForEach-Object -Process { "'$_" })
    }
}
