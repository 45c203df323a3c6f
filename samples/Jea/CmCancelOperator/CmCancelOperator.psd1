@{
    ModuleVersion     = '0.1.0'
    GUID              = 'c4a2f0c1-6b5e-4f3a-9d38-2a7a1f0e5b61'
    Author            = 'The MimCm authors'
    Description       = 'The role of an operator who cancels requests of MIM CM, and does nothing else.'
    PowerShellVersion = '5.1'
    FunctionsToExport = @()
    CmdletsToExport   = @()
    AliasesToExport   = @()
    VariablesToExport = @()
}
