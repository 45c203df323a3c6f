using MimCm.Simulator.Data;

namespace MimCm.Simulator.Api;

/// <summary>The routes of the API (docs/api.md, section 2). All paths of one kind allow the same methods.</summary>
internal enum ApiRouteKind
{
    /// <summary>Outside the API. IIS responds.</summary>
    Outside,

    /// <summary>In the API, but no route matches.</summary>
    Unknown,

    /// <summary>A known route with a segment that is not a valid GUID.</summary>
    InvalidId,

    /// <summary>requests</summary>
    List,

    /// <summary>requests/{id}</summary>
    Item,

    /// <summary>requests/{id}/certificaterequestgenerationoptions</summary>
    GenerationOptions,

    /// <summary>requests/{id}/certificatedata</summary>
    CertificateData,

    /// <summary>requests/{id}/profiles</summary>
    RequestProfiles,

    /// <summary>requests/{id}/profiles/{id}</summary>
    RequestProfile,

    /// <summary>requests/{id}/smartcards/{id}</summary>
    RequestSmartcard,

    /// <summary>The routes that return admin keys and PINs.</summary>
    Secret,

    /// <summary>profiletemplates</summary>
    ProfileTemplates,

    /// <summary>profiletemplates/{id}</summary>
    ProfileTemplate,

    /// <summary>profiletemplates/{id}/policies/{type}</summary>
    Policy,

    /// <summary>profiletemplates/{id}/policy/workflow/{type}</summary>
    WorkflowPolicy,

    /// <summary>profiletemplates/{id}/configuration/smartcards</summary>
    SmartcardConfiguration,

    /// <summary>profiles</summary>
    Profiles,

    /// <summary>profiles/{id}</summary>
    Profile,

    /// <summary>profiles/{id}/operations</summary>
    ProfileOperations,

    /// <summary>profiles/{id}/certificates</summary>
    ProfileCertificates,

    /// <summary>smartcards</summary>
    Smartcards,

    /// <summary>smartcards/{id}</summary>
    Smartcard,

    /// <summary>smartcards/{id}/operations</summary>
    SmartcardOperations,

    /// <summary>smartcards/{id}/certificates</summary>
    SmartcardCertificates,

    /// <summary>certificates</summary>
    Certificates,
}
