# Rules for every view and any object: no text controls the terminal, and no GUID is cut off.

BeforeDiscovery {
    Import-Module -Name "$PSScriptRoot/../MimCm.TestTools.psm1"
    Import-MimCm
    [xml] $file = Get-Content -LiteralPath (Join-Path -Path (Split-Path -Path (Get-ModulePath)) -ChildPath MimCm.Format.ps1xml) -Raw
    $views = foreach ($view in $file.Configuration.ViewDefinitions.View) {
        $format = if ($view['TableControl']) { 'Format-Table' } else { 'Format-List' }
        foreach ($type in $view.ViewSelectedBy.TypeName -notlike 'Deserialized.*') {
            # A text in a column that does not wrap is no id, and has none in it.
            $text = if ($format -eq 'Format-List' -or $view.SelectSingleNode('.//Wrap')) { 'See aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa, please' } else { 'text' }
            # The statistics continue the GUID of an unknown profile template in the next line of its column.
            $fitsRows = $view.InnerXml -match '::Fit\(' -and $type -notlike 'MimCm.RequestStatistic*'
            @{ View = "$($view.Name)"; Type = $type; Format = $format; Said = $text; FitsRows = $fitsRows }
        }
    }
}

BeforeAll {
    Set-StrictMode -Version Latest
    Import-Module -Name "$PSScriptRoot/../MimCm.TestTools.psm1"
    Import-MimCm
    $path = Join-Path -Path (Split-Path -Path (Get-ModulePath)) -ChildPath MimCm.Format.ps1xml
    [xml] $file = Get-Content -LiteralPath $path -Raw
    $source = Get-Content -LiteralPath $path -Raw
    $guid = 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa'

    # The names of the properties that a view reads.
    function Get-ReadName {
        param([string] $View)

        $element = $file.Configuration.ViewDefinitions.View | Where-Object -FilterScript { $_.Name -eq $View }
        $element.SelectNodes('.//PropertyName') | ForEach-Object -Process { $_.InnerText }
        $element.SelectNodes('.//ScriptBlock') |
            ForEach-Object -Process { [regex]::Matches($_.InnerText, '\$_\.(\w+)') } |
            ForEach-Object -Process { $_.Groups[1].Value }
    }

    # The class of a view. The view of a statistic has no class for each of its keys.
    function Get-Class {
        param([string] $Type)

        foreach ($assembly in [MimCm.CmSession].Assembly, [MimCm.Request].Assembly) {
            if ($class = $assembly.GetType(($Type -replace '#.*'))) {
                return $class
            }
        }
    }

    # An object that a view accepts, with a text in each text property of the class, and a GUID in each GUID property.
    function New-Shown {
        param([string] $View, [string] $Type, [string] $Text, [string[]] $GuidText = @())

        $class = Get-Class -Type $Type
        $shown = New-Object -TypeName System.Management.Automation.PSObject
        $names = @(Get-ReadName -View $View | Where-Object -FilterScript { $_ -ne 'PSObject' })
        if ($Type -eq 'MimCm.RequestStatistic') { $names += 'TargetUser' }
        foreach ($name in $names | Sort-Object -Unique) {
            # The keys of a statistic that are not names: a type and a month.
            $property = if ($name -in 'Type', 'Month') { [MimCm.RequestStatistic].GetProperty('Count') } else { $class.GetProperty($name) }
            $value = if ($name -in $GuidText -or ($property -and $property.PropertyType -in [guid], [nullable[guid]])) { $guid }
            elseif (-not $property -or $property.PropertyType -in [string], [object]) { $Text }
            Add-Member -InputObject $shown -MemberType NoteProperty -Name $name -Value $value
        }
        $shown.PSObject.TypeNames.Insert(0, $Type)
        $shown
    }
}

