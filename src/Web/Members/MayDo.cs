using RailHub.Contracts;

namespace RailHub.Web.Members;

/// <summary>
/// What whoever is signed in may do in one layout: what they may not is not offered. Whether it is done, the gateway decides.
/// </summary>
/// <param name="Operate">Switch lamps, recall scenes, run shows.</param>
/// <param name="Edit">Make and change boards, areas, scenes, groups and shows.</param>
/// <param name="Own">Say who is what here, and delete it.</param>
public sealed record MayDo(bool Operate, bool Edit, bool Own)
{
    /// <summary>Only look on.</summary>
    public static readonly MayDo LookOn = new(Operate: false, Edit: false, Own: false);

    /// <summary>What somebody may do in a layout.</summary>
    /// <param name="you">Who is signed in; null when nobody is.</param>
    /// <param name="layout">The layout.</param>
    public static MayDo In(SignedIn? you, LayoutId layout)
    {
        if (you is null)
        {
            return LookOn;
        }

        var here = you.Roles.FirstOrDefault(held => held.Layout == layout)?.Role;
        return new MayDo(Has(Role.Operator), Has(Role.Editor), Has(Role.Owner));

        bool Has(Role least) => you.IsAdministrator || here >= least || you.Everywhere >= least;
    }
}
