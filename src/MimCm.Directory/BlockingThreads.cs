namespace MimCm.DirectoryServices;

/// <summary>Threads for blocking calls, so that these calls do not use up the thread pool. A thread is reused by the next call, and ends after a time
/// without calls. A call that hangs keeps its thread.</summary>
internal sealed class BlockingThreads
{
    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(10);

    private readonly List<Worker> _idle = [];

    /// <summary>Runs a call on one of the threads.</summary>
    public Task<T> RunAsync<T>(Func<T> call)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        TakeWorker().Start(() =>
        {
            try
            {
                var result = call();
                return () => done.SetResult(result);
            }
            catch (Exception e)
            {
                return () => done.SetException(e);
            }
        });
        return done.Task;
    }

    private Worker TakeWorker()
    {
        lock (_idle)
        {
            if (_idle.Count == 0)
                return new Worker(_idle);

            var worker = _idle[_idle.Count - 1];
            _idle.RemoveAt(_idle.Count - 1);
            return worker;
        }
    }

    private sealed class Worker
    {
        private readonly List<Worker> _idle;
        private readonly object _gate = new();
        private Func<Action>? _work;

        public Worker(List<Worker> idle)
        {
            _idle = idle;
            new Thread(Run) { IsBackground = true, Name = "MIM CM directory" }.Start();
        }

        /// <param name="work">The blocking call. It returns an action that reports the result, which runs when the thread is free again.</param>
        public void Start(Func<Action> work)
        {
            lock (_gate)
            {
                _work = work;
                Monitor.Pulse(_gate);
            }
        }

        private void Run()
        {
            while (WaitForWork() is { } work)
            {
                var tellDone = work();
                lock (_idle)
                    _idle.Add(this);

                tellDone();
            }
        }

        /// <summary>Waits for the next call; null after a time without calls.</summary>
        private Func<Action>? WaitForWork()
        {
            lock (_gate)
            {
                while (_work is null)
                {
                    // A worker that was taken in the meantime is about to receive work.
                    if (!Monitor.Wait(_gate, IdleTime) && _work is null && TryEnd())
                        return null;
                }

                var work = _work;
                _work = null;
                return work;
            }
        }

        private bool TryEnd()
        {
            lock (_idle)
                return _idle.Remove(this);
        }
    }
}
