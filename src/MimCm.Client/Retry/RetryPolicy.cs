using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Polly;
using Polly.Retry;

namespace MimCm.Retry;

/// <summary>Makes a call again where that may help. What decides when is made, and its assembly loaded, on the first failure: nearly
/// every command goes without.</summary>
internal sealed class RetryPolicy(string method, int maximum, TimeSpan interval, Action<HttpExchange>? observer, Func<MimCmException, bool> shouldRetry)
{
    private ResiliencePipeline? _again;

    /// <exception cref="MimCmException">It failed, for the last time.</exception>
    public async ValueTask<T> ExecuteAsync<T>(Func<CancellationToken, ValueTask<T>> call, CancellationToken cancellationToken)
    {
        MimCmException failure;
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            return await call(cancellationToken).ConfigureAwait(false);
        }
        catch (MimCmException e) when (maximum > 0 && IsRetried(e))
        {
            failure = e;
        }

        return await ExecuteAgainAsync(failure, call, cancellationToken).ConfigureAwait(false);
    }

    private bool IsRetried(MimCmException failure) => shouldRetry(failure) && !(failure.RetryAfter > RetryRules.MaxRetryDelay);

    /// <summary>Goes on from the first failure, which counts as the first try.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private ValueTask<T> ExecuteAgainAsync<T>(MimCmException failure, Func<CancellationToken, ValueTask<T>> call, CancellationToken cancellationToken)
    {
        var first = failure;
        return (_again ??= Build()).ExecuteAsync(
            token =>
            {
                if (first is null)
                    return call(token);

                var thrown = ExceptionDispatchInfo.Capture(first);
                first = null;
                thrown.Throw();
                return default;
            },
            cancellationToken);
    }

    private ResiliencePipeline Build() => new ResiliencePipelineBuilder()
        .AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = maximum,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = interval,
            MaxDelay = RetryRules.MaxRetryDelay,
            ShouldHandle = arguments => new(arguments.Outcome.Exception is MimCmException failure && IsRetried(failure)),
            DelayGenerator = arguments => new(((MimCmException)arguments.Outcome.Exception!).RetryAfter),
            OnRetry = arguments =>
            {
                observer?.Invoke(RetryRules.Again(method, (MimCmException)arguments.Outcome.Exception!, arguments.RetryDelay));
                return default;
            },
        })
        .Build();
}
