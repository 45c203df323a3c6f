using System.Text.Json;
using MimCm.Simulator.Bodies;
using MimCm.Simulator.Data;
using MimCm.Simulator.Server;

namespace MimCm.Simulator.Api;

/// <summary>The routes of smartcards, and the smart cards of a request (docs/api.md, section 5.5).</summary>
internal sealed class SmartcardsApi(RequestStore store, IssuedProfiles profiles)
{
    private static readonly HashSet<string> StatusNames =
        new(["None", "New", "Assigned", "Active", "Disabled", "Retired", "Suspended"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Returns the smart cards of the caller, or the smart card with a CardID.</summary>
    public ApiResponse List(ApiCallContext call)
    {
        if (call.Query["cardid"] is [{ Length: > 0 } text, ..])
            return Guid.TryParse(text, out var cardId) ? One(profiles.FindByCardId(cardId), call) : ApiErrors.InvalidRequest();
        var cards = profiles.OwnedBy(call.Caller.User, isSmartcard: true).Select(SmartcardBody.Create).ToList();
        return cards.Count == 1 && call.Behavior.CardList == ListShape.Object ? ApiResponse.Object(cards[0]) : ApiErrors.ListOf(cards, call.Behavior);
    }

    public ApiResponse Read(ApiCallContext call) => One(profiles.Find(call.Route.Id, isSmartcard: true), call);

    public ApiResponse Operations(ApiCallContext call)
    {
        if (profiles.Find(call.Route.Id, isSmartcard: true) is not { } card)
            return ApiErrors.NotFound(call.Behavior);
        return call.IsAllowed(AccessRight.Read, card.Request) ? ApiErrors.ListOf(card.Operations, call.Behavior) : ApiErrors.Forbidden();
    }

    /// <summary>Assigns a card to a request that is ready to be executed: {"requestid", "cardid", "atr"}.</summary>
    public ApiResponse Bind(ApiCallContext call)
    {
        var behavior = call.Behavior;
        if (JsonBodyReader.Read(call.Body.Bytes) is not { } values
            || !Guid.TryParse(values.Text("requestid")?.Trim(), out var requestId)
            || !Guid.TryParse(values.Text("cardid")?.Trim(), out var cardId))
        {
            return ApiErrors.InvalidCreate(behavior);
        }
        if (store.Find(requestId) is not { } request)
            return ApiErrors.NotFound(behavior);
        if (!call.IsAllowed(AccessRight.Change, request))
            return ApiErrors.Forbidden();
        if (!IsReady(request) || !request.IsSmartcard)
            return ApiErrors.NotAllowed(behavior);
        if (request.NewSmartcardUuid != Guid.Empty)
            return ApiErrors.WithStatus(behavior.Rebind, "The request has a smart card already.");

        var card = StatusTransitions.NewSmartcardOf(request);
        if (call.TakesEffect)
        {
            var changed = store.Change(requestId, r => !IsReady(r) || r.NewSmartcardUuid != Guid.Empty ? null : r with
            {
                Status = (int)RequestStatus.Executing,
                NewSmartcardUuid = card,
                CardId = cardId,
                Atr = values.Text("atr"),
            });
            if (changed is null)
                return ApiErrors.WithStatus(behavior.Rebind, "The request has a smart card already.");
            (call.Log.Changed, call.Log.CreatedId) = (true, card);
        }
        return ApiErrors.Created(call, "smartcards", card);
    }

    public ApiResponse OfRequest(ApiCallContext call) => Subject(call, out var card) ?? One(card, call);

    /// <summary> Sets the status of a card: {"status":"Retired"} for the card of a Retire request with status Approved or Executing. The request
    /// becomes Executing.
    /// </summary>
    public ApiResponse Change(ApiCallContext call)
    {
        if (JsonBodyReader.Read(call.Body.Bytes) is not { } values || !values.TryGetValue("status", out var status)
            || status.ValueKind != JsonValueKind.String || !StatusNames.Contains(status.GetString()!))
        {
            return ApiErrors.InvalidRequest();
        }
        if (Subject(call, out var card) is { } refusal)
            return refusal;
        var request = store.Find(call.Route.Id)!;
        if (!call.IsAllowed(AccessRight.Change, request))
            return ApiErrors.Forbidden();
        if (!IsRetirement(request) || !"Retired".Equals(status.GetString(), StringComparison.OrdinalIgnoreCase))
            return ApiErrors.NotAllowed(call.Behavior);
        if (call.TakesEffect)
        {
            if (store.Change(request.Uuid, r => IsRetirement(r) ? r with { Status = (int)RequestStatus.Executing } : null) is null)
                return ApiErrors.NotAllowed(call.Behavior);
            call.Log.Changed = true;
            card = profiles.Find(card!.Uuid, isSmartcard: true);
        }
        return call.Behavior.ChangeAnswer == 204 ? new ApiResponse(204) : ApiResponse.Object(SmartcardBody.Create(card!));
    }

    private static bool IsReady(StoredRequest request) => (RequestStatus)request.Status is RequestStatus.Approved or RequestStatus.Executing;

    private static bool IsRetirement(StoredRequest request) => IsReady(request) && request.RequestType == (int)RequestType.Retire;

    private static ApiResponse One(IssuedProfile? card, ApiCallContext call)
    {
        if (card is null)
            return ApiErrors.NotFound(call.Behavior);
        return call.IsAllowed(AccessRight.Read, card.Request) ? ApiResponse.Object(SmartcardBody.Create(card)) : ApiErrors.Forbidden();
    }

    /// <summary>Returns the card in the path, which must be a card of the request.</summary>
    private ApiResponse? Subject(ApiCallContext call, out IssuedProfile? card)
    {
        card = null;
        var id = call.Route.OtherId;
        if (store.Find(call.Route.Id) is not { } request || id == Guid.Empty || (request.NewSmartcardUuid != id && request.OldSmartcardUuid != id))
            return ApiErrors.NotFound(call.Behavior);
        card = profiles.Find(id, isSmartcard: true);
        return card is null ? ApiErrors.NotFound(call.Behavior) : null;
    }
}
