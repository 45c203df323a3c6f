namespace MimCm.Json;

/// <summary>Finds the end of a large item while it arrives, and examines each byte once. Without it, an item that arrives in many small parts would
/// be parsed from its beginning after each part.</summary>
internal struct JsonItemScanner
{
    private int _scanned;
    private int _depth;
    private bool _isInString;
    private bool _isEscaped;

    /// <summary>Returns whether the item may be complete, because its last bracket or quotation mark has arrived.</summary>
    /// <param name="item">The bytes from the beginning of the item. Bytes that earlier calls have examined are skipped.</param>
    public bool MayBeComplete(ReadOnlySpan<byte> item)
    {
        for (; _scanned < item.Length; _scanned++)
        {
            var letter = item[_scanned];
            if (_isInString)
            {
                if (_isEscaped)
                    _isEscaped = false;
                else if (letter == '\\')
                    _isEscaped = true;
                else if (letter == '"')
                    _isInString = false;

                if (!_isInString && _depth == 0)
                    return true;
            }
            else if (letter == '"')
            {
                _isInString = true;
            }
            else if (letter is (byte)'{' or (byte)'[')
            {
                _depth++;
            }
            else if (letter is (byte)'}' or (byte)']' && --_depth <= 0)
            {
                return true;
            }
        }

        return false;
    }
}
