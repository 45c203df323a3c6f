using System.Reflection;
using System.Reflection.Emit;
using MimCm.PowerShell.Module;

namespace MimCm.Client.Tests;

/// <summary>The resolution of assemblies in Windows PowerShell. The folder of the module is that of the tests.</summary>
public sealed class AssemblyResolverTests
{
    private static readonly Assembly Ours = typeof(MimCmClient).Assembly;

    [Fact]
    public void AssemblyOfTheModuleIsResolvedForAnyVersion()
    {
        var given = AssemblyResolver.Resolve(this,
            new ResolveEventArgs("System.Text.Json, Version=1.2.3.4, Culture=neutral, PublicKeyToken=cc7b13ffcd2ddd51", Ours));

        Assert.Equal("System.Text.Json", given?.GetName().Name);
        Assert.Equal(Path.GetDirectoryName(Ours.Location), Path.GetDirectoryName(given!.Location));
    }

    [Fact]
    public void AssemblyRequestedByOtherCodeIsNotResolved()
    {
        var dynamic = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("made"), AssemblyBuilderAccess.Run);

        foreach (var other in new[] { typeof(object).Assembly, dynamic, null })
            Assert.Null(AssemblyResolver.Resolve(this, new ResolveEventArgs("System.Text.Json", other)));
    }

    [Fact]
    public void AssemblyOutsideTheFolderOfTheModuleIsNotResolved() =>
        Assert.Null(AssemblyResolver.Resolve(this, new ResolveEventArgs("mscorlib, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b77a5c561934e089", Ours)));
}
