# Functions for the Pester files: the simulator as a separate process, its control API, and ways to run code in another runspace
# or in a fresh process. Everything runs on Windows PowerShell 5.1, too.

Set-StrictMode -Version 3
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

$root = (Resolve-Path -LiteralPath "$PSScriptRoot/../..").Path
$simulators = New-Object -TypeName System.Collections.ArrayList

# The runner specifies the module and the simulator of its build. Otherwise, those of the last build are used.
$modulePath = if ($env:MIMCM_TEST_MODULE) { $env:MIMCM_TEST_MODULE } else { "$root/out/MimCm/MimCm.psd1" }
$simulatorPath = if ($env:MIMCM_TEST_SIMULATOR) {
    $env:MIMCM_TEST_SIMULATOR
}
else {
    Get-Item -Path "$root/out/build/bin/MimCm.Simulator.Tool/*/MimCm.Simulator.Tool.dll" -ErrorAction Ignore |
        Sort-Object -Property LastWriteTime |
        Select-Object -Last 1 -ExpandProperty FullName
}

# No proxy is used.
$env:NO_PROXY = '127.0.0.1,localhost'

# Microsoft's two example requests, which the simulator always holds. Both are Approved.
$ExampleEnroll = [guid] 'a9b4b42c-cc50-4c9b-89d1-bbc0bcd5a099'
$ExampleUnblock = [guid] '0c96d73f-967b-420e-854a-43ad2a1504bc'
$NoSuchId = [guid] 'deadbeef-0000-4000-8000-000000000001'

function Get-SimulatorPath {
    $simulatorPath
}

function Get-ModulePath {
    $modulePath
}

function Get-SimulatorPath {
    $simulatorPath
}

# Imports the module without sessions of an earlier file.
function Import-MimCm {
    if (-not (Test-Path -LiteralPath $modulePath)) {
        throw "There is no module at $modulePath. Run: dotnet build MimCm.sln"
    }

    Import-Module -Name $modulePath -Global
    Get-CmSession | Disconnect-CmServer
}

# --- The simulator ---------------------------------------------------------------------------------------------------------

