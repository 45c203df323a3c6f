using Microsoft.Extensions.Time.Testing;
using MimCm.PowerShell.Names;

namespace MimCm.DirectoryServices.Tests;

public sealed class NameCacheTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly NameCache _cache;

    public NameCacheTests() => _cache = new NameCache(_time);

    [Theory]
    [InlineData(@"CONTOSO\anna", 15)]
    [InlineData(null, 5)]
    public void FoundNamesAreKeptLongerThanMissingOnes(string? name, int minutes)
    {
        var id = Guid.NewGuid();
        Assert.False(_cache.IsCurrent(id));

        _cache.Set(id, name);
        _time.Advance(TimeSpan.FromMinutes(minutes) - TimeSpan.FromTicks(1));
        Assert.True(_cache.IsCurrent(id));

        _time.Advance(TimeSpan.FromTicks(1));
        Assert.False(_cache.IsCurrent(id));
    }

    [Fact]
    public void OldNameIsShownUntilTheNewOneIsRead()
    {
        var id = Guid.NewGuid();
        _cache.Set(id, @"CONTOSO\anna");
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(@"CONTOSO\anna", _cache.Find(id));

        _cache.Set(id, name: null);
        Assert.Null(_cache.Find(id));
    }

    [Fact]
    public void FullCacheRemovesExpiredEntriesFirst()
    {
        var expired = Fill(NameCache.MaxCount / 2);
        _time.Advance(TimeSpan.FromMinutes(20));
        var current = Fill(NameCache.MaxCount - (NameCache.MaxCount / 2));

        _cache.Set(Guid.NewGuid(), "new");

        Assert.Null(_cache.Find(expired));
        Assert.NotNull(_cache.Find(current));
        Assert.Equal((NameCache.MaxCount / 2) + 1, _cache.List().Count);
    }

    [Fact]
    public void CacheNeverHoldsMoreThanItsMaximum()
    {
        Fill(NameCache.MaxCount);
        var next = Fill(NameCache.MaxCount / 10);

        Assert.NotNull(_cache.Find(next));
        Assert.InRange(_cache.List().Count, 1, NameCache.MaxCount);
    }

    [Fact]
    public void EntrySetTwiceCountsOnce()
    {
        var last = Fill(NameCache.MaxCount);
        _cache.Set(last, "renamed");

        Assert.Equal("renamed", _cache.Find(last));
        Assert.Equal(NameCache.MaxCount, _cache.List().Count);
    }

    [Fact]
    public async Task CacheIsThreadSafe()
    {
        var ids = Enumerable.Range(0, 1000).Select(_ => Guid.NewGuid()).ToArray();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            foreach (var id in ids)
            {
                _cache.Set(id, id.ToString());
                Assert.Equal(id.ToString(), _cache.Find(id));
            }
        })));

        Assert.Equal(ids.Length, _cache.List().Count);
    }

    /// <summary>Adds names and returns the GUID of the last.</summary>
    private Guid Fill(int count)
    {
        var id = Guid.Empty;
        for (var i = 0; i < count; i++)
        {
            id = Guid.NewGuid();
            _cache.Set(id, "name");
        }

        return id;
    }
}
