using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using RailHub.Contracts;
using RailHub.Contracts.Serialization;

namespace RailHub.Bench.Cluster;

/// <summary>A dashboard of one layout: adds up what comes, and connects again when the connection ends.</summary>
internal sealed class Viewer : IAsyncDisposable
{
    private readonly HubConnection _connection;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private readonly LayoutId _layout;
    private List<LayoutFrame> _early = [];
    private TaskCompletionSource _again = new();
    private Task _watching = Task.CompletedTask;

    private Viewer(Uri server, string cookie, LayoutId layout)
    {
        _layout = layout;
        _connection = new HubConnectionBuilder()
            .WithUrl(new Uri(server, "hub"), options =>
            {
                (options.Transports, options.SkipNegotiation) = (HttpTransportType.WebSockets, true);
                options.Headers["Cookie"] = cookie;
            })
            .AddJsonProtocol(options =>
            {
                options.PayloadSerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
                options.PayloadSerializerOptions.TypeInfoResolverChain.Clear();
                options.PayloadSerializerOptions.TypeInfoResolverChain.Add(ContractsJson.Default);
            })
            .WithServerTimeout(TimeSpan.FromSeconds(20))
            .Build();
        _connection.On<int, long, LayoutDelta>(nameof(IDashboard.LayoutChanged), (feed, number, delta) => Take(new LayoutFrame(feed, number, delta)));
        _connection.Closed += _ =>
        {
            _again.TrySetResult();
            return Task.CompletedTask;
        };
    }

    /// <summary>The layout as this dashboard shows it; null while it has no connection.</summary>
    public LayoutSnapshot? View { get; private set; }

    /// <summary>Told of each change of the view, with when it came.</summary>
    public Action<LayoutSnapshot, long>? Changed { get; set; }

    /// <summary>How often it had to connect.</summary>
    public int Connections { get; private set; }

    public static async Task<Viewer> WatchAsync(Uri server, string cookie, LayoutId layout)
    {
        var viewer = new Viewer(server, cookie, layout);
        viewer._watching = viewer.RunAsync();
        await viewer._first.Task;
        return viewer;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _again.TrySetResult();
        await _watching;
        await _connection.DisposeAsync();
    }

    // The delays of the real dashboard: at once, then more and more, never the same for two.
    private async Task RunAsync()
    {
        for (var attempt = 0; !_stop.IsCancellationRequested; attempt++)
        {
            try
            {
                _again = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                await _connection.StartAsync(_stop.Token);
                Connections++;
                await WatchAsync();
                attempt = 0;
                _first.TrySetResult();
                await _again.Task;
            }
            catch (Exception) when (!_stop.IsCancellationRequested)
            {
                await _connection.StopAsync();
            }
            catch (OperationCanceledException)
            {
                return;
            }

            View = null;
            await Task.Delay(Math.Min(100 * (1 << Math.Min(attempt, 4)), 1500) + Random.Shared.Next(100));
        }
    }

    private async Task WatchAsync()
    {
        lock (_lock)
        {
            (_early, View) = ([], null);
        }

        var answer = await _connection.InvokeAsync<Outcome<LayoutSnapshot>>(nameof(IDashboardHub.WatchLayout), _layout, _stop.Token);
        if (answer.Value is not { } snapshot)
        {
            throw new InvalidOperationException(answer.Refusal?.Detail);
        }

        lock (_lock)
        {
            foreach (var frame in _early)
            {
                snapshot = frame.Feed == snapshot.Feed ? snapshot.With(frame) ?? snapshot : snapshot;
            }

            Put(snapshot);
        }
    }

    private void Take(LayoutFrame frame)
    {
        lock (_lock)
        {
            if (View is null)
            {
                _early.Add(frame);
            }
            else if (frame.Feed == View.Feed)
            {
                if (View.With(frame) is { } next)
                {
                    Put(next);
                }
                else
                {
                    _ = WatchAsync();
                }
            }
        }
    }

    private void Put(LayoutSnapshot next)
    {
        View = next;
        Changed?.Invoke(next, Stopwatch.GetTimestamp());
    }
}