# Starts a simulator, which ends with this process at the latest. The functions below use the first one.
function Start-Simulator {
    param([string] $Arguments = '--requests 100')

    if (-not $simulatorPath) {
        throw 'There is no simulator. Run: dotnet build MimCm.sln'
    }

    # It is a program if it is published for one system, otherwise an assembly.
    $isProgram = $simulatorPath -notlike '*.dll'
    $before = if (-not $isProgram) { "`"$simulatorPath`"" }
    $start = New-Object -TypeName System.Diagnostics.ProcessStartInfo -Property @{
        FileName               = if ($isProgram) { $simulatorPath } else { 'dotnet' }
        Arguments              = "$before --parent $PID $Arguments"
        RedirectStandardOutput = $true
        UseShellExecute        = $false
    }
    $process = [System.Diagnostics.Process]::Start($start)
    $line = $process.StandardOutput.ReadLineAsync()
    if (-not $line.Wait(30000) -or $line.Result -notmatch 'ready: (?<uri>(?<root>https?://[^/]+)/\S+)') {
        throw "The simulator did not get ready: $simulatorPath $Arguments"
    }

    $simulator = [pscustomobject] @{ Process = $process; Uri = $Matches.uri; Root = $Matches.root }
    $null = $simulators.Add($simulator)
    $simulator
}

# A session that retries after a millisecond. With a second, the minimum of -RetryIntervalSec, thousands of calls with faults
# would take hours.
function New-QuickSession {
    param([uri] $Uri)

    $options = New-Object -TypeName MimCm.MimCmClientOptions -Property @{
        Address       = $Uri
        Timeout       = [timespan]::FromSeconds(10)
        RetryInterval = [timespan]::FromMilliseconds(1)
    }
    $constructor = [MimCm.CmSession].GetConstructors([System.Reflection.BindingFlags] 'NonPublic, Instance')[0]
    $optional = @($constructor.GetParameters() | Select-Object -Skip 3 | ForEach-Object -Process { $_.DefaultValue })
    $constructor.Invoke([object[]] (@($options.PSObject.BaseObject, 'Negotiate', $null) + $optional))
}

# Adds the name of a user to a session, as if it had been looked up in the directory.
function Set-KnownUser {
    param($Session, [guid] $Id, [string] $Name)

    $names = [MimCm.CmSession].GetProperty('Names', [System.Reflection.BindingFlags] 'NonPublic, Instance').GetValue($Session.PSObject.BaseObject)
    $names.Users.Set($Id, $Name)
}

function Stop-Simulator {
    param($Simulator)

    foreach ($one in @($simulators)) {
        if ($null -eq $Simulator -or $one -eq $Simulator) {
            $simulators.Remove($one)
            if (-not $one.Process.HasExited) {
                $one.Process.Kill()
            }
            $one.Process.Dispose()
        }
    }
}

function Invoke-Control {
    param([string] $Method, [string] $Path, $Body, $Simulator = $simulators[0])

    $call = @{ Method = $Method; Uri = "$($Simulator.Root)/_simulator/$Path"; UseBasicParsing = $true }
    if ($null -ne $Body) {
        $call.Body = [System.Text.Encoding]::UTF8.GetBytes((ConvertTo-Json -InputObject $Body -Depth 8 -Compress))
        $call.ContentType = 'application/json'
    }

    # Assigned first, because otherwise an array in the response would not be enumerated.
    $answer = Invoke-RestMethod @call
    foreach ($item in $answer) {
        $item
    }
}

# The recorded calls of the API, without the one that reads the profile templates in the background of the first list of a session. Line is the
# method, the path below the root of the API, and the query.
function Get-Call {
    param($Simulator = $simulators[0], [switch] $All)

    foreach ($call in Invoke-Control -Method Get -Path calls -Simulator $Simulator) {
        if (-not $All -and $call.path -like '*/profiletemplates') {
            continue
        }
        $line = '{0} {1}{2}' -f $call.method, ($call.path -replace '^.*/api/v1\.0/', ''), $call.query
        Add-Member -InputObject $call -NotePropertyName Line -NotePropertyValue $line -PassThru
    }
}

function Clear-Call {
    param($Simulator = $simulators[0])

    $null = Invoke-Control -Method Delete -Path calls -Simulator $Simulator
}

# Waits until there is a call for which the script block returns true.
function Wait-Call {
    param([scriptblock] $Where, [int] $Seconds = 10)

    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    while ($clock.Elapsed.TotalSeconds -lt $Seconds) {
        $found = @(Get-Call | Where-Object -FilterScript $Where)
        if ($found.Count -gt 0) {
            return $found[0]
        }

        Start-Sleep -Milliseconds 20
    }

    throw "No such call came within $Seconds s: $Where"
}

# Waits until a condition holds.
function Wait-Until {
    param([scriptblock] $Condition, [int] $Seconds = 30)

    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    while (-not (& $Condition)) {
        if ($clock.Elapsed.TotalSeconds -gt $Seconds) {
            throw "It was not so within $Seconds s: $Condition"
        }

        Start-Sleep -Milliseconds 20
    }
}

# Replaces the fault rules; see docs/simulator.md. Without a rule, there are no faults.
function Set-Fault {
    param([hashtable[]] $Rule = @(), $Simulator = $simulators[0])

    if ($Rule.Count -eq 0) {
        $null = Invoke-Control -Method Delete -Path faults -Simulator $Simulator
    }
    else {
        $null = Invoke-Control -Method Put -Path faults -Body @($Rule) -Simulator $Simulator
    }
}

function Set-SimulatorOption {
    param([hashtable] $Option, $Simulator = $simulators[0])

    $null = Invoke-Control -Method Put -Path options -Body $Option -Simulator $Simulator
}

function Set-SimulatorAccess {
    param([hashtable] $Access, $Simulator = $simulators[0])

    $null = Invoke-Control -Method Put -Path access -Body $Access -Simulator $Simulator
}

# Adds requests to the server, Approved unless specified otherwise, and returns their ids.
function New-ServerRequest {
    param([int] $Count = 1, [hashtable] $With = @{}, $Simulator = $simulators[0])

    $new = for ($i = 0; $i -lt $Count; $i++) {
        $With + @{ Uuid = [guid]::NewGuid() }
    }
    $null = Invoke-Control -Method Post -Path requests -Body @($new) -Simulator $Simulator
    $new | ForEach-Object -Process { $_.Uuid }
}

# The number of the status of a request on the server.
function Get-ServerStatus {
    param([guid[]] $Id, $Simulator = $simulators[0])

    foreach ($one in $Id) {
        (Invoke-Control -Method Get -Path "requests/$one" -Simulator $Simulator).status
    }
}

# --- Errors ----------------------------------------------------------------------------------------------------------------

# The error records of the code, in order: non-terminating errors, and the terminating one.
function Get-Failure {
    param([scriptblock] $Of)

    try {
        & $Of 2>&1 | Where-Object -FilterScript { $_ -is [System.Management.Automation.ErrorRecord] }
    }
    catch {
        $_
    }
}

# --- Other runspaces and processes -------------------------------------------------------------------------------------------

# A new runspace with the module, connected if an address is specified.
function New-ConnectedRunspace {
    param([string] $Uri)

    $shell = [powershell]::Create()
    $null = $shell.AddScript('param($module, $uri) Import-Module -Name $module; if ($uri) { Connect-CmServer -Uri $uri -MaximumRetryCount 0 }')
    $null = $shell.AddArgument($modulePath).AddArgument($Uri)
    $null = $shell.Invoke()
    if ($shell.HadErrors) {
        throw "The runspace did not get ready: $($shell.Streams.Error)"
    }

    $shell
}

# Runs a script in a runspace, and returns its output. Its first error record is thrown.
function Invoke-Runspace {
    param([powershell] $Shell, [string] $Script, [object[]] $Arguments = @())

    $Shell.Commands.Clear()
    $Shell.Streams.ClearStreams()
    $null = $Shell.AddScript($Script)
    foreach ($argument in $Arguments) {
        $null = $Shell.AddArgument($argument)
    }
    $Shell.Invoke()
    if ($Shell.Streams.Error.Count -gt 0) {
        throw $Shell.Streams.Error[0]
    }
}

# Starts a script in a runspace without waiting.
function Start-Runspace {
    param([powershell] $Shell, [string] $Script, [object[]] $Arguments = @())

    $Shell.Commands.Clear()
    $null = $Shell.AddScript($Script)
    foreach ($argument in $Arguments) {
        $null = $Shell.AddArgument($argument)
    }
    $output = New-Object -TypeName 'System.Management.Automation.PSDataCollection[psobject]'
    $handle = $Shell.BeginInvoke((New-Object -TypeName 'System.Management.Automation.PSDataCollection[psobject]'), $output)
    [pscustomobject] @{ Shell = $Shell; Handle = $handle; Output = $output }
}

# Stops the script as Ctrl+C does, and returns the time that this took and the remaining output.
function Stop-Runspace {
    param($Running)

    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    $Running.Shell.Stop()
    $elapsed = $clock.Elapsed.TotalSeconds
    $state = $Running.Shell.InvocationStateInfo.State
    $written = $Running.Shell.Streams.Error.Count
    $remembered = (Invoke-Runspace -Shell $Running.Shell -Script '$global:Error.Count')[0]
    [pscustomobject] @{ Seconds = $elapsed; State = "$state"; Errors = $written + $remembered }
}

# Runs a script that stops a command, and returns the result of Stop-Runspace. Repeats this up to ten times until the stop took less than a
# second, because a busy machine can be slow. Without the stop, the command must take many seconds.
function Invoke-Promptly {
    param([scriptblock] $Script)

    foreach ($attempt in 1..10) {
        $stopped = & $Script
        if ($stopped.Seconds -lt 1) {
            break
        }
    }
    $stopped
}

function Close-Runspace {
    param([powershell] $Shell)

    $Shell.Runspace.Dispose()
    $Shell.Dispose()
}

# The command line of this PowerShell, the program first. It is determined from $PSHOME and not from the path of this process, because
# PowerShell as a dotnet tool is an assembly that runs in the process of dotnet.
function Get-PowerShellCommand {
    $name = if ($PSVersionTable.PSVersion.Major -ge 6) { 'pwsh' } else { 'powershell' }
    $program = "$PSHOME/$name", "$PSHOME/$name.exe" | Where-Object -FilterScript { Test-Path -LiteralPath $_ } | Select-Object -First 1
    if ($program) {
        $program
    }
    else {
        'dotnet'
        "$PSHOME/$name.dll"
    }
}

# Starts a script file in a new process of this PowerShell, not interactive, and returns the process.
function Start-ScriptFile {
    param([string] $Path, [string] $Arguments, [hashtable] $Environment = @{})

    $program, $assembly = Get-PowerShellCommand
    $before = if ($assembly) { "`"$assembly`"" }
    $start = New-Object -TypeName System.Diagnostics.ProcessStartInfo -Property @{
        FileName               = $program
        Arguments              = "$before -NoProfile -NonInteractive -ExecutionPolicy Bypass -File `"$Path`" $Arguments"
        RedirectStandardOutput = $true
        RedirectStandardError  = $true
        RedirectStandardInput  = $true
        UseShellExecute        = $false
    }
    foreach ($name in $Environment.Keys) {
        $start.EnvironmentVariables[$name] = $Environment[$name]
    }

    $process = [System.Diagnostics.Process]::Start($start)
    $process.StandardInput.Dispose()
    $process
}

# Runs a script file in a new process of this PowerShell, not interactive, and returns its exit code and output.
function Invoke-ScriptFile {
    param([string] $Path, [string] $Arguments, [hashtable] $Environment = @{})

    $process = Start-ScriptFile @PSBoundParameters
    $output = $process.StandardOutput.ReadToEndAsync()
    $problems = $process.StandardError.ReadToEndAsync()
    if (-not $process.WaitForExit(60000)) {
        $process.Kill()
        throw 'The process did not end within 60 s.'
    }

    [pscustomobject] @{ Code = $process.ExitCode; Output = $output.Result; Problems = $problems.Result }
}

# Runs a script in a new process of this PowerShell, with the path of the module in $module, and returns its output lines.
function Invoke-FreshProcess {
    param([string] $Script, [hashtable] $Environment = @{})

    $file = Join-Path -Path ([System.IO.Path]::GetTempPath()) -ChildPath "mimcm-$([guid]::NewGuid()).ps1"
    Set-Content -LiteralPath $file -Encoding UTF8 -Value "`$module = '$modulePath'`n$Script"
    try {
        $plain = if ($Environment.ContainsKey('NO_COLOR')) { @{} } else { @{ NO_COLOR = '1' } }
        $ended = Invoke-ScriptFile -Path $file -Environment ($plain + $Environment)
        ($ended.Output + $ended.Problems) -split '\r?\n' | Where-Object -FilterScript { $_ }
    }
    finally {
        Remove-Item -LiteralPath $file
    }
}

$ExecutionContext.SessionState.Module.OnRemove = { Stop-Simulator }

Export-ModuleMember -Function * -Variable ExampleEnroll, ExampleUnblock, NoSuchId
