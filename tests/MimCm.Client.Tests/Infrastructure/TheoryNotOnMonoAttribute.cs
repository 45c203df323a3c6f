using System.Runtime.CompilerServices;

namespace MimCm.Client.Tests;

/// <summary>A test that runs on .NET and .NET Framework, but not on Mono.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TheoryNotOnMonoAttribute : TheoryAttribute
{
    public TheoryNotOnMonoAttribute(string why, [CallerMemberName] string test = "") => Skip = Mono.LeaveOut(test, why);
}
