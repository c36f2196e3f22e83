namespace RailHub.Grains.Controllers;

/// <summary>What one control call sets: always both (protocol 2.4).</summary>
internal readonly record struct Light(bool Active, int Brightness)
{
    /// <summary>What is to be seen, 0..100 percent.</summary>
    public int Level => Active ? Brightness : 0;
}
