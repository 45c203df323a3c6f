BeforeAll {
    . "$PSScriptRoot/../Initialize-TestFile.ps1"
    $ErrorActionPreference = 'Continue'
    $server = Start-Simulator
    $other = Start-Simulator
    $away = Connect-CmServer -Uri $other.Uri -MaximumRetryCount 0 -PassThru
    $session = Connect-CmServer -Uri $server.Uri -MaximumRetryCount 0 -PassThru

    # The session is not interactive.
    $shell = New-ConnectedRunspace -Uri $server.Uri

    function Get-Change {
        Get-Call | Where-Object -FilterScript { $_.method -ne 'GET' }
    }
}

AfterAll {
    Close-Runspace $shell
    Stop-Simulator
}

Describe 'Set-CmRequestStatus' {
    BeforeEach {
        Clear-Call
        Clear-Call -Simulator $other
    }

    It 'sets <Change>, and returns the request with the status <Status>' -ForEach @(
        @{ Change = 'Completed'; Status = 'Completed'; Number = 8; From = 3 }
        @{ Change = 'Canceled'; Status = 'Canceled'; Number = 17; From = 16 }
        @{ Change = 'Abandoned'; Status = 'Failed'; Number = 9; From = 18 }
    ) {
        $id = New-ServerRequest -With @{ Status = $From }

        $request = Set-CmRequestStatus $id $Change -Confirm:$false

        $request | Should -BeOfType ([MimCm.Request])
        $request.Uuid | Should -Be $id
        $request.Status | Should -Be $Status
        Get-ServerStatus $id | Should -Be $Number
        $call = @(Get-Call)
        $call.Line | Should -Be "PUT requests/$id"
        $call[0].body | Should -Be "{`"status`":`"$Change`"}"
        $call[0].headers.'content-type' | Should -Be 'application/json'
        $call[0].headers.'content-length' | Should -Be "$($call[0].body.Length)"
    }

    It 'accepts <Name> from the pipeline' -ForEach @(
        @{ Name = 'a Guid'; Make = { $id } }
        @{ Name = 'a string'; Make = { "$id" } }
        @{ Name = 'a wrapped Guid'; Make = { [psobject] $id } }
        @{ Name = 'a Request'; Make = { Get-CmRequest $id } }
        @{ Name = 'a wrapped Request'; Make = { Get-CmRequest $id | Add-Member -NotePropertyName Note -NotePropertyValue x -PassThru } }
        @{ Name = 'a row with Uuid'; Make = { [pscustomobject] @{ Uuid = "$id"; Status = 'Pending' } } }
        @{ Name = 'a row with RequestId'; Make = { [pscustomobject] @{ RequestId = "$id"; Status = 'Approved' } } }
        @{ Name = 'a row with Id'; Make = { [pscustomobject] @{ Id = "$id"; Status = 'Canceled' } } }
        @{ Name = 'a hashtable'; Make = { @{ Uuid = "$id"; Status = 'Canceled' } } }
        @{
            Name = 'a deserialised Request'
            Make = { [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize((Get-CmRequest $id))) }
        }
    ) {
        $id = New-ServerRequest

        (& $Make | Set-CmRequestStatus -Status Completed -Confirm:$false).Uuid | Should -Be $id

        Get-ServerStatus $id | Should -Be 8
        @(Get-Change).Line | Should -Be "PUT requests/$id"
    }

    It 'accepts the rows of a CSV file, and ignores their column Status' {
        $ids = @(New-ServerRequest -Count 2)
        $file = Join-Path -Path $TestDrive -ChildPath 'requests.csv'
        Get-CmRequest $ids | Export-Csv -LiteralPath $file -NoTypeInformation

        (Import-Csv -LiteralPath $file | Set-CmRequestStatus -Status Abandoned -Confirm:$false).Uuid | Should -Be $ids

        Get-ServerStatus $ids | Should -Be 9, 9
    }

    It 'accepts a Request from a job' {
        $id = New-ServerRequest
        $thawed = Start-Job -ArgumentList (Get-ModulePath), $server.Uri, $id -ScriptBlock {
            param($module, $uri, $id)
            Import-Module -Name $module
            Connect-CmServer -Uri $uri
            Get-CmRequest $id
        } | Receive-Job -Wait -AutoRemoveJob

        ($thawed | Set-CmRequestStatus -Status Canceled -Confirm:$false).Uuid | Should -Be $id
        Get-ServerStatus $id | Should -Be 17
    }

    It 'does not bind -Status from the pipeline' {
        $id = New-ServerRequest
        $parameter = (Get-Command -Name Set-CmRequestStatus).Parameters.Status.Attributes |
            Where-Object -FilterScript { $_ -is [System.Management.Automation.ParameterAttribute] }

        $parameter.ValueFromPipeline | Should -BeFalse
        $parameter.ValueFromPipelineByPropertyName | Should -BeFalse
        { Invoke-Runspace -Shell $shell -Script 'param($id) Get-CmRequest $id | Set-CmRequestStatus -Confirm:$false' -Arguments $id } |
            Should -Throw -ExpectedMessage '*mandatory*Status*'
        Get-ServerStatus $id | Should -Be 3
    }

    It 'accepts a pipeline of different objects, in their order' {
        $ids = @(New-ServerRequest -Count 5)
        $mixed = $ids[0], "$($ids[1])", (Get-CmRequest $ids[2]), [pscustomobject] @{ RequestId = $ids[3] }, @{ Uuid = $ids[4] }

        ($mixed | Set-CmRequestStatus -Status Completed -Confirm:$false).Uuid | Should -Be $ids
        @(Get-Change).Line | Should -Be ($ids | ForEach-Object -Process { "PUT requests/$_" })
    }

    It 'changes the requests of a query while the query continues' {
        $template = [guid]::NewGuid()
        $ids = @(New-ServerRequest -Count 30 -With @{ ProfileTemplateUuid = $template })

        $changed = @(Get-CmRequest -Status Approved -ProfileTemplate $template | Set-CmRequestStatus -Status Canceled -Confirm:$false -ThrottleLimit 8)

        $changed.Uuid | Should -Be $ids
        Get-ServerStatus $ids | Sort-Object -Unique | Should -Be 17
    }

    It 'rejects <Value> as a status before any call, and the message says what to do' -ForEach @(
        @{ Value = 'Approved'; Message = "*cannot approve or deny*portal*Completed, Canceled or Abandoned*" }
        @{ Value = 'denied'; Message = "*cannot approve or deny*portal*Completed, Canceled or Abandoned*" }
        @{ Value = 'Pending'; Message = "*'Pending' is not a status change*Completed, Canceled or Abandoned*" }
        @{ Value = 'Cancelled'; Message = "*'Cancelled' is not a status change*Completed, Canceled or Abandoned*" }
        @{ Value = 'Comp'; Message = "*'Comp' is not a status change*" }
        @{ Value = ''; Message = '*is not a status change*Completed, Canceled or Abandoned*' }
        @{ Value = 1; Message = "*'1' is not a status change*" }
        @{ Value = $null; Message = '*The value is $null*' }
    ) {
        { Set-CmRequestStatus $ExampleEnroll -Status $Value -Confirm:$false } | Should -Throw -ExpectedMessage $Message
        { $ExampleEnroll | Set-CmRequestStatus -Status $Value -Confirm:$false } | Should -Throw -ExpectedMessage $Message
        Get-Call | Should -BeNullOrEmpty
    }

    It 'suggests -Status if the word is specified as an id' {
        { $ExampleEnroll | Set-CmRequestStatus Canceled -Confirm:$false } | Should -Throw -ExpectedMessage "*Specify -Status Canceled.*"
        { $ExampleEnroll | Set-CmRequestStatus abandoned -Confirm:$false } | Should -Throw -ExpectedMessage "*Specify -Status abandoned.*"
        { $ExampleEnroll | Set-CmRequestStatus Approved -Confirm:$false } | Should -Throw -ExpectedMessage '*cannot approve or deny*portal*'
        { $ExampleEnroll | Set-CmRequestStatus Pending -Confirm:$false } | Should -Throw -ExpectedMessage '*is not a status change*'
        Get-Call | Should -BeNullOrEmpty
    }

    It 'accepts a status in any case, and as enumeration values' {
        $ids = @(New-ServerRequest -Count 3)

        (Set-CmRequestStatus $ids[0] -Status completed -Confirm:$false).Status | Should -Be 'Completed'
        (Set-CmRequestStatus $ids[1] -Status ([MimCm.RequestStatusChange]::Canceled) -Confirm:$false).Status | Should -Be 'Canceled'
        (Set-CmRequestStatus $ids[2] -Status ([MimCm.RequestStatus]::Completed) -Confirm:$false).Status | Should -Be 'Completed'
    }

    It 'completes the three changes, and no other' {
        (TabExpansion2 -inputScript 'Set-CmRequestStatus x -Status ' -cursorColumn 30).CompletionMatches.CompletionText | Sort-Object |
            Should -Be 'Abandoned', 'Canceled', 'Completed'
    }

    It 'rejects <Name> in the pipeline with one error, and changes the others' -ForEach @(
        @{ Name = 'a malformed id'; Value = 'a9b4b42c' }
        @{ Name = 'a number'; Value = 4711 }
        @{ Name = 'the all-zero id'; Value = [guid]::Empty }
        @{ Name = '$null'; Value = $null }
        @{ Name = 'an object without an id'; Value = [pscustomobject] @{ Name = 'x' } }
        @{
            Name = 'an object that names two requests'
            Value = [pscustomobject] @{ Uuid = 'a9b4b42c-cc50-4c9b-89d1-bbc0bcd5a099'; RequestId = '0c96d73f-967b-420e-854a-43ad2a1504bc' }
        }
    ) {
        $id = New-ServerRequest

        $failures = @(Get-Failure { ($Value, $id | Set-CmRequestStatus -Status Canceled -Confirm:$false).Uuid | Should -Be $id })

        $failures | Should -HaveCount 1
        @(Get-Change).Line | Should -Be "PUT requests/$id"
        Get-ServerStatus $ExampleEnroll, $ExampleUnblock | Should -Be 3, 3
    }

    It 'rejects processes' {
        @(Get-Failure { Get-Process -Id $PID | Set-CmRequestStatus -Status Canceled -Confirm:$false }) | Should -HaveCount 1
        Get-Call | Should -BeNullOrEmpty
    }

    It 'rejects an argument with one wrong id, and changes none' {
        { Set-CmRequestStatus $ExampleEnroll, 'x' -Status Canceled -Confirm:$false } | Should -Throw
        { Set-CmRequestStatus $ExampleEnroll, ([guid]::Empty) -Status Canceled -Confirm:$false } | Should -Throw
        { Set-CmRequestStatus @() -Status Canceled -Confirm:$false } | Should -Throw
        { Set-CmRequestStatus $null -Status Canceled -Confirm:$false } | Should -Throw
        Get-Call | Should -BeNullOrEmpty
    }

    It 'makes no call for an empty pipeline' {
        @() | Set-CmRequestStatus -Status Canceled -Confirm:$false | Should -BeNullOrEmpty
        Get-CmRequest -Status None | Set-CmRequestStatus -Status Canceled -Confirm:$false | Should -BeNullOrEmpty
        Get-Change | Should -BeNullOrEmpty
    }

    It 'reads a request back and returns it if the server responds with 204' {
        $id = New-ServerRequest
        Set-SimulatorOption @{ changeAnswer = 204 }
        $request = Set-CmRequestStatus $id Completed -Confirm:$false
        Set-SimulatorOption @{ changeAnswer = 200 }

        $request.Uuid | Should -Be $id
        $request.Status | Should -Be 'Completed'
        (Get-Call).Line | Should -Be "PUT requests/$id", "GET requests/$id"
    }

    It 'writes one line for each call with -Verbose' {
        $id = New-ServerRequest
        $lines = @(Set-CmRequestStatus $id Completed -Confirm:$false -Verbose 4>&1 | Where-Object -FilterScript {
            $_ -is [System.Management.Automation.VerboseRecord] -and $_ -notlike 'Performing*'
        })

        $lines | Should -HaveCount 1
        $lines[0].Message | Should -Match "^PUT /CertificateManagement/api/v1\.0/requests/$id 200 \d+ ms$"
    }

    It 'does not change an exception of a later command' {
        $ids = @(New-ServerRequest -Count 2)

        { $ids | Set-CmRequestStatus -Status Completed -Confirm:$false | ForEach-Object -Process { throw 'further down' } } |
            Should -Throw -ExpectedMessage 'further down'
        Get-ServerStatus $ids | Should -Be 8, 3
    }
}

