using System.Buffers;
using System.Formats.Asn1;
using System.IO.Pipelines;
using System.Text;

namespace MimCm.Simulator.Ldap;

/// <summary>The connection of one client. It reads the client's requests one by one and responds to each.</summary>
internal sealed class LdapConnection(Stream stream, Func<DirectoryContent> content, DirectoryMonitor monitor)
{
    private const int MaxMessageLength = 1024 * 1024;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var reader = PipeReader.Create(stream);
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            var buffer = read.Buffer;
            while (TryTakeMessage(ref buffer, out var message))
            {
                using var response = new MemoryStream();
                var delay = IsSearch(message) ? monitor.BeginSearch(cancellationToken) : Task.CompletedTask;
                if (delay is null)
                    return;
                if (!Respond(message, response))
                    return;
                response.Position = 0;
                await delay;
                await response.CopyToAsync(stream, cancellationToken);
            }
            if (read.IsCompleted)
                return;
            reader.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    /// <summary>Reads one complete message from the start of the buffer: a tag, the length in one or more bytes, and the content.</summary>
    private static bool TryTakeMessage(ref ReadOnlySequence<byte> buffer, out byte[] message)
    {
        message = [];
        var header = buffer.Slice(0, Math.Min(buffer.Length, 6)).ToArray();
        if (header.Length < 2)
            return false;
        var lengthBytes = header[1] < 0x80 ? 0 : header[1] & 0x7F;
        if (lengthBytes > 4)
            throw new AsnContentException("The message is too long.");
        if (header.Length < 2 + lengthBytes)
            return false;
        var length = lengthBytes == 0 ? header[1] : header.AsSpan(2, lengthBytes).ToArray().Aggregate(0L, (sum, part) => (sum << 8) | part);
        if (length > MaxMessageLength)
            throw new AsnContentException("The message is too long.");
        var whole = 2 + lengthBytes + length;
        if (buffer.Length < whole)
            return false;
        message = buffer.Slice(0, whole).ToArray();
        buffer = buffer.Slice(whole);
        return true;
    }

    /// <summary>Returns whether the message is a search; false also for an invalid message.</summary>
    private static bool IsSearch(byte[] message)
    {
        try
        {
            var body = new AsnReader(message, AsnEncodingRules.BER).ReadSequence();
            body.ReadInteger();
            return body.HasData && body.PeekTag() == LdapOperation.SearchRequest;
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    /// <summary>Performs a request. Returns false to close the connection.</summary>
    private bool Respond(byte[] message, Stream output)
    {
        var id = 0L;
        try
        {
            var body = new AsnReader(message, AsnEncodingRules.BER).ReadSequence();
            id = (long)body.ReadInteger();
            var operation = body.PeekTag();
            if (operation == LdapOperation.UnbindRequest)
                return false;
            if (operation == LdapOperation.AbandonRequest)
                return true;
            if (operation == LdapOperation.BindRequest)
                Bind(body.ReadSequence(operation), id, output);
            else if (operation == LdapOperation.SearchRequest)
                Search(body.ReadSequence(operation), id, output);
            else
                WriteResult(output, id, LdapOperation.ResponseTo(operation), LdapResultCode.UnwillingToPerform, "The directory is read-only.");
            return true;
        }
        catch (AsnContentException e)
        {
            // A notice of disconnection (RFC 4511, section 4.4.1) is an extended response with the id 0.
            WriteResult(output, 0, LdapOperation.ExtendedResponse, LdapResultCode.ProtocolError, $"Message {id}: {e.Message}");
            return true;
        }
    }

    /// <summary>Accepts every name with every password, and anonymous binds, because the directory contains no data to protect.</summary>
    private static void Bind(AsnReader request, long id, Stream output)
    {
        request.ReadInteger();
        request.ReadOctetString();
        var isSimple = request.PeekTag() == new Asn1Tag(TagClass.ContextSpecific, 0);
        WriteResult(output, id, LdapOperation.BindResponse, isSimple ? LdapResultCode.Success : LdapResultCode.AuthMethodNotSupported,
            isSimple ? "" : "The simulator's directory takes anonymous and simple binds only.");
    }

    private void Search(AsnReader request, long id, Stream output)
    {
        var baseName = Encoding.UTF8.GetString(request.ReadOctetString());
        var scope = request.ReadEnumeratedValue<LdapScope>();
        request.ReadEnumeratedBytes();
        var sizeLimit = (long)request.ReadInteger();
        request.ReadInteger();
        var isTypesOnly = request.ReadBoolean();
        var filter = LdapFilter.Read(request);
        var wanted = new List<string>();
        for (var attributes = request.ReadSequence(); attributes.HasData;)
            wanted.Add(Encoding.UTF8.GetString(attributes.ReadOctetString()));

        if (content().Search(baseName, scope, filter) is not { } entries)
        {
            WriteResult(output, id, LdapOperation.SearchResultDone, LdapResultCode.NoSuchObject, $"There is no {baseName}.");
            return;
        }
        var count = 0L;
        foreach (var entry in entries)
        {
            if (sizeLimit > 0 && ++count > sizeLimit)
            {
                WriteResult(output, id, LdapOperation.SearchResultDone, LdapResultCode.SizeLimitExceeded, "");
                return;
            }
            WriteEntry(output, id, entry, wanted, isTypesOnly);
        }
        WriteResult(output, id, LdapOperation.SearchResultDone, LdapResultCode.Success, "");
    }

    private static void WriteEntry(Stream output, long id, LdapEntry entry, List<string> wanted, bool isTypesOnly)
    {
        var encoded = entry.Encode($"{isTypesOnly} {string.Join(' ', wanted)}", one => EncodeEntry(one, wanted, isTypesOnly));
        var writer = new AsnWriter(AsnEncodingRules.BER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(id);
            writer.WriteEncodedValue(encoded);
        }
        output.Write(writer.Encode());
    }

    private static byte[] EncodeEntry(LdapEntry entry, List<string> wanted, bool isTypesOnly)
    {
        var isAll = wanted.Count == 0 || wanted.Contains("*");
        var writer = new AsnWriter(AsnEncodingRules.BER);
        using (writer.PushSequence(LdapOperation.SearchResultEntry))
        {
            writer.WriteOctetString(Encoding.UTF8.GetBytes(entry.DistinguishedName));
            using (writer.PushSequence())
            {
                foreach (var attribute in entry.Attributes.Where(name => isAll || wanted.Contains(name, StringComparer.OrdinalIgnoreCase)))
                {
                    using (writer.PushSequence())
                    {
                        writer.WriteOctetString(Encoding.UTF8.GetBytes(attribute));
                        using (writer.PushSetOf())
                        {
                            foreach (var value in isTypesOnly ? [] : entry.Values(attribute))
                                writer.WriteOctetString(value);
                        }
                    }
                }
            }
        }
        return writer.Encode();
    }

    private static void WriteResult(Stream output, long id, Asn1Tag operation, LdapResultCode code, string message) => Write(output, id, operation, writer =>
    {
        writer.WriteEnumeratedValue(code);
        writer.WriteOctetString([]);
        writer.WriteOctetString(Encoding.UTF8.GetBytes(message));
    });

    private static void Write(Stream output, long id, Asn1Tag operation, Action<AsnWriter> write)
    {
        var writer = new AsnWriter(AsnEncodingRules.BER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(id);
            using (writer.PushSequence(operation))
                write(writer);
        }
        output.Write(writer.Encode());
    }
}
