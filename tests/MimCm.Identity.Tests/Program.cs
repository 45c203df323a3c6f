using System.Text.Json;

namespace MimCm.Identity.Tests;

/// <summary>The client in a separate process. The settings for Kerberos, for the proxy of the system and for trusted certificates are
/// in the environment of a new process. If they are set in a running process, the libraries do not read them.</summary>
internal static class Program
{
    public static async Task<int> Main()
    {
        var job = JsonSerializer.Deserialize<Job>(await Console.In.ReadToEndAsync())!;
        foreach (var result in await RunAsync(job))
            Console.WriteLine(JsonSerializer.Serialize(result));

        return 0;
    }

    /// <summary>Runs the job in this process, if it does not depend on the environment.</summary>
    public static async Task<IReadOnlyList<JobResult>> RunAsync(Job job)
    {
        using var client = MimCmClient.Create(job.ToOptions());
        var results = new List<JobResult>();
        foreach (var call in job.Calls)
            results.AddRange(await Task.WhenAll(Enumerable.Range(0, job.MaxConcurrency).Select(_ => RunAsync(client, call))));

        return results;
    }

    private static async Task<JobResult> RunAsync(MimCmClient client, string call)
    {
        var words = call.Split(' ');
        try
        {
            return words[0] switch
            {
                "probe" => await ProbeAsync(client),
                "list" => await ListAsync(client, new RequestQuery()),
                "mine" => await ListAsync(client, new RequestQuery { ForCurrentUser = true }),
                "get" => new JobResult { Ids = [(await client.GetRequestAsync(Guid.Parse(words[1]))).Uuid] },
                "set" => new JobResult { Ids = [(await client.SetRequestStatusAsync(Guid.Parse(words[1]), Enum.Parse<RequestStatusChange>(words[2]))).Uuid] },
                _ => throw new ArgumentException($"There is no call {call}."),
            };
        }
        catch (MimCmException e)
        {
            return new JobResult { Error = $"{e.Error}", Message = e.Message, Whole = e.ToString() };
        }
    }

    private static async Task<JobResult> ProbeAsync(MimCmClient client)
    {
        await client.ProbeAsync();
        return new JobResult();
    }

    private static async Task<JobResult> ListAsync(MimCmClient client, RequestQuery query)
    {
        var ids = new List<Guid>();
        await foreach (var request in client.GetRequestsAsync(query))
            ids.Add(request.Uuid);

        return new JobResult { Ids = ids };
    }
}
