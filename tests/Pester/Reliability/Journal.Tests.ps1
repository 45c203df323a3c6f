# The journal of Set-CmRequestStatus, with real files, processes and file systems, and Get-CmJournal.

BeforeDiscovery {
    $onLinux = $PSVersionTable.PSVersion.Major -ge 7 -and $IsLinux
    $canMount = $onLinux -and (id -u) -eq '0' -and (& { mount -t tmpfs -o size=16k tmpfs /mnt 2>$null; $LASTEXITCODE }) -eq 0
    if ($canMount) {
        umount /mnt
    }
    else {
        $reason = 'Left out: the tests of a full disk and of a share that goes away, which need the right to mount (Linux, root).'
        Write-Information $reason -InformationAction Continue
    }
    $hasSshfs = $canMount -and (Test-Path -LiteralPath /dev/fuse, /usr/lib/openssh/sftp-server) -notcontains $false -and
        $null -ne (Get-Command -Name sshfs -CommandType Application -ErrorAction Ignore)
    if ($canMount -and -not $hasSshfs) {
        Write-Information 'Left out: the test of a share whose server goes away, which needs sshfs and openssh-sftp-server.' -InformationAction Continue
    }
    $hasJq = $null -ne (Get-Command -Name jq -CommandType Application -ErrorAction Ignore)
}

BeforeAll {
    . "$PSScriptRoot/../Initialize-TestFile.ps1"
    $server = Start-Simulator
    Connect-CmServer -Uri $server.Uri -MaximumRetryCount 0
    $onWindows = $PSVersionTable.PSVersion.Major -lt 6 -or $IsWindows

    # Text of the journal while another process may write to it.
    function Get-Event {
        param([string] $Path)

        @(Get-Content -LiteralPath $Path | ConvertFrom-Json)
    }

    function Get-Outcome {
        param([string] $Path)

        @(Get-CmJournal -LiteralPath $Path | ForEach-Object -Process { "$($_.Outcome)" })
    }

    # The security identifiers that may read a file on Windows.
    function Get-Reader {
        param([string] $Path)

        (Get-Acl -LiteralPath $Path).GetAccessRules($true, $true, [System.Security.Principal.SecurityIdentifier]) |
            Where-Object -Property AccessControlType -EQ Allow |
            ForEach-Object -Process { "$($_.IdentityReference)" }
    }

    function Get-Change {
        @(Get-Call | Where-Object -FilterScript { $_.method -eq 'PUT' })
    }

    # Starts a process of this PowerShell with the module in it and goes on.
    function Start-Child {
        param([string] $Script)

        $file = Join-Path -Path $TestDrive -ChildPath "$([guid]::NewGuid()).ps1"
        $connect = "Import-Module '$(Get-ModulePath)'; Connect-CmServer '$($server.Uri)' -MaximumRetryCount 0"
        Set-Content -LiteralPath $file -Encoding UTF8 -Value "$connect`n$Script"
        Start-ScriptFile -Path $file
    }

    # Starts a change whose response does not come, and waits until the server has it.
    function Start-HangingChange {
        param([guid] $Id, [string] $Path)

        Set-Fault -Rule @(@{ method = 'PUT'; latency = 60000 })
        $child = Start-Child "Set-CmRequestStatus $Id -Status Canceled -Confirm:`$false -JournalPath '$Path'"
        $null = Wait-Call -Where { $_.method -eq 'PUT' } -Seconds 30
        $child
    }
}

AfterAll {
    Stop-Simulator
}

