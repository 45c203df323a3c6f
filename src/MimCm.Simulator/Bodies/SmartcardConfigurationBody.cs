namespace MimCm.Simulator.Bodies;

/// <summary>SmartcardConfig.</summary>
internal sealed record SmartcardConfigurationBody
{
    public int UserPinOption { get; init; } = 3;
    public PinPolicyBody UserPinPolicy { get; init; } = new(10, 10, 1, Rollover: false, "11111111");
    public PinPolicyBody AdminPinPolicy { get; init; } = new(10, 10, 1, Rollover: true, "11111111");
    public string DefaultAdminKeyHex { get; init; } = "";
    public string ProviderName { get; init; } = "Contoso Smart Card Base CSP";
    public string ProviderId { get; init; } = "ContosoCSP";
    public int ProviderType { get; init; } = 2;
    public bool DiversifyAdminKey { get; init; } = true;
    public string CardInitializationType { get; init; } = "Microsoft.Clm.Custom.BusinessLayer.HSMCardInitialization,HSMCardInitialization";
    public string CardInitializationData { get; init; } = "";
    public bool InitializeNewSmartcard { get; init; } = true;
    public bool UseSecureKeyInjection { get; init; }
    public bool DoNotInstallCaCertificates { get; init; }
    public string CertificateLabel { get; init; } = "{Template!cn}";
    public int MaxNumberOfCertificates { get; init; }
    public bool AllowSmartcardReuse { get; init; }
    public bool EraseOnOverflow { get; init; }
    public bool UseVirtualSmartcards { get; init; } = true;
    public PrintPolicyBody SmartcardPrintPolicy { get; init; } = new("", "", "", Print: false);
}
