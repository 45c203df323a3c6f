namespace MimCm.PowerShell.Completion;

/// <summary>Completes a profile template: the templates that the server lists, if the session has read them, and the templates of recent
/// requests.</summary>
internal sealed class ProfileTemplateCompleter : RecentGuidCompleter
{
    /// <inheritdoc/>
    protected override Guid GetGuid(RecentRequest request) => request.ProfileTemplateUuid;

    /// <inheritdoc/>
    protected override string? FindName(CmSession session, Guid id) =>
        session.Names.ProfileTemplates.Find(id) is { Name.Length: > 0 } template ? template.Name : null;

    /// <inheritdoc/>
    protected override IEnumerable<Candidate> GetCandidates(CmSession? session, string typed)
    {
        var listed = session?.Names.ProfileTemplates.Known.Where(template => template.Name.Length > 0).OrderBy(template => template.Name).ToList() ?? [];
        var names = new HashSet<string>(listed.Select(template => template.Name));
        return listed
            .Select(template => new Candidate(template.Name, Strings.CompleteProfileTemplate.With(template.Kind, template.Uuid)))
            .Concat(base.GetCandidates(session, typed).Where(candidate => !names.Contains(candidate.Text)));
    }
}
