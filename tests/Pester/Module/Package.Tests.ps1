# The package of the module, installed from a folder as from the Gallery, and the analysis of the scripts. Each needs a module that may not be
# installed.

BeforeDiscovery {
    $installer = 'Install-PSResource', 'Install-Module' | Where-Object -FilterScript { Get-Command -Name $_ -ErrorAction Ignore } | Select-Object -First 1
    $analyzer = Get-Module -Name PSScriptAnalyzer -ListAvailable
}

BeforeAll {
    Set-StrictMode -Version Latest
    $root = (Resolve-Path -LiteralPath "$PSScriptRoot/../../..").Path
    Import-Module -Name "$PSScriptRoot/../MimCm.TestTools.psm1"
}

AfterAll {
    Stop-Simulator
}

Describe 'The package' {
    It 'can be installed from a folder with <_> and used' -Skip:(-not $installer) -ForEach @(
        if ($installer) { $installer } else { 'Install-PSResource' }
    ) {
        $folder = (New-Item -ItemType Directory -Path "$TestDrive/packages").FullName
        $modules = (New-Item -ItemType Directory -Path "$TestDrive/modules").FullName
        $configuration = Split-Path -Path (Split-Path -Path (Get-SimulatorPath)) -Leaf
        $said = & dotnet pack "$root/src/MimCm.PowerShell" --no-build --configuration $configuration --output $folder -nodeReuse:false
        $LASTEXITCODE | Should -Be 0 -Because "$said"
        $version = (Test-ModuleManifest -Path (Get-ModulePath)).Version

        $repository = "mimcm-$([guid]::NewGuid())"
        if ($_ -eq 'Install-PSResource') {
            Register-PSResourceRepository -Name $repository -Uri $folder -Trusted
            try {
                Save-PSResource -Name MimCm -Repository $repository -Path $modules -TrustRepository
            }
            finally {
                Unregister-PSResourceRepository -Name $repository
            }
        }
        else {
            Register-PSRepository -Name $repository -SourceLocation $folder -InstallationPolicy Trusted
            try {
                Save-Module -Name MimCm -Repository $repository -Path $modules
            }
            finally {
                Unregister-PSRepository -Name $repository
            }
        }

        $server = Start-Simulator
        $lines = Invoke-FreshProcess -Environment @{ PSModulePath = $modules; MIMCM_URI = $server.Uri } -Script @"
            `$request = Get-CmRequest $ExampleEnroll
            "`$(`$request.Status) `$((Get-Module MimCm).Version) `$((Get-Module MimCm).ModuleBase)"
"@
        $lines | Should -Be "Approved $version $(Join-Path -Path $modules -ChildPath "MimCm/$version")"
    }
}

Describe 'The workflow' {
    # The step is a script for PowerShell 7.
    It 'makes a .zip of the module for a release, which is found after it was extracted' -Skip:($PSVersionTable.PSVersion.Major -lt 7) {
        $workflow = (Get-Content -LiteralPath "$root/.github/workflows/ci.yml" -Raw) -replace '\r'
        $workflow -match '- name: Zip the module\n +shell: pwsh\n +run: \|\n(?<script>(?: {10}.+\n)+)' | Should -BeTrue
        $step = [scriptblock]::Create($Matches.script)
        $tree = (New-Item -ItemType Directory -Path "$TestDrive/tree/out/packages").Parent.Parent.FullName
        Copy-Item -LiteralPath (Split-Path -Path (Get-ModulePath)) -Destination "$tree/out/MimCm" -Recurse
        $version = (Test-ModuleManifest -Path (Get-ModulePath)).Version

        Push-Location -LiteralPath $tree
        try {
            & $step
        }
        finally {
            Pop-Location
        }

        $modules = (New-Item -ItemType Directory -Path "$TestDrive/extracted").FullName
        Expand-Archive -LiteralPath "$tree/out/packages/MimCm-$version.zip" -DestinationPath $modules
        $lines = Invoke-FreshProcess -Environment @{ PSModulePath = $modules } -Script @"
            Import-Module -Name MimCm
            "`$((Get-Module MimCm).Version) `$((Get-Module MimCm).ModuleBase)"
"@
        $lines | Should -Be "$version $(Join-Path -Path $modules -ChildPath MimCm)"
    }
}

Describe 'The scripts' {
    It 'pass the analyzer: <_>' -Skip:(-not $analyzer) -ForEach @('build.ps1', 'out/MimCm/MimCm.psd1', 'module', 'samples', 'benchmarks/Bench',
        'tests/Pester') {
        $how = if ($_ -eq 'tests/Pester') { @{ Settings = "$PSScriptRoot/../PSScriptAnalyzerSettings.psd1" } } else { @{ Severity = 'Error', 'Warning' } }
        $found = Invoke-ScriptAnalyzer -Path (Join-Path -Path $root -ChildPath $_) -Recurse @how

        $found | ForEach-Object -Process { "$($_.ScriptName):$($_.Line) $($_.RuleName) $($_.Message)" } | Should -BeNullOrEmpty
    }
}
