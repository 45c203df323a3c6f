namespace MimCm.HelpWriter.Model;

/// <summary>The description of one parameter, with the facts of its YAML block.</summary>
internal sealed record Parameter(string Name, IReadOnlyList<string> Description, IReadOnlyDictionary<string, string> Facts)
{
    public string Type => Facts["Type"];

    public bool IsRequired => Facts["Required"] == "True";

    public bool IsPositional => Facts["Position"] != "Named";
}
