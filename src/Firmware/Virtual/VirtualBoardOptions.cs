using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using RailHub.Firmware.Virtual.Dialects;

namespace RailHub.Firmware.Virtual;

/// <summary>What a virtual board is, and where it is found. It listens on loopback when nothing is said.</summary>
public sealed record VirtualBoardOptions
{
    /// <summary>Family of the board: outputs and chasing.</summary>
    public required BoardProfile Profile { get; init; }

    /// <summary>Identity of the board, six upper-case hexadecimal pairs with colons.</summary>
    public required string Mac { get; init; }

    /// <summary>The firmware the board passes itself off as.</summary>
    public BoardDialect Dialect { get; init; }

    /// <summary>Device name at the first start; null for the family's default. The name in the settings goes before it.</summary>
    public string? Name { get; init; }

    /// <summary>Names at the first start, in the order of the outputs.</summary>
    public IReadOnlyList<string> OutputNames { get; init; } = [];

    /// <summary>Address of this machine that it listens at; <see cref="IPAddress.Any"/> for all of IPv4.</summary>
    public IPAddress Listen { get; init; } = IPAddress.Loopback;

    /// <summary>Port of the HTTP calls; 0 for any free one.</summary>
    public int HttpPort { get; init; }

    /// <summary>Port of the status feed; 0 for any free one.</summary>
    public int WebSocketPort { get; init; }

    /// <summary>File that keeps the settings over a restart of the process; null keeps them as long as the board object lives.</summary>
    public string? SettingsFile { get; init; }

    /// <summary>How long the board takes over each command before it carries it out.</summary>
    public TimeSpan CommandLatency { get; init; }

    /// <summary>Greatest random addition to <see cref="CommandLatency"/>, evenly spread.</summary>
    public TimeSpan CommandJitter { get; init; }

    /// <summary>Seed of the jitter: the same seed, the same delays.</summary>
    public int Seed { get; init; }

    /// <summary>Told of every command that came by HTTP once it is carried out, before any client hears of it; on any thread.</summary>
    public Action<CommandTaken>? Taken { get; init; }

    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    public ILogger Logger { get; init; } = NullLogger.Instance;
}
