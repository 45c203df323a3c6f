namespace MimCm.Simulator;

/// <summary>A call that has been let in, with all that its answer depends on.</summary>
internal sealed record ProductCall(
    string Method,
    Uri Uri,
    ProductRoute Route,
    IQueryCollection Query,
    ProductBody Body,
    Caller Caller,
    Access Access,
    Unknowns Unknowns,
    Call Log)
{
    public bool May(Right right, StoredRequest? request = null) => Caller.May(right, Access, request);
}
