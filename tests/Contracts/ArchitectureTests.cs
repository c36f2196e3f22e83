using System.Xml.Linq;

namespace RailHub.Contracts.Tests;

/// <summary>Which room may know which (docs/architecture.md): dependencies run one way.</summary>
public sealed class ArchitectureTests
{
    private static readonly Dictionary<string, string[]> MayKnow = new()
    {
        ["RailHub.Contracts"] = [],
        ["RailHub.Protocol"] = ["RailHub.Contracts"],
        ["RailHub.Persistence"] = ["RailHub.Contracts"],
        ["RailHub.Grains.Abstractions"] = ["RailHub.Contracts"],
        ["RailHub.Grains"] = ["RailHub.Grains.Abstractions", "RailHub.Contracts", "RailHub.Protocol", "RailHub.Persistence"],
        ["RailHub.Hosting"] = ["RailHub.Persistence"],
        ["RailHub.Silo"] = ["RailHub.Hosting", "RailHub.Grains", "RailHub.Grains.Abstractions", "RailHub.Contracts", "RailHub.Protocol", "RailHub.Persistence"],
        ["RailHub.Gateway"] = ["RailHub.Hosting", "RailHub.Contracts", "RailHub.Persistence", "RailHub.Grains.Abstractions", "RailHub.Web"],
        ["RailHub.Web"] = ["RailHub.Contracts"],
        ["RailHub.Firmware.Core"] = [],
        ["RailHub.Firmware.Esp32"] = ["RailHub.Firmware.Core"],
        ["RailHub.Firmware.Virtual"] = ["RailHub.Firmware.Core"],
        ["RailHub.Standalone"] = ["RailHub.Hosting", "RailHub.Silo", "RailHub.Gateway", "RailHub.Firmware.Virtual"],
    };

    private static readonly Dictionary<string, string[]> Knows = new DirectoryInfo(Path.Combine(Root(), "src"))
        .EnumerateFiles("*.*proj", SearchOption.AllDirectories)
        .ToDictionary(project => Path.GetFileNameWithoutExtension(project.Name), References);

    public static TheoryData<string> Rooms => [.. Knows.Keys];

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_room_knows_only_what_it_may(string room)
    {
        Assert.True(MayKnow.TryGetValue(room, out var allowed), $"{room} is new: say here which rooms it may know.");
        Assert.Empty(Knows[room].Except(allowed));
    }

    [Fact]
    public void The_rooms_of_the_design_are_all_there() =>
        Assert.Empty(MayKnow.Keys.Except(Knows.Keys));

    private static string[] References(FileInfo project) =>
    [
        .. XDocument.Load(project.FullName)
            .Descendants()
            .Where(element => element.Name.LocalName == "ProjectReference")
            .Select(element => Path.GetFileNameWithoutExtension(((string?)element.Attribute("Include") ?? "").Replace('\\', '/'))),
    ];

    private static string Root()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "RailHub.Platform.sln")))
                return directory.FullName;
        }

        throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}
