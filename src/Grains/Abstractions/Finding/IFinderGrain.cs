using RailHub.Contracts;

namespace RailHub.Grains;

/// <summary>Looks for boards in the networks that its silo is in: one scan at a time for the whole club, which there is one finder for.</summary>
/// <remarks>It keeps nothing: when its silo ends, a scan ends with it.</remarks>
[Alias("RailHub.IFinderGrain")]
public interface IFinderGrain : IGrainWithIntegerKey
{
    /// <summary>The key of the one finder.</summary>
    const long Key = 0;

    /// <summary>Starts a scan; refused while another is running.</summary>
    /// <param name="layout">The layout that looks.</param>
    /// <param name="draft">Where.</param>
    [Alias("Start")]
    Task<Outcome<Scan>> Start(LayoutId layout, ScanDraft draft);

    /// <summary>The last scan, whoever started it, with what the layout knows of the boards that were found.</summary>
    [Alias("Get")]
    Task<Outcome<Scan>> Get(LayoutId layout);

    /// <summary>Stops the scan; one that has ended stays as it is.</summary>
    [Alias("Cancel")]
    Task<Outcome<Scan>> Cancel(LayoutId layout);

    /// <summary>
    /// A board has not been heard of for a while. If its layout follows boards, and it tells its name from another address, it gets that one.
    /// </summary>
    [Alias("Seek")]
    Task Seek(LayoutId layout, MacAddress board);
}