Describe 'The prompt of Set-CmRequestStatus' {
    BeforeEach {
        Clear-Call
        Clear-Call -Simulator $other
    }

    It 'is shown by default, because the impact is high' {
        $attribute = (Get-Command -Name Set-CmRequestStatus).ImplementingType.GetCustomAttributes($true) |
            Where-Object -FilterScript { $_ -is [System.Management.Automation.CmdletAttribute] }

        $attribute.SupportsShouldProcess | Should -BeTrue
        $attribute.ConfirmImpact | Should -Be 'High'
    }

    It 'prevents changes in a session that is not interactive' {
        $id = New-ServerRequest

        $null = Get-Failure { Invoke-Runspace -Shell $shell -Script 'param($id) Set-CmRequestStatus $id Completed' -Arguments $id }

        Get-Change | Should -BeNullOrEmpty
        Get-ServerStatus $id | Should -Be 3
    }

    It 'depends on $ConfirmPreference' {
        $ids = @(New-ServerRequest -Count 2)

        $null = Invoke-Runspace -Shell $shell -Script 'param($id) $ConfirmPreference = "None"; Set-CmRequestStatus $id Completed' -Arguments $ids[0]
        $null = Get-Failure {
            Invoke-Runspace -Shell $shell -Script 'param($id) $ConfirmPreference = "Medium"; Set-CmRequestStatus $id Completed' -Arguments $ids[1]
        }

        Get-ServerStatus $ids | Should -Be 8, 3
    }

    It 'contains the request, its server, and that the change cannot be undone' {
        $id = New-ServerRequest
        $lines = Invoke-FreshProcess -Script @"
Import-Module `$module
`$away = Connect-CmServer $($other.Uri) -PassThru
Connect-CmServer $($server.Uri)
Set-CmRequestStatus $id Abandoned -WhatIf
Get-CmRequest $ExampleEnroll -Session `$away | Set-CmRequestStatus -Status Completed -WhatIf
"@

        $lines[0] | Should -BeLike "What if:*Abandon (cannot be undone; the status becomes Failed)*request $id at $($server.Root -replace 'http://')*"
        $lines[1] | Should -BeLike "What if:*Complete (cannot be undone)*Enroll request $ExampleEnroll*at $($other.Root -replace 'http://')*"
    }

    It 'contains type, user, template, status and age of a piped request, without a call' {
        $id = New-ServerRequest -With @{ Status = 16; RequestType = 1; Submitted = [datetime]::UtcNow.AddDays(-539).AddHours(-1) }
        # The name of the template is shown once it is known.
        $null = Get-CmProfileTemplate
        $request = Get-CmRequest $id
        Clear-Call

        $code = '
            param($request)
            $request | Set-CmRequestStatus -Status Canceled -WhatIf -Verbose 4>&1
            $request | Set-CmRequestStatus -Status Canceled -Confirm:$false -Verbose 4>&1
        '
        $lines = Invoke-Runspace -Shell $shell -Script $code -Arguments $request

        $known = "Enroll request $id of *$($request.TargetUserUuid)*profile template $($request.ProfileTemplate)*Pending for 539 days"
        "$lines" | Should -BeLike "*Cancel (cannot be undone)*$known*"
        Get-Call | Where-Object Method -NE PUT | Should -BeNullOrEmpty
    }

    It 'ends with the number of requests for -WhatIf with several requests' {
        $ids = @(New-ServerRequest -Count 3)

        $said = @($ids | Set-CmRequestStatus -Status Canceled -WhatIf 6>&1)
        $one = @($ids[0] | Set-CmRequestStatus -Status Canceled -WhatIf 6>&1)

        "$said" | Should -BeLike '*3 requests would get the status Canceled*'
        $one | Should -BeNullOrEmpty
    }

    It 'fails before the first change if the input has more than -MaximumChanges requests' {
        $ids = @(New-ServerRequest -Count 3)

        { Set-CmRequestStatus $ids -Status Canceled -MaximumChanges 2 -Confirm:$false } |
            Should -Throw -ErrorId 'CmTooManyChanges,*' -ExpectedMessage '*3 requests*2*'
        Get-Change | Should -BeNullOrEmpty
        Set-CmRequestStatus $ids[0, 1] -Status Canceled -MaximumChanges 2 -Confirm:$false | Should -HaveCount 2
    }

    It 'stops a pipeline after -MaximumChanges, with the changed requests in the output, at a -ThrottleLimit of <_>' -ForEach 1, 8 {
        $ids = @(New-ServerRequest -Count 5)
        $changed = New-Object -TypeName System.Collections.ArrayList

        $failure = Get-Failure {
            $ids | Set-CmRequestStatus -Status Canceled -MaximumChanges 3 -ThrottleLimit $_ -Confirm:$false |
                ForEach-Object -Process { $null = $changed.Add($_.Uuid) }
        }

        $failure.FullyQualifiedErrorId | Should -BeLike 'CmTooManyChanges,*'
        $failure.TargetObject | Should -Be $ids[3]
        $changed | Should -Be $ids[0..2]
        Get-ServerStatus $ids | Should -Be 17, 17, 17, 3, 3
    }

    It 'does not fail for -WhatIf with too many requests, but says that the change would fail' {
        $ids = @(New-ServerRequest -Count 3)

        $ids | Set-CmRequestStatus -Status Canceled -MaximumChanges 2 -WhatIf -WarningVariable warnings -WarningAction SilentlyContinue

        "$warnings" | Should -BeLike '*3 requests*-MaximumChanges 2*'
    }

    It 'sends nothing under -WhatIf, at a -ThrottleLimit of <_>' -ForEach 1, 8 {
        $ids = @(New-ServerRequest -Count 3)

        $ids | Set-CmRequestStatus -Status Completed -WhatIf -ThrottleLimit $_ | Should -BeNullOrEmpty
        Set-CmRequestStatus $ids -Status Completed -WhatIf -ThrottleLimit $_ | Should -BeNullOrEmpty
        Get-Call | Should -BeNullOrEmpty
        Get-ServerStatus $ids | Should -Be 3, 3, 3
    }

    It 'sends nothing under $WhatIfPreference' {
        $id = New-ServerRequest
        & { $WhatIfPreference = $true; Set-CmRequestStatus $id Completed -Confirm:$false }

        Get-Call | Should -BeNullOrEmpty
    }
}

Describe 'Set-CmRequestStatus and failures' {
    BeforeEach {
        Clear-Call
        Clear-Call -Simulator $other
    }

    It 'reports a refused change as an error of that request only, which is unchanged' {
        $good, $final, $last = New-ServerRequest -Count 3
        $null = Invoke-Control -Method Put -Path "requests/$final" -Body @{ Status = 8 }

        $failures = @(Get-Failure { ($good, $final, $last | Set-CmRequestStatus -Status Canceled -Confirm:$false).Uuid | Should -Be $good, $last })

        $failures | Should -HaveCount 1
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'CmForbidden,*'
        $failures[0].TargetObject | Should -Be $final
        Get-ServerStatus $good, $final, $last | Should -Be 17, 8, 17
    }

    It 'changes nothing after the failure with -ErrorAction Stop' {
        $ids = @(New-ServerRequest -Count 4)
        $null = Invoke-Control -Method Put -Path "requests/$($ids[1])" -Body @{ Status = 4 }

        { $ids | Set-CmRequestStatus -Status Completed -Confirm:$false -ErrorAction Stop } | Should -Throw -ErrorId 'CmForbidden,*'

        @(Get-Change).Line | Should -Be "PUT requests/$($ids[0])", "PUT requests/$($ids[1])"
        Get-ServerStatus $ids | Should -Be 8, 4, 3, 3
    }

    It 'changes nothing after the failure if $ErrorActionPreference is Stop' {
        $ids = @(New-ServerRequest -Count 3)
        $null = Invoke-Control -Method Put -Path "requests/$($ids[0])" -Body @{ Status = 4 }

        { & { $ErrorActionPreference = 'Stop'; Set-CmRequestStatus $ids Completed -Confirm:$false } } | Should -Throw -ErrorId 'CmForbidden,*'

        @(Get-Change).Line | Should -Be "PUT requests/$($ids[0])"
    }

    It 'starts nothing after the failure with -ThrottleLimit and <Name>, and reports the changes in progress' -ForEach @(
        @{ Name = '-ErrorAction Stop'; Do = { $ids | Set-CmRequestStatus -Status Completed -Confirm:$false -ThrottleLimit 3 -ErrorAction Stop } }
        @{
            Name = '$ErrorActionPreference'
            Do = { $ErrorActionPreference = 'Stop'; $ids | Set-CmRequestStatus -Status Completed -Confirm:$false -ThrottleLimit 3 }
        }
    ) {
        $ids = @(New-ServerRequest -Count 8)
        $null = Invoke-Control -Method Put -Path "requests/$($ids[0])" -Body @{ Status = 4 }
        Set-Fault -Rule @{ id = $ids[0]; latency = 500 }, @{ method = 'PUT'; latency = 700 }
        $told = New-Object -TypeName System.Collections.ArrayList

        { & $Do | ForEach-Object -Process { $null = $told.Add($_.Uuid) } } | Should -Throw -ErrorId 'CmForbidden,*'
        Set-Fault

        $told | Should -Be $ids[1], $ids[2]
        Get-ServerStatus $ids | Should -Be 4, 8, 8, 3, 3, 3, 3, 3
    }

    It 'continues with -ErrorAction Ignore' {
        $ids = @(New-ServerRequest -Count 3)
        $null = Invoke-Control -Method Put -Path "requests/$($ids[0])" -Body @{ Status = 4 }

        ($ids | Set-CmRequestStatus -Status Completed -Confirm:$false -ErrorAction Ignore).Uuid | Should -Be $ids[1], $ids[2]
    }

    It 'keeps the order of output and errors with -ThrottleLimit <_>' -ForEach 1, 4, 64 {
        $ids = @(New-ServerRequest -Count 6)
        $null = Invoke-Control -Method Put -Path "requests/$($ids[2])" -Body @{ Status = 4 }
        Set-Fault -Rule (0..5 | ForEach-Object -Process { @{ id = $ids[$_]; latency = 120 - 20 * $_ } })

        $output = @($ids | Set-CmRequestStatus -Status Completed -Confirm:$false -ThrottleLimit $_ 2>&1)
        Set-Fault

        ($output | ForEach-Object -Process { if ($_ -is [System.Management.Automation.ErrorRecord]) { "failed $($_.TargetObject)" } else { "$($_.Uuid)" } }) |
            Should -Be "$($ids[0])", "$($ids[1])", "failed $($ids[2])", "$($ids[3])", "$($ids[4])", "$($ids[5])"
    }

    It 'rejects a -ThrottleLimit of <_>' -ForEach 0, 65, -1 {
        { Set-CmRequestStatus $ExampleEnroll Completed -Confirm:$false -ThrottleLimit $_ } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
        Get-Call | Should -BeNullOrEmpty
    }

    It 'returns the request and an error if it has another status' {
        $id = New-ServerRequest
        Set-Fault -Rule @{ method = 'PUT'; effect = 'no' }

        $output = @(Set-CmRequestStatus $id Completed -Confirm:$false 2>&1)
        Set-Fault

        $output[0].Uuid | Should -Be $id
        $output[0].Status | Should -Be 'Approved'
        $output[1].FullyQualifiedErrorId | Should -BeLike 'CmUnexpectedStatus,*'
        $output[1].CategoryInfo.Category | Should -Be 'InvalidResult'
        $output[1].TargetObject | Should -Be $id
    }

    It 'succeeds after a lost response if the request has the wanted status' {
        $id = New-ServerRequest
        Set-Fault -Rule @{ method = 'PUT'; reset = $true; effect = 'yes' }

        $request = Set-CmRequestStatus $id Completed -Confirm:$false
        Set-Fault

        $request.Status | Should -Be 'Completed'
        (Get-Call).Line | Should -Be "PUT requests/$id", "GET requests/$id"
    }

    It 'reports an unknown outcome, and the message says how to check it' {
        $id = New-ServerRequest
        Set-Fault -Rule @{ method = 'PUT'; reset = $true; effect = 'yes' }, @{ method = 'GET'; status = 500 }

        $failures = @(Get-Failure { Set-CmRequestStatus $id Completed -Confirm:$false })
        Set-Fault

        $failures | Should -HaveCount 1
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'CmOutcomeUnknown,*'
        $failures[0].CategoryInfo.Category | Should -Be 'WriteError'
        $failures[0].TargetObject | Should -Be $id
        $failures[0].ErrorDetails.RecommendedAction | Should -BeLike "*Get-CmRequest $id*"
    }
}

Describe 'Set-CmRequestStatus and servers' {
    BeforeEach {
        Clear-Call
        Clear-Call -Simulator $other
    }

    It 'changes a piped Request on its own server' {
        $there = New-ServerRequest -Simulator $other
        $here = New-ServerRequest
        $requests = @(Get-CmRequest $there -Session $away) + @(Get-CmRequest $here)

        ($requests | Set-CmRequestStatus -Status Completed -Confirm:$false).Uuid | Should -Be $there, $here

        Get-ServerStatus $there -Simulator $other | Should -Be 8
        Get-ServerStatus $here | Should -Be 8
        @(Get-Change).Line | Should -Be "PUT requests/$here"
    }

    It 'changes a Request on its own server if it is an argument or in a rearranged pipeline' {
        $there = @(New-ServerRequest -Count 3 -Simulator $other)
        $requests = Get-CmRequest $there -Session $away

        (Set-CmRequestStatus -Id $requests[0] -Status Completed -Confirm:$false).Uuid | Should -Be $there[0]
        (Set-CmRequestStatus $requests[1], $requests[2] Completed -Confirm:$false).Uuid | Should -Be $there[1], $there[2]
        Get-ServerStatus $there -Simulator $other | Should -Be 8, 8, 8
        Get-Call | Should -BeNullOrEmpty
    }

    It 'keeps the server through sorting, filtering and grouping' {
        $there = New-ServerRequest -Simulator $other
        $requests = Get-CmRequest $there -Session $away | Where-Object -Property Status -EQ -Value Approved | Sort-Object -Property Submitted |
            Group-Object -Property Status | ForEach-Object -Process { $_.Group }

        $null = $requests | Set-CmRequestStatus -Status Completed -Confirm:$false

        Get-ServerStatus $there -Simulator $other | Should -Be 8
        Get-Call | Should -BeNullOrEmpty
    }

    It 'changes an id on the default server' {
        $failures = @(Get-Failure {
            Get-CmRequest $ExampleEnroll -Session $away | Select-Object -ExpandProperty Uuid | Set-CmRequestStatus -Status Completed -WhatIf
        })

        $failures | Should -HaveCount 0
        @(Get-Call -Simulator $other).Line | Should -Be "GET requests/$ExampleEnroll"
    }

    It 'rejects a Request of one server and a -Session of another before any call' {
        $there = Get-CmRequest $ExampleEnroll -Session $away
        Clear-Call -Simulator $other

        $failures = @(Get-Failure { $there | Set-CmRequestStatus -Status Completed -Session $session -Confirm:$false })

        $failures | Should -HaveCount 1
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'CmSessionMismatch,*'
        $failures[0].CategoryInfo.Category | Should -Be 'InvalidArgument'
        $failures[0].TargetObject | Should -Be $ExampleEnroll
        Get-Call | Should -BeNullOrEmpty
        Get-Call -Simulator $other | Should -BeNullOrEmpty
    }

    It 'rejects an argument with one Request of another server, and changes none' {
        $here = Get-CmRequest (New-ServerRequest)
        $there = Get-CmRequest $ExampleEnroll -Session $away
        Clear-Call

        { Set-CmRequestStatus -Id $here, $there -Status Completed -Session $session -Confirm:$false } | Should -Throw -ErrorId 'CmSessionMismatch,*'
        Get-Call | Should -BeNullOrEmpty
    }

    It 'reports the changes in progress before it ends at a Request of another server' {
        $ids = @(New-ServerRequest -Count 3)
        $requests = @(Get-CmRequest $ids) + @(Get-CmRequest $ExampleEnroll -Session $away)
        Set-Fault -Rule @{ method = 'PUT'; latency = 200 }
        $told = New-Object -TypeName System.Collections.ArrayList

        {
            $requests | Set-CmRequestStatus -Status Completed -Session $session -ThrottleLimit 8 -Confirm:$false |
                ForEach-Object -Process { $null = $told.Add($_.Uuid) }
        } | Should -Throw -ErrorId 'CmSessionMismatch,*'
        Set-Fault

        $told | Should -Be $ids
        Get-ServerStatus $ids | Should -Be 8, 8, 8
    }

    It 'accepts another session, and so another identity, with the same server' {
        $id = New-ServerRequest
        $again = Connect-CmServer -Uri ($server.Uri -replace 'CertificateManagement', 'CERTIFICATEMANAGEMENT') -PassThru

        (Get-CmRequest $id -Session $session | Set-CmRequestStatus -Status Completed -Session $again -Confirm:$false).Uuid | Should -Be $id
    }

    It 'rejects $null as -Session' {
        { Set-CmRequestStatus $ExampleEnroll Completed -Session $null -Confirm:$false } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
        Get-Call | Should -BeNullOrEmpty
    }

    It 'has no session in another runspace, and changes nothing there' {
        $shell = New-ConnectedRunspace
        $code = 'param($id) try { Set-CmRequestStatus $id Completed -Confirm:$false } catch { $_.FullyQualifiedErrorId; "$($_.TargetObject)" }'
        $output = Invoke-Runspace -Shell $shell -Script $code -Arguments $ExampleEnroll
        Close-Runspace $shell

        $output[0] | Should -BeLike 'CmNotConnected,*'
        $output[1] | Should -Be "$ExampleEnroll"
        Get-Call | Should -BeNullOrEmpty
    }
}
