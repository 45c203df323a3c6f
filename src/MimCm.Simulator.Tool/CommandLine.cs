using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MimCm.Simulator.Control;
using MimCm.Simulator.Data;
using MimCm.Simulator.Faults;

namespace MimCm.Simulator.Tool;

/// <summary>Parses and documents the command line from one table. System.CommandLine is not used, because grouped help, exit code 2 and these
/// messages would need more code with it than the loop that reads the table.</summary>
internal static class CommandLine
{
    private static readonly SimulatorOptions Defaults = new();

    private static readonly (string Title, CommandLineOption[] Options)[] Groups =
    [
        ("Where it listens",
        [
            new("--port", "N", "0", "Port on 127.0.0.1; 0 is a free one, which the ready line has.",
                (o, v) => o with { Port = ParseNumber(v, 0, 65535) }),
            new("--urls", "URL[;URL]", "", "Addresses to listen on, instead of --port. The control API answers this machine only.",
                (o, v) => o with { Urls = ParseUrls(v) }),
            new("--folder", "NAME", Defaults.Folder, "The IIS virtual folder, the first part of every path.",
                (o, v) => o with { Folder = v.Trim('/') is { Length: > 0 } name ? name : throw new FormatException("a name") }),
        ]),
        ("The requests it holds",
        [
            new("--requests", "N", $"{Defaults.Requests}", "How many requests to generate; Microsoft's two examples are always among them.",
                (o, v) => o with { Requests = ParseNumber(v, 0, SimulatorOptions.MaxRequests) }),
            new("--seed", "N", $"{Defaults.Seed}", "The same seed generates the same requests.",
                (o, v) => o with { Seed = ParseNumber(v, int.MinValue, int.MaxValue) }),
            new("--seed-file", "FILE", "", "Explicit requests, as JSON; none are generated unless --requests says how many.",
                (o, v) => o with { ExplicitRequests = SeedFile.Read(v) }),
            new("--state", "FILE", "", "A SQLite file that keeps the requests; what it holds has precedence over the three above.",
                (o, v) => o with { State = v }),
            new("--current-user", "GUID", $"{Defaults.Behavior.CurrentUser}", "The user of targetuser=current.",
                (o, v) => WithBehavior(o, u => u with { CurrentUser = ParseGuid(v) })),
        ]),
        ("The users' names",
        [
            new("--directory", "PORT", "", "LDAP on 127.0.0.1 that names the users: anonymous or simple bind. 0 for a free port.",
                (o, v) => o with { DirectoryPort = ParseNumber(v, 0, 65535) }),
        ]),
        ("Faults",
        [
            new("--faults", "FILE", "", "Fault rules, as JSON in the form of PUT /_simulator/faults.",
                (o, v) => o with { Faults = FaultRuleParser.Parse(ReadJsonFile(v)) }),
        ]),
        ("Authentication and permissions",
        [
            new("--auth", "none|negotiate|bearer", "none", "How callers authenticate. Negotiate uses this machine's Kerberos or NTLM.",
                (o, v) => WithAccess(o, a => a with { Authentication = ParseEnum<AuthenticationMode>(v) })),
            new("--ntlm", "true|false", "false", "true: NTLM is offered beside Negotiate.",
                (o, v) => WithAccess(o, a => a with { Ntlm = ParseBoolean(v) })),
            new("--each-request", "true|false", "false", "true: with Negotiate, each call authenticates instead of each connection.",
                (o, v) => WithAccess(o, a => a with { EachRequest = ParseBoolean(v) })),
            new("--token", "TOKEN=USER[,EXPIRES]", "", "A bearer token that is accepted, until a date or for +SECONDS. May be repeated.",
                (o, v) => WithAccess(o, a => a with { Tokens = [.. a.Tokens, ParseToken(v)] })),
            new("--user", "NAME=GUID", "", "The user of a name (alice, alice@REALM or DOMAIN\\alice). May be repeated.",
                (o, v) => WithAccess(o, a => a with { Users = new Dictionary<string, Guid>(a.Users) { [ParsePair(v).Left] = ParseGuid(ParsePair(v).Right) } })),
            new("--session-cookie", "NAME", "", "The first response of a session sets a cookie of this name.",
                (o, v) => WithAccess(o, a => a with { SessionCookie = v })),
            new("--access", "FILE", "", "Authentication and permissions, as JSON in the form of GET /_simulator/access.",
                (o, v) => WithAccess(o, a => ControlJson.Overlay(a, ReadJsonFile(v) as JsonObject ?? throw new FormatException("a file with a JSON object")))),
        ]),
        ("TLS",
        [
            new("--tls", "true|false", "false", "true: https, with a generated certificate.",
                (o, v) => o with { Tls = ParseBoolean(v) }),
            new("--certificate", "self-signed|expired|not-yet-valid|wrong-name|FILE.pfx", "self-signed", "The kind to generate, or a PKCS#12 file.",
                (o, v) => Enum.TryParse<ServerCertificateKind>(v.Replace("-", ""), true, out var kind) ? o with { Certificate = kind, Tls = true }
                    : File.Exists(v) ? o with { CertificateFile = v, Tls = true } : throw MissingCertificate(v)),
            new("--certificate-password", "TEXT", "", "The password of the PKCS#12 file.",
                (o, v) => o with { CertificatePassword = v }),
            new("--client-certificate", "none|allow|require", "none", "Whether TLS requests a client certificate; the call log has its thumbprint.",
                (o, v) => o with { ClientCertificates = ParseEnum<ClientCertificatePolicy>(v) }),
        ]),
        ("Behavior that the documentation leaves open: requests (the default is the likeliest)",
        [
            new("--api-enabled", "true|false", "true", "false: every address of the API is IIS's 404 page (Clm.WebApi.Enabled).",
                (o, v) => WithBehavior(o, u => u with { ApiEnabled = ParseBoolean(v) })),
            new("--refusal-status", "403|409|500", "403", "Response to a change that the status of a request does not allow.",
                (o, v) => WithBehavior(o, u => u with { RefusalStatus = ParseNumber(v) })),
            new("--unknown-id", "204|403|404|500", "204", "Response for an unknown id.",
                (o, v) => WithBehavior(o, u => u with { UnknownId = ParseNumber(v) })),
            new("--empty-list", "204|200", "204", "Response to a query without results; 200 has the body [].",
                (o, v) => WithBehavior(o, u => u with { EmptyList = ParseNumber(v) })),
            new("--change-answer", "200|204", "200", "Response to a change; 200 has the changed request, 204 no body.",
                (o, v) => WithBehavior(o, u => u with { ChangeAnswer = ParseNumber(v) })),
            new("--unknown-target-user", "500|400|403|204|200", "500", "Response to a targetuser other than current; 200 ignores it.",
                (o, v) => WithBehavior(o, u => u with { UnknownTargetUser = ParseNumber(v) })),
            new("--invalid-status", "400|500|200", "400", "Response to a status= that is neither a name nor a number; 200 ignores it.",
                (o, v) => WithBehavior(o, u => u with { InvalidStatus = ParseNumber(v) })),
            new("--status-none-is-any", "true|false", "false", "true: status=None returns all requests instead of those with status 0.",
                (o, v) => WithBehavior(o, u => u with { StatusNoneIsAny = ParseBoolean(v) })),
            new("--date-every-end", "true|false", "false", "true: Canceled and Failed set the Completed date too.",
                (o, v) => WithBehavior(o, u => u with { DateEveryEnd = ParseBoolean(v) })),
            new("--approve-created", "true|false", "true", "false: a created request is Pending.",
                (o, v) => WithBehavior(o, u => u with { ApproveCreated = ParseBoolean(v) })),
        ]),
        ("Behavior that the documentation leaves open: other resources",
        [
            new("--template-scope", "visible|enrollable", "visible", "Which profile templates the list has.",
                (o, v) => WithBehavior(o, b => b with { TemplateScope = ParseEnum<ProfileTemplateScope>(v) })),
            new("--profile-template-by-id", "200|404", "200", "Response to profiletemplates/{id}; 404 is a server without the route.",
                (o, v) => WithBehavior(o, b => b with { ProfileTemplateById = ParseNumber(v) })),
            new("--policy-route", "both|policies|workflow", "both", "The routes of a workflow policy; the other one responds with 404.",
                (o, v) => WithBehavior(o, b => b with { PolicyRoute = ParseEnum<PolicyRoute>(v) })),
            new("--comment-echo", "true|false", "true", "false: a created request does not show the comment it was created with.",
                (o, v) => WithBehavior(o, b => b with { CommentEcho = ParseBoolean(v) })),
            new("--create-duplicate", "allow|refuse", "allow", "refuse: --refusal-status for a new request where an equal one is open.",
                (o, v) => WithBehavior(o, b => b with { CreateDuplicate = ParseEnum<DuplicateRequestRule>(v) })),
            new("--invalid-create", "400|500", "400", "Response to a POST whose body cannot be used.",
                (o, v) => WithBehavior(o, b => b with { InvalidCreate = ParseNumber(v) })),
            new("--unknown-create-type", "500|400|403", "500", "Response to a POST with an unknown type of request.",
                (o, v) => WithBehavior(o, b => b with { UnknownCreateType = ParseNumber(v) })),
            new("--location", "none|present", "none", "Whether a 201 response has a Location header.",
                (o, v) => WithBehavior(o, b => b with { Location = ParseEnum<LocationHeader>(v) })),
            new("--certificate-data", "true|false", "true", "false: POST certificatedata responds with 500 instead of certificates.",
                (o, v) => WithBehavior(o, b => b with { CertificateData = ParseBoolean(v) })),
            new("--single-profile", "array|object", "array", "Response to profiles/{id}: an array of one, or the object.",
                (o, v) => WithBehavior(o, b => b with { SingleProfile = ParseEnum<ListShape>(v) })),
            new("--card-list", "array|object", "array", "Response to smartcards where it lists one card.",
                (o, v) => WithBehavior(o, b => b with { CardList = ParseEnum<ListShape>(v) })),
            new("--rebind", "403|204", "403", "Response where a request that has a smart card is given another.",
                (o, v) => WithBehavior(o, b => b with { Rebind = ParseNumber(v) })),
        ]),
        ("The process",
        [
            new("--version", "", "", "Print the version and exit.", (o, _) => o),
            new("--parent", "PID", "", "The process with which the simulator stops.",
                (o, v) => o with { Parent = ParseNumber(v, 1, int.MaxValue) }),
            new("--verbose", "true|false", "false", "true: the web server logs to standard error.",
                (o, v) => o with { Verbose = ParseBoolean(v) }),
        ]),
    ];

