using Microsoft.Extensions.DependencyInjection;

namespace MimCm.QuickStart;

/// <summary>The main job through MimCm.Client, as a .NET program would do it.</summary>
internal static class ClientSession
{
    /// <summary>Does it and shows it; the exit code.</summary>
    public static async Task<int> RunAsync(Uri server)
    {
        await using var services = new ServiceCollection()
            .AddMimCmClient(options => options.Address = server)
            .Services.BuildServiceProvider();
        var client = services.GetRequiredService<MimCmClient>();

        var approved = new List<Request>();
        await foreach (var request in client.GetRequestsAsync(new RequestQuery { Statuses = [RequestStatus.Approved] }))
            approved.Add(request);

        Show($"{approved.Count} approved requests, such as", [.. approved.Take(5)]);
        if (approved.Count < 4 || approved.Any(request => request.Status != RequestStatus.Approved))
            return 1;

        var one = await client.GetRequestAsync(approved[0].Uuid);
        Show("One of them", one);

        (RequestStatusChange Change, RequestStatus End)[] changes =
        [
            (RequestStatusChange.Completed, RequestStatus.Completed),
            (RequestStatusChange.Canceled, RequestStatus.Canceled),
            (RequestStatusChange.Abandoned, RequestStatus.Failed),
        ];
        for (var i = 0; i < changes.Length; i++)
        {
            var changed = await client.SetRequestStatusAsync(approved[i].Uuid, changes[i].Change);
            Show(changes[i].Change.ToString(), changed);
            if (changed.Uuid != approved[i].Uuid || changed.Status != changes[i].End)
                return 1;
        }

        try
        {
            await client.SetRequestStatusAsync(approved[0].Uuid, RequestStatusChange.Canceled);
            return 1;
        }
        catch (MimCmException e) when (e.Error == MimCmError.Forbidden)
        {
            Console.WriteLine($"Canceling the completed one is refused: {e.Message}");
        }

        var last = await client.SetRequestStatusAsync(approved[3].Uuid, RequestStatusChange.Canceled);
        Show("Canceling another", last);
        return last.Status == RequestStatus.Canceled ? 0 : 1;
    }

    private static void Show(string what, params Request[] requests)
    {
        Console.WriteLine($"{what}:");
        foreach (var request in requests)
            Console.WriteLine($"  {request.Uuid}  {request.Status,-9}  {request.RequestType,-19}  {request.Submitted:yyyy-MM-dd}");
    }
}
