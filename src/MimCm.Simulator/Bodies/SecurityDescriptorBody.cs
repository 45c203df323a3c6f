namespace MimCm.Simulator.Bodies;

/// <summary>ApplicationSecurityDescriptor: an SDDL string and the extended right that it applies to.</summary>
internal sealed record SecurityDescriptorBody(string SecurityDescriptor, Guid Uuid);
