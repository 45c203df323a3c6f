# Pages, help and cmdlets agree, and every example works.
#
# The pages in docs/ are the source; tools/MimCm.HelpWriter generates module/en-US from them. An example is a ```powershell block. It is
# run in its own runspace, against simulators with Microsoft's two example requests and five others. Its output must be the ```output
# block after it. Without such a block, any output is accepted, but no error. The examples use these placeholders:
#   https://cm.contoso.com        a server without authentication; an example that does not connect is connected to it
#   https://cm2.contoso.com       another such server
#   https://cm-test.contoso.com   a server with an untrusted certificate, which requires a token
#   https://cm-off.contoso.com    a server whose API is disabled
#   Read-Host, Get-Credential     a user who types the valid token, or any password
#   https://adfs.contoso.com      an AD FS that returns that token
# There are no prompts. While an example waits, the executing request is completed and the pending one is approved.

BeforeDiscovery {
    $pages = "$PSScriptRoot/../../../docs"
    $commands = Get-ChildItem -Path "$pages/cmdlets/*.md" | ForEach-Object -Process { @{ Name = $_.BaseName } }
    $topics = Get-ChildItem -Path "$pages/about/*.md" | ForEach-Object -Process { @{ Name = $_.BaseName } }

    # Every ```powershell block, and the ```output block that follows it.
    $examples = foreach ($file in Get-ChildItem -Path "$pages/cmdlets/*.md", "$pages/about/*.md") {
        $text = (Get-Content -LiteralPath $file.FullName -Raw) -replace '\r\n', "`n"
        $found = [regex]::Matches($text, '(?ms)^```powershell\n(?<code>.*?)^```$(\s+^```output\n(?<output>.*?)^```$)?')
        for ($i = 0; $i -lt $found.Count; $i++) {
            $line = $text.Substring(0, $found[$i].Index).Split("`n").Count
            @{
                Name   = '{0} (line {1})' -f $file.BaseName, $line
                Code   = $found[$i].Groups['code'].Value
                Output = if ($found[$i].Groups['output'].Success) { $found[$i].Groups['output'].Value }
            }
        }
    }
    if ($PSVersionTable.PSVersion.Major -lt 7) {
        $examples = $examples | Where-Object -FilterScript { $_.Code -notmatch '^#requires -Version 7' }
    }
}

