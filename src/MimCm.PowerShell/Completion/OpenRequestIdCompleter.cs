namespace MimCm.PowerShell.Completion;

/// <summary>Completes the id of a request that can still be changed: what was final when it was seen is so now.</summary>
internal sealed class OpenRequestIdCompleter : RequestIdCompleter
{
    /// <inheritdoc/>
    protected override bool Includes(Request request) => !request.IsFinal;
}
