namespace MimCm.DirectoryServices.Tests;

[Collection(nameof(DomainController))]
public sealed class LookupTests(DomainController controller)
{
    [DirectoryFact]
    public async Task UsersAreFoundInBatchesInTheOrderOfTheirIds()
    {
        controller.AddContainer("OU=Many");
        var ids = controller.AddMany(Enumerable.Range(1, 120).Select(i => ($"CN=Many {i},OU=Many", $"many{i}", true, Array.Empty<(string, string)>())));
        var wanted = ids.Reverse().SelectMany(id => new[] { id, Guid.NewGuid(), id }).ToList();
        using var directory = new UserDirectory(controller.OptionsWithTicket);

        var users = await directory.FindByIdAsync(wanted, default);

        Assert.Equal(ids.Reverse(), users.Select(user => user.Uuid));
        Assert.Equal(Enumerable.Range(1, 120).Reverse().Select(i => $@"CONTOSO\many{i}"), users.Select(user => user.Name));
    }

    [DirectoryFact]
    public async Task DisabledAccountIsFoundAsDisabled()
    {
        var id = controller.Add("CN=Left Yesterday,CN=Users", "left", isEnabled: false, ("displayName", "Left Yesterday"),
            ("userPrincipalName", "left@contoso.test"));
        using var directory = new UserDirectory(controller.OptionsWithTicket);

        var user = Assert.Single(await directory.FindByIdAsync([id], default));

        Assert.False(user.Enabled);
        Assert.Equal("Left Yesterday", user.DisplayName);
        Assert.Equal("left@contoso.test", user.UserPrincipalName);
        Assert.Equal($"CN=Left Yesterday,CN=Users,{DomainController.DomainName}", user.DistinguishedName);
    }

    [DirectoryFact]
    public async Task DeletedAccountIsNotFound()
    {
        var id = controller.Add("CN=Gone,CN=Users", "gone");
        controller.Delete("CN=Gone,CN=Users");
        using var directory = new UserDirectory(controller.OptionsWithTicket);

        Assert.Empty(await directory.FindByIdAsync([id], default));
        Assert.Empty(await directory.FindByNameAsync("gone", default));
    }

    [DirectoryFact]
    public async Task ObjectThatIsNotAnAccountIsNotFound()
    {
        using var directory = new UserDirectory(controller.OptionsWithTicket);

        Assert.Empty(await directory.FindByIdAsync([controller.FindId($"CN=Domain Users,CN=Users,{DomainController.DomainName}")], default));
        Assert.Empty(await directory.FindByNameAsync("Domain Users", default));
    }

    [DirectoryFact]
    public async Task AccountIsFoundByEachOfItsNames()
    {
        var id = controller.Add("CN=Anna,CN=Users", "anna", true, ("userPrincipalName", "anna.berg@mail.example"));
        using var directory = new UserDirectory(controller.OptionsWithTicket);

        foreach (var name in new[] { "anna", "ANNA", @"CONTOSO\anna", @"contoso\Anna", "anna.berg@mail.example", "anna@contoso.test" })
            Assert.Equal(id, Assert.Single(await directory.FindByNameAsync(name, default)).Uuid);

        foreach (var name in new[] { "ann", "anna*", @"FABRIKAM\anna", "anna@fabrikam.example", "@contoso.test", @"CONTOSO\", "" })
            Assert.Empty(await directory.FindByNameAsync(name, default));
    }

    [DirectoryFact]
    public async Task SameNameInTwoContainersIsTwoUsers()
    {
        controller.AddContainer("OU=North");
        controller.AddContainer("OU=South");
        var north = controller.Add("CN=Kim,OU=North", "kim.north", true, ("displayName", "Kim"));
        var south = controller.Add("CN=Kim,OU=South", "kim.south", true, ("displayName", "Kim"));
        using var directory = new UserDirectory(controller.OptionsWithTicket);

        var users = await directory.FindByIdAsync([south, north], default);

        Assert.Equal([@"CONTOSO\kim.south", @"CONTOSO\kim.north"], users.Select(user => user.Name));
        Assert.Equal(["OU=South", "OU=North"], users.Select(user => user.DistinguishedName.Split(',')[1]));
        Assert.Empty(await directory.FindByNameAsync("Kim", default));
    }

    [DirectoryFact]
    public async Task EveryAccountNameFindsItsOwnAccountOnly()
    {
        // All characters that Active Directory allows in a sAMAccountName or a userPrincipalName, and special characters of a filter.
        string[] accounts = ["o(brien)", "müller", "smith & sons", "a#b", "x-ß-y", "{brace}", "tab.dot", "日本", "semi~tilde", "per%cent", "back`tick", "a)(b"];
        var ids = controller.AddMany(accounts.Select((account, i) => ($"CN=Odd {i},CN=Users", account, true, Array.Empty<(string, string)>())));
        using var directory = new UserDirectory(controller.OptionsWithTicket);

        foreach (var (account, id) in accounts.Zip(ids))
        {
            Assert.Equal(id, Assert.Single(await directory.FindByNameAsync(account, default)).Uuid);
            Assert.Equal($@"CONTOSO\{account}", Assert.Single(await directory.FindByIdAsync([id], default)).Name);
        }
    }

    [DirectoryFact]
    public async Task SpecialCharactersInNamesAreReadUnchanged()
    {
        const string displayName = "Berg, Änna (\"the\u0007 bell\") \u202Egnp\\* 💳";
        var id = controller.Add(@"CN=Berg\, Änna \0A(x),CN=Users", "berg", true, ("displayName", displayName));
        using var directory = new UserDirectory(controller.OptionsWithTicket);

        var user = Assert.Single(await directory.FindByIdAsync([id], default));

        Assert.Equal(displayName, user.DisplayName);
        Assert.Equal(@"CONTOSO\berg", user.Name);
    }

    [DirectoryFact]
    public async Task NameCannotBecomeAFilter()
    {
        using var directory = new UserDirectory(controller.OptionsWithTicket);

        foreach (var name in new[] { "*", "*)(objectClass=*", "reader)(|(objectClass=*)", "\\2a", "reader\0", "(", ")", "re*", "reader))(&(objectClass=user" })
            Assert.Empty(await directory.FindByNameAsync(name, default));
    }
}
