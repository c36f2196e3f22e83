using System.Net;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using RailHub.Contracts;
using RailHub.Grains.Controllers;
using RailHub.Protocol;

namespace RailHub.Grains.Finding;

/// <summary>One scan: asks the addresses of ranges, and of whatever tells its name meanwhile. Used in the turns of its grain only.</summary>
internal sealed partial class ScanRun
{
    /// <summary>How many addresses are asked at the same time: enough to be through soon, too few to trouble a network.</summary>
    public const int AtOnce = 32;

    /// <summary>How many services that tell their name are asked beyond the ranges.</summary>
    public const int MostNames = 128;

    private readonly IReadOnlyList<AddressRange> _ranges;
    private readonly int _webSocketPort;
    private readonly BoardProbe _probe;
    private readonly INeighbourhood _neighbourhood;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _end = new();
    private readonly Channel<BoardAddress> _toAsk = Channel.CreateUnbounded<BoardAddress>();
    private readonly HashSet<BoardAddress> _known = [];
    private readonly List<Sighting> _sightings = [];
    private int _names;

    /// <param name="ranges">What is asked.</param>
    /// <param name="httpPort">The port that is asked there.</param>
    /// <param name="webSocketPort">The port at which the status of boards is expected.</param>
    /// <param name="probe">Asks an address.</param>
    /// <param name="neighbourhood">The silo's networks.</param>
    /// <param name="startedAt">When it starts.</param>
    /// <param name="logger">Where it is written down when it fails.</param>
    public ScanRun(
        IReadOnlyList<AddressRange> ranges,
        int httpPort,
        int webSocketPort,
        BoardProbe probe,
        INeighbourhood neighbourhood,
        DateTimeOffset startedAt,
        ILogger logger)
    {
        (_ranges, _webSocketPort, _probe, _neighbourhood, StartedAt, _logger) = (ranges, webSocketPort, probe, neighbourhood, startedAt, logger);
        foreach (var address in ranges.SelectMany(range => range.Addresses))
        {
            Add(new BoardAddress(address.ToString(), httpPort, webSocketPort));
        }
    }

    public DateTimeOffset StartedAt { get; }

    public ScanState State { get; private set; }

    /// <summary>How many addresses were asked.</summary>
    public int Done { get; private set; }

    /// <summary>The network could not be asked for names.</summary>
    public bool IsWithoutNames { get; private set; }

    /// <summary>The boards that answered.</summary>
    public IReadOnlyList<Sighting> Sightings => _sightings;

    public void Cancel() => _end.Cancel();

    /// <summary>Asks all; ends with the last answer, or soon after <see cref="Cancel"/>.</summary>
    public async Task RunAsync()
    {
        try
        {
            await Task.WhenAll([BrowseAsync(), .. Enumerable.Range(0, AtOnce).Select(_ => AskAsync())]);
            State = ScanState.Done;
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
            State = ScanState.Cancelled;
        }
        catch (Exception failure)
        {
            // Nobody waits for it but those who look at its state.
            LogFailed(failure);
            State = ScanState.Failed;
        }
    }

    /// <summary>How it stands, with the boards as somebody knows them.</summary>
    public Scan ToContract(IReadOnlyList<FoundBoard> found) =>
        new(StartedAt, State, [.. _ranges.Select(range => range.ToString())], Done, _known.Count, IsWithoutNames, found);

    private async Task BrowseAsync()
    {
        try
        {
            IsWithoutNames = !await _neighbourhood.BrowseAsync(Hear, _end.Token);
        }
        finally
        {
            _toAsk.Writer.Complete();
        }
    }

    private void Hear(IPEndPoint service)
    {
        if (_names < MostNames && Add(new BoardAddress(service.Address.ToString(), service.Port, _webSocketPort)))
        {
            _names++;
        }
    }

    private bool Add(BoardAddress address) => _known.Add(address) && _toAsk.Writer.TryWrite(address);

    private async Task AskAsync()
    {
        await foreach (var address in _toAsk.Reader.ReadAllAsync(_end.Token))
        {
            if (await _probe.AskAsync(address, _end.Token) is { MacAddress: { } board } status)
            {
                _sightings.Add(new Sighting(board, address, BoardName.Plain(status.Name)));
            }

            Done++;
        }
    }

    [LoggerMessage(LogLevel.Error, "A scan for boards broke off")]
    private partial void LogFailed(Exception failure);
}
