using System.Diagnostics;
using RailHub.Protocol;

namespace RailHub.Grains.Controllers;

/// <summary>The part of a plan that a command comes from, and that hears what became of it.</summary>
internal interface ICommandSource
{
    /// <summary>The traced call by which what is chosen, or on its way, was wanted.</summary>
    ActivityContext Cause { get; }

    /// <summary>Whether the command would still be sent now: something else may be wanted since it was chosen.</summary>
    bool StillWants(BoardCommand command, TimeSpan at);

    /// <summary>The command is on its way from now on.</summary>
    void Sent(BoardCommand command, TimeSpan now);

    /// <summary>What became of it.</summary>
    void Ended(BoardCommand command, BoardAnswer answer, TimeSpan now);
}
