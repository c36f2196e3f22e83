using RailHub.Contracts;

namespace RailHub.Grains;

/// <summary>Who makes a call: the gateway says it, and it goes along with every call to a grain until that is done.</summary>
public static class Caller
{
    private const string Key = "railhub.caller";

    /// <summary>Who it is; null when the platform itself calls.</summary>
    public static Actor? Actor
    {
        get => RequestContext.Get(Key) as Actor;
        set
        {
            if (value is null)
            {
                RequestContext.Remove(Key);
            }
            else
            {
                RequestContext.Set(Key, value);
            }
        }
    }
}
