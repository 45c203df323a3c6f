using System.Management.Automation;

namespace MimCm.EmptyModule;

/// <summary>The only cmdlet of an empty binary module, whose import time is that of PowerShell itself.</summary>
[Cmdlet(VerbsCommon.Get, "Nothing")]
public sealed class GetNothingCommand : PSCmdlet;
