namespace MimCm.PowerShell.Completion;

/// <summary>Base class of the completers for GUIDs in recent requests, the most recent first. A GUID is completed to its name if the session knows
/// it.</summary>
internal abstract class RecentGuidCompleter : ArgumentCompleterBase
{
    /// <summary>Returns the GUID of a request.</summary>
    protected abstract Guid GetGuid(RecentRequest request);

    /// <summary>Returns the name of a GUID; null if the session does not know it, or if the parameter accepts no names.</summary>
    protected virtual string? FindName(CmSession session, Guid id) => null;

    /// <inheritdoc/>
    protected override IEnumerable<Candidate> GetCandidates(CmSession? session, string typed)
    {
        var recent = from request in RunspaceState.Current.RecentRequests.NewestFirst()
                     where request.MayBelongTo(session)
                     group request by GetGuid(request) into seen
                     where seen.Key != Guid.Empty
                     select (Id: seen.Key, ToolTip: Strings.CompleteSeen.With(seen.Count(), seen.First()));
        foreach (var (id, toolTip) in recent)
        {
            var name = session is null ? null : FindName(session, id);
            if (name is not null)
                yield return new Candidate(name, toolTip);

            // If the typed text is the beginning of a GUID, GUIDs are offered.
            yield return new Candidate(id.ToString(), toolTip) { IsForTyping = name is not null };
        }
    }
}
