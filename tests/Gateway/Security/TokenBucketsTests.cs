using Microsoft.Extensions.Time.Testing;
using RailHub.Gateway.Security;

namespace RailHub.Gateway.Tests.Security;

public sealed class TokenBucketsTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void So_many_at_once_and_then_as_they_come_back()
    {
        var buckets = new TokenBuckets(3, 0.5, _time);
        Assert.Equal([null, null, null, TimeSpan.FromSeconds(2)], Take(buckets, 4));

        _time.Advance(TimeSpan.FromSeconds(1.5));
        Assert.Equal(TimeSpan.FromSeconds(0.5), buckets.Take("a"));
        _time.Advance(TimeSpan.FromSeconds(0.5));
        Assert.Null(buckets.Take("a"));
        Assert.NotNull(buckets.Take("a"));
    }

    [Fact]
    public void Calls_that_are_refused_take_nothing_so_that_who_waits_is_served()
    {
        var buckets = new TokenBuckets(1, 1, _time);
        Take(buckets, 1000);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(buckets.Take("a"));
    }

    [Fact]
    public void Each_has_a_bucket_and_nobody_saves_up()
    {
        var buckets = new TokenBuckets(2, 1, _time);
        Take(buckets, 3);
        Assert.Null(buckets.Take("b"));
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(2, Take(buckets, 5).Count(wait => wait is null));
    }

    [Fact]
    public void Ever_new_callers_do_not_fill_the_memory_and_those_who_are_known_are_served_as_before()
    {
        var buckets = new TokenBuckets(2, 0.001, _time);
        buckets.Take("known");
        for (var caller = 0; caller < 2 * TokenBuckets.Most; caller++)
        {
            buckets.Take($"{caller}");
        }

        // All others are one.
        Assert.InRange(buckets.Count, TokenBuckets.Most, TokenBuckets.Most + 1);
        Assert.NotNull(buckets.Take("one more"));
        Assert.Null(buckets.Take("known"));

        // They are forgotten once their buckets are full again.
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Null(buckets.Take("one more"));
        Assert.InRange(buckets.Count, 1, 3);
    }

    private static TimeSpan?[] Take(TokenBuckets buckets, int times) => [.. Enumerable.Range(0, times).Select(_ => buckets.Take("a"))];
}
