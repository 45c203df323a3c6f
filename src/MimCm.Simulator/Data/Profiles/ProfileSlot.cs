namespace MimCm.Simulator.Data;

/// <summary>The four properties of a request that name a profile or a smart card.</summary>
internal enum ProfileSlot
{
    NewProfile,
    OldProfile,
    NewSmartcard,
    OldSmartcard,
}
