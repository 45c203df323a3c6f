using System.Globalization;

namespace MimCm.PowerShell.Output;

/// <summary>Describes a request in a confirmation prompt, in the output of -WhatIf and in their log.</summary>
internal static class RequestDescriber
{
    /// <summary>The request with as much as is known of it without a call to the server.</summary>
    /// <param name="id">The id of the request.</param>
    /// <param name="request">The request as it was piped; null if only its id is known.</param>
    /// <param name="server">The server, such as cm.contoso.com.</param>
    public static string Describe(Guid id, Request? request, string server) =>
        request is null
            ? Strings.ConfirmTarget.With(id, server)
            : Strings.ConfirmRequest.With(request.RequestType, id, UserInput.Sanitize(request.TargetUser),
                UserInput.Sanitize(request.ProfileTemplate), DescribeStatus(request), server);

    /// <summary>A request to create, by what it is for.</summary>
    /// <param name="request">The request to create.</param>
    /// <param name="server">The server, such as cm.contoso.com.</param>
    public static string Describe(NewRequest request, string server) =>
        request.SmartcardUuid is { } card ? Strings.CreateForCard.With(card, server)
        : request.TargetUserUuid is { } user ? Strings.CreateForUser.With(user, request.ProfileTemplateUuid, server)
        : Strings.CreateForCurrentUser.With(request.ProfileTemplateUuid, server);

    /// <summary>The status and the age: a pending request has been so since its submission.</summary>
    private static string DescribeStatus(Request request) =>
        request.Submitted is not { } submitted || request.Age is not { } age ? request.Status.ToString()
        : age.TotalDays < 2 ? Strings.StatusSince.With(request.Status, submitted.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture))
        : (request.Status == RequestStatus.Pending ? Strings.StatusForDays : Strings.StatusAndDays).With(request.Status, (int)age.TotalDays);
}
