# The first session of the README, run as it is written.
BeforeDiscovery {
    $isCore = $PSVersionTable.PSVersion.Major -ge 7
    $root = (Resolve-Path -LiteralPath "$PSScriptRoot/../../..").Path
    $scripts = @(Get-Item -Path "$root/*.ps1"; Get-ChildItem -Path "$root/samples", "$root/benchmarks" -Filter *.ps1 -Recurse).FullName |
        ForEach-Object -Process { $_.Substring($root.Length + 1) -replace '\\', '/' }
}

BeforeAll {
    Set-StrictMode -Version Latest
    Import-Module -Name "$PSScriptRoot/../MimCm.TestTools.psm1"
    $readme = Get-Content -LiteralPath "$PSScriptRoot/../../../README.md" -Raw
    $session = if ($readme -match '(?s)<!-- session -->\s*```text\r?\n(?<text>.*?)\r?\n```') { $Matches.text -replace '\r' }
    $lines = @($session -split '\n' | Where-Object -FilterScript { $_ -like 'PS> *' } | ForEach-Object -Process { $_.Substring(4) })
}

AfterAll {
    Stop-Simulator
}

Describe 'The first session of the README' {
    # Windows PowerShell displays errors differently.
    It 'is the output of these commands' -Skip:(-not $isCore) {
        $lines.Count | Should -BeGreaterThan 8

        # The simulator without options, as in the README, except for its port.
        $server = Start-Simulator -Arguments ''
        $address = $server.Root -replace '^http://'
        $script = foreach ($line in $lines) {
            $line = $line -replace '127\.0\.0\.1:5080', $address -replace '\./out/MimCm', (Get-ModulePath)
            "`$line = '$($line -replace "'", "''")'"
            "'PS> ' + `$line"
            '$output = (. ([scriptblock]::Create($line)) 2>&1 | Out-String -Width 80).Trim([char[]] "`r`n"); if ($output) { $output; "" }'
        }

        $printed = (Invoke-FreshProcess -Script ("`$PSStyle.OutputRendering = 'PlainText'`n" + ($script -join "`n"))) -join "`n"

        $printed = ($printed -replace [regex]::Escape($address), '127.0.0.1:5080').Replace((Get-ModulePath), './out/MimCm')
        $session = $session -replace '[\d,]+ days\b', 'N days'
        $printed = $printed -replace '[\d,]+ days\b', 'N days'
        (($printed -split '\s+') -join ' ').Trim() | Should -BeExactly (($session -split '\s+') -join ' ').Trim()
    }
}

