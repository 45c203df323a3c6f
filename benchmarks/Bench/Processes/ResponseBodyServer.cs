extern alias simulator;

using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using simulator::MimCm.Simulator;

namespace MimCm.Bench;

/// <summary>Serves lists of requests from memory over plain sockets, so that the server is not the bottleneck. The virtual folder s1000 has a list
/// of 1,000 requests. s1000u200 has one of 200 users, and its path /directory names an LDAP directory that knows them, with what was done with it
/// since that was last asked.</summary>
internal sealed class ResponseBodyServer
{
    private const int SegmentLength = 1024 * 1024;

    private const int DirectoryDelay = 2;

    private readonly ConcurrentDictionary<string, Task<Body>> _bodies = new();

    /// <summary>Runs the server until the standard input is closed.</summary>
    public static async Task ServeAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Console.WriteLine($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");

        // The parent holds the other end of the standard input. Console.In blocks also in its asynchronous methods.
        var parent = Task.Run(Console.In.ReadToEnd);
        var server = new ResponseBodyServer();
        while (true)
        {
            var next = listener.AcceptSocketAsync();
            if (await Task.WhenAny(next, parent) == parent)
                return;

            _ = Task.Run(async () => await server.ServeConnectionAsync(await next));
        }
    }

    private async Task ServeConnectionAsync(Socket socket)
    {
        using (socket)
        {
            socket.NoDelay = true;
            var buffer = new byte[16 * 1024];
            try
            {
                while (await ReadCallAsync(socket, buffer) is { } path)
                    await RespondAsync(socket, path);
            }
            catch (SocketException)
            {
                // The client closed the connection.
            }
        }
    }

    /// <summary>Reads the path of the next call; null at the end of the connection.</summary>
    private static async Task<string?> ReadCallAsync(Socket socket, byte[] buffer)
    {
        var length = 0;
        while (true)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(length));
            if (read == 0)
                return null;

            length += read;
            if (buffer.AsSpan(0, length).EndsWith("\r\n\r\n"u8))
                return Encoding.ASCII.GetString(buffer, 0, length).Split(' ')[1];
        }
    }

    private async Task RespondAsync(Socket socket, string path)
    {
        // The probe of a new session, and the names of profile templates that it reads in the background.
        if (path.Contains("status=None", StringComparison.Ordinal) || path.EndsWith("/profiletemplates", StringComparison.Ordinal))
        {
            await socket.SendAsync("HTTP/1.1 204 No Content\r\n\r\n"u8.ToArray());
            return;
        }

        var folder = path.Split('/')[1];
        var body = await _bodies.GetOrAdd(folder, CreateBodyAsync);
        if (path.EndsWith("/directory", StringComparison.Ordinal))
        {
            body = DescribeDirectory(body);
        }
        else if (path.EndsWith("/expected", StringComparison.Ordinal))
        {
            var expected = JsonSerializer.SerializeToUtf8Bytes(body.Expected);
            body = new Body([expected], body.Expected with { Bytes = expected.Length });
        }

        await socket.SendAsync(Encoding.ASCII.GetBytes(
            $"HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: {body.Expected.Bytes}\r\n\r\n"));
        foreach (var segment in body.Segments)
            await SendAllAsync(socket, segment);
    }

    private static async Task SendAllAsync(Socket socket, ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
            bytes = bytes[await socket.SendAsync(bytes)..];
    }

    /// <summary>Reads a list from a simulator, with the expected result from the simulator's own objects. A simulator with a directory goes on,
    /// until the process ends.</summary>
    private static async Task<Body> CreateBodyAsync(string folder)
    {
        var numbers = folder[1..].Split('u').Select(number => int.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        var options = new SimulatorOptions { Requests = numbers[0] };
        if (numbers is not [_, var userCount])
        {
            await using var temporary = await SimulatorHost.StartAsync(options);
            return await ReadAsync(temporary);
        }

        var simulator = await SimulatorHost.StartAsync(options with
        {
            DirectoryPort = 0,
            Access = new AccessOptions { Users = Enumerable.Range(1, userCount).ToDictionary(i => $"user{i}", i => new Guid(i, 0, 0, new byte[8])) },
        });
        simulator.Directory = new DirectoryBehavior { DelayMilliseconds = DirectoryDelay };
        return await ReadAsync(simulator) with { Simulator = simulator };
    }

    private static Body DescribeDirectory(Body body)
    {
        var simulator = body.Simulator!;
        var activity = simulator.DirectoryActivity;
        simulator.Directory = activity.Behavior;
        var description = JsonSerializer.SerializeToUtf8Bytes(new { Server = simulator.DirectoryAddress!.Authority, activity.Connections, activity.Searches });
        return new Body([description], body.Expected with { Bytes = description.Length });
    }

    private static async Task<Body> ReadAsync(SimulatorHost simulator)
    {
        var segments = new List<byte[]>();
        var total = 0L;
        using (var http = new HttpClient())
        await using (var stream = await http.GetStreamAsync(new Uri(simulator.BaseAddress, "api/v1.0/requests")))
        {
            while (true)
            {
                var segment = new byte[SegmentLength];
                var length = await stream.ReadAtLeastAsync(segment, SegmentLength, throwOnEndOfStream: false);
                total += length;
                if (length < SegmentLength)
                {
                    segments.Add(segment[..length]);
                    break;
                }

                segments.Add(segment);
            }
        }

        return new Body(segments, ExpectedResultCalculator.Sum(simulator.Requests()) with { Bytes = total });
    }

    private sealed record Body(IReadOnlyList<byte[]> Segments, ExpectedResult Expected)
    {
        public SimulatorHost? Simulator { get; init; }
    }
}