Describe 'The view <View>, by <Format>' -ForEach $views {
    # Control characters, bidirectional controls, separators, tags, variation selectors, fillers, and half a surrogate pair.
    It 'shows no character that controls a terminal or hides text' {
        $codes = 7, 8, 13, 0x1b, 0x85, 0x9b, 0xad, 0x61c, 0x34f, 0x115f, 0x180e, 0x200b, 0x200f, 0x2028, 0x2029, 0x202e, 0x2066, 0x3164, 0xfe0f, 0xfeff,
            0xffa0, 0xe0041, 0xe0100
        $unsafe = $codes | ForEach-Object -Process { [char]::ConvertFromUtf32($_) }
        $unsafe += [string] [char] 0xd83d
        foreach ($letter in $unsafe) {
            $shown = New-Shown -View $View -Type $Type -Text "ab${letter}cd"
            $text = $shown | & $Format -View $View | Out-String -Width 500

            $name = ($letter.ToCharArray() | ForEach-Object -Process { '{0:X4}' -f [int] $_ }) -join ' '
            $text -replace '\r?\n' | Should -Not -BeLike "*$letter*" -Because "U+$name must not be shown"
        }
    }

    It 'shows other text unchanged' {
        $shown = New-Shown -View $View -Type $Type -Text "K$([char] 0xf6)$([char]::ConvertFromUtf32(0x1f600))ln"
        $text = $shown | & $Format -View $View | Out-String -Width 500
        if (@($shown.PSObject.Properties | Where-Object -FilterScript { $_.Value -and $_.Value -ne $guid })) {
            $text | Should -BeLike "*K$([char] 0xf6)$([char]::ConvertFromUtf32(0x1f600))ln*"
        }
    }
}

Describe 'Every view' {
    It 'cleans text by the function of the module, or by one pattern if methods are not allowed' {
        $patterns = @([regex]::Matches($source, "-replace '(\[\\p[^']+)'") | ForEach-Object -Process { $_.Groups[1].Value } | Sort-Object -Unique)
        $patterns | Should -HaveCount 1
        $pattern = [regex]::new($patterns[0])

        # The pattern must replace the same characters as the function.
        $missed = foreach ($code in 0..0xffff) {
            $letter = [string] [char] $code
            if ([MimCm.PowerShell.Output.TextFormatter]::Clean($letter) -ne $letter -and -not $pattern.IsMatch($letter)) { '{0:X4}' -f $code }
        }
        $missed | Should -BeNullOrEmpty
        $pattern.Replace([char]::ConvertFromUtf32(0xe0041), ' ') | Should -Be '  '
        $pattern.Replace("K$([char] 0xf6)ln", ' ') | Should -Be "K$([char] 0xf6)ln"
    }
}