Describe 'Set-CmRequestStatus -JournalPath' {
    BeforeEach {
        Set-Fault
        Clear-Call
        $path = Join-Path -Path $TestDrive -ChildPath "$([guid]::NewGuid()).jsonl"
        $set = @{ Status = 'Canceled'; Confirm = $false; JournalPath = $path }
    }

    It 'records each change before it is sent and when its outcome is known' {
        $ids = @(New-ServerRequest -Count 3)

        $done = @($ids | Set-CmRequestStatus @set -Reason CHG0012345)

        $done.Uuid | Should -Be $ids
        (Get-Event $path).event | Should -Be ('sending', 'changed' * 3)
        (Get-Event $path).id | Should -Be ($ids | ForEach-Object -Process { "$_", "$_" })
        (Get-Event $path).reason | Sort-Object -Unique | Should -Be 'CHG0012345'
    }

    It 'records the HTTP status code of a change and of a refusal' {
        $ids = @(New-ServerRequest) + $NoSuchId

        $null = $ids | Set-CmRequestStatus @set -ErrorAction SilentlyContinue

        $changed, $refused = Get-CmJournal $path
        $changed.HttpStatusCode | Should -Be 200
        $refused.HttpStatusCode | Should -BeIn 204, 403, 404, 500
    }

    It 'writes lines that jq reads' -Skip:(-not $hasJq) {
        $null = New-ServerRequest -Count 2 | Set-CmRequestStatus @set

        jq -r .event $path | Should -Be 'sending', 'changed', 'sending', 'changed'
    }

    It 'makes the remaining changes when it is run again, with the output of an uninterrupted run and without a prompt' {
        $ids = @(New-ServerRequest -Count 20)
        Set-Fault -Rule @(@{ method = 'PUT'; nth = '11-'; status = 403 })
        $null = $ids | Set-CmRequestStatus @set -ThrottleLimit 4 -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed | Should -HaveCount 10
        Set-Fault
        Clear-Call

        # High impact and no -Confirm: there is no prompt for changes that are already made.
        $done = @($ids | Set-CmRequestStatus @set -ThrottleLimit 4)

        $done.Uuid | Should -Be $ids
        $done.Status | Sort-Object -Unique | Should -Be Canceled
        @(Get-Change).Count | Should -Be 10
        Clear-Call
        $connect = "Import-Module `$module; Connect-CmServer '$($server.Uri)'"
        $change = "'$($ids -join "','")' | Set-CmRequestStatus -Status Canceled -JournalPath '$path'"
        $again = Invoke-FreshProcess "$connect; $change | ForEach-Object { `"`$(`$_.Uuid)`" }"
        $again | Should -Be ($ids | ForEach-Object -Process { "$_" })
        Get-Change | Should -BeNullOrEmpty
    }

    It 'counts only the remaining changes for progress and -MaximumChanges when it is run again' {
        $ids = @(New-ServerRequest -Count 20)
        Set-Fault -Rule @(@{ method = 'PUT'; nth = '13-'; status = 403 })
        $null = Set-CmRequestStatus -Id $ids @set -ErrorAction SilentlyContinue
        @(Get-Change | Where-Object -Property changed).Count | Should -Be 12
        Set-Fault
        Clear-Call

        # Eight changes remain. A limit of seven fails, with ids as an argument and from the pipeline.
        { Set-CmRequestStatus -Id $ids @set -MaximumChanges 7 } | Should -Throw -ErrorId 'CmTooManyChanges,*' -ExpectedMessage '*8 requests*'
        Get-Change | Should -BeNullOrEmpty

        # Earlier changes are shown as done, and the progress bar never shows more than the total.
        $rest = $ids[12..19]
        Set-Fault -Rule @{ method = 'PUT'; latency = 400 }, @{ method = 'GET'; latency = 20 }
        $shell = New-ConnectedRunspace -Uri $server.Uri
        $done = @(Invoke-Runspace -Shell $shell -Arguments $ids, $path -Script @'
param($ids, $path)
Set-CmRequestStatus -Id $ids -Status Canceled -JournalPath $path -MaximumChanges 8 -Confirm:$false
'@)
        $bars = @($shell.Streams.Progress)
        Close-Runspace -Shell $shell

        $done.Uuid | Should -Be $ids
        [guid[]] (Get-Change).id | Should -Be $rest
        $bars.Count | Should -BeGreaterThan 1
        $bars[-1].StatusDescription | Should -Match '^(19|20) done, [01] in progress, 0 failed, '
        $counts = @($bars | ForEach-Object -Process { [int] ($_.StatusDescription -replace ' done.*') })
        $counts | Should -Be @($counts | Sort-Object)
        $bars | ForEach-Object -Process { $_.PercentComplete | Should -BeIn (-1..100) }
        $entries = @{}
        Get-CmJournal $path | ForEach-Object -Process { $entries[$_.Id] = $_.Outcome }
        $entries.Count | Should -Be 20
        @($entries.Values | Select-Object -Unique) | Should -Be Changed
    }

    It 'records type, template, target and previous status of a piped request' {
        $user, $template = [guid]::NewGuid(), [guid]::NewGuid()
        $id = New-ServerRequest -With @{ RequestType = 3; Status = 3; TargetUserUuid = $user; ProfileTemplateUuid = $template }
        $bare = New-ServerRequest

        $null = Get-CmRequest $id | Set-CmRequestStatus @set
        $null = $bare | Set-CmRequestStatus @set

        foreach ($line in Get-Event $path | Where-Object -Property id -EQ "$id") {
            $line.type, $line.template, $line.target, $line.statusBefore | Should -Be 'Renew', "$template", "$user", 'Approved'
        }
        $entry = Get-CmJournal $path | Where-Object -Property Id -EQ $id
        "$($entry.RequestType) $($entry.ProfileTemplateUuid) $($entry.TargetUserUuid) $($entry.StatusBefore)" | Should -Be "Renew $template $user Approved"

        # For an id, nothing is known, and nothing is read.
        $sending = Get-Event $path | Where-Object -FilterScript { $_.id -eq "$bare" -and $_.event -eq 'sending' }
        $sending.PSObject.Properties.Name | Should -Not -Contain 'target'
    }

    It 'reads back the changes in flight after the process was killed, and sends nothing that took effect' {
        $id = New-ServerRequest
        $child = Start-HangingChange -Id $id -Path $path
        $child.Kill()
        $child.WaitForExit()
        Get-Outcome $path | Should -Be InFlight
        Set-Fault
        $isChanged = (Get-ServerStatus $id) -eq 17
        Clear-Call

        $done = Set-CmRequestStatus $id @set

        $done.Status | Should -Be Canceled
        (Get-Call).Line | Select-Object -First 1 | Should -Be "GET requests/$id"
        @(Get-Change).Count | Should -Be $(if ($isChanged) { 0 } else { 1 })
        @(Get-Outcome $path)[-1] | Should -Be Changed
    }

    It 'prevents a second process from writing and sending, and allows reading' {
        $id = New-ServerRequest
        $child = Start-HangingChange -Id $id -Path $path
        try {
            Clear-Call
            { Set-CmRequestStatus (New-ServerRequest) @set } | Should -Throw -ErrorId 'CmJournalInUse,*'
            Get-Call | Should -BeNullOrEmpty
            Get-Outcome $path | Should -Be InFlight
            (Get-Event $path).event | Should -Be sending
        }
        finally {
            $child.Kill()
            $child.WaitForExit()
        }

        # The operating system released the lock.
        Set-Fault
        (Set-CmRequestStatus $id @set).Status | Should -Be Canceled
        Get-ChildItem -LiteralPath $TestDrive -Filter "$(Split-Path -Path $path -Leaf)*" | Should -HaveCount 1
    }

    It 'reports and ignores an incomplete last line' {
        $ids = @(New-ServerRequest -Count 2)
        $null = $ids | Set-CmRequestStatus @set
        $bytes = [System.IO.File]::ReadAllBytes($path)
        [System.IO.File]::WriteAllBytes($path, $bytes[0..($bytes.Length - 30)])

        Get-CmJournal $path -WarningVariable read -WarningAction SilentlyContinue | Should -HaveCount 2
        Clear-Call
        $done = $ids | Set-CmRequestStatus @set -WarningVariable told -WarningAction SilentlyContinue

        "$read", "$told" | Should -BeLike '*line 4*is incomplete*'
        $done.Uuid | Should -Be $ids
        Get-Change | Should -BeNullOrEmpty
        Get-Outcome $path | Should -Be Changed, Changed
    }

    It 'rejects a file that is not a journal before any call, and does not change it' {
        Set-Content -LiteralPath $path -Value 'Uuid,Comment', "$(New-ServerRequest),x"
        $before = [System.IO.File]::ReadAllBytes($path)

        { Set-CmRequestStatus (New-ServerRequest) @set } | Should -Throw -ErrorId 'CmJournalInvalid,*'

        [System.IO.File]::ReadAllBytes($path) | Should -Be $before
        Get-Call | Should -BeNullOrEmpty
        Get-CmJournal $path -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'CmJournalInvalid,*'
        $failure[0].TargetObject | Should -Be $path
    }

    It 'writes nothing with -WhatIf, and shows only what would be sent' {
        $ids = @(New-ServerRequest -Count 2)
        Set-CmRequestStatus $ids @set -WhatIf 6> $null
        $path | Should -Not -Exist
        $null = Set-CmRequestStatus $ids[0] @set
        $before = [System.IO.File]::ReadAllBytes($path)
        Clear-Call

        $connect = "Import-Module `$module; Connect-CmServer '$($server.Uri)'"
        $shown = Invoke-FreshProcess "$connect; Set-CmRequestStatus '$($ids -join "','")' -Status Canceled -JournalPath '$path' -WhatIf"

        $shown | Should -HaveCount 1
        "$shown" | Should -BeLike "What if:*$($ids[1])*"
        [System.IO.File]::ReadAllBytes($path) | Should -Be $before
        Get-Change | Should -BeNullOrEmpty
    }

    # A lock exists only while the command runs.
    It 'creates journal and lock for their owner only' {
        $shown = @{}
        New-ServerRequest | Set-CmRequestStatus @set | ForEach-Object -Process {
            foreach ($file in $path, "$path.lock") {
                $shown[$file] = if ($onWindows) { Get-Reader $file } else { "$([System.IO.File]::GetUnixFileMode($file))" }
            }
        }

        $shown.Count | Should -Be 2
        if (-not $onWindows) {
            @($shown.Values | Sort-Object -Unique) | Should -Be 'UserWrite, UserRead'
            return
        }

        # The system, the administrators, and the user who runs this.
        $allowed = 'S-1-5-18', 'S-1-5-32-544', "$([System.Security.Principal.WindowsIdentity]::GetCurrent().User)"
        foreach ($readers in $shown.Values) {
            $readers | Should -Contain $allowed[2]
            $readers | Where-Object -FilterScript { $_ -notin $allowed } | Should -BeNullOrEmpty
        }
    }

    It 'keeps the permissions of an existing file' -Skip:(-not $onLinux) {
        $null = New-Item -Path $path
        chmod 640 $path

        $null = New-ServerRequest | Set-CmRequestStatus @set

        stat -c %a $path | Should -Be 640
    }

    It 'creates no file for an empty pipeline' {
        @() | Set-CmRequestStatus @set

        $path | Should -Not -Exist
    }

    It 'rejects -Reason without a journal' {
        { Set-CmRequestStatus (New-ServerRequest) -Status Canceled -Confirm:$false -Reason x } | Should -Throw -ErrorId 'CmInvalidParameter,*'
    }

    It 'resolves the path from the location of PowerShell' {
        Push-Location -LiteralPath $TestDrive
        try {
            $null = Set-CmRequestStatus (New-ServerRequest) -Status Canceled -Confirm:$false -JournalPath relative.jsonl
        }
        finally {
            Pop-Location
        }

        "$TestDrive/relative.jsonl" | Should -Exist
        { Set-CmRequestStatus (New-ServerRequest) -Status Canceled -Confirm:$false -JournalPath Env:PATH } | Should -Throw -ErrorId 'CmInvalidParameter,*'
    }

    It 'keeps the changes of two servers separate' {
        $other = Start-Simulator
        try {
            $id = New-ServerRequest
            $null = New-ServerRequest -Simulator $other
            $null = Invoke-Control -Method Post -Path requests -Body @(@{ Uuid = $id }) -Simulator $other
            $null = Set-CmRequestStatus $id @set
            $session = Connect-CmServer -Uri $other.Uri -PassThru

            (Set-CmRequestStatus $id @set -Session $session).Status | Should -Be Canceled

            @(Get-CmJournal $path | Select-Object -ExpandProperty Server -Unique).Count | Should -Be 2
        }
        finally {
            Stop-Simulator $other
            Connect-CmServer -Uri $server.Uri -MaximumRetryCount 0
        }
    }

    It 'records one state for every request after Ctrl+C, and makes the remaining changes afterwards' {
        $ids = @(New-ServerRequest -Count 1000)
        Set-Fault -Rule @(@{ method = 'PUT'; latency = '100-200' })
        $shell = New-ConnectedRunspace -Uri $server.Uri
        $code = 'param($ids, $path) $ids | Set-CmRequestStatus -Status Canceled -Confirm:$false -ThrottleLimit 16 -JournalPath $path'
        $running = Start-Runspace -Shell $shell -Script $code -Arguments $ids, $path
        while (@(Get-Change).Count -lt 50) {
            Start-Sleep -Milliseconds 20
        }
        $stopped = Stop-Runspace $running
        Set-Fault

        $stopped.Seconds | Should -BeLessThan 10
        $stopped.Errors | Should -Be 0
        $entries = @(Get-CmJournal $path)
        @($entries | Group-Object -Property Id | Where-Object -Property Count -GT 1) | Should -BeNullOrEmpty
        $entries.Count | Should -BeLessThan 1000
        foreach ($entry in $entries | Where-Object -Property Outcome -EQ Changed) {
            Get-ServerStatus $entry.Id | Should -Be 17
        }

        # The lock is free at once.
        $done = $ids | Set-CmRequestStatus @set -ThrottleLimit 16
        $done.Uuid | Should -Be $ids
        @(Get-Change | Where-Object -FilterScript { $_.changed } | Group-Object -Property id | Where-Object -Property Count -GT 1) | Should -BeNullOrEmpty
        Close-Runspace $shell
    }

    It 'is closed and correct when the pipeline ends early' {
        $ids = @(New-ServerRequest -Count 40)

        $first = $ids | Set-CmRequestStatus @set -ThrottleLimit 8 3> $null | Select-Object -First 1

        $first.Uuid | Should -Be $ids[0]
        $sent = @(Get-Change).Count
        $sent | Should -BeLessThan 40
        (Get-Outcome $path) | Should -HaveCount $sent
        (Get-Outcome $path) | Should -Contain Changed

        # On a busy machine, some responses may be missing when the command ends.
        (Get-Outcome $path) | Sort-Object -Unique | Should -BeIn Changed, InFlight
        ($ids | Set-CmRequestStatus @set -ThrottleLimit 8).Uuid | Should -Be $ids
        @(Get-Change).Count | Should -Be 40
    }

    It 'contains each sent change when -ErrorAction Stop ends the command' {
        $ids = @(New-ServerRequest -Count 3) + $NoSuchId + @(New-ServerRequest -Count 30)

        { $ids | Set-CmRequestStatus @set -ThrottleLimit 4 -ErrorAction Stop 3> $null } | Should -Throw

        $entries = @(Get-CmJournal $path)
        @($entries.Id) | Sort-Object | Should -Be @(Get-Change | ForEach-Object -Process { [guid] $_.id } | Sort-Object)
        $entries.Outcome | Should -Not -Contain InFlight
        @($entries | Where-Object -Property Outcome -EQ Refused).Id | Should -Be $NoSuchId
    }

    It 'contains no secret, even if the server repeats one' {
        $token = "eyJhbGciOiJub25lIn0.$([guid]::NewGuid().ToString('N')).x"
        Set-Fault -Rule @(@{ method = 'PUT'; status = 403; body = 'error' })
        $secure = ConvertTo-SecureString -String $token -AsPlainText -Force
        $session = Connect-CmServer -Uri $server.Uri -AccessToken $secure -AllowUnencryptedAuthentication -PassThru
        $null = Set-CmRequestStatus (New-ServerRequest) @set -Session $session -ErrorAction SilentlyContinue
        Connect-CmServer -Uri $server.Uri -MaximumRetryCount 0

        Get-Content -LiteralPath $path -Raw | Should -Not -Match ($token -split '\.')[1]
    }

    It 'ends before the next change when the file is <_>' -Skip:(-not $onLinux) -ForEach 'deleted', 'replaced' {
        $ids = @(New-ServerRequest -Count 3)
        $how = $_

        $done = [System.Collections.Generic.List[object]]::new()
        {
            $ids | Set-CmRequestStatus @set | ForEach-Object -Process {
                $done.Add($_)
                Remove-Item -LiteralPath $path
                if ($how -eq 'replaced') { Set-Content -LiteralPath $path -Value 'another' }
            }
        } | Should -Throw -ErrorId 'CmJournalFailed,*'

        $done.Count | Should -Be 1
        @(Get-Change).Count | Should -Be 1
    }

    Context 'on a separate file system' {
        BeforeEach {
            $mount = Join-Path -Path $TestDrive -ChildPath ([guid]::NewGuid())
            $null = New-Item -Path $mount -ItemType Directory
            mount -t tmpfs -o size=32k tmpfs $mount
            $set.JournalPath = "$mount/changes.jsonl"
        }

        AfterEach {
            umount -l $mount 2> $null
        }

        It 'ends before the next change when the disk is full, and makes the remaining changes when there is space' -Skip:(-not $canMount) {
            $ids = @(New-ServerRequest -Count 300)
            $done = [System.Collections.Generic.List[object]]::new()

            { $ids | Set-CmRequestStatus @set -ThrottleLimit 8 | ForEach-Object -Process { $done.Add($_) } } | Should -Throw -ErrorId 'CmJournalFailed,*'

            $sent = @(Get-Change).Count
            $sent | Should -BeGreaterThan 10
            $sent | Should -BeLessThan 300
            $done.Count | Should -Be $sent
            @(Get-Event $set.JournalPath | Where-Object -Property event -EQ sending).Count | Should -BeGreaterOrEqual $sent

            mount -o remount,size=4m $mount
            ($ids | Set-CmRequestStatus @set -ThrottleLimit 8 3> $null).Uuid | Should -Be $ids
            @(Get-Change).Count | Should -Be 300
        }

        It 'sends nothing if there is no space for the first line' -Skip:(-not $canMount) {
            dd if=/dev/zero of=$mount/full bs=4096 count=100 2> $null

            { Set-CmRequestStatus (New-ServerRequest) @set } | Should -Throw -ErrorId 'CmJournalFailed,*'

            Get-Change | Should -BeNullOrEmpty
        }

        It 'sends nothing if the file is read-only' -Skip:(-not $canMount) {
            $null = Set-CmRequestStatus (New-ServerRequest) @set
            mount -o remount,ro $mount
            Clear-Call

            { Set-CmRequestStatus (New-ServerRequest) @set } | Should -Throw -ErrorId 'CmJournalFailed,*'

            Get-Call | Should -BeNullOrEmpty
            Get-Outcome $set.JournalPath | Should -Be Changed
        }

        It 'ends before the next change when the share is removed' -Skip:(-not $canMount) {
            $ids = @(New-ServerRequest -Count 3)

            { $ids | Set-CmRequestStatus @set | ForEach-Object -Process { umount -l $mount } } | Should -Throw -ErrorId 'CmJournalFailed,*'

            @(Get-Change).Count | Should -Be 1
        }

        # The same file under two paths, as on two clients of a share. An SMB client cannot be mounted in a test.
        It 'has one writer of a share at a time, and the other one can continue when the path of the first is removed' -Skip:(-not $canMount) {
            $ids = @(New-ServerRequest -Count 3)
            $other = Join-Path -Path $TestDrive -ChildPath ([guid]::NewGuid())
            $null = New-Item -Path $other -ItemType Directory
            mount --bind $mount $other
            try {
                $second = @{ Status = 'Canceled'; Confirm = $false; JournalPath = "$other/changes.jsonl" }
                $script:refused = $null

                {
                    $ids | Set-CmRequestStatus @set | ForEach-Object -Process {
                        $script:refused = try { Set-CmRequestStatus $ids[2] @second } catch { $_.FullyQualifiedErrorId }
                        umount -l $mount
                    }
                } | Should -Throw -ErrorId 'CmJournalFailed,*'

                $script:refused | Should -BeLike 'CmJournalInUse,*'
                @(Get-Change).Count | Should -Be 1

                # The lines of the first writer are kept: nothing is sent twice.
                ($ids | Set-CmRequestStatus @second).Uuid | Should -Be $ids
                [guid[]] (Get-Change).id | Should -Be $ids
            }
            finally {
                umount -l $other
            }
        }
    }

    # A file system of another process, over SFTP. It is similar to a share and can be mounted in a test.
    It 'ends before the next change when the server of the share stops, and makes the remaining changes from another path to it' -Skip:(-not $hasSshfs) {
        $ids = @(New-ServerRequest -Count 3)
        $share, $mount = 'share', 'mount' | ForEach-Object -Process { Join-Path -Path $TestDrive -ChildPath "$([guid]::NewGuid())-$_" }
        $null = New-Item -Path $share, $mount -ItemType Directory
        mkfifo "$share.in" "$share.out"
        Set-Content -LiteralPath "$share.sh" -Value @"
(exec /usr/lib/openssh/sftp-server < '$share.in' > '$share.out') &
echo `$! > '$share.pid'
exec sshfs -o passive -f 'server:$share' '$mount' > '$share.in' < '$share.out'
"@
        $sshfs = Start-Process -FilePath sh -ArgumentList "$share.sh" -PassThru
        try {
            Wait-Until -Seconds 20 -Condition { (Get-Content -LiteralPath /proc/mounts -Raw).Contains($mount) }
            $set.JournalPath = "$mount/changes.jsonl"

            {
                $ids | Set-CmRequestStatus @set | ForEach-Object -Process {
                    kill -KILL (Get-Content -LiteralPath "$share.pid")
                    Wait-Until -Seconds 20 -Condition { -not (Test-Path -LiteralPath $set.JournalPath) }
                }
            } | Should -Throw -ErrorId 'CmJournalFailed,*'

            @(Get-Change).Count | Should -Be 1
            $set.JournalPath = "$share/changes.jsonl"
            ($ids | Set-CmRequestStatus @set).Uuid | Should -Be $ids
            [guid[]] (Get-Change).id | Should -Be $ids
        }
        finally {
            umount -l $mount 2> $null
            $null = $sshfs.WaitForExit(10000)
        }
    }
}

Describe 'Get-CmJournal' {
    BeforeAll {
        Set-Fault
        $folder = Join-Path -Path $TestDrive -ChildPath 'journals'
        $null = New-Item -Path $folder -ItemType Directory
        $ids = @(New-ServerRequest -Count 2)
        $null = $ids[0] | Set-CmRequestStatus -Status Canceled -Confirm:$false -JournalPath "$folder/one.jsonl" -Reason "A$([char] 27)[31m"
        $null = $ids[1], $NoSuchId | Set-CmRequestStatus -Status Canceled -Confirm:$false -JournalPath "$folder/[two].jsonl" -ErrorAction SilentlyContinue
    }

    It 'reads several files by wildcard, by literal path and from Get-ChildItem' {
        @(Get-CmJournal "$folder/*.jsonl").Count | Should -Be 3
        @(Get-CmJournal -LiteralPath "$folder/[two].jsonl").Count | Should -Be 2
        @(Get-ChildItem -LiteralPath $folder | Get-CmJournal).Count | Should -Be 3
        @("$folder/one.jsonl" | Get-CmJournal).Count | Should -Be 1
    }

    It 'binds into Get-CmRequest by Id' {
        (Get-CmJournal "$folder/*.jsonl" | Where-Object -Property Outcome -EQ Changed | Get-CmRequest).Uuid | Sort-Object | Should -Be ($ids | Sort-Object)
    }

    It 'shows id, outcome and age in 80 columns without control characters' {
        $lines = (Get-CmJournal "$folder/*.jsonl" | Out-String -Width 80) -split '\r?\n' -replace '\x1b\[[0-9;]*m' | Where-Object -FilterScript { $_.Trim() }

        $lines[0] | Should -Match '^Id +Outcome +Change +Status +Age'
        $lines -match "^$($ids[0]) +Changed +Canceled +Canceled +0m" | Should -HaveCount 1
        $wide = Get-CmJournal "$folder/one.jsonl" | Format-Table -Property Reason | Out-String
        (Get-CmJournal "$folder/one.jsonl" | Out-String -Width 200) -replace '\x1b\[(0|32;1|32;1;3)m' | Should -Not -Match '\x1b\[31m'
        (Get-CmJournal "$folder/one.jsonl").Reason | Should -Be "A$([char] 27)[31m"
    }

    It 'reports a missing file, and reads the others' {
        $read = @(Get-CmJournal "$folder/none.jsonl", "$folder/one.jsonl" -ErrorAction SilentlyContinue -ErrorVariable failure)

        $read.Count | Should -Be 1
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'CmJournalFailed,*'
    }

    It 'skips damaged lines with one error for the file' {
        $damaged = "$TestDrive/damaged.jsonl"
        $lines = @(Get-Content -LiteralPath "$folder/one.jsonl") + 'garbage', '{"version":1}' + @(Get-Content -LiteralPath "$folder/[two].jsonl")
        Set-Content -LiteralPath $damaged -Value $lines

        @(Get-CmJournal $damaged -ErrorAction SilentlyContinue -ErrorVariable failure).Count | Should -Be 3

        $failure | Should -HaveCount 1
        $failure[0].ErrorDetails.Message | Should -BeLike '2 lines*line 3.'
    }

    It 'ends at once when the pipeline ends early' {
        $big = "$TestDrive/big.jsonl"
        $lines = [System.IO.File]::ReadAllText("$folder/one.jsonl")
        $writer = [System.IO.File]::CreateText($big)
        1..100000 | ForEach-Object -Process { $writer.Write($lines) }
        $writer.Dispose()

        $first = Measure-Command -Expression { Get-CmJournal $big | Select-Object -First 1 | Should -HaveCount 1 }
        $all = Measure-Command -Expression { $null = Get-CmJournal $big }
        $first.TotalSeconds | Should -BeLessThan ($all.TotalSeconds / 3)
    }
}
