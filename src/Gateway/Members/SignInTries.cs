using System.Net;
using System.Net.Sockets;
using RailHub.Contracts;
using RailHub.Gateway.Security;

namespace RailHub.Gateway.Members;

/// <summary>
/// How often an address may be wrong: ten times for one account, fifty times in all, then once a minute. It is counted by address and not by
/// account, or whoever guesses would lock its member out.
/// </summary>
internal sealed class SignInTries(TimeProvider time)
{
    private const int MostForAccount = 10;
    private const int MostForAddress = 50;

    // As many are remembered; those who have been quiet for the longest are forgotten first.
    private const int MostRemembered = 10_000;

    private static readonly TimeSpan s_recovery = TimeSpan.FromMinutes(1);

    private readonly Dictionary<(string Address, string Account), Count> _counts = [];
    private readonly Lock _lock = new();

    /// <summary>The refusal of somebody who is too quick.</summary>
    /// <param name="seconds">In how many seconds they may try again.</param>
    public static Refusal TooMany(int seconds) => RateLimits.TooMany(RefusalCodes.TooManyCalls, "Too many tries.", TimeSpan.FromSeconds(seconds));

    /// <summary>Counts a try as wrong beforehand, so that many at once are as many; <see cref="Succeeded"/> takes it back.</summary>
    /// <param name="address">Where it comes from.</param>
    /// <param name="account">What it tries to enter, or which code.</param>
    /// <returns>Why it may not try; null when it may.</returns>
    public Refusal? Begin(IPAddress? address, string account)
    {
        var network = Network(address);
        lock (_lock)
        {
            var wait = Math.Max(Wait((network, account), MostForAccount), Wait((network, ""), MostForAddress));
            if (wait > 0)
            {
                return TooMany(wait);
            }

            Add((network, account));
            Add((network, ""));
            return null;
        }
    }

    /// <summary>Somebody was right.</summary>
    public void Succeeded(IPAddress? address, string account)
    {
        lock (_lock)
        {
            _counts.Remove((Network(address), account));
            _counts.Remove((Network(address), ""));
        }
    }

    // A house with IPv6 has a network of 64 bits (RFC 6177), and takes as many addresses of it as it likes.
    private static string Network(IPAddress? address)
    {
        if (address is null)
        {
            return "";
        }

        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        return address.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)) : address.ToString();
    }

    private int Wait((string, string) key, int most)
    {
        if (!_counts.TryGetValue(key, out var count))
        {
            return 0;
        }

        var over = count.Now(time) + 1 - most;
        return over <= 0 ? 0 : Math.Max(1, (int)Math.Ceiling(over * s_recovery.TotalSeconds));
    }

    private void Add((string, string) key)
    {
        if (_counts.Count >= MostRemembered && !_counts.ContainsKey(key))
        {
            foreach (var quiet in _counts.OrderBy(known => known.Value.At).Take(MostRemembered / 10).Select(known => known.Key).ToArray())
            {
                _counts.Remove(quiet);
            }
        }

        _counts[key] = new Count(_counts.TryGetValue(key, out var count) ? count.Now(time) + 1 : 1, time.GetTimestamp());
    }

    /// <summary>How many wrong tries weigh, and since when: one is forgiven a minute.</summary>
    private readonly record struct Count(double Tries, long At)
    {
        public double Now(TimeProvider time) => Math.Max(0, Tries - (time.GetElapsedTime(At) / s_recovery));
    }
}
