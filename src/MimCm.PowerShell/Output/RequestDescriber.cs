using System.Globalization;
using MimCm.Names;
using MimCm.PowerShell.Completion;

namespace MimCm.PowerShell.Output;

/// <summary>Describes a request in a confirmation prompt, in the output of -WhatIf and in their log.</summary>
internal static class RequestDescriber
{
    /// <summary>Describes a request with the properties that are known without a call to the server.</summary>
    /// <param name="id">The id of the request.</param>
    /// <param name="request">The request as it was piped; null if only its id is known.</param>
    /// <param name="server">The server, such as cm.contoso.com.</param>
    public static string Describe(Guid id, Request? request, string server) =>
        request is null
            ? Strings.ConfirmTarget.With(id, server)
            : Strings.ConfirmRequest.With(request.RequestType, id, UserInput.Sanitize(request.TargetUser),
                UserInput.Sanitize(request.ProfileTemplate), DescribeStatus(request), server);

    /// <summary>Describes a request to create: its user and profile template or its smart card, with the names that are known without a
    /// call.</summary>
    /// <param name="request">The request to create.</param>
    /// <param name="card">The known properties of its smart card; null if there is none, or if only its id is known.</param>
    /// <param name="names">The names that are known to the session.</param>
    /// <param name="server">The server, such as cm.contoso.com.</param>
    public static string Describe(NewRequest request, RecentResource? card, INameProvider names, string server)
    {
        if (request.SmartcardUuid is not { } cardId)
        {
            var template = FindTemplate(request.ProfileTemplateUuid);
            return request.TargetUserUuid is { } user
                ? Strings.CreateForUser.With(FindUser(user), template, server)
                : Strings.CreateForCurrentUser.With(template, server);
        }

        return card is { AssignedUserUuid: { } owner } known
            ? Strings.CreateForCardOfUser.With(cardId, FindUser(owner), FindTemplate(known.ProfileTemplateUuid), known.Status, server)
            : Strings.CreateForCard.With(cardId, server);

        string FindUser(Guid id) => UserInput.Sanitize(names.FindUser(id) ?? id.ToString());

        string FindTemplate(Guid? id) => id is { } known ? UserInput.Sanitize(names.FindProfileTemplate(known) ?? known.ToString()) : "-";
    }

    /// <summary>Returns the status and the age. A pending request has had this status since its submission.</summary>
    private static string DescribeStatus(Request request) =>
        request.Submitted is not { } submitted || request.Age is not { } age ? request.Status.ToString()
        : age.TotalDays < 2 ? Strings.StatusSince.With(request.Status, submitted.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture))
        : (request.Status == RequestStatus.Pending ? Strings.StatusForDays : Strings.StatusAndDays).With(request.Status, (int)age.TotalDays);
}
