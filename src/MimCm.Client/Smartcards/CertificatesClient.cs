using MimCm.Http;
using MimCm.Json;

namespace MimCm;

/// <summary>Reads the certificates of the current user (docs/api.md, section 5.6). Those of a smart card or profile are read with
/// <see cref="SmartcardsClient"/> and <see cref="ProfilesClient"/>.</summary>
public sealed class CertificatesClient
{
    private const string Path = "certificates";

    private readonly ResourceReader _reader;
    private readonly SerializerItemParser<Certificate> _parser;

    internal CertificatesClient(ResourceReader reader, object? source)
    {
        _reader = reader;
        _parser = new SerializerItemParser<Certificate>(ClientJsonContext.Default.Certificate, certificate => certificate.Source = source);
    }

    /// <summary>Lists the certificates of the current user, with their dates. The server does not list retired certificates.</summary>
    /// <exception cref="MimCmException">The list could not be read completely.</exception>
    public IAsyncEnumerable<Certificate> ListAsync(CancellationToken cancellationToken = default) =>
        _reader.ListAsync(Path, _parser, validate: null, token => _reader.ExplainMissingRouteAsync(Path, token), cancellationToken);
}
