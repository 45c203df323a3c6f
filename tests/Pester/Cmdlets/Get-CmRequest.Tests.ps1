BeforeAll {
    . "$PSScriptRoot/../Initialize-TestFile.ps1"
    $ErrorActionPreference = 'Continue'
    $server = Start-Simulator
    Connect-CmServer -Uri $server.Uri -MaximumRetryCount 0
}

AfterAll {
    Stop-Simulator
}

Describe 'Get-CmRequest by id' {
    BeforeEach {
        Clear-Call
    }

    It 'returns the request with one call' {
        $request = Get-CmRequest $ExampleEnroll

        $request | Should -BeOfType ([MimCm.Request])
        $request.Uuid | Should -Be $ExampleEnroll
        (Get-Call).Line | Should -Be "GET requests/$ExampleEnroll"
    }

    It 'returns the values of the documented request as typed values' {
        $request = Get-CmRequest $ExampleEnroll

        $request.PSObject.Properties | Where-Object -FilterScript { $_.IsSettable } | Should -BeNullOrEmpty
        $request.IsOpen, $request.IsFinal | Should -Be $true, $false
        $request.Age | Should -BeGreaterThan ([timespan] '3650.00:00:00')
        @($request | Where-Object Age -GT 3650).Count, @($request | Where-Object Age -GT 36500).Count | Should -Be 1, 0
        @($request | Where-Object AgeDays -GT 3650).Count, @($request | Where-Object AgeDays -GT 36500).Count | Should -Be 1, 0
        $request.RequestType | Should -Be ([MimCm.RequestType]::Enroll)
        $request.Status | Should -Be ([MimCm.RequestStatus]::Approved)
        $request.Submitted | Should -Be ([datetime]::new(2015, 7, 7, 23, 36, 21, 930, [System.DateTimeKind]::Utc).ToLocalTime())
        $request.Submitted.Kind | Should -Be 'Local'
        $request.Submitted -lt (Get-Date) | Should -BeTrue
        $request.Completed | Should -BeNullOrEmpty
        $request.NewProfileUuid | Should -BeNullOrEmpty
        $request.SecurityDescriptor | Should -Not -Match '\0'
        $request.IsSmartcard | Should -BeTrue
        @($request.DataCollection).Count | Should -Be 0
    }

    It 'keeps and displays a number without a name' {
        $id = New-ServerRequest -With @{ RequestType = 14; Flags = 258; Status = 77 }

        $request = Get-CmRequest $id

        "$($request.RequestType) $($request.Status)" | Should -Be '14 77'
        [int] $request.Flags | Should -Be 258
    }

    It 'accepts <Name> as an argument' -ForEach @(
        @{ Name = 'a Guid'; Make = { $ExampleEnroll } }
        @{ Name = 'a string'; Make = { "$ExampleEnroll" } }
        @{ Name = 'a string in capitals and braces'; Make = { "{$ExampleEnroll}".ToUpperInvariant() } }
        @{ Name = 'a string with blanks around it'; Make = { " $ExampleEnroll " } }
        @{ Name = 'a wrapped Guid'; Make = { [psobject] $ExampleEnroll } }
        @{ Name = 'a wrapped string'; Make = { Write-Output "$ExampleEnroll" } }
        @{ Name = 'a Request'; Make = { Get-CmRequest $ExampleEnroll } }
        @{ Name = 'a row'; Make = { [pscustomobject] @{ Uuid = "$ExampleEnroll" } } }
        @{ Name = 'a hashtable'; Make = { @{ Uuid = $ExampleEnroll } } }
    ) {
        (Get-CmRequest (& $Make)).Uuid | Should -Be $ExampleEnroll
    }

    It 'accepts <Name> from the pipeline' -ForEach @(
        @{ Name = 'a Guid'; Make = { $ExampleEnroll } }
        @{ Name = 'a string'; Make = { "$ExampleEnroll" } }
        @{ Name = 'a string in capitals and braces'; Make = { "{$ExampleEnroll}".ToUpperInvariant() } }
        @{ Name = 'a wrapped Guid'; Make = { [psobject] $ExampleEnroll } }
        @{ Name = 'a Request'; Make = { Get-CmRequest $ExampleEnroll } }
        @{ Name = 'a Request with a member more'; Make = { Get-CmRequest $ExampleEnroll | Add-Member -NotePropertyName Id -NotePropertyValue 17 -PassThru } }
        @{ Name = 'what Select-Object leaves of a Request'; Make = { Get-CmRequest $ExampleEnroll | Select-Object -Property Uuid, Status } }
        @{ Name = 'an object with Uuid'; Make = { [pscustomobject] @{ Uuid = $ExampleEnroll } } }
        @{ Name = 'an object with RequestId'; Make = { [pscustomobject] @{ RequestId = "$ExampleEnroll" } } }
        @{ Name = 'an object with Id'; Make = { [pscustomobject] @{ Id = "$ExampleEnroll" } } }
        @{ Name = 'an object with uuid in another case'; Make = { [pscustomobject] @{ uuid = "$ExampleEnroll" } } }
        @{ Name = 'an object with a wrapped id'; Make = { [pscustomobject] @{ Uuid = Write-Output "$ExampleEnroll" } } }
        @{ Name = 'an object that names one request twice'; Make = { [pscustomobject] @{ Uuid = $ExampleEnroll; Id = "$ExampleEnroll" } } }
        @{ Name = 'an object whose Id is another number'; Make = { [pscustomobject] @{ Id = '4711'; RequestId = "$ExampleEnroll" } } }
        @{ Name = 'an object whose Uuid is empty and whose RequestId is not'; Make = { [pscustomobject] @{ Uuid = ''; RequestId = "$ExampleEnroll" } } }
        @{ Name = 'a hashtable'; Make = { @{ RequestId = $ExampleEnroll } } }
        @{ Name = 'an ordered hashtable'; Make = { [ordered] @{ Name = 'x'; Uuid = $ExampleEnroll } } }
        @{ Name = 'an array as one object'; Make = { , @($ExampleEnroll) } }
        @{ Name = 'a script block for the parameter'; Make = { [pscustomobject] @{ Ticket = $ExampleEnroll } }; Parameters = @{ Id = { $_.Ticket } } }
    ) {
        if (-not (Get-Variable -Name Parameters -ErrorAction Ignore)) {
            $Parameters = @{}
        }

        (& $Make | Get-CmRequest @Parameters).Uuid | Should -Be $ExampleEnroll
        @(Get-Call)[-1].Line | Should -Be "GET requests/$ExampleEnroll"
    }

    It 'accepts the alias <_>' -ForEach 'Uuid', 'RequestId' {
        $other = @{ $_ = $ExampleEnroll }

        (Get-CmRequest @other).Uuid | Should -Be $ExampleEnroll
    }

    It 'accepts the rows of a CSV file with the column <_>, and ignores the other columns' -ForEach 'Uuid', 'RequestId', 'Id' {
        $file = Join-Path -Path $TestDrive -ChildPath 'requests.csv'
        Set-Content -LiteralPath $file -Value "Owner,$_,Status", "alice,$ExampleEnroll,Pending", "bob,$ExampleUnblock,Canceled"

        (Import-Csv -LiteralPath $file | Get-CmRequest).Uuid | Should -Be $ExampleEnroll, $ExampleUnblock
        (Get-Call).Line | Should -Be "GET requests/$ExampleEnroll", "GET requests/$ExampleUnblock"
    }

    It 'accepts a Request after Export-Clixml and Import-Clixml' {
        $file = Join-Path -Path $TestDrive -ChildPath 'requests.xml'
        Get-CmRequest $ExampleEnroll, $ExampleUnblock | Export-Clixml -LiteralPath $file
        $thawed = Import-Clixml -LiteralPath $file
        $thawed[0].PSObject.TypeNames[0] | Should -Be 'Deserialized.MimCm.Request'

        ($thawed | Get-CmRequest).Uuid | Should -Be $ExampleEnroll, $ExampleUnblock
    }

    It 'accepts a Request from a job' {
        $job = Start-Job -ArgumentList (Get-ModulePath), $server.Uri, $ExampleEnroll -ScriptBlock {
            param($module, $uri, $id)
            Import-Module -Name $module
            Connect-CmServer -Uri $uri
            Get-CmRequest $id
        }
        $thawed = $job | Receive-Job -Wait -AutoRemoveJob

        ($thawed | Get-CmRequest).Uuid | Should -Be $ExampleEnroll
    }

    It 'accepts a pipeline of different objects, in their order' {
        $ids = @(New-ServerRequest -Count 4)
        $mixed = $ids[0], "$($ids[1])", (Get-CmRequest $ids[2]), [pscustomobject] @{ RequestId = $ids[3] }

        ($mixed | Get-CmRequest).Uuid | Should -Be $ids
    }

    It 'returns a request as often as its id is specified' {
        Get-CmRequest $ExampleEnroll, $ExampleUnblock, $ExampleEnroll | Should -HaveCount 3
    }

    It 'returns the others in their order if one is unknown' {
        $failures = Get-Failure { ($ExampleEnroll, $NoSuchId, $ExampleUnblock | Get-CmRequest).Uuid | Should -Be $ExampleEnroll, $ExampleUnblock }

        $failures | Should -HaveCount 1
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'CmRequestNotFound,*'
        $failures[0].TargetObject | Should -Be $NoSuchId
    }

    It 'keeps the order with -ThrottleLimit, even if later responses arrive first' {
        $ids = @(New-ServerRequest -Count 4)
        Set-Fault -Rule (0..3 | ForEach-Object -Process { @{ id = $ids[$_]; latency = 1000 - 300 * $_ } })

        $requests = $ids | Get-CmRequest -ThrottleLimit 4
        Set-Fault

        $requests.Uuid | Should -Be $ids
        $calls = @(Get-Call)
        ([datetimeoffset] $calls[3].time - [datetimeoffset] $calls[0].time).TotalMilliseconds | Should -BeLessThan $calls[0].milliseconds
    }

    It 'makes at most -ThrottleLimit calls at the same time' {
        $ids = @(New-ServerRequest -Count 6)
        Set-Fault -Rule @{ path = 'item'; latency = 150 }

        $requests = $ids | Get-CmRequest -ThrottleLimit 2
        Set-Fault

        $requests.Uuid | Should -Be $ids
        $spans = Get-Call | ForEach-Object -Process {
            $begin = ([datetimeoffset] $_.time).ToUnixTimeMilliseconds()
            @{ Begin = $begin; End = $begin + $_.milliseconds }
        }
        foreach ($span in $spans) {
            @($spans | Where-Object -FilterScript { $_.Begin -lt $span.Begin -and $_.End -gt $span.Begin + 75 }).Count | Should -BeLessThan 2
        }
    }

    It 'rejects a -ThrottleLimit of <_>' -ForEach 0, 65 {
        { Get-CmRequest $ExampleEnroll -ThrottleLimit $_ } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
        Get-Call | Should -BeNullOrEmpty
    }

    It 'makes no call for an empty pipeline' {
        @() | Get-CmRequest | Should -BeNullOrEmpty
        @() | Get-CmRequest -ThrottleLimit 4 | Should -BeNullOrEmpty
        Get-Call | Should -BeNullOrEmpty
    }

    It 'rejects <Name> in the pipeline with one error, the reason and no call' -ForEach @(
        @{ Name = 'a malformed id'; Value = 'a9b4b42c-cc50-4c9b-89d1'; Message = "*'a9b4b42c-cc50-4c9b-89d1' is not the id of a request*GUID, such as*" }
        @{ Name = 'a number in a string'; Value = '17'; Message = "*'17' is not the id of a request*" }
        @{ Name = 'a number'; Value = 17; Message = "*'17' is not the id of a request*" }
        @{ Name = 'the all-zero id'; Value = [guid]::Empty; Message = '*all-zero GUID is not the id of a request*' }
        @{
            Name = 'a row with the all-zero id'; Value = [pscustomobject] @{ Uuid = "$([guid]::Empty)" }
            Message = '*all-zero GUID is not the id of a request*'
        }
        @{ Name = 'an object without an id'; Value = [pscustomobject] @{ Name = 'x' }; Message = '*none of the properties Uuid, RequestId and Id*' }
        @{ Name = 'a row with an empty id'; Value = [pscustomobject] @{ Uuid = '' }; Message = "*property Uuid is ''*" }
        @{
            Name = 'a row with a malformed Uuid, whatever its Id'
            Value = [pscustomobject] @{ Uuid = 'a9b4b42c'; Id = 'a9b4b42c-cc50-4c9b-89d1-bbc0bcd5a099' }
            Message = "*property Uuid is 'a9b4b42c'*"
        }
        @{
            Name = 'an object that names two requests'
            Value = [pscustomobject] @{ Uuid = 'a9b4b42c-cc50-4c9b-89d1-bbc0bcd5a099'; RequestId = '0c96d73f-967b-420e-854a-43ad2a1504bc' }
            Message = '*ids of two requests: Uuid is a9b4b42c* and RequestId is 0c96d73f*'
        }
        @{ Name = 'a hashtable without an id'; Value = @{ Status = 'Pending' }; Message = '*none of the properties Uuid, RequestId and Id*' }
    ) {
        $failures = @(Get-Failure { $Value | Get-CmRequest })

        $failures | Should -HaveCount 1
        $failures[0].Exception.Message | Should -BeLike $Message
        Get-Call | Should -BeNullOrEmpty
    }

    It 'rejects $null in the pipeline' {
        $failures = @(Get-Failure { $null | Get-CmRequest })

        $failures | Should -HaveCount 1
        $failures[0].Exception.Message | Should -BeLike '*$null*'
        Get-Call | Should -BeNullOrEmpty
    }

    It 'rejects processes, whose Id is not a GUID' {
        $failures = @(Get-Failure { Get-Process -Id $PID | Get-CmRequest })

        $failures | Should -HaveCount 1
        $failures[0].Exception.Message | Should -BeLike "*property Id is '$PID'*GUID*"
        Get-Call | Should -BeNullOrEmpty
    }

    It 'continues after a rejected object' {
        $failures = @(Get-Failure { ('garbage', $ExampleEnroll, $null, $ExampleUnblock | Get-CmRequest).Uuid | Should -Be $ExampleEnroll, $ExampleUnblock })

        $failures | Should -HaveCount 2
    }

    It 'rejects <Name> as an argument before any call' -ForEach @(
        @{ Name = '$null'; Value = $null }
        @{ Name = 'an empty array'; Value = @() }
        @{ Name = 'an array with $null in it'; Value = 'a9b4b42c-cc50-4c9b-89d1-bbc0bcd5a099', $null }
        @{ Name = 'an array with a malformed id in it'; Value = 'a9b4b42c-cc50-4c9b-89d1-bbc0bcd5a099', 'x' }
        @{ Name = 'the all-zero id'; Value = [guid]::Empty }
    ) {
        { Get-CmRequest -Id $Value } | Should -Throw
        { Get-CmRequest $Value } | Should -Throw
        Get-Call | Should -BeNullOrEmpty
    }

    It 'suggests -Status if a status is specified as an id' {
        { Get-CmRequest Pending } | Should -Throw -ExpectedMessage "*Specify -Status Pending.*"
        Get-Call | Should -BeNullOrEmpty
    }

    It 'rejects an id together with <Filter> before any call, and the message says what to do' -ForEach @(
        @{ Filter = 'Status'; Value = 'Approved'; Instead = 'Where-Object Status -EQ Approved' }
        @{ Filter = 'Status'; Value = 'Pending', 'Executing'; Instead = 'Where-Object Status -In Pending, Executing' }
        @{ Filter = 'Type'; Value = 'Renew'; Instead = 'Where-Object RequestType -EQ Renew' }
        @{ Filter = 'TargetUser'; Value = 'current'; Instead = 'Where-Object TargetUserUuid -EQ <guid>' }
        @{ Filter = 'Originator'; Value = 'CONTOSO\jane'; Instead = 'Where-Object OriginatorUserUuid -EQ <guid>' }
        @{
            Filter = 'ProfileTemplate'; Value = [guid] '0b000000-0000-4000-8000-000000000001'
            Instead = 'Where-Object ProfileTemplateUuid -EQ 0b000000-0000-4000-8000-000000000001'
        }
        @{ Filter = 'SubmittedAfter'; Value = '2026-01-01'; Instead = 'Where-Object Submitted -GE 2026-01-01' }
        @{ Filter = 'SubmittedBefore'; Value = '2026-01-01T14:30:00'; Instead = 'Where-Object Submitted -LE 2026-01-01T14:30:00' }
    ) {
        $with = @{ $Filter = $Value }

        $way = "-$Filter cannot be used with -Id*Omit the ids to run a query, or filter*Get-CmRequest -Id ... | $Instead"
        { Get-CmRequest $ExampleEnroll @with } | Should -Throw -ErrorId 'CmInvalidParameter,*' -ExpectedMessage $way
        { Get-CmRequest -Id $ExampleEnroll @with } | Should -Throw -ErrorId 'CmInvalidParameter,*' -ExpectedMessage $way
        { $ExampleEnroll, $ExampleUnblock | Get-CmRequest @with } | Should -Throw -ErrorId 'CmInvalidParameter,*' -ExpectedMessage $way
        Get-Call | Should -BeNullOrEmpty
    }

    It 'rejects -ThrottleLimit for a query before any call, without prompting for an id' {
        { Get-CmRequest -Status Pending -ThrottleLimit 4 } |
            Should -Throw -ErrorId 'CmInvalidParameter,*' -ExpectedMessage '-ThrottleLimit can be used only with -Id*'
        { Get-CmRequest -ThrottleLimit 4 } | Should -Throw -ErrorId 'CmInvalidParameter,*'
        Get-Call | Should -BeNullOrEmpty
    }

    It 'rejects specified parameters only, and ignores default values of the other parameter set' {
        $PSDefaultParameterValues['*-Cm*:ThrottleLimit'] = 8
        $PSDefaultParameterValues['Get-CmRequest:Status'] = 'Pending'
        try {
            (Get-CmRequest $ExampleEnroll).Uuid | Should -Be $ExampleEnroll
            Get-CmRequest -Type Enroll | ForEach-Object -Process { $_.Status | Should -Be 'Pending' }
            { Get-CmRequest $ExampleEnroll -Status Pending } | Should -Throw -ErrorId 'CmInvalidParameter,*'
            { Get-CmRequest -ThrottleLimit 8 } | Should -Throw -ErrorId 'CmInvalidParameter,*'
        }
        finally {
            $PSDefaultParameterValues.Remove('*-Cm*:ThrottleLimit')
            $PSDefaultParameterValues.Remove('Get-CmRequest:Status')
        }
    }

    It 'accepts <Name> as an id' -ForEach @(
        @{ Name = 'the path of a request'; Value = 'api/v1.0/requests/a9b4b42c-cc50-4c9b-89d1-bbc0bcd5a099' }
        @{ Name = 'a path with the virtual folder'; Value = '/CertificateManagement/api/v1.0/requests/A9B4B42C-CC50-4C9B-89D1-BBC0BCD5A099/' }
        @{ Name = 'a dictionary with a key in lower case'; Value = @{ uuid = 'a9b4b42c-cc50-4c9b-89d1-bbc0bcd5a099' } }
        @{
            Name = 'a case-sensitive dictionary'
            Value = & {
                $d = New-Object -TypeName 'System.Collections.Generic.Dictionary[string,object]'
                $d['REQUESTID'] = 'a9b4b42c-cc50-4c9b-89d1-bbc0bcd5a099'
                $d
            }
        }
        @{
            Name = 'an expando object'
            Value = & {
                $e = New-Object -TypeName System.Dynamic.ExpandoObject
                ([System.Collections.Generic.IDictionary[string, object]] $e).Add('uuid', 'a9b4b42c-cc50-4c9b-89d1-bbc0bcd5a099')
                , $e
            }
        }
    ) {
        (Get-CmRequest -Id $Value).Uuid | Should -Be $ExampleEnroll
        (, $Value | Get-CmRequest).Uuid | Should -Be $ExampleEnroll
    }

    It 'reports the invisible character <_> in an id without printing it' -ForEach 0x200B, 0xFEFF, 0x202E, 0xE0041, 0x1B {
        $failure = Get-Failure { Get-CmRequest -Id ([char]::ConvertFromUtf32($_) + "$ExampleEnroll") }

        $failure.Exception.Message | Should -BeLike ('*invisible character U+{0:X4}*' -f $_)
        $failure.Exception.Message.Contains([char]::ConvertFromUtf32($_)) | Should -BeFalse
    }

    It 'writes one line for each call with -Verbose' {
        $lines = @(Get-CmRequest $ExampleEnroll, $ExampleUnblock -Verbose 4>&1 | Where-Object -FilterScript {
            $_ -is [System.Management.Automation.VerboseRecord]
        })

        $lines | Should -HaveCount 2
        $lines[0].Message | Should -Match "^GET /CertificateManagement/api/v1\.0/requests/$ExampleEnroll 200 \d+ ms$"
        $lines[1].Message | Should -Match "^GET /CertificateManagement/api/v1\.0/requests/$ExampleUnblock 200 \d+ ms$"
    }

    It 'writes one line for each call with -Verbose and -ThrottleLimit' {
        $ids = @(New-ServerRequest -Count 5)

        $lines = @($ids | Get-CmRequest -ThrottleLimit 5 -Verbose 4>&1 | Where-Object -FilterScript { $_ -is [System.Management.Automation.VerboseRecord] })

        $lines | Should -HaveCount 5
    }

    It 'does not change an exception of a later command' {
        { $ExampleEnroll | Get-CmRequest | ForEach-Object -Process { throw 'further down' } } | Should -Throw -ExpectedMessage 'further down'
        { Get-CmRequest -Status Approved | ForEach-Object -Process { throw 'further down' } } | Should -Throw -ExpectedMessage 'further down'
    }
}

