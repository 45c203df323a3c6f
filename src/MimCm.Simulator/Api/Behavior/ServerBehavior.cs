using System.ComponentModel.DataAnnotations;
using MimCm.Simulator.Data;

namespace MimCm.Simulator;

/// <summary> The behavior that Microsoft's documentation does not define (docs/api.md, section 7). The options can be changed while the simulator
/// runs; each default is the most likely behavior.
/// </summary>
public sealed record ServerBehavior
{
    /// <summary>The response to a change that the status of a request does not allow: 403, 409 or 500.</summary>
    [AllowedValues(403, 409, 500)]
    public int RefusalStatus { get; init; } = 403;

    /// <summary>The response for an unknown id: 204, 403, 404 or 500.</summary>
    [AllowedValues(204, 403, 404, 500)]
    public int UnknownId { get; init; } = 204;

    /// <summary>The response to a query without results: 204, or 200 with [].</summary>
    [AllowedValues(204, 200)]
    public int EmptyList { get; init; } = 204;

    /// <summary>The response to a change: 200 with the changed object, or 204 without a body.</summary>
    [AllowedValues(200, 204)]
    public int ChangeAnswer { get; init; } = 200;

    /// <summary>
    /// The response to a targetuser other than current: 500 (the only documented code for an exception of a controller), 400, 403, 204, or
    /// 200 for a server that ignores it.
    /// </summary>
    [AllowedValues(500, 400, 403, 204, 200)]
    public int UnknownTargetUser { get; init; } = 500;

    /// <summary>
    /// The response to a status that is neither a name nor a number: 400 (Web API's model binding), 500, or 200 for a server that ignores it.
    /// </summary>
    [AllowedValues(400, 500, 200)]
    public int InvalidStatus { get; init; } = 400;

    /// <summary>Whether status=None returns all requests, as the default value of the parameter would, instead of those with status 0.</summary>
    public bool StatusNoneIsAny { get; init; }

    /// <summary>Whether Canceled and Failed set the Completed date too.</summary>
    public bool DateEveryEnd { get; init; }

    /// <summary>Whether a request created over REST is Approved at once (no approval needed by its policy) or Pending.</summary>
    public bool ApproveCreated { get; init; } = true;

    /// <summary>The user of targetuser=current for a caller whose name is not mapped to a user.</summary>
    public Guid CurrentUser { get; init; } = ExampleRequests.User;

    /// <summary>Clm.WebApi.Enabled. If false, every address of the API returns the 404 page of IIS.</summary>
    public bool ApiEnabled { get; init; } = true;

    /// <summary>The profile templates in the list.</summary>
    public ProfileTemplateScope TemplateScope { get; init; }

    /// <summary>The response to profiletemplates/{id}: 200 with the template as in the list, or 404 like a server without the route.</summary>
    [AllowedValues(200, 404)]
    public int ProfileTemplateById { get; init; } = 200;

    /// <summary>The routes of a workflow policy that exist; the other one returns 404.</summary>
    public PolicyRoute PolicyRoute { get; init; }

    /// <summary>Whether the comment of the creation is also the comment of the created request.</summary>
    public bool CommentEcho { get; init; } = true;

    /// <summary>The response to a new request if an equal request is open.</summary>
    public DuplicateRequestRule CreateDuplicate { get; init; }

    /// <summary>The response to a POST with an invalid body: 400 (model binding) or 500 (an exception of the controller).</summary>
    [AllowedValues(400, 500)]
    public int InvalidCreate { get; init; } = 400;

    /// <summary>The response to a POST with an unknown type: 500, 400 or 403.</summary>
    [AllowedValues(500, 400, 403)]
    public int UnknownCreateType { get; init; } = 500;

    /// <summary>Whether a 201 response has a Location header.</summary>
    public LocationHeader Location { get; init; }

    /// <summary>Whether POST certificatedata issues certificates; if false, it returns 500.</summary>
    public bool CertificateData { get; init; } = true;

    /// <summary>The response to profiles/{id}: an array of one, or the object.</summary>
    public ListShape SingleProfile { get; init; }

    /// <summary>The response to smartcards if it lists one card: an array of one, or the object.</summary>
    public ListShape CardList { get; init; }

    /// <summary>The response to assigning another smart card to a request that already has one: 403 or 204.</summary>
    [AllowedValues(403, 204)]
    public int Rebind { get; init; } = 403;
}