Describe 'A GUID' {
    BeforeAll {
        # The lines of the only row of a table.
        function Get-RowLine {
            param([string[]] $Line)

            $rule = [array]::FindIndex($Line, [Predicate[string]] { $args[0] -match '^-[- ]*$' })
            if ($rule -ge 0) {
                $Line | Select-Object -Skip ($rule + 1) | Where-Object -FilterScript { $_.Trim() }
            }
        }

        # What is shown of GUIDs that are not shown whole. A GUID that takes several lines of its column, or of a list, is put together again.
        function Get-GuidPart {
            param([string[]] $Line)

            $row = @(Get-RowLine -Line $Line)
            $texts = @(if ($row) {
                $starts = @([regex]::Matches(($Line -match '^-[- ]*$')[0], '-+').Index)
                foreach ($i in 0..($starts.Count - 1)) {
                    $end = if ($i + 1 -lt $starts.Count) { $starts[$i + 1] } else { 1000 }
                    -join ($row | ForEach-Object -Process { $_.PadRight(1000).Substring($starts[$i], $end - $starts[$i]).Trim() })
                }
                -join (@($Line)[0..([array]::IndexOf($Line, ($Line -match '^-[- ]*$')[0]) - 1)] -replace '\s')
            }
            else {
                -join ($Line -replace '\s')
            })

            $texts -replace $guid -match 'aaa|-4a|aa-'
        }

        Add-Type -IgnoreWarnings -WarningAction SilentlyContinue -TypeDefinition @'
using System;
using System.Globalization;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;

/// <summary>A console of any width, on which nothing is written.</summary>
public sealed class WideHost : PSHost
{
    private readonly WideUI _ui = new WideUI();
    public override CultureInfo CurrentCulture { get { return CultureInfo.InvariantCulture; } }
    public override CultureInfo CurrentUICulture { get { return CultureInfo.InvariantCulture; } }
    public override Guid InstanceId { get; } = Guid.NewGuid();
    public override string Name { get { return "WideHost"; } }
    public override Version Version { get { return new Version(1, 0); } }
    public override PSHostUserInterface UI { get { return _ui; } }
    public override void EnterNestedPrompt() { }
    public override void ExitNestedPrompt() { }
    public override void NotifyBeginApplication() { }
    public override void NotifyEndApplication() { }
    public override void SetShouldExit(int exitCode) { }
}

public sealed class WideRawUI : PSHostRawUserInterface
{
    public override ConsoleColor BackgroundColor { get; set; }
    public override Size BufferSize { get; set; }
    public override Coordinates CursorPosition { get; set; }
    public override int CursorSize { get; set; }
    public override ConsoleColor ForegroundColor { get; set; }
    public override bool KeyAvailable { get { return false; } }
    public override Size MaxPhysicalWindowSize { get { return BufferSize; } }
    public override Size MaxWindowSize { get { return BufferSize; } }
    public override Coordinates WindowPosition { get; set; }
    public override Size WindowSize { get; set; }
    public override string WindowTitle { get; set; }
    public override void FlushInputBuffer() { }
    public override BufferCell[,] GetBufferContents(Rectangle rectangle) { throw new NotSupportedException(); }
    public override KeyInfo ReadKey(ReadKeyOptions options) { throw new NotSupportedException(); }
    public override void ScrollBufferContents(Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill) { }
    public override void SetBufferContents(Rectangle rectangle, BufferCell fill) { }
    public override void SetBufferContents(Coordinates origin, BufferCell[,] contents) { }
}

public sealed class WideUI : PSHostUserInterface
{
    private readonly WideRawUI _raw = new WideRawUI();
    public override PSHostRawUserInterface RawUI { get { return _raw; } }
    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions)
    {
        throw new NotSupportedException();
    }
    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        throw new NotSupportedException();
    }
    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName)
    {
        throw new NotSupportedException();
    }
    public override PSCredential PromptForCredential(
        string caption, string message, string userName, string targetName, PSCredentialTypes types, PSCredentialUIOptions options)
    {
        throw new NotSupportedException();
    }
    public override string ReadLine() { throw new NotSupportedException(); }
    public override System.Security.SecureString ReadLineAsSecureString() { throw new NotSupportedException(); }
    public readonly List<string> Lines = new List<string>();
    public override void Write(string value) { Lines.Add(value); }
    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) { Lines.Add(value); }
    public override void WriteDebugLine(string message) { }
    public override void WriteErrorLine(string value) { }
    public override void WriteLine(string value) { Lines.Add(value); }
    public override void WriteProgress(long sourceId, ProgressRecord record) { }
    public override void WriteVerboseLine(string message) { }
    public override void WriteWarningLine(string message) { }
}
'@
        $runspace = [runspacefactory]::CreateRunspace(($wide = [WideHost]::new()))
        $runspace.Open()
        $shell = [powershell]::Create()
        $shell.Runspace = $runspace
        $null = Invoke-Runspace -Shell $shell -Script 'param($path) Import-Module -Name $path' -Arguments (Get-ModulePath)
    }

    AfterAll {
        Close-Runspace -Shell $shell
    }

    It 'is shown completely or not at all by <View>, on a console of 20 to 200 columns' -Tag EveryWidth -ForEach $views {
        $shown = New-Shown -View $View -Type $Type -Text $Said -GuidText TargetUser, Originator, ProfileTemplate
        foreach ($width in 20..200) {
            $wide.UI.RawUI.BufferSize = [System.Management.Automation.Host.Size]::new($width, 50)
            $wide.UI.Lines.Clear()
            $null = Invoke-Runspace -Shell $shell -Arguments $shown, $View, $Format -Script @'
                param($shown, $view, $format)
                $shown | & $format -View $view | Out-Host
'@
            $lines = @($wide.UI.Lines -replace '\x1b\[[0-9;]*m')

            ($lines | Measure-Object -Property Length -Maximum).Maximum | Should -BeLessOrEqual $width
            Get-GuidPart -Line $lines | Should -BeNullOrEmpty -Because "of $width columns"
            if ($FitsRows -and $width -gt 36) {
                Get-RowLine -Line $lines | Should -HaveCount 1 -Because "of $width columns"
            }
        }
    }

    It 'is shown completely or not at all by <View>, with a width of 20 to 200 for <Command>' -Tag EveryWidth -ForEach @(
        foreach ($view in $views) {
            $view + @{ Command = 'Out-String'; With = @{}; Widths = 20..200 | Where-Object -FilterScript { $_ % 2 -eq 0 } }
            $view + @{ Command = 'Out-File'; With = @{}; Widths = 20..200 | Where-Object -FilterScript { $_ % 11 -eq 0 } }
            if ($view.Format -eq 'Format-Table') {
                $fifths = 20..200 | Where-Object -FilterScript { $_ % 5 -eq 0 }
                $view + @{ Command = 'Out-String after -AutoSize'; With = @{ AutoSize = $true }; Widths = $fifths }
            }
        }
    ) {
        $shown = New-Shown -View $View -Type $Type -Text $Said -GuidText TargetUser, Originator, ProfileTemplate
        $file = Join-Path -Path $TestDrive -ChildPath 'width.txt'
        foreach ($width in $Widths) {
            $lines = if ($Command -eq 'Out-File') {
                $shown | & $Format -View $View @With | Out-File -LiteralPath $file -Width $width
                @(Get-Content -LiteralPath $file -Encoding utf8)
            }
            else {
                ($shown | & $Format -View $View @With | Out-String -Width $width) -split '\r?\n'
            }

            Get-GuidPart -Line ($lines -replace '\x1b\[[0-9;]*m') | Should -BeNullOrEmpty -Because "of $width columns"
        }
    }

    It 'has one line for each row by <View> in <Width> columns, with any width of the console' -ForEach @(
        foreach ($width in 79, 80, 99, 100) {
            foreach ($view in $views | Where-Object -Property View -In MimCm.Request, MimCm.JournalEntry, MimCm.ProfileTemplate) { $view + @{ Width = $width } }
        }
        foreach ($width in 119, 120) {
            foreach ($view in $views | Where-Object -Property View -In MimCm.Request, MimCm.JournalEntry) { $view + @{ Width = $width } }
        }
    ) {
        # Latin letters, letters that take two cells, and a pair of surrogates.
        foreach ($letter in 'a', [string] [char] 0x65e5, [char]::ConvertFromUtf32(0x1f600)) {
            $shown = New-Shown -View $View -Type $Type -Text ($letter * 60) -GuidText TargetUser, Originator, ProfileTemplate
            $lines = ($shown | Format-Table -View $View | Out-String -Width $Width) -split '\r?\n' -replace '\x1b\[[0-9;]*m'

            Get-RowLine -Line $lines | Should -HaveCount 1
            @($lines | Where-Object -FilterScript { $_ }).Count | Should -Be 3 -Because 'no head of a column takes a second line'
        }
    }
}
