namespace MimCm.PowerShell.Tests;

public sealed class ManifestTests
{
    [Fact]
    public void ExportsEveryCmdletAndNoOther() =>
        Assert.Equal(CommandAssembly.Cmdlets.Keys.Order(), ModuleManifest.Strings("CmdletsToExport").Order());

    [Theory]
    [InlineData("Connect-CmServer")]
    [InlineData("Disconnect-CmServer")]
    [InlineData("Get-CmSession")]
    [InlineData("Get-CmRequest")]
    [InlineData("Set-CmRequestStatus")]
    [InlineData("Test-CmConnection")]
    [InlineData("Wait-CmRequest")]
    public void HasTheCmdlet(string name) => Assert.Contains(name, ModuleManifest.Strings("CmdletsToExport"));

    [Theory]
    [InlineData("FunctionsToExport")]
    [InlineData("AliasesToExport")]
    [InlineData("VariablesToExport")]
    public void ExportsNothingElse(string name) => Assert.Empty(ModuleManifest.Strings(name));

    [Fact]
    public void VersionComesFromTheManifestOnly() =>
        Assert.Equal(ModuleManifest.Strings("ModuleVersion").Single(),
            System.Reflection.AssemblyName.GetAssemblyName(Repository.Commands).Version!.ToString(3));

    [Fact]
    public void NamedFilesExist() =>
        Assert.All(
            ((string[])[.. ModuleManifest.Strings("RootModule"), .. ModuleManifest.Strings("NestedModules"),
                .. ModuleManifest.Strings("FormatsToProcess")]).Where(name => name != "Core"),
            file => Assert.True(File.Exists(Path.Combine(Repository.Module, file)), file));

    [Fact]
    public void EveryCmdletHasAnApprovedVerbAndAnOutputType()
    {
        Assert.All(CommandAssembly.Cmdlets, cmdlet =>
        {
            Assert.Contains(cmdlet.Key.Split('-')[0], CommandAssembly.ApprovedVerbs);
            Assert.True(CommandAssembly.Attribute(cmdlet.Value, "OutputTypeAttribute") is not null, $"{cmdlet.Key} has no [OutputType].");
            Assert.True(cmdlet.Value.IsSealed, $"{cmdlet.Key} is not sealed.");
        });
    }

    [Fact]
    public void OnlyCmdletsThatChangeSomethingPrompt() =>
        Assert.Equal(
            ["Export-CmReport", "Invoke-CmRestMethod", "New-CmRequest", "Set-CmRequestStatus"],
            CommandAssembly.Cmdlets
                .Where(cmdlet => CommandAssembly.Attribute(cmdlet.Value, "CmdletAttribute")!.NamedArguments
                    .Any(argument => argument.MemberName == "SupportsShouldProcess" && argument.TypedValue.Value is true))
                .Select(cmdlet => cmdlet.Key)
                .Order());
}
