using System.Net.Security;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Connections.Features;

namespace MimCm.Simulator;

/// <summary>Finds out who calls, or has the answer that asks for it.</summary>
internal static class Doorkeeper
{
    private static readonly object StateKey = new();

    /// <summary>The caller, or null and the answer that refuses; in both cases with the headers to answer with.</summary>
    public static (Caller? Caller, Answer? Refusal, IReadOnlyList<(string, string)> Headers) Admit(
        HttpContext context, Access access, Unknowns unknowns, Call call) => access.Authentication switch
        {
            Authentication.Bearer => AdmitBearer(context, access, unknowns, call),
            Authentication.Negotiate => AdmitNegotiate(context, access, unknowns, call),
            _ => (Caller.Of(null, access, unknowns), null, []),
        };

    /// <summary>The Set-Cookie to answer with where the session has none yet; values are noted as hashes.</summary>
    public static string? Session(HttpContext context, Access access, Call call)
    {
        if (access.SessionCookie is not { } name)
            return null;
        if (context.Request.Cookies[name] is { Length: > 0 } value)
        {
            call.Cookie = Hash(value);
            return null;
        }
        value = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        call.CookieIssued = Hash(value);
        return $"{name}={value}; path=/; HttpOnly";
    }

    private static string Hash(string value) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(value)).AsSpan(0, 6));

    private static (Caller?, Answer?, IReadOnlyList<(string, string)>) AdmitBearer(
        HttpContext context, Access access, Unknowns unknowns, Call call)
    {
        var (scheme, value) = Authorization(context);
        call.Scheme = scheme;
        var challenge = "Bearer";
        if (Same(scheme, "Bearer"))
        {
            var token = access.Tokens.FirstOrDefault(t => t.Token == value);
            if (token is not null && !(token.Expires <= DateTimeOffset.UtcNow))
            {
                call.User = token.User;
                return (Caller.Of(token.User, access, unknowns), null, []);
            }
            call.AuthenticationError = token is null ? "unknown token" : "expired token";
            challenge = "Bearer error=\"invalid_token\"";
        }
        return (null, Answer.Error(401, "Authorization has been denied for this request."), [("WWW-Authenticate", challenge)]);
    }

    private static (Caller?, Answer?, IReadOnlyList<(string, string)>) AdmitNegotiate(
        HttpContext context, Access access, Unknowns unknowns, Call call)
    {
        var items = context.Features.Get<IConnectionItemsFeature>()!.Items;
        var state = items.TryGetValue(StateKey, out var kept) ? (NegotiateState)kept! : null;
        var (scheme, value) = Authorization(context);
        var isOffered = Same(scheme, "Negotiate") || (Same(scheme, "NTLM") && access.Ntlm);
        call.Scheme = scheme;

        if (isOffered && value is not null)
        {
            // A token after the end of an exchange begins another, and so does one after a change of mechanism.
            if (state is null || state.IsDone || !Same(state.Scheme, scheme))
            {
                state?.Dispose();
                state = new NegotiateState(scheme!);
                items[StateKey] = state;
                context.Features.Get<IConnectionLifetimeFeature>()?.ConnectionClosed.Register(state.Dispose);
            }
            var (status, blob, error) = state.Next(value);
            call.Package = state.Package;
            var answer = blob is null ? scheme! : $"{scheme} {blob}";
            if (status == NegotiateAuthenticationStatusCode.ContinueNeeded)
                return (null, Unauthorized(), [("WWW-Authenticate", answer)]);
            if (status == NegotiateAuthenticationStatusCode.Completed)
            {
                call.User = state.User;
                return (Caller.Of(state.User, access, unknowns), null, blob is null ? [] : [("WWW-Authenticate", answer)]);
            }
            call.AuthenticationError = error;
            items.Remove(StateKey);
        }
        else if (scheme is null && state is { IsDone: true } && !access.EachRequest)
        {
            (call.User, call.Package) = (state.User, state.Package);
            return (Caller.Of(state.User, access, unknowns), null, []);
        }
        return (null, Unauthorized(), access.Ntlm
            ? [("WWW-Authenticate", "Negotiate"), ("WWW-Authenticate", "NTLM")]
            : [("WWW-Authenticate", "Negotiate")]);
    }

    private static (string? Scheme, string? Value) Authorization(HttpContext context)
    {
        if (context.Request.Headers.Authorization is not [{ Length: > 0 } header, ..])
            return (null, null);
        return header.Split(' ', 2, StringSplitOptions.TrimEntries) is [var scheme, var value] ? (scheme, value) : (header, null);
    }

    private static Answer Unauthorized() => Answer.Page(401, "Unauthorized: Access is denied due to invalid credentials.",
        "You do not have permission to view this directory or page using the credentials that you supplied.");

    private static bool Same(string? a, string? b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
