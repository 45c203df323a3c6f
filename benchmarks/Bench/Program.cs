using MimCm.Bench;

switch (args)
{
    case ["--serve-bodies"]:
        await ResponseBodyServer.ServeAsync();
        return 0;

    case ["--measure", var job]:
        await MeasurementWorker.RunAsync(MeasurementJob.Read(job));
        return 0;

    case ["--charts", var folder]:
        ChartRenderer.Draw(folder);
        return 0;

    default:
        if (BenchmarkOptions.Parse(args) is not { } options)
        {
            Console.Error.WriteLine(BenchmarkOptions.Help);
            return 2;
        }

        try
        {
            await new BenchmarkRunner(options).RunAsync();
            return 0;
        }
        catch (WrongResultException e)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
}