Describe 'Get-CmRequest by query' {
    BeforeAll {
        $bob = [guid]::NewGuid()
        $template = [guid]::NewGuid()
        $monday = [datetime]::new(2026, 3, 2, 9, 0, 0, [System.DateTimeKind]::Local)
        $tuesday = $monday.AddDays(1)
        $wednesday = $monday.AddDays(2)
        $ofBob = New-ServerRequest -With @{
            OriginatorUserUuid = $bob
            TargetUserUuid = $bob
            RequestType = 3
            Submitted = $monday.ToUniversalTime()
            ProfileTemplateUuid = $template
        }
        $forBob = New-ServerRequest -With @{
            TargetUserUuid = $bob
            RequestType = 5
            Submitted = $tuesday.ToUniversalTime()
            ProfileTemplateUuid = $template
            Status = 16
        }
        $later = New-ServerRequest -With @{ RequestType = 3; Submitted = $wednesday.ToUniversalTime(); ProfileTemplateUuid = $template; Status = 16 }
    }

    BeforeEach {
        Clear-Call
    }

    It 'lists all requests without a filter' {
        $all = @(Get-CmRequest)

        $all.Count | Should -BeGreaterThan 100
        $all.Uuid | Should -Contain $ExampleEnroll
        (Get-Call).Line | Should -Be 'GET requests'
    }

    It 'filters by status on the server' {
        $pending = @(Get-CmRequest -Status Pending)

        $pending.Uuid | Should -Contain $forBob
        $pending.Status | Sort-Object -Unique | Should -Be 'Pending'
        (Get-Call).Line | Should -Be 'GET requests?status=Pending'
    }

    It 'filters by the current user on the server' {
        $own = @(Get-CmRequest -TargetUser current)

        $own.Uuid | Should -Contain $ExampleEnroll
        $own.Uuid | Should -Not -Contain $forBob
        (Get-Call).Line | Should -Be 'GET requests?targetuser=current'
    }

    It 'filters by both on the server' {
        $null = Get-CmRequest -Status Approved -TargetUser Current

        (Get-Call).Line | Should -Be 'GET requests?targetuser=current&status=Approved'
    }

    It 'sends one query for each status, and returns no request twice' {
        $found = @(Get-CmRequest -Status Pending, Approved, Pending)

        ($found.Status | Sort-Object -Unique) -join ' ' | Should -Be 'Approved Pending'
        @($found.Uuid | Sort-Object -Unique).Count | Should -Be $found.Count
        (Get-Call).Line | Should -Be 'GET requests?status=Pending', 'GET requests?status=Approved'
    }

    It 'returns no request with another status than that of the query' {
        Set-SimulatorOption @{ statusNoneIsAny = $true }
        $found = @(Get-CmRequest -Status None, Approved -ErrorAction SilentlyContinue -ErrorVariable failures)
        Set-SimulatorOption @{ statusNoneIsAny = $false }

        $failures[0].FullyQualifiedErrorId | Should -BeLike 'CmInvalidResponse,*'
        $found | Where-Object -Property Status -NotIn -Value 'None', 'Approved' | Should -BeNullOrEmpty
    }

    It 'filters by <Name>' -ForEach @(
        @{ Name = 'target user'; Filter = { @{ TargetUser = "$bob" } }; Expected = { $ofBob, $forBob } }
        @{ Name = 'originator'; Filter = { @{ Originator = $bob } }; Expected = { $ofBob } }
        @{ Name = 'profile template'; Filter = { @{ ProfileTemplate = $template } }; Expected = { $ofBob, $forBob, $later } }
        @{ Name = 'profile template and type'; Filter = { @{ ProfileTemplate = $template; Type = 'Renew' } }; Expected = { $ofBob, $later } }
        @{
            Name = 'profile template and two types'; Filter = { @{ ProfileTemplate = $template; Type = 'Renew', 'Unblock' } }
            Expected = { $ofBob, $forBob, $later }
        }
        @{ Name = 'profile template and status'; Filter = { @{ ProfileTemplate = $template; Status = 'Pending' } }; Expected = { $forBob, $later } }
        @{ Name = 'the day after which, inclusive'; Filter = { @{ ProfileTemplate = $template; SubmittedAfter = $tuesday } }; Expected = { $forBob, $later } }
        @{ Name = 'the day before which, inclusive'; Filter = { @{ ProfileTemplate = $template; SubmittedBefore = $tuesday } }; Expected = { $ofBob, $forBob } }
        @{ Name = 'one moment'; Filter = { @{ ProfileTemplate = $template; SubmittedAfter = $tuesday; SubmittedBefore = $tuesday } }; Expected = { $forBob } }
        @{ Name = 'a moment in UTC'; Filter = { @{ ProfileTemplate = $template; SubmittedAfter = $wednesday.ToUniversalTime() } }; Expected = { $later } }
        @{
            Name = 'a moment in UTC and one in local time'
            Filter = { @{ ProfileTemplate = $template; SubmittedAfter = $tuesday.ToUniversalTime(); SubmittedBefore = $tuesday } }
            Expected = { $forBob }
        }
        @{
            Name = 'a date without a zone, which is local'
            Filter = { @{ ProfileTemplate = $template; SubmittedAfter = [datetime]::SpecifyKind($wednesday, 'Unspecified') } }
            Expected = { $later }
        }
        @{ Name = 'a date in a string'; Filter = { @{ ProfileTemplate = $template; SubmittedAfter = '2026-03-04' } }; Expected = { $later } }
    ) {
        $parameters = & $Filter

        (Get-CmRequest @parameters).Uuid | Should -Be (& $Expected)
    }

    It 'has no output and no error if nothing is found and the server responds with <_>' -ForEach 204, 200 {
        Set-SimulatorOption @{ emptyList = $_ }

        $failures = @(Get-Failure { Get-CmRequest -Status None | Should -BeNullOrEmpty })
        Set-SimulatorOption @{ emptyList = 204 }

        $failures | Should -HaveCount 0
    }

    It 'has no output and no error if no request matches its own filters' {
        @(Get-Failure { Get-CmRequest -Originator ([guid]::NewGuid()) | Should -BeNullOrEmpty }) | Should -HaveCount 0
    }

    It 'rejects <Name> before any call, and the message says what is expected' -ForEach @(
        @{ Name = 'an empty user'; Parameters = @{ TargetUser = '' }; Message = '*GUID or a name*empty*' }
        @{ Name = '$null as user'; Parameters = @{ TargetUser = $null }; Message = '*GUID or a name*empty*' }
        @{ Name = 'the all-zero user'; Parameters = @{ TargetUser = "$([guid]::Empty)" }; Message = '*GUID or a name*empty*' }
        @{ Name = 'the all-zero originator'; Parameters = @{ Originator = [guid]::Empty }; Message = '*all-zero GUID*' }
        @{ Name = 'the all-zero template'; Parameters = @{ ProfileTemplate = [guid]::Empty }; Message = '*all-zero*' }
        @{ Name = 'no originators'; Parameters = @{ Originator = @() }; Message = '*Originator*empty*' }
        @{ Name = 'no statuses'; Parameters = @{ Status = @() }; Message = '*Status*empty*' }
        @{ Name = '$null as status'; Parameters = @{ Status = $null }; Message = '*Status*null*' }
        @{ Name = 'a status there is none of'; Parameters = @{ Status = 'Abandoned' }; Message = '*Abandoned*Failed*' }
        @{ Name = 'a type there is none of'; Parameters = @{ Type = 'Party' }; Message = '*Party*Enroll*' }
        @{
            Name = 'dates with nothing between'; Parameters = @{ SubmittedAfter = '2026-03-05'; SubmittedBefore = '2026-03-04' }
            Message = '*-SubmittedAfter is later than*'
        }
    ) {
        { Get-CmRequest @Parameters } | Should -Throw -ExpectedMessage $Message
        Get-Call | Should -BeNullOrEmpty
    }

    It 'returns the first request before the rest of the list has arrived' {
        Set-Fault -Rule @{ path = 'list'; stall = 3000; stallAt = 20000 }
        $shell = New-ConnectedRunspace
        $code = 'param($uri) $env:MIMCM_URI = $uri; try { Get-CmRequest } finally { $env:MIMCM_URI = $null }'
        $running = Start-Runspace -Shell $shell -Script $code -Arguments $server.Uri
        $clock = [System.Diagnostics.Stopwatch]::StartNew()
        while ($running.Output.Count -eq 0 -and $clock.Elapsed.TotalSeconds -lt 10) {
            Start-Sleep -Milliseconds 10
        }
        $completed = $running.Handle.IsCompleted
        $count = $running.Output.Count
        $null = Stop-Runspace $running
        Close-Runspace $shell
        Set-Fault

        $count | Should -BeGreaterThan 3
        $completed | Should -BeFalse
    }

    It 'returns the complete requests before a failure, and then the error' {
        Set-Fault -Rule @{ path = 'list'; cutElements = 3; insideElement = $true; framing = 'chunked' }
        $requests = New-Object -TypeName System.Collections.ArrayList

        $failures = @(Get-Failure { Get-CmRequest | ForEach-Object -Process { $null = $requests.Add($_) } })
        Set-Fault

        $requests | Should -HaveCount 3
        $failures | Should -HaveCount 1
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'CmInvalidResponse,*'
        $failures[0].Exception.Message | Should -BeLike '*3 request(s) were received completely*'
    }

    It 'writes one line for each call with -Verbose' {
        $lines = @(Get-CmRequest -Status Pending, Executing -Verbose 4>&1 | Where-Object -FilterScript { $_ -is [System.Management.Automation.VerboseRecord] })

        $lines | Should -HaveCount 2
        $lines[0].Message | Should -Match '^GET /CertificateManagement/api/v1\.0/requests\?status=Pending 200 \d+ ms$'
        $lines[1].Message | Should -Match '^GET /CertificateManagement/api/v1\.0/requests\?status=Executing 200 \d+ ms$'
    }

    It 'completes the statuses and the types' {
        (TabExpansion2 -inputScript 'Get-CmRequest -Status Pe' -cursorColumn 24).CompletionMatches.CompletionText | Should -Be 'Pending'
        (TabExpansion2 -inputScript 'Get-CmRequest -Type Ren' -cursorColumn 23).CompletionMatches.CompletionText | Should -Be 'Renew'
        Get-Call | Should -BeNullOrEmpty
    }
}

