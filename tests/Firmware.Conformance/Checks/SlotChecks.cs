using System.Text;
using RailHub.Firmware.Conformance.Net;

namespace RailHub.Firmware.Conformance.Checks;

/// <summary>The five places of the feed (protocol 3.2).</summary>
internal sealed class SlotChecks(Bench bench)
{
    private const int Slots = 5;

    [Proves("3.2")]
    public async Task Five_clients_hear_the_same_change()
    {
        var listeners = await FillAsync();
        var pin = bench.Lamp.Pin;
        await bench.PostAsync("/api/control", $$"""{"pin":{{pin}},"active":false,"brightness":47}""");
        await Task.WhenAll(listeners.Select(listener => listener.ReadStatusAsync(status => status.Output(pin).Brightness == 47, "the change")));
    }

    [Proves("3.2")]
    public async Task A_sixth_client_is_closed_without_a_word()
    {
        var listeners = await FillAsync();
        using var sixth = await bench.ConnectFeedAsync();
        await sixth.SendAsync(Opening.Request(Opening.Required));
        Expect.Equal("", Encoding.Latin1.GetString(await sixth.ReadToEndAsync()), "for the sixth client, bytes before the end:");
        await listeners[0].ReadStatusAsync();
    }

    [Proves("3.2")]
    public async Task A_client_that_closes_makes_room()
    {
        var listeners = await FillAsync();
        await listeners[2].SendAsync(Frame.Close, "");
        await listeners[2].ExpectCloseAsync(1000, "for a close");
        await bench.ListenAsync();
    }

    [Proves("3.2")]
    public async Task Clients_that_vanish_make_room()
    {
        foreach (var listener in await FillAsync())
            listener.Wire.Abort();
        foreach (var listener in await FillAsync())
            listener.Wire.Dispose();
        await bench.ListenAsync();
    }

    [Proves("8.3", Waits = true)]
    public async Task Connections_without_an_opening_give_their_places_back_in_5_to_10_s()
    {
        var start = bench.Time.GetTimestamp();
        var wires = new List<Wire>();
        for (var i = 0; i < Slots; i++)
        {
            wires.Add(await bench.ConnectFeedAsync());

            // Some never speak, some stop within a header.
            if (i % 2 == 1)
                await wires[i].SendAsync("GET / HTTP/1.1\r\nConnection: Upg");
        }

        // A second more for the network and a busy machine.
        var limit = TimeSpan.FromSeconds(11);
        var ends = await Task.WhenAll(wires.Select(async wire =>
        {
            await wire.ReadToEndAsync(limit);
            return bench.MillisecondsSince(start);
        }));
        bench.Note($"after {ends.Min() / 1000:0.0} to {ends.Max() / 1000:0.0} s");
        Expect.True(ends.Min() >= 4500, "at least 5 s to open", bench.Notes);
        await FillAsync();
    }

    // A client that the board has not yet noticed to be gone may hold a place for a moment; OpenFeedAsync waits for that.
    private async Task<Listener[]> FillAsync()
    {
        var listeners = new List<Listener>();
        while (listeners.Count < Slots)
        {
            try
            {
                listeners.Add(await bench.ListenAsync());
            }
            catch (CheckFailure e) when (listeners.Count > 0)
            {
                throw new CheckSkipped($"only {listeners.Count} of {Slots} places were free; end other clients of the board first ({e.Message})");
            }
        }

        return [.. listeners];
    }
}
