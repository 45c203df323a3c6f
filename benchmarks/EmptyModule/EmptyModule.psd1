@{
    RootModule        = 'EmptyModule.dll'
    ModuleVersion     = '1.0'
    GUID              = '0d2f9f0e-54a1-4d5b-9c8a-8b8f7a4c7d10'
    FunctionsToExport = @()
    CmdletsToExport   = @('Get-Nothing')
    VariablesToExport = @()
    AliasesToExport   = @()
}
