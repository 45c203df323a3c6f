using System.Management.Automation;

namespace MimCm.EmptyModule;

/// <summary>The least that a binary module can be: what importing it costs is PowerShell's own.</summary>
[Cmdlet(VerbsCommon.Get, "Nothing")]
public sealed class GetNothingCommand : PSCmdlet;
