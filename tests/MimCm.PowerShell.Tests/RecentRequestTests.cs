using System.Reflection;

namespace MimCm.PowerShell.Tests;

/// <summary>The data that completion keeps of recent requests.</summary>
public sealed class RecentRequestTests
{
    private static readonly Assembly Commands = CommandAssembly.Cmdlets.Values.First().Assembly;
    private static readonly Type Kept = Commands.GetType("MimCm.PowerShell.Completion.RecentRequest", throwOnError: true)!;

    [Fact]
    public void OnlyIdsTypeStatusAndDateAreKept()
    {
        var kept = Kept.GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public).ToDictionary(NameOf, field => field.FieldType);

        Assert.Equal(
            ["OriginatorUserUuid", "ProfileTemplateUuid", "RequestType", "Server", "Status", "Submitted", "TargetUserUuid", "Uuid"],
            kept.Keys.Order(StringComparer.Ordinal));

        // No field refers to a request or a text of the server. The address is that of the session.
        Assert.All(kept.Where(pair => pair.Key != "Server"), pair => Assert.True(pair.Value.IsValueType, pair.Key));
        Assert.Equal(typeof(Uri), kept["Server"]);
    }

    [Fact]
    public void AtMostAThousandRequestsAreKept()
    {
        var list = Commands.GetType("MimCm.PowerShell.Completion.RecentRequests", throwOnError: true)!.BaseType!;
        var capacity = list.GetField("Capacity", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!;

        Assert.Equal(1000, capacity.GetRawConstantValue());
        Assert.Equal(Kept.MakeArrayType(), list.GetField("_ring", BindingFlags.Instance | BindingFlags.NonPublic)!.FieldType);
    }

    /// <summary>The name of the property of a backing field.</summary>
    private static string NameOf(FieldInfo field) => field.Name.Trim('<').Split('>')[0];
}
