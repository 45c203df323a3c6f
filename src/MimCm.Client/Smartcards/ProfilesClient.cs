using MimCm.Http;
using MimCm.Json;
using MimCm.Requests;
using MimCm.Smartcards;

namespace MimCm;

/// <summary>Reads software profiles, and their certificates and operations (docs/api.md, sections 5.3, 5.4 and 5.6). The server lists only the
/// profiles of the current user; other profiles are read by identifier or by request.</summary>
public sealed class ProfilesClient
{
    private const string Path = "profiles";

    private readonly ResourceReader _reader;
    private readonly RequestsResource _requests;
    private readonly CredentialReader<Profile> _credentials;
    private readonly object? _source;

    internal ProfilesClient(ResourceReader reader, RequestsResource requests, object? source)
    {
        _reader = reader;
        _requests = requests;
        var parser = new SerializerItemParser<Profile>(ClientJsonContext.Default.Profile, profile => profile.Source = source);
        _credentials = new CredentialReader<Profile>(reader, Path, parser, profile => profile.Uuid, NotFound);
        _source = source;
    }

    /// <summary>Lists the software profiles of the current user.</summary>
    /// <exception cref="MimCmException">The list could not be read completely.</exception>
    public IAsyncEnumerable<Profile> ListAsync(CancellationToken cancellationToken = default) => _credentials.ListAsync(cancellationToken);

    /// <summary>Lists the software profiles of a request.</summary>
    /// <exception cref="ArgumentException">The identifier is all-zero.</exception>
    /// <exception cref="MimCmException">The list could not be read; <see cref="MimCmError.RequestNotFound"/> if the server does not know
    /// the request.</exception>
    public IAsyncEnumerable<Profile> ListByRequestAsync(Guid requestId, CancellationToken cancellationToken = default)
    {
        Guard.ThrowIfEmpty(requestId);
        var path = $"requests/{requestId:D}/{Path}";
        var parser = new SerializerItemParser<Profile>(ClientJsonContext.Default.Profile,
            profile => (profile.RequestUuid, profile.Source) = (requestId, _source));
        return _reader.ListAsync(path, parser, _credentials.Validate, ExplainAsync, cancellationToken);

        async Task<MimCmException?> ExplainAsync(CancellationToken token)
        {
            try
            {
                await _requests.GetAsync(requestId, token).ConfigureAwait(false);
            }
            catch (MimCmException e) when (e.Error == MimCmError.RequestNotFound)
            {
                return e;
            }

            return await _reader.ExplainMissingRouteAsync(path, token).ConfigureAwait(false);
        }
    }

    /// <summary>Reads one software profile.</summary>
    /// <exception cref="ArgumentException">The identifier is all-zero.</exception>
    /// <exception cref="MimCmException">The profile could not be read; <see cref="MimCmError.ProfileNotFound"/> if the server does not know it.</exception>
    public Task<Profile> GetAsync(Guid id, CancellationToken cancellationToken = default) => _credentials.GetAsync(id, cancellationToken);

    /// <summary>Lists the certificates of a software profile, without dates.</summary>
    /// <exception cref="ArgumentException">The identifier is all-zero.</exception>
    /// <exception cref="MimCmException">The list could not be read; <see cref="MimCmError.ProfileNotFound"/> if the server does not know
    /// the profile.</exception>
    public IAsyncEnumerable<Certificate> ListCertificatesAsync(Guid id, CancellationToken cancellationToken = default) =>
        _credentials.ListCertificatesAsync(id, certificate => (certificate.ProfileUuid, certificate.Source) = (id, _source), cancellationToken);

    /// <summary>Lists the operations that the current user can request for a software profile.</summary>
    /// <exception cref="ArgumentException">The identifier is all-zero.</exception>
    /// <exception cref="MimCmException">The list could not be read; <see cref="MimCmError.ProfileNotFound"/> if the server does not know
    /// the profile.</exception>
    public IAsyncEnumerable<AllowedOperation> ListOperationsAsync(Guid id, CancellationToken cancellationToken = default) =>
        _credentials.ListOperationsAsync(id, word => new AllowedOperation(word, smartcardUuid: null, id, _source), cancellationToken);

    private static MimCmException NotFound(Guid id) => new(MimCmError.ProfileNotFound, Strings.ProfileNotFound.With(id));
}
