namespace MimCm.Simulator;

/// <summary>The routes of a workflow policy that the server knows; Microsoft's documentation names two.</summary>
public enum PolicyRoute
{
    Both,

    /// <summary>profiletemplates/{id}/policies/{type} only.</summary>
    Policies,

    /// <summary>profiletemplates/{id}/policy/workflow/{type} only.</summary>
    Workflow,
}
