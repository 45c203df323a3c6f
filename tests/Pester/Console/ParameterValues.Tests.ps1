# Parameter values: names, dates and addresses have the same meaning in every culture and form.

BeforeDiscovery {
    Import-Module -Name "$PSScriptRoot/../MimCm.TestTools.psm1" -Force
    Import-MimCm
}

BeforeAll {
    Import-Module -Name "$PSScriptRoot/../MimCm.TestTools.psm1" -Force
    Import-MimCm
    $server = Start-Simulator -Arguments '--requests 200'
    Connect-CmServer -Uri $server.Uri
    $all = @(Get-CmRequest)

    function Get-Completion {
        param([string] $Line)

        [System.Management.Automation.CommandCompletion]::CompleteInput($Line, $Line.Length, $null).CompletionMatches.CompletionText
    }
}

AfterAll {
    Stop-Simulator
}

Describe 'A filter by names' {
    It 'selects each name of <Name>' -ForEach @(
        @{ Name = 'one string with a comma'; Value = 'Enroll,Recover' }
        @{ Name = 'one string with blanks and another case'; Value = ' enroll , RECOVER ' }
        @{ Name = 'an array'; Value = @('Enroll', 'Recover') }
        @{ Name = 'a nested array'; Value = @(, @('Enroll', 'Recover')) }
        @{ Name = 'values and numbers'; Value = @('Enroll', 2) }
        @{ Name = 'numbers in a string'; Value = '1,2' }
    ) {
        $wanted = @($all | Where-Object -FilterScript { 'Enroll', 'Recover' -contains "$($_.RequestType)" })

        $found = @(Get-CmRequest -Type $Value)

        $wanted.Count | Should -BeGreaterThan 0
        ($found.Uuid | Sort-Object) | Should -Be ($wanted.Uuid | Sort-Object)
    }

    It 'selects each status of one string' {
        $wanted = @($all | Where-Object -FilterScript { 'Pending', 'Executing' -contains "$($_.Status)" })

        @(Get-CmRequest -Status 'Pending,Executing').Count | Should -Be $wanted.Count
    }

    It 'rejects <Name> before any call' -ForEach @(
        @{ Name = '$null'; Value = $null; Message = '*$null*' }
        @{ Name = 'an array with $null'; Value = @('Pending', $null); Message = '*$null*' }
        @{ Name = 'a wrong word'; Value = 'Pending,Open'; Message = "*'Open' is not a valid name*Pending*" }
        @{ Name = 'the beginning of a name'; Value = 'Pend'; Message = "*'Pend' is not a valid name*" }
        @{ Name = 'an empty element'; Value = 'Pending,'; Message = "*'' is not a valid name*" }
        @{ Name = 'a number that is no status'; Value = 19; Message = "*'19' is not a valid name*" }
        @{ Name = 'a change'; Value = 'Abandoned'; Message = '*status Failed*' }
        @{ Name = 'an escape sequence'; Value = "$([char] 27)[31mPending"; Message = '*not a valid name*' }
    ) {
        Clear-Call
        foreach ($command in { Get-CmRequest -Status $Value }, { Wait-CmRequest $ExampleEnroll -Status $Value }) {
            $failure = Get-Failure $command
            $failure.Exception.Message | Should -BeLike $Message
            $failure.Exception.Message.Contains([string] [char] 27) | Should -BeFalse
        }
        Get-Call | Should -BeNullOrEmpty
    }

    # A wrapper function passes on a change. Converted by its number, it would be another status.
    It 'does not convert a change to the status with the same number' {
        $numbers = [enum]::GetValues([MimCm.RequestStatus]) | ForEach-Object -Process { [int] $_ }
        foreach ($change in [enum]::GetValues([MimCm.RequestStatusChange])) {
            [int] $change | Should -Not -BeIn $numbers
        }
    }

    It 'waits for the status with the name of a change, and for no other' {
        function Set-AndWait {
            param([guid] $Id, [MimCm.RequestStatusChange] $Status)

            Wait-CmRequest -Id $Id -Status $Status -TimeoutSec 0
        }
        $approved, $canceled, $failed = @{ Status = 3 }, @{ Status = 17 }, @{ Status = 18 } | ForEach-Object -Process { New-ServerRequest -With $_ }

        (Set-AndWait -Id $canceled -Status Canceled).Uuid | Should -Be $canceled
        (Get-Failure -Of { Set-AndWait -Id $approved -Status Canceled }).FullyQualifiedErrorId | Should -BeLike 'CmWaitTimeout,*'
        Clear-Call
        foreach ($id in $approved, $failed) {
            { Set-AndWait -Id $id -Status Abandoned } | Should -Throw -ExpectedMessage '*Failed*'
            { Wait-CmRequest -Id $id -Status ([int] [MimCm.RequestStatusChange]::Abandoned) } | Should -Throw
            { Get-CmRequest -Status ([MimCm.RequestStatusChange]::Abandoned) } | Should -Throw
        }
        Get-Call | Should -BeNullOrEmpty
    }

    It 'waits for each status of one string' {
        $open = New-ServerRequest -With @{ Status = 8 }

        (Wait-CmRequest $open -Status 'Completed,Failed' -TimeoutSec 0).Status | Should -Be 'Completed'
    }
}

