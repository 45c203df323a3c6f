# A session in ConstrainedLanguage mode after the import, in strict mode: all commands and errors work.
BeforeAll {
    . "$PSScriptRoot/../Initialize-TestFile.ps1"
    $server = Start-Simulator
    $id = New-ServerRequest -With @{
        Status = 16
        RequestType = 3
        Submitted = '2020-03-02T12:00:00Z'
        Comment = "Lost$([char] 27)[31m card"
        DataCollection = @(@{ Name = 'City'; Value = 'Seattle' })
    }

    # The output of a script in such a session, in sections that begin with ==.
    function Get-Section {
        param([string] $Language, [System.Collections.IDictionary] $Script)

        $body = foreach ($name in $Script.Keys) {
            "'==$name'`n$($Script[$name])"
        }
        $lines = Invoke-FreshProcess -Script @"
Set-StrictMode -Version Latest
Import-Module `$module
Import-Module `$module -Force
`$ExecutionContext.SessionState.LanguageMode = '$Language'
Connect-CmServer '$($server.Uri)'
$($body -join "`n")
'==errors'
`$Error | ForEach-Object { "`$_" }
'==mode'
"`$(`$ExecutionContext.SessionState.LanguageMode)"
"@
        $sections = @{}
        foreach ($part in ($lines -join "`n") -split '(?m)^==' | Where-Object -FilterScript { $_ }) {
            $name, $text = $part -split "`n", 2
            $sections[$name] = "$text".TrimEnd()
        }

        $sections
    }

    $script = [ordered] @{
        table    = "Get-CmRequest $id | Out-String -Width 160"
        list     = "Get-CmRequest $id | Format-List | Out-String -Width 160"
        group    = "Get-CmRequest $id, $ExampleEnroll | Sort-Object Status | Format-Table -GroupBy Status | Out-String -Width 80"
        items    = "(Get-CmRequest $id).DataCollection | Out-String"
        session  = 'Get-CmSession | Out-String'
        steps    = 'Test-CmConnection | Out-String -Width 120'
        query    = '@(Get-CmRequest -Status Approved -Type Enroll -SubmittedAfter 2015-01-01 | Select-Object -First 1).Count'
        whatif   = "Get-CmRequest $id | Set-CmRequestStatus -Status Canceled -WhatIf"
        wait     = "(Wait-CmRequest $id -Status Pending -TimeoutSec 0).Uuid.ToString()"
        row      = "'$id' | Select-Object -Property @{ Name = 'Uuid'; Expression = { `$_ } } | Get-CmRequest -ThrottleLimit 2 |
            ForEach-Object { `"`$(`$_.Status) `$(`$_.IsOpen)`" }"
        complete = "(TabExpansion2 'Set-CmRequestStatus $("$id".Substring(0, 13))' 33).CompletionMatches |
            ForEach-Object { `$_.CompletionText + ' ' + `$_.ToolTip }"
        unknown  = "try { Get-CmRequest $NoSuchId -ErrorAction Stop } catch { `$_.FullyQualifiedErrorId }"
        word     = 'try { Set-CmRequestStatus Canceled } catch { "$_" }'
        token    = "`$word = 'token'
            Connect-CmServer '$($server.Uri)' -AllowUnencryptedAuthentication -AccessTokenProvider { 'the' + `$word } -PassThru |
                ForEach-Object { `$_.Authentication }
            (Get-CmRequest $id).Status.ToString()"
    }
}

AfterAll {
    Stop-Simulator
}

Describe 'In <_> and strict mode' -ForEach 'ConstrainedLanguage', 'FullLanguage' {
    BeforeAll {
        $language = $_
        $said = Get-Section -Language $language -Script $script
        $years = [math]::Floor(((Get-Date) - [datetime] '2020-03-02T12:00:00Z').TotalDays / 365.2425)
    }

    It 'the language mode is as specified' {
        $said['mode'] | Should -Be $language
    }

    It 'the table shows the request with its age and without control characters' {
        $said['table'] | Should -Match "(?m)^$id Pending +Renew +2020-03-02 +$($years)y +Lost \[31m card "
    }

    It 'the other views are correct' {
        $said['list'] | Should -Match '(?m)^Status +: Pending'
        $said['list'] | Should -Match '(?m)^IsOpen +: True'
        $said['list'] | Should -Match '(?m)^DataCollection +: City=Seattle|^DataCollection +: \{City=Seattle\}'
        $said['list'] | Should -Match '(?m)^Comment +: Lost \[31m card'
        $said['group'] | Should -Match "(?s)Status: Approved.*$ExampleEnroll Approved.*Status: Pending.*$id Pending"
        $said['items'] | Should -Match '(?m)^City +Seattle'
        $said['session'] | Should -BeLike "*$(([uri] $server.Uri).Authority)*"
        $said['steps'] | Should -Match '(?m)^Api +Passed '
    }

    It 'requests are found, read and changed' {
        $said['query'] | Should -Be '1'
        $said['whatif'] | Should -BeLike "What if:*$id*"
        $said['wait'] | Should -Be "$id"
        $said['row'] | Should -Be 'Pending True'
    }

    It 'completion works' {
        $said['complete'] | Should -BeLike "$id Renew, Pending, submitted *"
    }

    It 'errors are the same as in full language mode' {
        $said['unknown'] | Should -BeLike 'CmRequestNotFound,*'
        $said['word'] | Should -BeLike "*'Canceled' is a status*Specify -Status Canceled.*"
        $said['errors'] -split "`n" | Should -HaveCount 2
    }

    It 'a script block provides tokens' {
        $said['token'] -split "`n" | Should -Be 'Bearer', 'Pending'
    }
}
