@{
    # PowerShell loads the assemblies itself: a script module in between would double the time of the import.
    RootModule             = if ($PSEdition -eq 'Core') { 'bin/net8.0/MimCm.PowerShell.dll' } else { 'bin/net472/MimCm.PowerShell.dll' }
    NestedModules          = @(if ($PSEdition -eq 'Core') { 'bin/net8.0/MimCm.Loader.dll' })
    ModuleVersion          = '0.1.0'
    GUID                   = '5f0c1c0e-7a53-4c0b-9f1e-6a1f0f6c2b7d'
    Author                 = 'The MimCm authors'
    CompanyName            = 'Community'
    Copyright              = '(c) The MimCm authors. MIT License.'
    Description            = 'Reads and changes the requests of Microsoft Identity Manager 2016 Certificate Management (MIM CM) through its REST API: typed objects, streaming output, and errors that name the next step.'
    PowerShellVersion      = '5.1'
    CompatiblePSEditions   = @('Desktop', 'Core')
    DotNetFrameworkVersion = '4.7.2'
    TypesToProcess         = @('MimCm.Types.ps1xml')
    FormatsToProcess       = @('MimCm.Format.ps1xml')
    FunctionsToExport      = @()
    CmdletsToExport        = @(
        'Connect-CmServer'
        'Disconnect-CmServer'
        'Export-CmReport'
        'Get-CmCertificate'
        'Get-CmJournal'
        'Get-CmOperation'
        'Get-CmProfile'
        'Get-CmProfileTemplate'
        'Get-CmRequest'
        'Get-CmSession'
        'Get-CmSmartcard'
        'Get-CmUser'
        'Invoke-CmRestMethod'
        'Measure-CmRequest'
        'New-CmRequest'
        'Set-CmRequestStatus'
        'Test-CmConnection'
        'Wait-CmRequest'
    )
    VariablesToExport      = @()
    AliasesToExport        = @()
    PrivateData            = @{
        PSData = @{
            Tags         = @('MIM', 'MIM2016', 'FIM', 'CertificateManagement', 'SmartCard', 'PKI', 'REST', 'Windows', 'Linux', 'MacOS', 'PSEdition_Core', 'PSEdition_Desktop')
            ReleaseNotes = 'The first version. What it does, and what each version changes, is in CHANGELOG.md in the folder of the module.'
            LicenseUri   = 'https://opensource.org/license/mit'
        }
    }
}
