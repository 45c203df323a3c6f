# The sample of Just Enough Administration, as a session in this process: what its role allows. A real endpoint needs Windows.
BeforeDiscovery {
    $canMake = [initialsessionstate].GetMethod('CreateFromSessionConfigurationFile', [type[]] ([string], [System.Func[string, bool]]))
}

BeforeAll {
    . "$PSScriptRoot/../Initialize-TestFile.ps1"
    $server = Start-Simulator
    $sample = "$PSScriptRoot/../../../samples/Jea"
}

AfterAll {
    Stop-Simulator
}

Describe 'The sample for operators who cancel' -Skip:(-not $canMake) {
    BeforeAll {
        # Roles are found in the folders of modules.
        $modules = Join-Path -Path $TestDrive -ChildPath 'Modules'
        $null = New-Item -ItemType Directory -Path $modules
        Copy-Item -LiteralPath (Split-Path -Path (Get-ModulePath)) -Destination (Join-Path -Path $modules -ChildPath 'MimCm') -Recurse
        Copy-Item -LiteralPath "$sample/CmCancelOperator" -Destination $modules -Recurse
        $before = $env:PSModulePath
        $env:PSModulePath = "$modules$([System.IO.Path]::PathSeparator)$before"

        # The server and the folder of the transcripts are those of this test.
        $file = Join-Path -Path $TestDrive -ChildPath 'CmCancelOperator.pssc'
        $text = (Get-Content -LiteralPath "$sample/CmCancelOperator.pssc" -Raw).Replace('https://cm.contoso.com',
            $server.Root).Replace('C:\ProgramData\CmJea\Transcripts', "$TestDrive")
        Set-Content -LiteralPath $file -Value $text -Encoding UTF8

        # Returns the session of a user; the script block determines the groups of the user.
        function New-Operator {
            param([scriptblock] $IsIn)

            $state = [initialsessionstate]::CreateFromSessionConfigurationFile($file, [System.Func[string, bool]] $IsIn)
            $runspace = [runspacefactory]::CreateRunspace($state)
            $runspace.Open()
            $runspace
        }

        # Runs commands as a remote session does: by name and parameters, each the input of the next.
        function Invoke-Operator {
            param([System.Collections.IDictionary[]] $Command)

            $shell = [powershell]::Create()
            $shell.Runspace = $operator
            foreach ($one in $Command) {
                $null = $shell.AddCommand($one.Name)
                foreach ($parameter in $one.Keys -ne 'Name') {
                    $null = $shell.AddParameter($parameter, $one[$parameter])
                }
            }
            try {
                $shell.Invoke()
                $shell.Streams.Error | ForEach-Object -Process { throw $_ }
            }
            catch [System.Management.Automation.MethodInvocationException] {
                throw $_.Exception.InnerException
            }
            finally {
                $shell.Dispose()
            }
        }

        $operator = New-Operator -IsIn { $args[0] -eq 'CONTOSO\CM Operators' }
    }

    BeforeEach {
        Clear-Call
    }

    AfterAll {
        $operator.Dispose()
        $operator = $null

        # A session leaves its transcript open until the garbage collector closes it. On Windows, an open file cannot be removed.
        $deadline = (Get-Date).AddSeconds(30)
        do {
            [GC]::Collect()
            [GC]::WaitForPendingFinalizers()
            $open = Get-ChildItem -LiteralPath "$TestDrive" -Filter 'PowerShell_transcript*' -Recurse | Where-Object -FilterScript {
                try { [System.IO.File]::Open($_.FullName, 'Open', 'ReadWrite', 'None').Dispose() } catch { $true }
            }
        } while ($open -and (Get-Date) -lt $deadline)
        $env:PSModulePath = $before
        Remove-Item -LiteralPath env:MIMCM_URI -ErrorAction Ignore
    }

    It 'has two of the commands, and no language' {
        $names = (Invoke-Operator @{ Name = 'Get-Command' }).Name

        $names -like '*Cm*' | Should -Be 'Get-CmRequest', 'Set-CmRequestStatus'
        $names | Should -HaveCount 10
        $operator.SessionStateProxy.LanguageMode | Should -Be 'NoLanguage'
    }

    It 'lists requests of the server that the configuration names' {
        (Invoke-Operator @{ Name = 'Get-CmRequest'; Status = 'Approved'; Type = 'Unblock' }).Uuid | Should -Contain $ExampleUnblock
        (Get-Call).Line | Should -Be 'GET requests?status=Approved'
    }

    It 'cancels a request by its id and from the pipeline' {
        $ids = @(New-ServerRequest -Count 2)
        (Invoke-Operator @{ Name = 'Set-CmRequestStatus'; Id = $ids[0]; Status = 'Canceled'; Confirm = $false }).Status | Should -Be 'Canceled'
        (Invoke-Operator @{ Name = 'Get-CmRequest'; Id = $ids[1] }, @{ Name = 'Set-CmRequestStatus'; Status = 'Canceled'; Confirm = $false }).Status |
            Should -Be 'Canceled'

        Get-ServerStatus -Id $ids | Should -Be 17, 17
    }

    It 'rejects <_> before any call' -ForEach 'Completed', 'Abandoned', 'Comp', 'Approved', 8, 0 {
        { Invoke-Operator @{ Name = 'Set-CmRequestStatus'; Id = $ExampleEnroll; Status = $_; Confirm = $false } } | Should -Throw -ExpectedMessage '*Status*'
        Get-Call | Should -BeNullOrEmpty
        Get-ServerStatus -Id $ExampleEnroll | Should -Be 3
    }

    It 'rejects the parameter -<_>' -ForEach 'Session', 'ThrottleLimit' {
        { Invoke-Operator @{ Name = 'Set-CmRequestStatus'; Id = $ExampleEnroll; Status = 'Canceled'; Confirm = $false; $_ = 1 } } |
            Should -Throw -ExpectedMessage "*'$_'*"
        Get-Call | Should -BeNullOrEmpty
    }

    It 'has no <_>' -ForEach 'Connect-CmServer', 'Disconnect-CmServer', 'Get-CmSession', 'Wait-CmRequest', 'MimCm\Set-CmRequestStatus', 'Invoke-RestMethod',
        'Set-Item' {
        $name = $_
        { Invoke-Operator @{ Name = $name; Id = $ExampleEnroll; Status = 'Completed' } } |
            Should -Throw -ExceptionType ([System.Management.Automation.CommandNotFoundException])
        Get-Call | Should -BeNullOrEmpty
    }

    It 'runs no script' {
        $shell = [powershell]::Create().AddScript("Set-CmRequestStatus $ExampleEnroll -Status Completed -Confirm:`$false")
        $shell.Runspace = $operator

        { $shell.Invoke() } | Should -Throw -ExpectedMessage '*no-language mode*'
        $shell.Dispose()
        Get-Call | Should -BeNullOrEmpty
    }

    It 'gives no access to users outside the group' {
        $stranger = New-Operator -IsIn { $args[0] -eq 'CONTOSO\Domain Users' }
        $shell = [powershell]::Create().AddCommand('Get-Command')
        $shell.Runspace = $stranger
        $names = $shell.Invoke().Name
        $shell.Dispose()
        $stranger.Dispose()

        $names -like '*Cm*' | Should -BeNullOrEmpty
    }
}