BeforeAll {
    . "$PSScriptRoot/../Initialize-TestFile.ps1"

    $root = (Resolve-Path -LiteralPath "$PSScriptRoot/../../..").Path
    $writer = Get-Item -Path "$root/out/build/bin/MimCm.HelpWriter/*/MimCm.HelpWriter.dll" -ErrorAction Ignore |
        Sort-Object -Property LastWriteTime |
        Select-Object -Last 1 -ExpandProperty FullName

    # Runs the generator, and returns its output and exit code.
    function Invoke-HelpWriter {
        if (-not $writer) {
            throw 'There is no help writer. Run: dotnet build MimCm.sln'
        }

        $said = & dotnet $writer @args | Out-String
        [pscustomobject] @{ Text = $said; ExitCode = $LASTEXITCODE }
    }

    function Get-Page {
        param([string] $Name)

        (Get-Content -LiteralPath "$root/docs/cmdlets/$Name.md" -Raw) -replace '\r\n', "`n"
    }

    # The values of the yaml block of a parameter.
    function Get-PageParameter {
        param([string] $Name)

        foreach ($match in [regex]::Matches((Get-Page $Name), '(?ms)^### -(?<name>\w+)\n(?<text>.*?)^```yaml\n(?<facts>.*?)^```$')) {
            $facts = @{ Name = $match.Groups['name'].Value; Text = $match.Groups['text'].Value; Values = '' }
            foreach ($line in $match.Groups['facts'].Value -split '\n' -match ':') {
                $key, $value = $line -split ':', 2
                $facts[($key -replace '^Accepted values$', 'Values')] = $value.Trim()
            }
            $facts
        }
    }

    $common = [System.Management.Automation.PSCmdlet]::CommonParameters
    $optional = [System.Management.Automation.PSCmdlet]::OptionalCommonParameters

    # A parameter that a set has only for a better error message is not documented.
    function Get-ShownSet {
        param([System.Management.Automation.ParameterMetadata] $Parameter)

        $hidden = $Parameter.Attributes | Where-Object -FilterScript { $_ -is [Parameter] -and $_.DontShow } | ForEach-Object -Process { $_.ParameterSetName }
        $Parameter.ParameterSets.Keys | Where-Object -FilterScript { $_ -notin $hidden } | Sort-Object
    }

    function Get-Syntax {
        param([System.Management.Automation.CommandInfo] $Command, [System.Management.Automation.CommandParameterSetInfo] $Set)

        $text = "$($Command.Name) $Set"
        foreach ($parameter in $Command.Parameters.Values) {
            if ($parameter.ParameterSets.ContainsKey($Set.Name) -and $Set.Name -notin (Get-ShownSet $parameter)) {
                $text = $text -replace " \[-$($parameter.Name) <.*?>\]"
            }
        }
        $text -replace '\s+', ' '
    }

    # The parameters of the cmdlet, in the format of a page.
    function Get-CommandParameter {
        param([string] $Name)

        $command = Get-Command -Name $Name
        $new = [System.Activator]::CreateInstance($command.ImplementingType)
        try {
            foreach ($parameter in $command.Parameters.Values | Where-Object -FilterScript { $_.Name -notin $common } | Sort-Object -Property Name) {
                $sets = @(Get-ShownSet $parameter)
                $pipeline = foreach ($one in $parameter.ParameterSets.Values) {
                    $ways = @(if ($one.ValueFromPipelineByPropertyName) { 'ByPropertyName' }) + @(if ($one.ValueFromPipeline) { 'ByValue' })
                    if ($ways.Count -gt 0) { "True ($($ways -join ', '))" } else { 'False' }
                }
                $position = $parameter.ParameterSets.Values | ForEach-Object -Process { if ($_.Position -ge 0) { "$($_.Position)" } else { 'Named' } }
                $enum = if ($parameter.ParameterType.IsArray) { $parameter.ParameterType.GetElementType() } else { $parameter.ParameterType }
                $range = $parameter.Attributes | Where-Object -FilterScript { $_ -is [System.Management.Automation.ValidateRangeAttribute] }
                $set = $parameter.Attributes | Where-Object -FilterScript { $_ -is [System.Management.Automation.ValidateSetAttribute] }
                $isOptional = $parameter.Name -in $optional
                $default = if (-not $isOptional -and $enum -ne [datetime] -and -not $enum.IsEnum) { "$($new.($parameter.Name))" }
                @{
                    Name                        = $parameter.Name
                    Type                        = $parameter.ParameterType.FullName
                    'Parameter Sets'            = if ($sets[0] -eq '__AllParameterSets') { '(All)' } else { $sets -join ', ' }
                    Aliases                     = $parameter.Aliases -join ', '
                    Values                      = "$(if ($enum.IsEnum) { [enum]::GetNames($enum) -join ', ' } elseif ($set) { $set.ValidValues -join ', ' })"
                    Required                    = "$(@($parameter.ParameterSets.Values.IsMandatory | Select-Object -Unique))"
                    Position                    = "$(@($position | Select-Object -Unique))"
                    'Default value'             = if ($default) { $default } else { 'None' }
                    'Accept pipeline input'     = "$(@($pipeline | Select-Object -Unique))"
                    'Accept wildcard characters' = "$(@($parameter.Attributes | Where-Object -FilterScript { $_ -is [SupportsWildcards] }).Count -gt 0)"
                    Range                       = if ($range) { 'from {0} to {1}' -f $range.MinRange, $range.MaxRange } else { '' }
                }
            }
        }
        finally {
            if ($new -is [System.IDisposable]) {
                $new.Dispose()
            }
        }
    }

    # The documented parameters must be those of the cmdlet, and no others.
    function Compare-Fact {
        param([hashtable[]] $Told, [hashtable[]] $Real, [string[]] $Key)

        ($Told | ForEach-Object -Process { $_.Name }) -join ', ' | Should -Be (($Real | ForEach-Object -Process { $_.Name }) -join ', ')
        for ($i = 0; $i -lt $Real.Count; $i++) {
            foreach ($one in $Key) {
                $Told[$i][$one] | Should -Be $Real[$i][$one] -Because "-$($Real[$i].Name), $one"
            }
        }
    }
}

