using System.Reflection;
using MimCm.Simulator.Data;

namespace MimCm.Simulator;

/// <summary>
/// What nobody outside Microsoft knows of the real server (API sheet, section 7), as settings that may change while
/// the simulator runs. Each default is the likeliest reading.
/// </summary>
public sealed record ServerBehavior
{
    /// <summary>The answer to a change that the request's status does not allow: 403, 409 or 500.</summary>
    [OneOf(403, 409, 500)]
    public int RefusalStatus { get; init; } = 403;

    /// <summary>The answer for an id that the server does not hold: 204, 403, 404 or 500.</summary>
    [OneOf(204, 403, 404, 500)]
    public int UnknownId { get; init; } = 204;

    /// <summary>The answer to a query that finds nothing: 204, or 200 with [].</summary>
    [OneOf(204, 200)]
    public int EmptyList { get; init; } = 204;

    /// <summary>The answer to a change: 200 with the whole request, or 204 without a body.</summary>
    [OneOf(200, 204)]
    public int ChangeAnswer { get; init; } = 200;

    /// <summary>
    /// The answer to a targetuser other than current: 500 (an argument the controller throws on, and the only documented
    /// code that fits), 400, 403, 204, or 200 for a server that overlooks it.
    /// </summary>
    [OneOf(500, 400, 403, 204, 200)]
    public int UnknownTargetUser { get; init; } = 500;

    /// <summary>
    /// The answer to a status that is neither a name nor a number: 400 (what Web API's model binding says), 500, or 200
    /// for a server that overlooks it.
    /// </summary>
    [OneOf(400, 500, 200)]
    public int InvalidStatus { get; init; } = 400;

    /// <summary>Whether status=None asks for all requests, as a default value of the parameter would, and not for status 0.</summary>
    public bool StatusNoneIsAny { get; init; }

    /// <summary>Whether Canceled and Failed set the Completed date too.</summary>
    public bool DateEveryEnd { get; init; }

    /// <summary>Whether a request created over REST is Approved at once (no approval needed by its policy) or Pending.</summary>
    public bool ApproveCreated { get; init; } = true;

    /// <summary>Who targetuser=current is for a caller without a name of its own.</summary>
    public Guid CurrentUser { get; init; } = ExampleRequests.User;

    /// <summary>Clm.WebApi.Enabled: while false every address of the API is IIS's 404 page.</summary>
    public bool ApiEnabled { get; init; } = true;

    internal ServerBehavior Validate()
    {
        foreach (var property in typeof(ServerBehavior).GetProperties())
        {
            if (property.GetCustomAttribute<OneOfAttribute>() is { } choice && !choice.Values.Contains((int)property.GetValue(this)!))
                throw new ArgumentException($"{property.Name} is one of {string.Join(", ", choice.Values)}, not {property.GetValue(this)}.");
        }
        return this;
    }
}
