namespace MimCm.Simulator.Api;

/// <summary>What a path of the API names.</summary>
internal enum ApiRouteKind
{
    /// <summary>Not in the API at all: IIS answers.</summary>
    Outside,

    /// <summary>In the API, but nothing that the simulator doubles.</summary>
    OtherResource,

    List,
    Item,

    /// <summary>requests/ and something that is no GUID.</summary>
    BadId,
}
