using System.Net.Security;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Connections.Features;
using MimCm.Simulator.Server;

namespace MimCm.Simulator.Auth;

/// <summary>Authenticates the caller or returns a 401 challenge.</summary>
internal static class Authenticator
{
    private static readonly object StateKey = new();

    /// <summary>Returns the caller, or null and the error response; in both cases with the headers to send.</summary>
    public static (CallerIdentity? Caller, ApiResponse? Refusal, IReadOnlyList<(string, string)> Headers) Authenticate(
        HttpContext context, AccessOptions access, ServerBehavior behavior, RecordedCall call) => access.Authentication switch
        {
            AuthenticationMode.Bearer => AuthenticateBearer(context, access, behavior, call),
            AuthenticationMode.Negotiate => AuthenticateNegotiate(context, access, behavior, call),
            _ => (CallerIdentity.Resolve(null, access, behavior), null, []),
        };

    /// <summary>Returns the Set-Cookie header of the response if the session has no cookie yet. Values are recorded as hashes.</summary>
    public static string? IssueSessionCookie(HttpContext context, AccessOptions access, RecordedCall call)
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

    private static (CallerIdentity?, ApiResponse?, IReadOnlyList<(string, string)>) AuthenticateBearer(
        HttpContext context, AccessOptions access, ServerBehavior behavior, RecordedCall call)
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
                return (CallerIdentity.Resolve(token.User, access, behavior), null, []);
            }
            call.AuthenticationError = token is null ? "unknown token" : "expired token";
            challenge = "Bearer error=\"invalid_token\"";
        }
        return (null, ApiResponse.Error(401, "Authorization has been denied for this request."), [("WWW-Authenticate", challenge)]);
    }

    private static (CallerIdentity?, ApiResponse?, IReadOnlyList<(string, string)>) AuthenticateNegotiate(
        HttpContext context, AccessOptions access, ServerBehavior behavior, RecordedCall call)
    {
        var items = context.Features.Get<IConnectionItemsFeature>()!.Items;
        var state = items.TryGetValue(StateKey, out var kept) ? (NegotiateSession)kept! : null;
        var (scheme, value) = Authorization(context);
        var isOffered = Same(scheme, "Negotiate") || (Same(scheme, "NTLM") && access.Ntlm);
        call.Scheme = scheme;

        if (isOffered && value is not null)
        {
            // A token after a completed exchange, or for another mechanism, starts a new exchange.
            if (state is null || state.IsComplete || !Same(state.Scheme, scheme))
            {
                state?.Dispose();
                state = new NegotiateSession(scheme!);
                items[StateKey] = state;
                context.Features.Get<IConnectionLifetimeFeature>()?.ConnectionClosed.Register(state.Dispose);
            }
            var (status, blob, error) = state.AcceptToken(value);
            call.Package = state.Package;
            var response = blob is null ? scheme! : $"{scheme} {blob}";
            if (status == NegotiateAuthenticationStatusCode.ContinueNeeded)
                return (null, Unauthorized(), [("WWW-Authenticate", response)]);
            if (status == NegotiateAuthenticationStatusCode.Completed)
            {
                call.User = state.User;
                return (CallerIdentity.Resolve(state.User, access, behavior), null, blob is null ? [] : [("WWW-Authenticate", response)]);
            }
            call.AuthenticationError = error;
            items.Remove(StateKey);
        }
        else if (scheme is null && state is { IsComplete: true } && !access.EachRequest)
        {
            (call.User, call.Package) = (state.User, state.Package);
            return (CallerIdentity.Resolve(state.User, access, behavior), null, []);
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

    private static ApiResponse Unauthorized() => ApiResponse.HtmlPage(401, "Unauthorized: Access is denied due to invalid credentials.",
        "You do not have permission to view this directory or page using the credentials that you supplied.");

    private static bool Same(string? a, string? b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
