using System.Net.Sockets;
using System.Text;

namespace RailHub.TestKit;

/// <summary>What a service of type notify sees of systemd: a socket that takes what it says (sd_notify(3)).</summary>
public sealed class SystemdDouble : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly byte[] _message = new byte[4096];
    private readonly string _name;

    /// <param name="isAbstract">It has a name, and no file.</param>
    public SystemdDouble(bool isAbstract = false)
    {
        _name = isAbstract ? $"@railhub-{Guid.NewGuid():N}" : Path.Combine(Path.GetTempPath(), $"railhub-{Guid.NewGuid():N}");
        _socket.Bind(new UnixDomainSocketEndPoint(isAbstract ? $"\0{_name[1..]}" : _name));
    }

    /// <summary>What it gives a service in its environment.</summary>
    /// <param name="watchdog">How often it wants a sign of life; null for never.</param>
    public (string Name, string Value)[] Environment(TimeSpan? watchdog = null) =>
        [("NOTIFY_SOCKET", _name), .. watchdog is { } limit ? [("WATCHDOG_USEC", $"{limit.TotalMicroseconds:F0}")] : ((string, string)[])[]];

    /// <summary>The next that it is told.</summary>
    public async Task<string> NextAsync()
    {
        using var patience = new CancellationTokenSource(s_patience);
        return Encoding.UTF8.GetString(_message, 0, await _socket.ReceiveAsync(_message, patience.Token));
    }

    /// <summary>Waits until it is told something that begins so; gives all that it was told before.</summary>
    public async Task<List<string>> UntilAsync(string start)
    {
        var before = new List<string>();
        for (var next = await NextAsync(); !next.StartsWith(start, StringComparison.Ordinal); next = await NextAsync())
        {
            before.Add(next);
        }

        return before;
    }

    /// <summary>All that it is told until nothing came for a while.</summary>
    public async Task<List<string>> RestAsync(TimeSpan silence)
    {
        var rest = new List<string>();
        while (true)
        {
            using var patience = new CancellationTokenSource(silence);
            try
            {
                rest.Add(Encoding.UTF8.GetString(_message, 0, await _socket.ReceiveAsync(_message, patience.Token)));
            }
            catch (OperationCanceledException)
            {
                return rest;
            }
        }
    }

    public void Dispose()
    {
        _socket.Dispose();
        File.Delete(_name);
    }
}
