using MimCm.Names;

namespace MimCm.PowerShell.Output;

/// <summary>Finds the names of profile templates and users at the end of a pipeline. By then, the sessions of the requests can know more names than
/// when the requests arrived. Makes no call.</summary>
internal sealed class RequestNames
{
    private readonly List<object> _sources = [];
    private object? _lastSource;

    /// <summary>The sessions that read the requests.</summary>
    public IEnumerable<CmSession> Sessions => _sources.OfType<CmSession>();

    /// <summary>Records the session of a request.</summary>
    public void Add(Request request)
    {
        if (request.Source is not { } source || source == _lastSource)
            return;

        _lastSource = source;
        if (!_sources.Contains(source))
            _sources.Add(source);
    }

    /// <summary>Returns the name of a profile template; null if no session knows it.</summary>
    public string? FindTemplate(Guid id) => Find(provider => provider.FindProfileTemplate(id));

    /// <summary>Returns the name of a user; null if no session knows it.</summary>
    public string? FindUser(Guid id) => Find(provider => provider.FindUser(id));

    private string? Find(Func<INameProvider, string?> find) => _sources.OfType<INameProvider>().Select(find).FirstOrDefault(name => name is not null);
}
