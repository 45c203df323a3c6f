using System.Text.RegularExpressions;
using MimCm.Simulator.Api;
using MimCm.Simulator.Data;

namespace MimCm.Simulator.Faults;

/// <summary>Applies the fault rules to calls, and counts how often each rule has matched and was applied.</summary>
internal sealed class FaultInjector
{
    private readonly Lock _gate = new();
    private List<Entry> _entries = [];

    public IReadOnlyList<FaultRule> Rules
    {
        get
        {
            lock (_gate)
                return _entries.ConvertAll(e => e.Rule);
        }
        set
        {
            var entries = value.Select((rule, index) => new Entry(rule, index + 1)).ToList();
            lock (_gate)
                _entries = entries;
        }
    }

    public IReadOnlyList<FaultRuleStatistics> Statistics
    {
        get
        {
            lock (_gate)
                return _entries.ConvertAll(e => new FaultRuleStatistics(e.Rule, e.Name, e.Matched, e.Applied));
        }
    }

    /// <exception cref="ArgumentException">The rule can never apply, or has a value that is not allowed.</exception>
    public void Add(FaultRule rule)
    {
        lock (_gate)
            _entries = [.. _entries, new Entry(rule, _entries.Count + 1)];
    }

    public AppliedFault? SelectFault(RecordedCall call, ApiRoute route)
    {
        lock (_gate)
        {
            foreach (var entry in _entries)
            {
                if (entry.TryApply(call, route) is { } fault)
                    return fault;
            }
        }
        return null;
    }

    private sealed class Entry
    {
        private readonly Func<RecordedCall, ApiRoute, bool> _isPath;
        private SplitMix64 _draw;

        public Entry(FaultRule rule, int position)
        {
            Rule = rule;
            Name = rule.Name ?? $"fault {position}";
            _draw = SplitMix64.Create(rule.Seed, position, RandomStream.Faults);
            OptionsValidator.Validate(rule);
            _isPath = rule.Path.ToLowerInvariant() switch
            {
                "any" => (_, _) => true,
                "list" => (_, route) => route.Kind == ApiRouteKind.List,
                "item" => (_, route) => route.Kind == ApiRouteKind.Item,
                _ => Matches(new Regex(rule.Path, RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1))),
            };
        }

        public FaultRule Rule { get; }

        public string Name { get; }

        public int Matched { get; private set; }

        public int Applied { get; private set; }

        public AppliedFault? TryApply(RecordedCall call, ApiRoute route)
        {
            if ((Rule.Method is { } method && !method.Equals(call.Method, StringComparison.OrdinalIgnoreCase))
                || (Rule.Id is { } id && id != call.Id)
                || !_isPath(call, route))
            {
                return null;
            }
            Matched++;
            if ((Rule.Nth is { } nth && !nth.Contains(Matched))
                || Applied >= Rule.Times
                || _draw.Below(1_000_000) >= Rule.Probability * 1_000_000)
            {
                return null;
            }
            Applied++;
            return new(Rule, Name, Rule.Latency.From + _draw.Below(Rule.Latency.To - Rule.Latency.From + 1));
        }

        private static Func<RecordedCall, ApiRoute, bool> Matches(Regex path) => (call, _) =>
        {
            try
            {
                return path.IsMatch(call.Path + call.Query);
            }
            catch (RegexMatchTimeoutException)
            {
                return false;
            }
        };
    }
}
