namespace MimCm.Simulator;

/// <summary>The values that a setting may take.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OneOfAttribute(params int[] values) : Attribute
{
    public int[] Values => values;
}