AfterAll {
    Stop-Simulator
}

Describe 'The files of help' -Tag HelpWriter {
    It 'are up to date' {
        $check = Invoke-HelpWriter --check --root $root

        $check.Text | Should -BeLike '*are up to date*'
        $check.ExitCode | Should -Be 0
    }

    Context 'when a page changes' {
        BeforeEach {
            $copy = Join-Path -Path $TestDrive -ChildPath ([guid]::NewGuid())
            $null = New-Item -Path "$copy/module" -ItemType Directory
            Copy-Item -LiteralPath "$root/docs" -Destination $copy -Recurse
            Copy-Item -LiteralPath "$root/module/en-US" -Destination "$copy/module" -Recurse

            function Edit-Page {
                param([string] $Page, [string] $Old, [string] $New)

                $text = [System.IO.File]::ReadAllText("$copy/docs/$Page")
                $text | Should -Match ([regex]::Escape($Old))
                [System.IO.File]::WriteAllText("$copy/docs/$Page", $text.Replace($Old, $New))
            }
        }

        It 'are reported as out of date, and written again' {
            Edit-Page cmdlets/Get-CmRequest.md 'Gets requests by id' 'Reads requests by id'
            Edit-Page about/about_MimCm.md 'Smart cards' 'All smart cards'
            Set-Content -LiteralPath "$copy/module/en-US/about_Old.help.txt" -Value 'from a page that is gone'

            $check = Invoke-HelpWriter --check --root $copy
            $check.ExitCode | Should -Be 1
            foreach ($name in 'MimCm.PowerShell.dll-Help.xml', 'about_MimCm.help.txt', 'about_Old.help.txt') {
                $check.Text | Should -BeLike "*module/en-US/$name*"
            }
            $check.Text | Should -Not -BeLike '*about_MimCm_Errors*'

            (Invoke-HelpWriter --root $copy).ExitCode | Should -Be 0
            (Invoke-HelpWriter --check --root $copy).ExitCode | Should -Be 0
            "$copy/module/en-US/about_Old.help.txt" | Should -Not -Exist
        }

        It 'are not written for a page that <Name>, and the message has file and line' -ForEach @(
            @{ Name = 'lacks a section'; Old = '## NOTES'; New = '## NOTE'; Message = 'Get-CmRequest.md(1): error: The sections must be*' }
            @{ Name = 'forgets a parameter'; Old = "### -Type`n"; New = "#### -Type`n"; Message = 'Get-CmRequest.md(*): error: *' }
            @{
                Name = 'disagrees with itself'; Old = '[-Id] <guid[]>'; New = '-Id <guid[]>'
                Message = 'Get-CmRequest.md(*): error: -Id: the syntax and the description disagree*'
            }
            @{
                Name = 'has an unreadable syntax'; Old = '[-Status <RequestStatus[]>]'; New = '[-Status <RequestStatus[]>'
                Message = 'Get-CmRequest.md(*): error: Only *could be parsed*'
            }
            @{
                Name = 'misspells a fact'; Old = 'Parameter Sets: Id'; New = 'Parameter Set: Id'
                Message = "Get-CmRequest.md(*): error: 'Parameter Set' is not one of*"
            }
            @{ Name = 'links to nothing'; Old = '(Wait-CmRequest.md)'; New = '(Wait.md)'; Message = "Get-CmRequest.md(*): error: The link target 'Wait.md'*" }
            @{
                Name = 'numbers examples wrongly'; Old = '### Example 2:'; New = '### Example 3:'
                Message = "Get-CmRequest.md(*): error: The heading must be '### Example 2: '*"
            }
            @{
                Name = 'is not ASCII'; Old = 'Nothing'; New = "Nothing$([char] 0x2026)"; Page = 'cmdlets/Disconnect-CmServer.md'
                Message = 'Disconnect-CmServer.md(*): error: The character U+2026*'
            }
            @{
                Name = 'is about something and ends otherwise'; Old = '## SEE ALSO'; New = '## MORE'
                Page = 'about/about_MimCm.md'; Message = 'about_MimCm.md(1): error: An about page*'
            }
        ) {
            $page = if (Test-Path -Path variable:Page) { $Page } else { 'cmdlets/Get-CmRequest.md' }
            Edit-Page $page $Old $New

            $result = Invoke-HelpWriter --root $copy

            $result.ExitCode | Should -Be 1
            $result.Text.Trim() | Should -BeLike "docs/$(Split-Path -Path $page)/$Message"
        }
    }
}

