# PowerShell 7 loads the assemblies into a context of the module's own, so that no other module's versions get in its way.
# Windows PowerShell has one context for all; there the assembly brings a resolver that answers for its own files only.

# Few operators and members: the first use of each costs milliseconds in a new process, a switch hardly any.
switch ($PSEdition) {
    'Core' {
        $loader = [System.Reflection.Assembly]::LoadFrom("$PSScriptRoot/bin/net8.0/MimCm.Loader.dll").GetType('MimCm.Loader.ModuleLoadContext')
        $binary = Import-Module -Assembly $loader::LoadModule() -PassThru

        # Imported again, the engine takes the binary module from its cache and forgets to export its cmdlets (PowerShell issue 20710).
        switch ($loader::Imports) {
            1 { }
            default {
                if ($MyInvocation.MyCommand.ScriptBlock.Module.ExportedCmdlets.Count -eq 0) {
                    $add = [System.Management.Automation.PSModuleInfo].GetMethod('AddExportedCmdlet', [System.Reflection.BindingFlags]'Instance, NonPublic')
                    foreach ($cmdlet in $binary.ExportedCmdlets.Values) {
                        $add.Invoke($ExecutionContext.SessionState.Module, @(, $cmdlet))
                    }
                }
            }
        }
    }
    default {
        Import-Module -Name "$PSScriptRoot/bin/net472/MimCm.PowerShell.dll"
    }
}