    private static IEnumerable<CommandLineOption> Options => Groups.SelectMany(group => group.Options);

    /// <summary>The version of the package.</summary>
    public static string Version =>
        typeof(CommandLine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    public static bool IsHelpRequested(IEnumerable<string> args) => args.Any(a => a is "--help" or "-h" or "-?" or "/?");

    public static SimulatorOptions Parse(IReadOnlyList<string> args)
    {
        var options = Defaults;
        for (var i = 0; i < args.Count; i++)
        {
            var (name, value) = args[i].Split('=', 2) is [var left, var right] ? (left, right) : (args[i], null);
            var option = Options.FirstOrDefault(o => o.Name == name)
                ?? throw new UsageException($"Unknown option {args[i]}.{SuggestOption(name)}");

            // The value true is optional: --verbose means --verbose true.
            var isSwitch = option.Argument == "true|false";
            if (value is null && i + 1 < args.Count && !args[i + 1].StartsWith("--", StringComparison.Ordinal))
                value = args[++i];
            value ??= isSwitch ? "true" : throw new UsageException($"{name} expects a value: {name} {option.Argument}.");
            try
            {
                options = option.Apply(options, value);
                OptionsValidator.Validate(options.Behavior);
            }
            catch (SeedFileException e)
            {
                throw new UsageException(e.Message);
            }
            catch (Exception e) when (e is FormatException or ArgumentException or JsonException)
            {
                var wanted = option.Argument.Contains('|') ? $"one of {option.Argument.Replace("|", ", ")}" : e.Message;
                throw new UsageException(option.Argument == "FILE" && e is not FormatException
                    ? $"{name} {value}: {e.Message}"
                    : $"{name} expects {wanted}, not '{value}'.");
            }
        }
        return ValidateSeed(options);
    }

    public static string Help()
    {
        var text = new StringBuilder("""
            mimcm-simulator: a simulator of the REST API of Microsoft Identity Manager 2016 Certificate Management, for testing
            scripts and for trying them out. It responds as Microsoft's documentation describes, fails on request, and records
            the calls it receives. It never contacts a real server.

            Usage: mimcm-simulator [option value]...

              A server to try scripts against. The page http://127.0.0.1:5080/ shows what they do:
                mimcm-simulator --port 5080
              A server for a test, with the requests of a file only, that stops with the process that started it:
                mimcm-simulator --seed-file requests.json --parent 4711
              A server that fails:
                mimcm-simulator --port 5080 --faults faults.json

            When it is ready it prints one line to standard output, and nothing after it. Wait for this line; it has the port:
              MimCm.Simulator ready: http://127.0.0.1:PORT/CertificateManagement/
            It stops on Ctrl+C, SIGTERM, POST /_simulator/shutdown, or when the process of --parent ends.

            Exit codes: 0 stopped as requested; 1 cannot start (address in use, state file or certificate not usable); 2 the
            command line, or a file named in it, is not valid. Standard error says what is expected.

            Options (a value follows a space or =; the value true may be left out):

            """);
        foreach (var (title, options) in Groups)
        {
            text.AppendLine().AppendLine(title);
            foreach (var option in options)
            {
                text.Append($"  {option.Name} {option.Argument}".TrimEnd());
                text.AppendLine(option.Default.Length > 0 ? $"   (default {option.Default})" : "");
                text.Append("      ").AppendLine(option.Help);
            }
        }
        text.Append("""

            A seed file is an array of requests with the properties that matter; the others have defaults:
              [{"Status":"Approved","Submitted":"2026-03-01T09:00:00Z","Comment":"lost card"}, {"Status":16}]
            A fault file is an array of rules; the first that matches a call is applied:
              [{"path":"list","nth":1,"status":503,"retryAfter":"1"}, {"method":"PUT","reset":true,"effect":"yes"}]

            The control API, for callers on this machine (JSON):
              GET, DELETE /_simulator/calls     the recorded calls; ?after=SEQUENCE: only later ones
              GET, PUT    /_simulator/faults    the fault rules; POST adds, DELETE removes them
              GET, POST   /_simulator/requests  the stored requests, and adding some; PUT requests/ID changes one
              POST        /_simulator/reset     restores the requests of the start
              GET         /_simulator/state     how many requests have each status
              GET         /_simulator/users     the users that own requests, with their names

            In the repository of MimCm, docs/simulator.md describes every option, property, fault and call, and
            docs/testing-your-scripts.md has a complete Pester file that tests a script with the simulator.

            """);
        return text.ToString();
    }

    /// <summary>Explicit ids can be compared with generated ones only after all options are read.</summary>
    private static SimulatorOptions ValidateSeed(SimulatorOptions options)
    {
        try
        {
            _ = new RequestGenerator(options.Requests, options.Seed, [], options.ExplicitRequests);
            return options;
        }
        catch (ArgumentException e)
        {
            throw new UsageException($"--seed-file: {e.Message}");
        }
    }

    private static SimulatorOptions WithBehavior(SimulatorOptions options, Func<ServerBehavior, ServerBehavior> change) =>
        options with { Behavior = change(options.Behavior) };

    private static SimulatorOptions WithAccess(SimulatorOptions options, Func<AccessOptions, AccessOptions> change) =>
        options with { Access = change(options.Access) };

    private static T ParseEnum<T>(string text) where T : struct, Enum =>
        Enum.TryParse<T>(text, ignoreCase: true, out var word) && Enum.IsDefined(word) && !char.IsAsciiDigit(text[0])
            ? word
            : throw new FormatException("one of its words");

    private static (string Left, string Right) ParsePair(string text) => text.Split('=', 2) is [{ Length: > 0 } left, { Length: > 0 } right]
        ? (left, right)
        : throw new FormatException("two parts with = between them");

    private static BearerToken ParseToken(string text)
    {
        var (token, rest) = ParsePair(text);
        if (rest.Split(',', 2) is not [var user, var expires])
            return new(token, rest);
        if (expires.StartsWith('+'))
            return new(token, user, DateTimeOffset.UtcNow.AddSeconds(ParseNumber(expires[1..], 0, int.MaxValue)));
        return new(token, user, DateTimeOffset.TryParse(expires, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            ? date
            : throw new FormatException("a date or +SECONDS after the comma"));
    }

    private static JsonNode? ReadJsonFile(string path)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new UsageException($"The file '{path}' cannot be read as JSON: {e.Message}");
        }
    }

