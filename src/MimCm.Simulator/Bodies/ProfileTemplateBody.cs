namespace MimCm.Simulator.Bodies;

/// <summary>ProfileTemplateLimitedView, as listed by profiletemplates (docs/api.md, section 5.1).</summary>
internal sealed record ProfileTemplateBody(string Name, string Description, Guid Uuid, bool IsSmartcardProfileTemplate, bool IsVirtualSmartcardProfileTemplate)
{
    public static ProfileTemplateBody Create(StoredProfileTemplate template) =>
        new(template.Name, template.Description, template.Uuid, template.IsSmartcard, template.IsVirtualSmartcard);
}
