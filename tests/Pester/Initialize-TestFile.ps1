# What the BeforeAll block of each file begins with: . "$PSScriptRoot/../Initialize-TestFile.ps1"
# It is dot-sourced and not a function of the module, because strict mode applies to the scope that sets it.
Set-StrictMode -Version Latest
Import-Module -Name "$PSScriptRoot/MimCm.TestTools.psm1"
Import-MimCm