Describe 'Get-CmRequest -Session' {
    BeforeAll {
        $other = Start-Simulator
        $second = Connect-CmServer -Uri $other.Uri -PassThru
        Connect-CmServer -Uri $server.Uri -MaximumRetryCount 0
        $onlyThere = New-ServerRequest -Simulator $other
    }

    BeforeEach {
        Clear-Call
        Clear-Call -Simulator $other
    }

    It 'uses the server of the session' {
        (Get-CmRequest $onlyThere -Session $second).Uuid | Should -Be $onlyThere
        (Get-CmRequest -Session $second).Uuid | Should -Contain $onlyThere
        Get-Call | Should -BeNullOrEmpty
    }

    It 'uses the default server without a session' {
        @(Get-Failure { Get-CmRequest $onlyThere }).FullyQualifiedErrorId | Should -BeLike 'CmRequestNotFound,*'
        Get-Call -Simulator $other | Should -BeNullOrEmpty
    }

    It 'uses the server of a piped Request' {
        (Get-CmRequest $onlyThere -Session $second | Get-CmRequest).Uuid | Should -Be $onlyThere
        Get-Call | Should -BeNullOrEmpty
    }

    It 'rejects $null instead of using the default session' {
        { Get-CmRequest -Session $null } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
        { Get-CmRequest $ExampleEnroll -Session $null } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
        Get-Call | Should -BeNullOrEmpty
    }
}
