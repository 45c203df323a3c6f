using System.Globalization;
using System.Text;

namespace MimCm.Simulator.Data;

/// <summary>Gives the users that own requests names, the same for the same users.</summary>
internal sealed class UserNames
{
    public const string Domain = "contoso.com";

    private static readonly string[] GivenNames =
    [
        "Jane", "John", "Maria", "Ahmed", "Chen", "Olga", "Jürgen", "Sofia", "Pierre", "Akiko", "Liam", "Zoë", "Carlos", "Ingrid", "Tomasz",
        "Priya", "Noah", "Elif", "Mateus", "Hanna",
    ];

    private static readonly string[] Surnames =
    [
        "Doe", "Smith", "García", "Khan", "Wei", "Ivanova", "Groß", "Rossi", "Dubois", "Tanaka", "O'Brien", "Peeters", "Silva", "Nilsson",
        "Kowalski", "Patel", "Brown", "Yılmaz", "Costa", "Weber",
    ];

    /// <summary>The user of Microsoft's example requests.</summary>
    private static readonly StoredUser Example = new(ExampleRequests.User, "jane", $"jane@{Domain}", "Jane Doe", IsEnabled: true);

    private readonly Func<IEnumerable<Guid>> _users;
    private readonly Func<IReadOnlyDictionary<string, Guid>> _named;
    private readonly Lock _gate = new();
    private (int Count, string Named) _version = (-1, "");
    private Dictionary<Guid, StoredUser> _byId = [];

    /// <param name="users">The users that own requests.</param>
    /// <param name="named">The users that an option names, by name.</param>
    public UserNames(Func<IEnumerable<Guid>> users, Func<IReadOnlyDictionary<string, Guid>> named) => (_users, _named) = (users, named);

    public IReadOnlyCollection<StoredUser> All => Load().Values;

    public StoredUser? Find(Guid id) => Load().GetValueOrDefault(id);

    private Dictionary<Guid, StoredUser> Load()
    {
        var (users, named) = (_users().Distinct().ToList(), _named());
        var version = (users.Count == 0 ? 0 : HashCode.Combine(users.Count, users[0], users[^1]), string.Join(';', named));
        lock (_gate)
        {
            if (version == _version)
                return _byId;
            var byId = new Dictionary<Guid, StoredUser>();
            var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            foreach (var (name, id) in named)
            {
                var account = name[(name.LastIndexOf('\\') + 1)..].Split('@')[0];
                if (taken.Add(account))
                    byId.TryAdd(id, Create(id, account, isEnabled: true));
            }
            foreach (var id in users.Where(id => !byId.ContainsKey(id)))
                byId.Add(id, id == ExampleRequests.User && taken.Add(Example.SamAccountName) ? Example : Create(id, taken));
            (_version, _byId) = (version, byId);
            return byId;
        }
    }

    private static StoredUser Create(Guid id, HashSet<string> taken)
    {
        var random = new SplitMix64(GuidEncoding.High(id) ^ (ulong)RandomStream.UserNames);
        var (given, surname) = (random.Pick(GivenNames), random.Pick(Surnames));
        var stem = Ascii($"{given[0]}{surname}").ToLowerInvariant();
        var account = stem;
        for (var number = 2; !taken.Add(account); number++)
            account = string.Create(CultureInfo.InvariantCulture, $"{stem}{number}");
        return new(id, account, $"{account}@{Domain}", $"{given} {surname}", IsEnabled: !random.Chance(120));
    }

    private static StoredUser Create(Guid id, string account, bool isEnabled) => new(id, account, $"{account}@{Domain}", account, isEnabled);

    /// <summary>Without diacritics and apostrophes, as account names are.</summary>
    private static string Ascii(string text)
    {
        var plain = text.Replace("ß", "ss", StringComparison.Ordinal).Replace('ı', 'i').Normalize(NormalizationForm.FormD);
        return string.Concat(plain.Where(char.IsAsciiLetterOrDigit));
    }
}