Describe 'The pages' {
    It 'exist for each cmdlet' {
        $exported = (Get-Command -Module MimCm).Name | Sort-Object

        (Get-ChildItem -Path "$root/docs/cmdlets/*.md").BaseName | Sort-Object | Should -Be $exported
    }

    It 'include all about topics' {
        (Get-ChildItem -Path "$root/docs/about/*.md").BaseName | Sort-Object |
            Should -Be 'about_MimCm', 'about_MimCm_Comparison', 'about_MimCm_Errors', 'about_MimCm_Journal', 'about_MimCm_Names', 'about_MimCm_Sessions'
    }
}

Describe 'The page of <Name>' -ForEach $commands {
    It 'has the parameters of the cmdlet, and no others' {
        $keys = 'Type', 'Parameter Sets', 'Aliases', 'Values', 'Required', 'Position', 'Default value', 'Accept pipeline input', 'Accept wildcard characters'

        Compare-Fact -Told @(Get-PageParameter $Name) -Real @(Get-CommandParameter $Name) -Key $keys
    }

    It 'has the range of each number' {
        $told = @{}
        Get-PageParameter $Name | ForEach-Object -Process { $told[$_.Name] = $_.Text -replace '\s+', ' ' }

        foreach ($parameter in Get-CommandParameter $Name | Where-Object -FilterScript { $_.Range }) {
            $told[$parameter.Name] | Should -BeLike "*$($parameter.Range)*" -Because "-$($parameter.Name)"
        }
    }

    It 'has the syntax of the cmdlet' {
        $section = [regex]::Match((Get-Page $Name), '(?ms)^## SYNTAX\n(.*?)^## ').Value
        $told = [regex]::Matches($section, '(?ms)(^### (?<set>.+?)\n\n)?^```\n(?<text>.*?)^```$') | ForEach-Object -Process {
            '{0}: {1}' -f $_.Groups['set'].Value, ($_.Groups['text'].Value.Trim() -replace '\s+', ' ')
        }

        $command = Get-Command -Name $Name
        $sets = @($command.ParameterSets | Sort-Object -Property @{ Expression = 'IsDefault'; Descending = $true }, Name)
        $told | Should -Be @(foreach ($set in $sets) {
            $title = if ($sets.Count -eq 1) { '' } elseif ($set.IsDefault) { "$($set.Name) (Default)" } else { $set.Name }
            "${title}: $(Get-Syntax $command $set)"
        })
    }

    It 'has the input and output types' {
        $page = Get-Page $Name
        $command = Get-Command -Name $Name
        $in = $command.Parameters.Values |
            Where-Object -FilterScript { @($_.ParameterSets.Values | Where-Object -Property ValueFromPipeline).Count -gt 0 } |
            ForEach-Object -Process { $_.ParameterType.FullName }
        $told = foreach ($section in 'INPUTS', 'OUTPUTS') {
            [regex]::Matches([regex]::Match($page, "(?ms)^## $section\n(.*?)^## ").Value, '(?m)^### (.+)$') | ForEach-Object -Process { $_.Groups[1].Value }
        }

        $told | Should -Be (@(if ($in) { $in } else { 'None' }) + @($command.OutputType.Type.FullName))
    }
}

