using MimCm.Bench;

// dotnet run -c Release --project benchmarks/Bench -- [--quick] [--sizes 1000,10000] [--only list,by-id,bulk,start] [--output docs]
switch (args)
{
    case ["--serve-bodies"]:
        await BodyServer.ServeAsync();
        return 0;

    case ["--measure", var job]:
        await Worker.RunAsync(Job.Read(job));
        return 0;

    default:
        if (BenchOptions.Parse(args) is not { } options)
        {
            Console.Error.WriteLine(BenchOptions.Help);
            return 2;
        }

        try
        {
            await new BenchRun(options).RunAsync();
            return 0;
        }
        catch (WrongResultException e)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
}