Describe 'The pages' {
    BeforeAll {
        $root = (Resolve-Path -LiteralPath "$PSScriptRoot/../../..").Path
        Import-MimCm
        $pages = @(Get-Item -Path "$root/*.md", "$root/docs/*.md", "$root/docs/*/*.md", "$root/samples/*/*.md")
    }

    It 'link to existing files' {
        $pages.Count | Should -BeGreaterThan 10
        foreach ($page in $pages) {
            $links = [regex]::Matches((Get-Content -LiteralPath $page.FullName -Raw), '\]\((?<path>[^)#:\s]+)(#[^)]*)?\)') |
                ForEach-Object -Process { $_.Groups['path'].Value }
            foreach ($link in $links) {
                Join-Path -Path $page.DirectoryName -ChildPath $link | Should -Exist -Because "$($page.Name) links to $link"
            }
        }
    }

    It 'name each command, in the README and in about_MimCm' {
        $commands = (Get-Command -Module MimCm).Name
        $commands.Count | Should -BeGreaterThan 15
        foreach ($page in "$root/README.md", "$root/docs/about/about_MimCm.md") {
            $rows = @(Get-Content -LiteralPath $page | Where-Object -FilterScript { $_ -match '^\| `?[A-Z][a-z]+-Cm' }) -join ' '
            $commands | Where-Object -FilterScript { $rows -notmatch "\b$_\b" } | Should -BeNullOrEmpty -Because "$page has a table of them"
        }
    }

    It 'name all that a session keeps of stopped commands' {
        $kept = [MimCm.CmSession].GetProperties().Name | Where-Object -FilterScript { $_ -match '^Un' }
        $kept | Should -HaveCount 3
        foreach ($page in 'README.md', 'docs/cmdlets/Get-CmSession.md', 'docs/about/about_MimCm_Sessions.md') {
            $text = Get-Content -LiteralPath "$root/$page" -Raw
            $kept | Where-Object -FilterScript { $text -notmatch $_ } | Should -BeNullOrEmpty -Because $page
        }
    }

    It 'name existing files and folders' {
        $named = foreach ($page in $pages) {
            [regex]::Matches((Get-Content -LiteralPath $page.FullName -Raw), '`(?<path>(src|tests|docs|module|build|tools|benchmarks|samples)/[\w./-]+)`') |
                ForEach-Object -Process { [pscustomobject] @{ Page = $page.Name; Path = $_.Groups['path'].Value } }
        }

        foreach ($page in 'CONTRIBUTING.md', 'architecture.md', 'versioning.md', 'reliability.md', 'mutation.md') {
            $named.Page | Should -Contain $page
        }
        foreach ($one in $named) {
            "$root/$($one.Path)" | Should -Exist -Because "$($one.Page) names it"
        }
    }

    It 'name existing source files' {
        $files = @(Get-ChildItem -Path "$root/src", "$root/tests", "$root/benchmarks", "$root/tools" -Recurse -File).Name
        foreach ($page in $pages | Where-Object -Property Name -NE 'CHANGELOG.md') {
            $names = [regex]::Matches((Get-Content -LiteralPath $page.FullName -Raw), '`(?<name>[A-Z]\w+\.cs)`') |
                ForEach-Object -Process { $_.Groups['name'].Value }
            foreach ($name in $names) {
                $files | Should -Contain $name -Because "$($page.Name) names it"
            }
        }
    }

    It 'name existing tests in the comparison' {
        $rows = @(Get-Content -LiteralPath "$root/docs/comparison.md" | Where-Object -FilterScript {
            $_ -match '^\| (?!\||-|complaint)' -and $_ -notmatch '\| tests \|$'
        })
        $rows.Count | Should -BeGreaterThan 30

        foreach ($row in $rows) {
            $cell = ($row.Trim('| ') -split ' \| ')[-1]
            foreach ($name in $cell -split ', ' | ForEach-Object -Process { ($_ -split ' ')[0] } |
                Where-Object -FilterScript { $_ -ne 'all' -and $_ -notlike '*.md' }) {
                if ($name -match '^`(.*)`$') {
                    "$root/tests/MimCm.$($Matches[1]).Tests" | Should -Exist
                }
                else {
                    $pattern = if ($name.EndsWith('-')) { "$($name)Cm*.Tests.ps1" } else { "$name.Tests.ps1" }
                    @(Get-Item -Path "$root/tests/Pester/*/$pattern").Count | Should -BeGreaterOrEqual 1 -Because $name
                }
            }
        }
    }
}

Describe 'The scripts' {
    It 'have help that Get-Help finds: <_>' -ForEach $scripts {
        $path = (Resolve-Path -LiteralPath "$PSScriptRoot/../../../$_").Path
        $help = Get-Help -Name $path -Full

        $help.Synopsis | Should -Not -BeLike '*.ps1*'
        "$($help.description.Text)".Length | Should -BeGreaterThan 50
        foreach ($parameter in (Get-Command -Name $path).ScriptBlock.Ast.ParamBlock.Parameters.Name.VariablePath.UserPath) {
            $description = $help.parameters.parameter | Where-Object -Property name -EQ $parameter |
                Select-Object -ExpandProperty description -ErrorAction Ignore
            "$description" | Should -Not -BeNullOrEmpty -Because "-$parameter needs a description"
        }
    }
}