Describe 'Get-Help <Name>' -ForEach $commands {
    BeforeAll {
        $help = Get-Help -Name $Name -Full
        $page = Get-Page $Name
    }

    It 'shows the page' {
        $synopsis = [regex]::Match($page, '(?ms)^## SYNOPSIS\n\n(.*?)\n\n').Groups[1].Value -replace '\s+', ' '

        $help.Synopsis.Trim() | Should -Be $synopsis
        @($help.description.Text).Count | Should -BeGreaterThan 0
        @($help.examples.example).Count | Should -Be ([regex]::Matches($page, '(?m)^### Example \d').Count)
        @($help.examples.example).Count | Should -BeGreaterOrEqual 3
        @($help.relatedLinks.navigationLink).Count | Should -BeGreaterThan 0
        @($help.inputTypes.inputType).Count | Should -BeGreaterThan 0
        @($help.returnValues.returnValue).Count | Should -BeGreaterThan 0
    }

    It 'has the parameters of the cmdlet, and no others' {
        $shown = @(if ($help.parameters.PSObject.Properties['parameter']) { $help.parameters.parameter }) | ForEach-Object -Process {
            $_.description.Text | Should -Not -BeNullOrEmpty -Because $_.name
            @{
                Name = $_.name; Type = $_.type.name; Required = $_.required; Position = $_.position
                'Accept pipeline input' = $_.pipelineInput; Aliases = $_.aliases -replace '^none$'; 'Default value' = $_.defaultValue
            }
        }

        $key = 'Type', 'Required', 'Position', 'Accept pipeline input', 'Aliases', 'Default value'
        Compare-Fact -Told @($shown) -Real @(Get-CommandParameter $Name) -Key $key
    }

    It 'shows the syntax of the cmdlet' {
        $command = Get-Command -Name $Name
        $sets = $command.ParameterSets | Sort-Object -Property @{ Expression = 'IsDefault'; Descending = $true }, Name

        $shown = ($help.syntax | Out-String).Trim() -split '(?m)^(?=\w+-Cm)' | ForEach-Object -Process { $_.Trim() -replace '\s+', ' ' } |
            Where-Object -FilterScript { $_ }
        $shown | Should -Be @($sets | ForEach-Object -Process { Get-Syntax $command $_ })
    }

    It 'prints each example, with its output' {
        $text = (Get-Help -Name $Name -Examples | Out-String -Width 500) -replace '\s+', ' '

        foreach ($match in [regex]::Matches($page, '(?ms)^```(powershell|output)\n(?<lines>.*?)^```$')) {
            foreach ($line in $match.Groups['lines'].Value -split '\n' | Where-Object -FilterScript { $_.Trim() }) {
                $text.Contains(($line.Trim() -replace '\s+', ' ')) | Should -BeTrue -Because $line
            }
        }
    }
}

Describe 'Get-Help <Name>' -ForEach $topics {
    It 'finds the topic, and its short description' {
        $file = "$(Split-Path -Path (Get-ModulePath))/en-US/$Name.help.txt"

        $file | Should -Exist
        $help = Get-Help -Name $Name
        @($help).Count | Should -Be 1
        "$help" | Should -BeLike "TOPIC*$Name*SHORT DESCRIPTION*LONG DESCRIPTION*SEE ALSO*"
    }

    It 'fits a console of 80 columns, except for code' {
        (Get-Help -Name $Name) -split '\r?\n' | Where-Object -FilterScript { $_ -notmatch '^        ' } |
            ForEach-Object -Process { $_.Length | Should -BeLessOrEqual 80 -Because $_ }
    }
}

