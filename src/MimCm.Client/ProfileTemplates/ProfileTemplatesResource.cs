namespace MimCm.ProfileTemplates;

/// <summary>The calls of the resource "profiletemplates" (docs/api.md, section 5.1).</summary>
/// <param name="connection">Makes the calls.</param>
internal sealed class ProfileTemplatesResource(ApiConnection connection)
{
    /// <summary>The address of the collection.</summary>
    public Uri Uri { get; } = connection.GetUri("profiletemplates");

    /// <summary>Lists the templates that are visible to the caller.</summary>
    /// <exception cref="MimCmException">The list could not be read.</exception>
    public async Task<IReadOnlyList<ProfileTemplate>> ListAsync(CancellationToken cancellationToken)
    {
        var parser = new SerializerItemParser<ProfileTemplate>(ClientJsonContext.Default.ProfileTemplate);
        var templates = new List<ProfileTemplate>();
        await foreach (var batch in connection.ListAsync(new ApiCall(HttpMethod.Get, Uri),
            parser, Validate, filter: null, progress: null, cancellationToken).ConfigureAwait(false))
        {
            templates.AddRange(batch);
        }

        return templates;
    }

    private static string? Validate(ProfileTemplate template) => template.Uuid != Guid.Empty ? null : Strings.ProfileTemplateWithoutUuid;
}
