using System.Buffers;
using System.Text.Json;

namespace MimCm.Json;

/// <summary>Reads the items of a response while its bytes arrive. The response is an array of items or a single item. The only buffer grows up to the
/// size of the largest item.</summary>
/// <typeparam name="T">The item.</typeparam>
internal sealed class JsonItemReader<T> : IDisposable
    where T : class
{
    /// <summary>The maximum size of an item: more than a hundred times the size of the largest request that is expected from the
    /// documentation.</summary>
    private const int LargestItem = 4 * 1024 * 1024;

    /// <summary>An item that is larger than this is parsed when its end has arrived, not after each read.</summary>
    private const int LargeItem = 16 * 1024;

    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = 32 };

    private readonly IdleTimeoutReader _body;
    private readonly JsonItemParser<T> _parser;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
    private int _start;
    private int _end;
    private int _sinceItem;
    private long _received;
    private JsonReaderState _state = new(ReaderOptions);
    private JsonItemScanner _scanner;
    private bool _isItemPending;
    private bool _isPastByteOrderMark;
    private bool _hasStarted;
    private bool _isArray;

    /// <param name="body">The body. The reader does not dispose of its stream.</param>
    /// <param name="parser">Parses one item.</param>
    public JsonItemReader(IdleTimeoutReader body, JsonItemParser<T> parser)
    {
        _body = body;
        _parser = parser;
    }

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>The number of items that were received completely.</summary>
    public int Count { get; private set; }

    /// <summary>The number of bytes received. Can be read from any thread.</summary>
    public long Received => Volatile.Read(ref _received);

    /// <summary>Reads until at least one more item is complete, and adds the complete items.</summary>
    /// <returns>False at the end of the body.</returns>
    /// <exception cref="JsonException">The body is not JSON, contains something other than items, or ends too early. The items before the error have
    /// been added.</exception>
    /// <exception cref="TimeoutException">The server sent no data within the idle timeout.</exception>
    public async ValueTask<bool> ReadAsync(List<T> batch, CancellationToken cancellationToken)
    {
        while (true)
        {
            var before = batch.Count;
            if (IsPastByteOrderMark() && IsWorthParsing())
                Parse(batch, isEnd: false);

            if (batch.Count > before)
            {
                _sinceItem = 0;
                return true;
            }

            // White space counts towards the limit, because a server could send an endless amount of it.
            if (_sinceItem >= LargestItem)
                throw new JsonException(Strings.RequestTooLarge.With(LargestItem / 1024 / 1024));

            MakeRoom();
            var read = await _body.ReadAsync(_buffer, _end, _buffer.Length - _end, cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                ParseEnd(batch);
                return batch.Count > before;
            }

            _end += read;
            _sinceItem += read;
            Volatile.Write(ref _received, _received + read);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _body.Dispose();
        var buffer = _buffer;
        _buffer = [];
        if (buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(buffer);
    }

    private void ParseEnd(List<T> batch)
    {
        if (!_hasStarted && _start == _end)
            throw new JsonException(Strings.BodyEmpty);

        // Distinguishes malformed JSON from JSON that is only incomplete.
        Parse(batch, isEnd: false);
        Parse(batch, isEnd: true);
    }

    private bool IsWorthParsing() =>
        !_isItemPending || _end - _start <= LargeItem || _scanner.MayBeComplete(_buffer.AsSpan(_start, _end - _start));

    private void Parse(List<T> batch, bool isEnd)
    {
        var reader = new Utf8JsonReader(_buffer.AsSpan(_start, _end - _start), isEnd, _state);
        var consumed = 0;
        try
        {
            while (true)
            {
                // An incomplete item is parsed again from here when more bytes have arrived.
                var beforeToken = reader;
                if (!reader.Read())
                {
                    Keep(ref reader);
                    return;
                }

                if (!_hasStarted && reader.TokenType == JsonTokenType.StartArray)
                {
                    _isArray = true;
                }
                else if (!_isArray || reader.TokenType != JsonTokenType.EndArray)
                {
                    if (_parser.TryParse(ref reader) is not { } item)
                    {
                        Keep(ref beforeToken);
                        return;
                    }

                    batch.Add(item);
                    Count++;
                }

                _hasStarted = true;
                Keep(ref reader);
            }
        }
        catch (JsonException e) when (e.BytePositionInLine is not null)
        {
            // The parser's messages contain text of the body, and their positions are relative to the buffer.
            var position = _received - (_end - _start) + reader.BytesConsumed;
            throw new JsonException(isEnd ? Strings.BodyCutShort : Strings.JsonMalformed.With(position), e);
        }
        finally
        {
            _start += consumed;
            _isItemPending = _start < _end;
            if (consumed > 0)
                _scanner = default;
        }

        void Keep(ref Utf8JsonReader at)
        {
            consumed = (int)at.BytesConsumed;
            _state = at.CurrentState;
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

    /// <summary>Skips a byte-order mark. False if too few bytes have arrived to decide.</summary>
    private bool IsPastByteOrderMark()
    {
        if (_isPastByteOrderMark)
            return true;

        var arrived = _buffer.AsSpan(0, Math.Min(_end, ByteOrderMark.Length));
        if (arrived.Length < ByteOrderMark.Length && ByteOrderMark.StartsWith(arrived))
            return false;

        if (arrived.SequenceEqual(ByteOrderMark))
            _start = ByteOrderMark.Length;

        return _isPastByteOrderMark = true;
    }
}
