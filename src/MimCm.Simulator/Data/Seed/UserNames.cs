using System.Globalization;
using System.Text;

namespace MimCm.Simulator.Data;

/// <summary>Assigns names to the users that own requests. The same users always get the same names.</summary>
internal sealed class UserNames
{
    public const string Domain = "contoso.com";
    public const string NetBiosDomain = "CONTOSO";

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

    private readonly Func<IReadOnlyList<Guid>> _users;
    private readonly Func<IEnumerable<Guid>> _others;
    private readonly Func<IReadOnlyDictionary<string, Guid>> _named;
    private readonly Lock _gate = new();
    private (object? Users, object? Named) _version;
    private Dictionary<Guid, StoredUser> _byId = [];

    /// <param name="users">The users that own generated requests. This is a new list object whenever they or the other users change.</param>
    /// <param name="others">Other users that own requests.</param>
    /// <param name="named">The users in the options, by name.</param>
    public UserNames(Func<IReadOnlyList<Guid>> users, Func<IEnumerable<Guid>> others, Func<IReadOnlyDictionary<string, Guid>> named) =>
        (_users, _others, _named) = (users, others, named);

    public IReadOnlyCollection<StoredUser> All => Load().Values;

    public StoredUser? Find(Guid id) => Load().GetValueOrDefault(id);

    private Dictionary<Guid, StoredUser> Load()
    {
        var (users, named) = (_users(), _named());
        lock (_gate)
        {
            if (ReferenceEquals(users, _version.Users) && ReferenceEquals(named, _version.Named))
                return _byId;
            var byId = new Dictionary<Guid, StoredUser>();
            var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            foreach (var (name, id) in named)
            {
                var account = name[(name.LastIndexOf('\\') + 1)..].Split('@')[0];
                var prefix = name[..Math.Max(0, name.LastIndexOf('\\'))].ToUpperInvariant();
                var isChild = prefix.Length > 0 && prefix != NetBiosDomain;
                if (taken.Add(isChild ? $"{prefix}\\{account}" : account))
                    byId.TryAdd(id, Create(id, account, isChild ? prefix : NetBiosDomain));
            }
            foreach (var id in users.Concat(_others()).Distinct().Where(id => !byId.ContainsKey(id)))
                byId.Add(id, id == ExampleRequests.User && taken.Add(Example.SamAccountName) ? Example : Create(id, taken));
            (_version, _byId) = ((users, named), byId);
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

    private static StoredUser Create(Guid id, string account, string domain) =>
        new(id, account, $"{account}@{DnsDomain(domain)}", account, IsEnabled: true) { Domain = domain };

    /// <summary>Returns the DNS name of a domain. All other domains are child domains of the first.</summary>
    public static string DnsDomain(string netBiosName) => netBiosName == NetBiosDomain ? Domain : $"{netBiosName.ToLowerInvariant()}.{Domain}";

    /// <summary>Returns the text without diacritics and apostrophes, for use in an account name.</summary>
    private static string Ascii(string text)
    {
        var plain = text.Replace("ß", "ss", StringComparison.Ordinal).Replace('ı', 'i').Normalize(NormalizationForm.FormD);
        return string.Concat(plain.Where(char.IsAsciiLetterOrDigit));
    }
}
