namespace RailHub.Grains.Controllers;

/// <summary>Who sets one part of an output: the newest word of each sender, and whose counts.</summary>
internal sealed class Senders
{
    private readonly Dictionary<string, Stamp> _newest = [];
    private readonly HashSet<string> _known = [];
    private string _holder = "";

    /// <summary>Takes note of a word; <see langword="false"/> when its sender has said something newer. What nobody has stamped is always new.</summary>
    public bool TryHear(Stamp stamp)
    {
        if (stamp.Sender.Length == 0)
        {
            return true;
        }

        if (_newest.TryGetValue(stamp.Sender, out var newest) && newest.IsAfter(stamp))
        {
            return false;
        }

        _newest[stamp.Sender] = stamp;
        return true;
    }

    /// <summary>A sender's word counts from now on; nobody's is an empty one.</summary>
    public void Hold(string sender)
    {
        _holder = sender;
        if (sender.Length > 0)
        {
            _known.Add(sender);
        }
    }

    /// <summary>Whether a sender has set it, and somebody else has since.</summary>
    public bool IsTakenFrom(string sender) => _holder != sender && _known.Contains(sender);
}
