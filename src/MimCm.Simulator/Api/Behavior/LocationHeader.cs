namespace MimCm.Simulator;

/// <summary>Whether a 201 response has a Location header.</summary>
public enum LocationHeader
{
    None,
    Present,
}
