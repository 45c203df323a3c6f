# PowerShell 7 loads the assemblies into a context of the module's own, so that no other module's versions get in its way.
# Windows PowerShell has one context for all; there the assembly brings a resolver that answers for its own files only.

if ($PSVersionTable.PSEdition -ne 'Core') {
    Import-Module -Name "$PSScriptRoot/bin/net472/MimCm.PowerShell.dll"
    return
}

$loader = [System.Reflection.Assembly]::LoadFrom("$PSScriptRoot/bin/net8.0/MimCm.Loader.dll")
$assembly = $loader.GetType('MimCm.Loader.ModuleLoadContext')::LoadModule()
$binary = Import-Module -Assembly $assembly -PassThru

# Imported again, the engine takes the binary module from its cache and forgets to export its cmdlets (PowerShell issue 20710).
if ($MyInvocation.MyCommand.ScriptBlock.Module.ExportedCmdlets.Count -eq 0) {
    $add = [System.Management.Automation.PSModuleInfo].GetMethod('AddExportedCmdlet', [System.Reflection.BindingFlags]'Instance, NonPublic')
    foreach ($cmdlet in $binary.ExportedCmdlets.Values) {
        $add.Invoke($ExecutionContext.SessionState.Module, @(, $cmdlet))
    }
}
