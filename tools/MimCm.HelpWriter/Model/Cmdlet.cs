namespace MimCm.HelpWriter.Model;

/// <summary>The help of one cmdlet. Each text is a list of paragraphs.</summary>
internal sealed record Cmdlet
{
    public required string Name { get; init; }

    public required string Synopsis { get; init; }

    public required IReadOnlyList<Syntax> Syntaxes { get; init; }

    public required IReadOnlyList<string> Description { get; init; }

    public required IReadOnlyList<Example> Examples { get; init; }

    public required IReadOnlyList<Parameter> Parameters { get; init; }

    public required IReadOnlyList<TypeNote> Inputs { get; init; }

    public required IReadOnlyList<TypeNote> Outputs { get; init; }

    public required IReadOnlyList<string> Notes { get; init; }

    public required IReadOnlyList<Link> Links { get; init; }

    public string Verb => Name.Split('-')[0];

    public string Noun => Name.Split('-')[1];

    public Parameter Parameter(string name) => Parameters.First(parameter => parameter.Name == name);
}
