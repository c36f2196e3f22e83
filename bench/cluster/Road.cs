using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace RailHub.Bench.Cluster;

/// <summary>A way to a server on this machine that hands on what comes, counts it, and can be slow or silent.</summary>
internal sealed class Road : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly int _to;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private long _there;
    private long _back;
    private long _parcels;
    private int _connections;

    /// <param name="to">The server's port.</param>
    /// <param name="port">Its own; 0 for any free one.</param>
    public Road(int to, int port = 0)
    {
        _to = to;
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How much later than it came each answer of the server is handed on.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>Whether it takes connections and what they say, and hands on nothing: a machine that is gone without a word.</summary>
    public bool IsSilent { get; set; }

    /// <summary>What went over it since its start.</summary>
    public Traffic Traffic => new(Interlocked.Read(ref _there), Interlocked.Read(ref _back), Interlocked.Read(ref _parcels), _connections);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptSocketAsync(_stop.Token));
            }
        }
        catch (Exception) when (_stop.IsCancellationRequested)
        {
        }
    }

    private async Task ServeAsync(Socket caller)
    {
        Interlocked.Increment(ref _connections);
        using var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using (caller)
        {
            caller.NoDelay = true;
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
            try
            {
                while (IsSilent)
                {
                    await Task.Delay(50, ended.Token);
                }

                await server.ConnectAsync(IPAddress.Loopback, _to, ended.Token);
                await Task.WhenAny(
                    HandOnAsync(caller, server, () => TimeSpan.Zero, count => Interlocked.Add(ref _there, count), ended.Token),
                    HandOnAsync(server, caller, () => Delay, count => Interlocked.Add(ref _back, count), ended.Token));
            }
            catch (Exception failure) when (failure is SocketException or OperationCanceledException)
            {
            }

            await ended.CancelAsync();
        }
    }

    private async Task HandOnAsync(Socket from, Socket to, Func<TimeSpan> delay, Action<int> count, CancellationToken cancellation)
    {
        var way = Channel.CreateUnbounded<(byte[] Bytes, long At)>();
        var sending = SendAsync();
        try
        {
            var buffer = new byte[65536];
            int read;
            while ((read = await from.ReceiveAsync(buffer, cancellation)) > 0)
            {
                count(read);
                Interlocked.Increment(ref _parcels);
                await way.Writer.WriteAsync((buffer[..read], Stopwatch.GetTimestamp()), cancellation);
            }
        }
        catch (Exception failure) when (failure is SocketException or OperationCanceledException)
        {
        }

        way.Writer.Complete();
        await sending;

        async Task SendAsync()
        {
            try
            {
                await foreach (var (bytes, at) in way.Reader.ReadAllAsync(cancellation))
                {
                    if (delay() - Stopwatch.GetElapsedTime(at) is { Ticks: > 0 } left)
                    {
                        await Task.Delay(left, cancellation);
                    }

                    while (IsSilent)
                    {
                        await Task.Delay(50, cancellation);
                    }

                    await to.SendAsync(bytes, cancellation);
                }
            }
            catch (Exception failure) when (failure is SocketException or OperationCanceledException)
            {
            }
        }
    }
}
