namespace MimCm.PowerShell.Completion;

/// <summary>Base class of the completers for ids of recent smart cards and software profiles. They offer the objects of the server that the command
/// would call, the most recent first.</summary>
internal abstract class RecentResourceCompleter : ArgumentCompleterBase
{
    /// <summary>Returns the id of a smart card or profile; null if it has none, or if the parameter takes the other type.</summary>
    protected abstract Guid? GetId(RecentResource resource);

    /// <inheritdoc/>
    protected override IEnumerable<Candidate> GetCandidates(CmSession? session, string typed) =>
        from resource in RunspaceState.Current.RecentResources.NewestFirst()
        let id = GetId(resource)
        where id is not null && resource.MayBelongTo(session)
        select new Candidate(id.Value.ToString(), Describe(resource, session ?? resource.Session));

    private static string Describe(RecentResource resource, CmSession? session)
    {
        var user = resource.AssignedUserUuid is { } userId ? session?.Names.Users.Find(userId) ?? userId.ToString() : "-";
        var template = resource.ProfileTemplateUuid is { } templateId
            ? session?.Names.ProfileTemplates.Find(templateId)?.Name ?? templateId.ToString()
            : "-";
        return Strings.CompleteResource.With(resource.Status, UserInput.Sanitize(user), UserInput.Sanitize(template));
    }
}
