using MimCm.Names;

namespace MimCm.PowerShell.Output;

/// <summary>Finds names of profile templates and users at the end of a pipeline, when the sessions that requests came from may know more
/// of them than when the requests arrived. Makes no call.</summary>
internal sealed class RequestNames
{
    private readonly List<object> _sources = [];
    private object? _lastSource;

    /// <summary>The sessions that the requests came from.</summary>
    public IEnumerable<CmSession> Sessions => _sources.OfType<CmSession>();

    /// <summary>Takes note of where a request came from.</summary>
    public void Add(Request request)
    {
        if (request.Source is not { } source || source == _lastSource)
            return;

        _lastSource = source;
        if (!_sources.Contains(source))
            _sources.Add(source);
    }

    /// <summary>The name of a profile template; null where no session knows it.</summary>
    public string? FindTemplate(Guid id) => Find(provider => provider.FindProfileTemplate(id));

    /// <summary>The name of a user; null where no session knows it.</summary>
    public string? FindUser(Guid id) => Find(provider => provider.FindUser(id));

    private string? Find(Func<INameProvider, string?> find) => _sources.OfType<INameProvider>().Select(find).FirstOrDefault(name => name is not null);
}
