using System.Runtime.CompilerServices;
using MimCm.Http;
using MimCm.Json;

namespace MimCm.Smartcards;

/// <summary>The calls that smart cards and software profiles have in common: listing those of the current user, reading one by its identifier, and
/// reading its certificates and operations.</summary>
/// <typeparam name="T">The smart card or profile.</typeparam>
/// <param name="reader">Makes the calls.</param>
/// <param name="path">The path of the collection below the root of the API.</param>
/// <param name="parser">Parses one item.</param>
/// <param name="getId">Returns the identifier of an item.</param>
/// <param name="createNotFound">Creates the error for an identifier that the server does not know.</param>
internal sealed class CredentialReader<T>(
    ResourceReader reader, string path, JsonItemParser<T> parser, Func<T, Guid> getId, Func<Guid, MimCmException> createNotFound)
    where T : class
{
    /// <summary>Lists the items of the current user.</summary>
    public IAsyncEnumerable<T> ListAsync(CancellationToken cancellationToken) =>
        reader.ListAsync(path, parser, Validate, token => reader.ExplainMissingRouteAsync(path, token), cancellationToken);

    /// <summary>Reads one item.</summary>
    public async Task<T> GetAsync(Guid id, CancellationToken cancellationToken)
    {
        Guard.ThrowIfEmpty(id);
        return await reader.GetAsync(path, id, parser, getId, cancellationToken).ConfigureAwait(false) ?? throw createNotFound(id);
    }

    /// <summary>Lists the certificates of an item.</summary>
    /// <param name="id">The identifier of the item.</param>
    /// <param name="onParsed">Called for each certificate.</param>
    /// <param name="cancellationToken">Cancels the list.</param>
    public IAsyncEnumerable<Certificate> ListCertificatesAsync(Guid id, Action<Certificate> onParsed, CancellationToken cancellationToken) =>
        ListPartsAsync(id, "certificates", new SerializerItemParser<Certificate>(ClientJsonContext.Default.Certificate, onParsed), cancellationToken);

    /// <summary>Lists the operations that the current user can request for an item.</summary>
    /// <param name="id">The identifier of the item.</param>
    /// <param name="create">Creates an operation from its name.</param>
    /// <param name="cancellationToken">Cancels the list.</param>
    public IAsyncEnumerable<AllowedOperation> ListOperationsAsync(Guid id, Func<string, AllowedOperation> create, CancellationToken cancellationToken)
    {
        var words = ListPartsAsync(id, "operations", new SerializerItemParser<string>(ClientJsonContext.Default.String), cancellationToken);
        return CreateOperationsAsync(words, create, cancellationToken);
    }

    /// <summary>Returns a description of what is wrong with an item; null if it is valid.</summary>
    public string? Validate(T item) => getId(item) == Guid.Empty ? Strings.NoUuid : null;

    private static async IAsyncEnumerable<AllowedOperation> CreateOperationsAsync(
        IAsyncEnumerable<string> words, Func<string, AllowedOperation> create, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var word in words.WithCancellation(cancellationToken).ConfigureAwait(false))
            yield return create(word);
    }

    private IAsyncEnumerable<TPart> ListPartsAsync<TPart>(Guid id, string part, JsonItemParser<TPart> partParser, CancellationToken cancellationToken)
        where TPart : class
    {
        Guard.ThrowIfEmpty(id);
        var partPath = $"{path}/{id:D}/{part}";
        return reader.ListAsync(partPath, partParser, validate: null, ExplainMissingAsync, cancellationToken);

        // 404 means a missing route only if the server knows the smart card or profile.
        async Task<MimCmException?> ExplainMissingAsync(CancellationToken token) =>
            await reader.GetAsync(path, id, parser, getId, token).ConfigureAwait(false) is null
                ? createNotFound(id)
                : await reader.ExplainMissingRouteAsync(partPath, token).ConfigureAwait(false);
    }
}
