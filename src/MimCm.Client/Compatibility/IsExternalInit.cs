#if !NET
namespace System.Runtime.CompilerServices;

/// <summary>What the compiler asks for to allow <c>init</c>; .NET Framework lacks it.</summary>
internal static class IsExternalInit;
#endif