Describe 'A filter by date' {
    It 'reads <Text> as the same date in the culture <Culture>' -ForEach @(
        foreach ($culture in 'en-US', 'de-DE', 'fa-IR', 'th-TH', 'ar-SA') {
            foreach ($text in '2024-03-01', '2024-03-01T00:00:00', '2024-03-01 00:00') {
                @{ Culture = $culture; Text = $text }
            }
        }
    ) {
        $wanted = @($all | Where-Object -FilterScript { $_.Submitted -lt ([datetime]::new(2024, 3, 1)) }).Count
        $wanted | Should -BeGreaterThan 0
        $before = [System.Globalization.CultureInfo]::CurrentCulture
        try {
            [System.Threading.Thread]::CurrentThread.CurrentCulture = $Culture
            @(Get-CmRequest -SubmittedBefore $Text).Count | Should -Be $wanted
        }
        finally {
            [System.Threading.Thread]::CurrentThread.CurrentCulture = $before
        }
    }

    It 'reads a time zone' {
        $moment = $all[0].Submitted.ToUniversalTime()

        $found = @(Get-CmRequest -SubmittedAfter ($moment.ToString('o')) -SubmittedBefore ($moment.AddSeconds(1).ToString('o')))

        $found.Uuid | Should -Contain $all[0].Uuid
    }

    It 'rejects <Name> before any call' -ForEach @(
        @{ Name = 'a number, which is no date but ticks'; Value = 20240301 }
        @{ Name = '$null'; Value = $null }
        @{ Name = 'another text'; Value = 'yesterday' }
    ) {
        Clear-Call
        { Get-CmRequest -SubmittedBefore $Value } | Should -Throw
        Get-Call | Should -BeNullOrEmpty
    }
}

Describe 'Completion of parameters and addresses' {
    It 'offers every parameter of <_>' -ForEach @(Get-Command -Module MimCm -CommandType Cmdlet | Select-Object -ExpandProperty Name) {
        $common = [System.Management.Automation.PSCmdlet]::CommonParameters + [System.Management.Automation.PSCmdlet]::OptionalCommonParameters
        $parameters = @((Get-Command -Name $_).Parameters.Keys | Where-Object -FilterScript { $common -notcontains $_ })

        $offered = @(Get-Completion "$_ -")

        foreach ($parameter in $parameters + 'Verbose' + 'ErrorAction') {
            $offered | Should -Contain "-$parameter"
        }
    }

    It 'offers the known servers after -Uri, and never files' {
        $env:MIMCM_URI = 'cm.contoso.com'
        try {
            $offered = @(Get-Completion 'Connect-CmServer ')
            $offered | Should -Contain 'https://cm.contoso.com/'
            $offered | Should -Contain "$((Get-CmSession)[0].Uri)"
            Get-Completion 'Connect-CmServer -Uri cm.c' | Should -Be 'https://cm.contoso.com/'
            Get-Completion 'Test-CmConnection other' | Should -Be 'https://other'
        }
        finally {
            $env:MIMCM_URI = $null
        }
    }
}

Describe 'A deserialized request' {
    It 'compares enumeration values by name after <Name>' -ForEach @(
        @{
            Name = 'Export-Clixml'
            Copy = {
                param($request)
                $path = Join-Path -Path $TestDrive -ChildPath request.xml
                $request | Export-Clixml -LiteralPath $path
                Import-Clixml -LiteralPath $path
            }
        }
        @{
            Name = 'a job'
            Copy = {
                param($request)
                Start-Job -ScriptBlock {
                    param($module, $uri, $id)
                    Import-Module $module
                    Connect-CmServer $uri
                    Get-CmRequest $id
                } -ArgumentList (Get-ModulePath), $server.Uri, $request.Uuid | Receive-Job -Wait -AutoRemoveJob
            }
        }
    ) {
        $request = Get-CmRequest $ExampleEnroll

        $copy = & $Copy $request

        $copy.Status -eq 'Approved' | Should -BeTrue
        $copy.Status -ne 'Approved' | Should -BeFalse
        $copy.RequestType -eq 'Enroll' | Should -BeTrue
        [MimCm.RequestStatus] $copy.Status | Should -Be $request.Status
        ($copy | Get-CmRequest).Uuid | Should -Be $request.Uuid
        ($copy | Out-String) | Should -BeLike '*Approved*Enroll*'
    }
}