    private static UsageException MissingCertificate(string path) => new(
        $"--certificate expects self-signed, expired, not-yet-valid, wrong-name, or a PKCS#12 file. The file '{path}' does not exist.");

    private static int ParseNumber(string text) => ParseNumber(text, int.MinValue, int.MaxValue);

    private static int ParseNumber(string text, int least, int most) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new FormatException($"a number from {least} to {most}");

    private static bool ParseBoolean(string text) => bool.TryParse(text, out var value) ? value : throw new FormatException("true or false");

    private static Guid ParseGuid(string text) => Guid.TryParse(text, out var id) ? id : throw new FormatException("a GUID");

    private static string ParseUrls(string text)
    {
        foreach (var url in text.Split(';'))
        {
            if (!url.StartsWith("http://", StringComparison.OrdinalIgnoreCase) && !url.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
                throw new FormatException("addresses such as http://127.0.0.1:5080");
        }
        return text;
    }

    private static string SuggestOption(string name)
    {
        var word = name.TrimStart('-');
        var near = Options.Where(o => word.Length > 2 && (o.Name.Contains(word, StringComparison.OrdinalIgnoreCase)
            || word.Contains(o.Name.TrimStart('-'), StringComparison.OrdinalIgnoreCase))).Select(o => o.Name).ToList();
        return near.Count > 0 ? $" Did you mean {string.Join(" or ", near)}?" : "";
    }
}
