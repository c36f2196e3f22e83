using RailHub.Contracts;
using RailHub.Protocol;

namespace RailHub.Grains.Controllers;

/// <summary>
/// All wishes for the outputs of one board. They are the command queue themselves: what is wanted and not reported
/// is what is to be sent, so that the newest value wins while it waits, and nothing is sent that is so already.
/// </summary>
internal sealed class WishBook
{
    private readonly SortedDictionary<int, Wish> _wishes = [];
    private readonly Dictionary<int, int> _sentBrightness = [];
    private long _order;

    public IEnumerable<Wish> Open => _wishes.Values.Where(wish => wish.Open != Parts.None);

    public Wish? Find(int pin) => _wishes.GetValueOrDefault(pin);

    /// <summary>What the board reports of an output, with the brightness as it was sent (protocol 4.2: RailHub32 reports one less).</summary>
    public OutputValues Reported(OutputReading reading, Dialect dialect)
    {
        var brightness = dialect == Dialect.RailHub32
            ? _sentBrightness.TryGetValue(reading.Pin, out var sent) && BoardRules.BrightnessConfirms(sent, reading.Brightness)
                ? sent
                : BoardRules.BrightnessFromReport(reading.Brightness, dialect)
            : reading.Brightness;
        return new OutputValues(reading.Active, brightness, reading.Interval, reading.Name);
    }

    /// <summary>Adds a change to what is wanted of an output; gives the parts that are not so already.</summary>
    public Parts Want(OutputReading reading, Dialect dialect, OutputChange change)
    {
        if (!_wishes.TryGetValue(reading.Pin, out var wish))
        {
            wish = _wishes[reading.Pin] = new Wish(reading.Pin);
        }

        var reported = Reported(reading, dialect);
        var shown = wish.Over(reported) ?? reported;
        var touched = Parts.None;
        var wanted = Parts.None;
        wish.Problem = null;
        if (change.Active is not null || change.Brightness is not null)
        {
            var light = new Light(change.Active ?? shown.Active, change.Brightness ?? shown.Brightness);
            touched |= Parts.Light;
            wanted |= wish.Light.Want(light, light == new Light(reported.Active, reported.Brightness)) ? Parts.Light : 0;
        }

        if (change.Interval is { } interval)
        {
            touched |= Parts.Interval;
            wanted |= wish.Interval.Want(interval, interval == reported.Interval) ? Parts.Interval : 0;
        }

        if (change.Name is { } name)
        {
            touched |= Parts.Name;
            wanted |= wish.Name.Want(name, name == reported.Name) ? Parts.Name : 0;
        }

        wish.Settle(touched, CommandResult.Superseded);
        if (wanted != Parts.None)
        {
            wish.Order = ++_order;
        }

        return wanted;
    }

    /// <summary>Takes a wish back in that was kept over a restart.</summary>
    public void Restore(int pin, bool? active, int? brightness, long? interval, string? name)
    {
        var wish = _wishes[pin] = new Wish(pin) { Order = ++_order };
        if (active is { } on && brightness is { } percent)
        {
            wish.Light.Want(new Light(on, percent), isSo: false);
        }

        if (interval is { } milliseconds)
        {
            wish.Interval.Want(milliseconds, isSo: false);
        }

        if (name is not null)
        {
            wish.Name.Want(name, isSo: false);
        }
    }

    /// <summary>The command that is due longest; null when there is none.</summary>
    public BoardCommand? Next(StatusSnapshot board, DateTimeOffset now)
    {
        Wish? oldest = null;
        BoardCommand? next = null;
        foreach (var wish in _wishes.Values)
        {
            if ((oldest is null || wish.Order < oldest.Order) && board.Find(wish.Pin) is not null && wish.Next(now) is { } command)
            {
                (oldest, next) = (wish, command);
            }
        }

        return next;
    }

    /// <summary>When the next command is due that is not due now; null when nothing waits.</summary>
    public DateTimeOffset? NextDue(StatusSnapshot board) => _wishes.Values.Where(wish => board.Find(wish.Pin) is not null).Min(wish => wish.Due);

    public void Sent(BoardCommand command, DateTimeOffset now)
    {
        switch (command)
        {
            case BoardCommand.Control control:
                _sentBrightness[control.Pin] = control.Light.Brightness;
                _wishes[control.Pin].Light.Sent(now);
                break;
            case BoardCommand.SetInterval interval:
                _wishes[interval.Pin].Interval.Sent(now);
                break;
            case BoardCommand.SetName name:
                _wishes[name.Pin].Name.Sent(now);
                break;
        }
    }

    /// <summary>The board refused a command: what it asked for is not wanted any more, unless something newer is.</summary>
    public void Refused(BoardCommand command, string reason)
    {
        var (pin, part) = command switch
        {
            BoardCommand.Control control when _wishes[control.Pin].Light.Value == control.Light => (control.Pin, Parts.Light),
            BoardCommand.SetInterval interval when _wishes[interval.Pin].Interval.Value == interval.Interval => (interval.Pin, Parts.Interval),
            BoardCommand.SetName name when _wishes[name.Pin].Name.Value == name.Name => (name.Pin, Parts.Name),
            _ => (-1, Parts.None),
        };
        if (part == Parts.None)
        {
            return;
        }

        var wish = _wishes[pin];
        Action drop = part switch { Parts.Light => wish.Light.Drop, Parts.Interval => wish.Interval.Drop, _ => wish.Name.Drop };
        drop();
        wish.Problem = reason;
        wish.Settle(part, CommandResult.Refused);
    }

    /// <summary>Compares all wishes with a new report; <see langword="true"/> when some were fulfilled.</summary>
    public bool Observe(StatusSnapshot board)
    {
        var fulfilled = false;
        foreach (var reading in board.Outputs)
        {
            if (_wishes.TryGetValue(reading.Pin, out var wish))
            {
                var reported = Reported(reading, board.Dialect);
                var lit = wish.Light.Observe(new Light(reported.Active, reported.Brightness));
                var blinks = wish.Interval.Observe(reported.Interval);
                var named = wish.Name.Observe(reported.Name);
                if (lit || blinks || named)
                {
                    fulfilled = true;
                    wish.SettleConfirmed();
                }
            }
        }

        return fulfilled;
    }

    /// <summary>The board is back: all that waits is due at once.</summary>
    public void Hurry()
    {
        foreach (var wish in _wishes.Values)
        {
            wish.Hurry();
        }
    }
}
