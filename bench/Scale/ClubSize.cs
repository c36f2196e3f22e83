namespace RailHub.Bench.Scale;

/// <summary>How large a club is, and how many processes serve it.</summary>
internal sealed record ClubSize(int Boards, int PerLayout, int Silos, int Gateways)
{
    public int Layouts => Math.Max(1, Boards / PerLayout);
}