Describe 'about_MimCm_Errors' {
    BeforeAll {
        $page = (Get-Content -LiteralPath "$root/docs/about/about_MimCm_Errors.md" -Raw) -replace '\r\n', "`n"
        $rows = [regex]::Matches($page, '(?m)^\| (?<id>Cm\w+) \| (?<category>\w+) \| (?<cause>.+?) \| (?<target>.+?) \| (?<todo>.+?) \|$')
        $resources = [xml] (Get-Content -LiteralPath "$root/src/MimCm.PowerShell/Strings.resx" -Raw)
        $ids = $resources.root.data.name | Where-Object -FilterScript { $_ -clike 'Cm*' } | Sort-Object
        $source = Get-Content -LiteralPath "$root/src/MimCm.PowerShell/Output/ErrorRecordFactory.cs" -Raw
    }

    It 'has every error once, and no other' {
        $rows | ForEach-Object -Process { $_.Groups['id'].Value } | Sort-Object | Should -Be $ids
    }

    It 'has the category of each' {
        foreach ($row in $rows) {
            $category = [regex]::Match($source, "nameof\(Strings\.$($row.Groups['id'].Value)\), ErrorCategory\.(\w+)").Groups[1].Value

            $row.Groups['category'].Value | Should -Be $category -Because $row.Groups['id'].Value
        }
    }
}

Describe 'The examples' -Tag TlsServer -ForEach @(@{ Examples = @($examples) }) {
    BeforeAll {
        $list = Join-Path -Path $TestDrive -ChildPath 'examples.json'
        ConvertTo-Json -InputObject @($Examples | ForEach-Object -Process { $_.Code }) | Set-Content -LiteralPath $list -Encoding UTF8

        $program, $assembly = Get-PowerShellCommand
        $assembly = @($assembly | Where-Object -FilterScript { $_ })
        $said = & $program @assembly -NoProfile -NonInteractive -ExecutionPolicy Bypass -File "$PSScriptRoot/Help.Examples.ps1" $list $TestDrive 2>&1 |
            Out-String
        $places = [regex]::Matches($said, '(?m)^=== (\S+) (\S+?)\r?$')
        foreach ($place in $places) {
            $said = $said.Replace($place.Groups[1].Value, $place.Groups[2].Value)
        }

        $printed = @{}
        foreach ($match in [regex]::Matches($said, '(?ms)^@@@ (?<number>\d+)\r?\n(?<text>.*?)(?=^@@@ |\z)')) {
            $printed[$Examples[[int] $match.Groups['number'].Value].Name] = $match.Groups['text'].Value
        }

        # Without the parts that depend on the machine and the day: spaces, dates, milliseconds.
        function Get-Words {
            param([string] $Text)

            # The names of templates are read in the background, so a prompt can have the name or the GUID.
            $Text -replace '\(profile template [^)]*\)', '(profile template X)' -replace '\d{4}-\d\d-\d\d', 'DATE' -replace '\d+ ms\b',
                'N ms' -replace '[\d,]+ days\b', 'N days' -replace '-{2,}', '-' -replace '\s+', ' ' -replace '^ | $'
        }
    }

    It 'were all run' {
        $printed.Count | Should -Be $Examples.Count -Because $said
        $Examples.Count | Should -BeGreaterThan 40
    }

    It 'of <Name> have the output of the page' -ForEach $examples {
        if ($null -ne $Output) {
            Get-Words $printed[$Name] | Should -Be (Get-Words $Output)
        }
        else {
            # An error begins with the name of the command.
            $printed[$Name] | Should -Not -Match '(?m)^(\w+-\w+|Exception|The example could not be run): '
        }
    }
}

Describe 'Get-Help -Online' {
    # A package has the address of its project. A build of a clone has none, and the error says where the page is.
    It 'opens the page of <Name>' -ForEach $commands {
        $uri = [uri] (Get-Command -Name $Name).HelpUri

        "$uri" | Should -Match "^(https://.*/|repository:)docs/cmdlets/$Name\.md$"
        if ($uri.Scheme -eq 'repository') {
            (Get-Failure -Of { Get-Help -Name $Name -Online }).Exception.Message | Should -BeLike "*repository:docs/cmdlets/$Name.md*"
        }
    }
}
