using System.Text.Json;
using MimCm.Simulator;

namespace MimCm.DirectoryServices.Tests;

/// <summary>The cmdlets of the module, with a real domain controller and a simulated server.</summary>
[Collection(nameof(DomainController))]
public sealed class CmdletTests(DomainController controller)
{
    private const string Script = """
        param($Module, $Uri, $Directory, $Gone, $Password)
        $ErrorActionPreference = 'Stop'
        Import-Module $Module
        function Test-Session {
            $requests = Get-CmRequest -ResolveName
            $new = @{ Type = 'Enroll'; ProfileTemplate = $requests[0].ProfileTemplateUuid; TargetUser = 'CONTOSO\cm-user7'; Confirm = $false }
            $failed = @()
            $users = $requests | Get-CmUser -ErrorVariable failed -ErrorAction SilentlyContinue
            [ordered] @{
                Ids         = @($requests.Uuid)
                TargetUsers = @($requests.TargetUser)
                Originators = @($requests.Originator | Select-Object -Unique)
                Users       = @($users.Name)
                Disabled    = @($users | Where-Object Enabled -EQ $false).Name
                Failed      = @($failed | ForEach-Object { "$($_.FullyQualifiedErrorId)".Split(',')[0] + " $($_.TargetObject)" })
                ByAccount   = @(Get-CmRequest -TargetUser 'CONTOSO\cm-o(brien)').Uuid
                ByPrincipal = @(Get-CmRequest -TargetUser 'cm.müller@mail.example').Uuid
                ByOriginator = @(Get-CmRequest -Originator cm-agent).Count
                Created     = (New-CmRequest @new).TargetUserUuid
                NotFound    = $(try { Get-CmRequest -TargetUser 'CONTOSO\cm-*' } catch { "$($_.FullyQualifiedErrorId)".Split(',')[0] })
            }
        }
        $asCaller = Connect-CmServer $Uri -DirectoryServer $Directory -PassThru
        $ticket = Test-Session
        $password = [pscredential]::new('CONTOSO\reader', (ConvertTo-SecureString $Password -AsPlainText -Force))
        Connect-CmServer $Uri -DirectoryServer $Directory -Credential $password -AllowUnencryptedAuthentication
        $credential = Test-Session
        ConvertTo-Json -Depth 4 -Compress -InputObject @($ticket, $credential)
        """;

    [DirectoryFact]
    public async Task NamesOfARealDirectoryWorkInOutputAndInput()
    {
        var ids = controller.AddMany([
            .. Enumerable.Range(0, 130).Select(i => ($"CN=Cmdlet {i},CN=Users", $"cm-user{i}", i != 7, Array.Empty<(string, string)>())),
            ("CN=Cmdlet O'Brien,CN=Users", "cm-o(brien)", true, []),
            ("CN=Cmdlet Müller,CN=Users", "cm-müller", true, [("userPrincipalName", "cm.müller@mail.example")]),
            ("CN=Cmdlet Agent,CN=Users", "cm-agent", true, []),
            ("CN=Cmdlet Gone,CN=Users", "cm-gone", true, []),
        ]);
        controller.Delete("CN=Cmdlet Gone,CN=Users");
        var (agent, gone) = (ids[^2], ids[^1]);
        var targets = ids.Except([agent]).Reverse().ToList();
        await using var server = await SimulatorHost.StartAsync(new SimulatorOptions
        {
            Requests = 0,
            ExplicitRequests = [.. targets.Select(id => new StoredRequest { TargetUserUuid = id, OriginatorUserUuid = agent })],
        });

        var output = await PowerShellProcess.RunAsync(Script, $"{server.BaseAddress}", controller.Address, $"{gone}", DomainController.Password);

        var expected = targets.Select(id => id == gone ? $"{id}" : $@"CONTOSO\{AccountOf(ids, id)}").ToList();
        foreach (var session in JsonDocument.Parse(output).RootElement.EnumerateArray())
        {
            // The second session reads the requests of the first.
            Assert.Equal(expected, Texts(session, "TargetUsers").Take(expected.Count));
            Assert.Equal([@"CONTOSO\cm-agent"], Texts(session, "Originators").Take(1));
            Assert.Equal(expected.Where(name => name != $"{gone}"), Texts(session, "Users").Take(expected.Count - 1));
            Assert.Equal(@"CONTOSO\cm-user7", Texts(session, "Disabled").First());
            Assert.Equal([$"CmUserNotFound {gone}"], Texts(session, "Failed"));
            Assert.Equal(Texts(session, "Ids")[targets.IndexOf(ids[^4])], Assert.Single(Texts(session, "ByAccount")));
            Assert.Equal(Texts(session, "Ids")[targets.IndexOf(ids[^3])], Assert.Single(Texts(session, "ByPrincipal")));
            Assert.Equal(targets.Count, session.GetProperty("ByOriginator").GetInt32());
            Assert.Equal(ids[7], session.GetProperty("Created").GetGuid());
            Assert.Equal("CmNameNotFound", session.GetProperty("NotFound").GetString());
        }
    }

    private static string AccountOf(Guid[] ids, Guid id) => Array.IndexOf(ids, id) switch
    {
        130 => "cm-o(brien)",
        131 => "cm-müller",
        132 => "cm-agent",
        var number => $"cm-user{number}",
    };

    private static List<string> Texts(JsonElement session, string name) => session.GetProperty(name) switch
    {
        { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray().Select(item => item.GetString()!)],
        var one => [one.GetString()!],
    };
}
