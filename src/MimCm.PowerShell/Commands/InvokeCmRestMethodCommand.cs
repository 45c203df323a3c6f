using System.Management.Automation;
using System.Text;

namespace MimCm.PowerShell.Commands;

/// <summary>Invoke-CmRestMethod: calls any route of the API, with the identity and the connection of a session.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "CmRestMethod", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High,
    HelpUri = HelpPages.Folder + "Invoke-CmRestMethod.md")]
[OutputType(typeof(PSObject), typeof(string))]
public sealed class InvokeCmRestMethodCommand : SessionCmdletBase
{
    private const string ToJson = "param($Body) Microsoft.PowerShell.Utility\\ConvertTo-Json -InputObject $Body -Depth 32 -Compress";

    /// <summary>The path below the root of the API, and the query.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>The HTTP method.</summary>
    [Parameter]
    [ValidateSet("Get", "Post", "Put")]
    public string Method { get; set; } = "Get";

    /// <summary>The body: JSON as a string, or an object that is converted to JSON.</summary>
    [Parameter]
    [ValidateNotNull]
    public object? Body { get; set; }

    /// <summary>Returns the text of the response instead of objects.</summary>
    [Parameter]
    public SwitchParameter Raw { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var isRead = Method.Equals("Get", StringComparison.OrdinalIgnoreCase);
        if (isRead && Body is not null)
            ThrowInvalidParameter(Strings.GetWithBody);

        var client = GetClient(origin: null, Path);
        if (client.TryGetUri(Path) is not { } uri)
        {
            ThrowInvalidParameter(Strings.PathOutsideApi.With(UserInput.Sanitize(Path), client.BaseAddress));
            return;
        }

        if (!isRead && !ShouldProcess(uri.GetLeftPart(UriPartial.Path), Strings.InvokeAction.With(Method.ToUpperInvariant())))
            return;

        var body = Body is null ? null : Encoding.UTF8.GetBytes(ConvertBody());
        var method = isRead ? HttpMethod.Get : new HttpMethod(Method.ToUpperInvariant());
        if (!TryCall(client, uri, () => AwaitTask(StartTask(token => client.InvokeAsync(method, uri, body, token))), out var text, out var error))
        {
            WriteError(error);
            return;
        }

        if (text is not { Length: > 0 } json)
            return;

        if (Raw)
            WriteObject(json);
        else
            WriteObject(JsonObjectConverter.Convert(json), enumerateCollection: true);
    }

    private string ConvertBody() =>
        UserInput.Unwrap(Body) as string ?? (string)InvokeCommand.NewScriptBlock(ToJson).Invoke(Body)[0].BaseObject;
}
