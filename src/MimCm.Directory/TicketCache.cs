using System.Text;

namespace MimCm.DirectoryServices;

/// <summary>Reads the principal of an MIT Kerberos credential cache file (format 4: a header, then the principal).</summary>
internal static class TicketCache
{
    private const ushort Version4 = 0x0504;
    private const int LongestRealm = 255;

    /// <summary>Returns the realm of the caller.</summary>
    /// <param name="name">The name of the cache, as in KRB5CCNAME; null or empty for none.</param>
    /// <returns>The realm; null if the cache is not a file, cannot be read, or has another format.</returns>
    public static string? TryReadRealm(string? name)
    {
        const string filePrefix = "FILE:";
        var path = name?.StartsWith(filePrefix, StringComparison.Ordinal) == true ? name.Substring(filePrefix.Length) : name;
        if (string.IsNullOrEmpty(path) || !File.Exists(path))
            return null;

        try
        {
            using var file = File.OpenRead(path);
            using var reader = new BinaryReader(file);
            if (ReadUInt16(reader) != Version4)
                return null;

            // The fields of the header, then the principal: name type, number of components, realm.
            file.Seek(ReadUInt16(reader), SeekOrigin.Current);
            file.Seek(sizeof(uint) + sizeof(uint), SeekOrigin.Current);
            var length = ReadUInt32(reader);
            return length is > 0 and <= LongestRealm && reader.ReadBytes((int)length) is { } octets && octets.Length == length
                ? Encoding.UTF8.GetString(octets)
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static ushort ReadUInt16(BinaryReader reader) => (ushort)((reader.ReadByte() << 8) | reader.ReadByte());

    private static uint ReadUInt32(BinaryReader reader) => ((uint)ReadUInt16(reader) << 16) | ReadUInt16(reader);
}
