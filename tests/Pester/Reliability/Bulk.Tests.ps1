# Thousands of changes through the pipeline, against a server with faults in a fifth of the responses. Every id must result in exactly one
# request or error record, which must agree with the call log of the simulator.

BeforeAll {
    . "$PSScriptRoot/../Initialize-TestFile.ps1"
    $count = 5000
    $server = Start-Simulator -Arguments "--requests $count --seed 7"

    $session = New-QuickSession -Uri $server.Uri

    function Get-AllStatus {
        $all = @{}
        foreach ($one in Invoke-Control -Method Get -Path "requests?take=$count") {
            $all[[guid] $one.uuid] = $one.status
        }
        $all
    }
}

AfterAll {
    Stop-Simulator
}

Describe 'Set-CmRequestStatus with thousands of requests under faults' {
    It 'reports one correct result for each id, in order, at -ThrottleLimit <_>' -ForEach 1, 16 {
        Set-Fault
        $null = Invoke-Control -Method Post -Path reset -Body @{ requests = $count; seed = 7 }
        $before = Get-AllStatus
        $ids = @($before.Keys)
        Clear-Call

        $chance = 0.2 / 10
        Set-Fault -Rule @(
            @{ method = 'PUT'; reset = $true; probability = $chance; seed = 1 }
            @{ method = 'PUT'; reset = $true; effect = 'yes'; probability = $chance; seed = 2 }
            @{ method = 'PUT'; status = 503; retryAfter = '0'; probability = $chance; seed = 3 }
            @{ method = 'PUT'; status = 502; effect = 'yes'; body = 'page'; probability = $chance; seed = 4 }
            @{ method = 'PUT'; status = 504; probability = $chance; seed = 5 }
            @{ method = 'PUT'; status = 500; probability = $chance; seed = 6 }
            @{ method = 'PUT'; cutBytes = 200; probability = $chance; seed = 7 }
            @{ method = 'PUT'; content = 'page'; probability = $chance; seed = 8 }
            @{ method = 'PUT'; content = 'otherId'; probability = $chance; seed = 9 }
            @{ method = 'GET'; reset = $true; probability = $chance; seed = 10 }
        )

        # Both streams in one, to verify their order.
        $all = @($ids | Set-CmRequestStatus -Status Canceled -Confirm:$false -Session $session -ThrottleLimit $_ 2>&1)

        Set-Fault
        $after = Get-AllStatus

        # A request with another status is in the output right before its error. Both are one result.
        $otherwise = @{}
        $ends = @(for ($i = 0; $i -lt $all.Count; $i++) {
                $next = if ($i + 1 -lt $all.Count) { $all[$i + 1] }
                if ($all[$i] -is [MimCm.Request] -and $next -is [System.Management.Automation.ErrorRecord] -and
                    $next.FullyQualifiedErrorId -like 'CmUnexpectedStatus,*' -and $next.TargetObject -eq $all[$i].Uuid) {
                    $otherwise[$all[$i].Uuid] = [int] $all[$i].Status
                }
                else {
                    $all[$i]
                }
            })
        $told = foreach ($end in $ends) {
            if ($end -is [MimCm.Request]) { $end.Uuid } else { $end.TargetObject }
        }
        $lies = foreach ($end in $ends) {
            if ($end -is [MimCm.Request]) {
                if ($end.Status -ne 'Canceled' -or $after[$end.Uuid] -ne 17) { "$($end.Uuid) was emitted as $($end.Status) and stands at $($after[$end.Uuid])" }
            }
            elseif ($end.FullyQualifiedErrorId -notlike 'CmOutcomeUnknown,*' -and $after[$end.TargetObject] -ne $before[$end.TargetObject]) {
                "$($end.TargetObject) ended in $($end.FullyQualifiedErrorId) and went from $($before[$end.TargetObject]) to $($after[$end.TargetObject])"
            }
        }
        $lies = @($lies) + @($otherwise.Keys | Where-Object -FilterScript { $after[$_] -ne $otherwise[$_] })
        $twice = @(Get-Call | Where-Object -FilterScript { $_.changed } | Group-Object -Property id | Where-Object -FilterScript { $_.Count -gt 1 })

        $told.Count | Should -Be $ids.Count
        [System.Linq.Enumerable]::SequenceEqual([guid[]] $told, [guid[]] $ids) | Should -BeTrue
        $lies | Where-Object -FilterScript { $_ } | Should -BeNullOrEmpty
        $twice | Should -BeNullOrEmpty

        # The faults occurred: some were recovered, others were reported.
        @($ends | Where-Object -FilterScript { $_ -is [MimCm.Request] }).Count | Should -BeGreaterThan ($count / 4)
        @($ends | Where-Object -FilterScript { $_ -isnot [MimCm.Request] -and $_.FullyQualifiedErrorId -like 'CmServerError,*' }).Count |
            Should -BeGreaterThan 20
    }
}
