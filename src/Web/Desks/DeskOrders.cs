using RailHub.Contracts;
using RailHub.Web.Dashboards;

namespace RailHub.Web.Desks;

/// <summary>
/// What this dashboard asks of the layout's desk. What is asked is marked until the platform tells it; of a slider that is dragged only its
/// newest place is sent, one after the other.
/// </summary>
/// <param name="commands">Asks.</param>
public sealed class DeskOrders(LayoutCommands commands)
{
    private int? _next;

    /// <summary>What is asked changed.</summary>
    public event Action? Changed;

    /// <summary>The blackout that is asked for; null when none is.</summary>
    public bool? Blackout { get; private set; }

    /// <summary>The master that is asked for; null when none is.</summary>
    public int? Master { get; private set; }

    /// <summary>Puts the blackout on, or lifts it.</summary>
    public async Task SetBlackoutAsync(bool isOn)
    {
        Blackout = isOn;
        Changed?.Invoke();
        await commands.ControlDeskAsync(new DeskOrder(Blackout: isOn));
        Blackout = null;
        Changed?.Invoke();
    }

    /// <summary>Sets the master.</summary>
    public async Task SetMasterAsync(int percent)
    {
        _next = percent;
        if (Master is not null)
        {
            Master = percent;
            Changed?.Invoke();
            return;
        }

        while (_next is { } next)
        {
            (_next, Master) = (null, next);
            Changed?.Invoke();
            await commands.ControlDeskAsync(new DeskOrder(Master: next), () => _next is null);
        }

        Master = null;
        Changed?.Invoke();
    }

    /// <summary>Anything else: it shows when the platform tells it.</summary>
    public Task GiveAsync(DeskOrder order) => commands.ControlDeskAsync(order);
}
