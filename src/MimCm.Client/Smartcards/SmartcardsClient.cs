using MimCm.Http;
using MimCm.Json;
using MimCm.Smartcards;

namespace MimCm;

/// <summary>Reads smart cards, and their certificates and operations (docs/api.md, sections 5.4 to 5.6). The server lists only the cards of the
/// current user. Other cards are read by identifier, for example by an identifier in a request.</summary>
public sealed class SmartcardsClient
{
    private const string Path = "smartcards";

    private readonly ResourceReader _reader;
    private readonly SerializerItemParser<Smartcard> _parser;
    private readonly CredentialReader<Smartcard> _credentials;
    private readonly object? _source;

    internal SmartcardsClient(ResourceReader reader, object? source)
    {
        _reader = reader;
        _parser = new SerializerItemParser<Smartcard>(ClientJsonContext.Default.Smartcard, card => card.Source = source);
        _credentials = new CredentialReader<Smartcard>(reader, Path, _parser, card => card.Uuid, NotFound);
        _source = source;
    }

    /// <summary>Lists the smart cards of the current user.</summary>
    /// <exception cref="MimCmException">The list could not be read completely.</exception>
    public IAsyncEnumerable<Smartcard> ListAsync(CancellationToken cancellationToken = default) => _credentials.ListAsync(cancellationToken);

    /// <summary>Reads one smart card.</summary>
    /// <param name="id">The identifier of the card in MIM CM.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">The identifier is all-zero.</exception>
    /// <exception cref="MimCmException">The card could not be read; <see cref="MimCmError.SmartcardNotFound"/> if the server does not know it.</exception>
    public Task<Smartcard> GetAsync(Guid id, CancellationToken cancellationToken = default) => _credentials.GetAsync(id, cancellationToken);

    /// <summary>Finds the smart cards with a card identifier: the GUID in <see cref="Smartcard.SerialNumber"/>.</summary>
    /// <exception cref="ArgumentException">The identifier is all-zero.</exception>
    /// <exception cref="MimCmException">The cards could not be read; <see cref="MimCmError.SmartcardNotFound"/> if there is none.</exception>
    public async Task<IReadOnlyList<Smartcard>> FindAsync(Guid cardId, CancellationToken cancellationToken = default)
    {
        Guard.ThrowIfEmpty(cardId);
        var found = new List<Smartcard>();
        var cards = _reader.ListAsync($"{Path}?cardid={cardId:D}", _parser, ValidateCardId, IsUnknownAsync, cancellationToken);
        await foreach (var card in cards.ConfigureAwait(false))
            found.Add(card);

        return found.Count > 0 ? found : throw NotFound(cardId);

        string? ValidateCardId(Smartcard card) =>
            _credentials.Validate(card) ?? (card.CardId is { } other && other != cardId ? Strings.OtherItem.With(cardId, other) : null);

        async Task<MimCmException?> IsUnknownAsync(CancellationToken token) =>
            await _reader.HasCollectionAsync(Path, _parser, token).ConfigureAwait(false) ? NotFound(cardId)
                : await _reader.ExplainMissingRouteAsync(Path, token).ConfigureAwait(false);
    }

    /// <summary>Lists the certificates of a smart card, without dates.</summary>
    /// <exception cref="ArgumentException">The identifier is all-zero.</exception>
    /// <exception cref="MimCmException">The list could not be read; <see cref="MimCmError.SmartcardNotFound"/> if the server does not know
    /// the card.</exception>
    public IAsyncEnumerable<Certificate> ListCertificatesAsync(Guid id, CancellationToken cancellationToken = default) =>
        _credentials.ListCertificatesAsync(id, certificate => (certificate.SmartcardUuid, certificate.Source) = (id, _source), cancellationToken);

    /// <summary>Lists the operations that the current user can request for a smart card.</summary>
    /// <exception cref="ArgumentException">The identifier is all-zero.</exception>
    /// <exception cref="MimCmException">The list could not be read; <see cref="MimCmError.SmartcardNotFound"/> if the server does not know
    /// the card.</exception>
    public IAsyncEnumerable<AllowedOperation> ListOperationsAsync(Guid id, CancellationToken cancellationToken = default) =>
        _credentials.ListOperationsAsync(id, word => new AllowedOperation(word, id, profileUuid: null, _source), cancellationToken);

    private static MimCmException NotFound(Guid id) => new(MimCmError.SmartcardNotFound, Strings.SmartcardNotFound.With(id));
}
