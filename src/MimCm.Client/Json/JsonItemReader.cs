using System.Buffers;
using System.Text.Json;

namespace MimCm.Json;

/// <summary>Reads requests from a body as its bytes arrive: an array of them, or one alone. It holds one buffer, which grows only
/// to the size of one request.</summary>
internal sealed class JsonItemReader : IDisposable
{
    /// <summary>More than a hundred times the largest request that the documentation lets one expect.</summary>
    private const int LargestRequest = 4 * 1024 * 1024;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    private static readonly JsonReaderOptions Rules = new() { MaxDepth = 32 };
#if NET
    private static readonly JsonReaderState BehindRequest = UsualRequest.Behind(Rules);
#endif

    private readonly IdleTimeoutReader _body;
    private readonly object? _source;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
    private int _start;
    private int _end;
    private int _sinceRequest;
    private long _received;
    private JsonReaderState _state = new(Rules);
    private bool _started;
    private bool _inArray;
    private Utf8StringPool? _texts;

    /// <param name="body">The body; the reader doesn't dispose of it.</param>
    /// <param name="source">What each request is to remember as where it came from.</param>
    public JsonItemReader(Stream body, object? source)
    {
        _body = new IdleTimeoutReader(body);
        _source = source;
    }

    /// <summary>How many requests have come whole.</summary>
    public int Count { get; private set; }

    /// <summary>How many bytes have come. May be looked at from any thread.</summary>
    public long Received => Volatile.Read(ref _received);

    /// <summary>Reads on until at least one more request is whole, and adds those that are.</summary>
    /// <returns>False when the body has come to its proper end.</returns>
    /// <exception cref="JsonException">The body is not requests, is not JSON or ends too early. What was whole before is in the batch.</exception>
    public async ValueTask<bool> ReadAsync(List<Request> batch, TimeSpan silence, CancellationToken cancellationToken)
    {
        while (true)
        {
            var before = batch.Count;
            if (_started || IsPastByteOrderMark())
                Parse(batch, isEnd: false);

            if (batch.Count > before)
            {
                _sinceRequest = 0;
                return true;
            }

            // Blanks count, too: a server could send them for ever.
            if (_sinceRequest >= LargestRequest)
                throw new JsonException(Strings.RequestTooLarge.With(LargestRequest / 1024 / 1024));

            MakeRoom();
            var read = await _body.ReadAsync(_buffer, _end, _buffer.Length - _end, silence, cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                ParseEnd(batch);
                return batch.Count > before;
            }

            _end += read;
            _sinceRequest += read;
            Volatile.Write(ref _received, _received + read);
        }
    }

    public void Dispose()
    {
        _body.Dispose();
        var buffer = _buffer;
        _buffer = [];
        if (buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(buffer);
    }

    private void ParseEnd(List<Request> batch)
    {
        if (!_started && _start == _end)
            throw new JsonException(Strings.BodyEmpty);

        try
        {
            Parse(batch, isEnd: true);
        }
        catch (JsonException e) when (e.BytePositionInLine is not null)
        {
            // The parser's own words for a rest that is not whole.
            throw new JsonException(Strings.BodyCutShort, e);
        }
    }

    private void Parse(List<Request> batch, bool isEnd)
    {
        var bytes = _buffer.AsSpan(_start, _end - _start);
        var reader = new Utf8JsonReader(bytes, isEnd, _state);
        var consumed = 0;
        var before = 0;
        try
        {
            while (true)
            {
                // A request that has not come whole is read again from its brace when more has.
                var beforeToken = reader;
                if (!reader.Read())
                {
                    consumed = before + (int)reader.BytesConsumed;
                    _state = reader.CurrentState;
                    return;
                }

                if (!_started && reader.TokenType == JsonTokenType.StartArray)
                {
                    _inArray = true;
                    _texts = new Utf8StringPool();
                }
#if NET
                else if (_inArray && reader.TokenType == JsonTokenType.StartObject
                    && UsualRequest.TryRead(bytes[(before + (int)reader.TokenStartIndex)..], _source, _texts!, out var length) is { } usual)
                {
                    batch.Add(usual);
                    Count++;

                    // The parser goes on behind it and judges what is between the requests.
                    before += (int)reader.TokenStartIndex + length;
                    reader = new Utf8JsonReader(bytes[before..], isEnd, BehindRequest);
                }
#endif
                else if (!_inArray || reader.TokenType != JsonTokenType.EndArray)
                {
                    if (RequestJsonConverter.TryRead(ref reader, _source, _texts) is not { } request)
                    {
                        consumed = before + (int)beforeToken.BytesConsumed;
                        _state = beforeToken.CurrentState;
                        return;
                    }

                    batch.Add(request);
                    Count++;
                }

                _started = true;
                consumed = before + (int)reader.BytesConsumed;
                _state = reader.CurrentState;
            }
        }
        finally
        {
            _start += consumed;
        }
    }

    private void MakeRoom()
    {
        var length = _end - _start;
        if (_start > 0)
        {
            Buffer.BlockCopy(_buffer, _start, _buffer, 0, length);
            _start = 0;
            _end = length;
        }

        if (_end < _buffer.Length)
            return;

        var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        Buffer.BlockCopy(_buffer, 0, larger, 0, length);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }

    /// <summary>Steps over a byte-order mark; false while too little has come to tell.</summary>
    private bool IsPastByteOrderMark()
    {
        if (_start > 0)
            return true;

        var come = _buffer.AsSpan(0, Math.Min(_end, ByteOrderMark.Length));
        if (come.Length == ByteOrderMark.Length && come.SequenceEqual(ByteOrderMark))
            _start = ByteOrderMark.Length;

        return come.Length == ByteOrderMark.Length || !ByteOrderMark.StartsWith(come);
    }
}
