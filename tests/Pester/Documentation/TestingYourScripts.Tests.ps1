# The example of docs/testing-your-scripts.md, run unchanged.

BeforeAll {
    Set-StrictMode -Version Latest
    Import-Module -Name "$PSScriptRoot/../MimCm.TestTools.psm1"
    $page = (Get-Content -LiteralPath "$PSScriptRoot/../../../docs/testing-your-scripts.md" -Raw -Encoding UTF8) -replace '\r'
    $files = @{}
    foreach ($match in [regex]::Matches($page, '(?s)<!-- file: (?<name>\S+) -->\n```powershell\n(?<text>.*?)\n```')) {
        $files[$match.Groups['name'].Value] = $match.Groups['text'].Value
    }

    # The tool, as if it were installed.
    $tools = Join-Path -Path $TestDrive -ChildPath 'tools'
    $null = New-Item -ItemType Directory -Path $tools
    $simulator = Get-SimulatorPath
    if ($env:OS -eq 'Windows_NT') {
        # The launcher needs the other files beside it.
        Copy-Item -Path "$(Split-Path -Path $simulator)/*" -Destination $tools -Recurse
        Copy-Item -LiteralPath "$tools/MimCm.Simulator.Tool.exe" -Destination "$tools/mimcm-simulator.exe"
    }
    else {
        Set-Content -LiteralPath "$tools/mimcm-simulator" -Value "#!/bin/sh`nexec dotnet '$simulator' `"`$@`""
        chmod +x "$tools/mimcm-simulator"
    }

    # Runs the example in a separate PowerShell, and returns the number of passed and failed tests, and the failures.
    function Invoke-Example {
        param([hashtable] $File)

        $folder = Join-Path -Path $TestDrive -ChildPath ([guid]::NewGuid())
        $null = New-Item -ItemType Directory -Path $folder
        foreach ($name in $File.Keys) {
            Set-Content -LiteralPath (Join-Path -Path $folder -ChildPath $name) -Value $File[$name] -Encoding UTF8
        }
        $separator = [System.IO.Path]::PathSeparator
        $environment = @{
            PATH         = "$tools$separator$env:PATH"
            PSModulePath = "$(Split-Path -Path (Split-Path -Path (Get-ModulePath)))$separator$env:PSModulePath"
        }
        Invoke-FreshProcess -Environment $environment -Script @"
Import-Module -Name Pester -RequiredVersion $((Get-Module -Name Pester).Version)
`$result = Invoke-Pester -Path '$folder' -PassThru -Output None
"Passed `$(`$result.PassedCount)"
"Failed `$(`$result.FailedCount + `$result.FailedBlocksCount + `$result.FailedContainersCount)"
`$result.Failed | ForEach-Object { "`$(`$_.Name): `$(`$_.ErrorRecord)" }
"@
    }
}

Describe 'The example of docs/testing-your-scripts.md' {
    It 'passes unchanged' {
        $files.Count | Should -Be 2

        (Invoke-Example -File $files) -join "`n" | Should -Match '(?m)^Passed 6\nFailed 0$'
    }

    It 'fails for a script that also changes recent requests and always reports Abandoned' {
        $wrong = $files.Clone()
        $wrong['Stop-OldRequest.ps1'] = $wrong['Stop-OldRequest.ps1'] -replace ' -SubmittedBefore \(Get-Date\)\.AddDays\(-\$Days\)' -replace
            '\$failure\.FullyQualifiedErrorId[^}]+', "'Abandoned' "

        $said = (Invoke-Example -File $wrong) -join "`n"

        $said | Should -Match '(?m)^abandons old requests, and no others: '
        $said | Should -Match '(?m)^does not report Abandoned where the response was lost: '
    }
}
