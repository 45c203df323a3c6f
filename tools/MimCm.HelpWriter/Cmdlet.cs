namespace MimCm.HelpWriter;

/// <summary>The help of a cmdlet. Every text is a list of paragraphs.</summary>
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

/// <summary>One set of parameters that go together.</summary>
internal sealed record Syntax(string Set, IReadOnlyList<SyntaxParameter> Parameters);

/// <summary>A parameter as a line of syntax shows it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsPositional">Whether the name may be left out.</param>
/// <param name="IsRequired">Whether it has to be given.</param>
/// <param name="Value">What follows it, such as guid[]; null for a switch.</param>
internal sealed record SyntaxParameter(string Name, bool IsPositional, bool IsRequired, string? Value);

/// <summary>A parameter with all there is to know.</summary>
internal sealed record Parameter(string Name, IReadOnlyList<string> Description, IReadOnlyDictionary<string, string> Facts)
{
    public string Type => Facts["Type"];

    public bool IsRequired => Facts["Required"] == "True";

    public bool IsPositional => Facts["Position"] != "Named";
}

/// <summary>An example: what it shows, the commands, and what there is to say of it.</summary>
internal sealed record Example(string Title, IReadOnlyList<string> Introduction, string Code, IReadOnlyList<string> Remarks);

/// <summary>What comes in or goes out.</summary>
internal sealed record TypeNote(string Type, IReadOnlyList<string> Description);

/// <summary>A related page.</summary>
internal sealed record Link(string Text, string? Address);
