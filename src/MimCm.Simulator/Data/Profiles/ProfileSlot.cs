namespace MimCm.Simulator.Data;

/// <summary>The four properties of a request that contain the id of a profile or smart card.</summary>
internal enum ProfileSlot
{
    NewProfile,
    OldProfile,
    NewSmartcard,
    OldSmartcard,
}
